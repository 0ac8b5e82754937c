import { dayOf } from '../../domain/time/calendar.ts'
import { DomainError } from '../../domain/errors.ts'
import type { Campaign, Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import * as nodeDuty from '../../store/roster/node-duty.ts'

export type ConfirmOnPost = Readonly<{
  campaigns: readonly Campaign[]
  /** Somebody else of the same unit than the speaker, by name. */
  who: string | undefined
  sentAt: Date
  eventId: bigint
}>

/**
 * Today's duty is confirmed (已到岗): by whoever is on duty, or by somebody of his unit who names him. Answers who it is
 * and since when it was known. Refuses `roster.not_on_duty`.
 */
export async function confirmOnPost(
  tx: Tx,
  input: ConfirmOnPost,
  by: Person,
  now: Date,
): Promise<Readonly<{ name: string; before: Date | null }>> {
  const today = dayOf(input.sentAt)
  for (const campaign of input.campaigns) {
    for (const node of campaign.plan.nodes) {
      if (today < node.starts || today > node.ends) continue
      const duties = await nodeDuty.standing(tx, campaign.id, node.key, today)
      const duty = duties.find(({ unitId, personId, name }) =>
        input.who === undefined ? personId === by.id : unitId === by.unitId && name === input.who,
      )
      if (!duty) continue
      if (await nodeDuty.confirm(tx, duty.id, by.id, input.sentAt)) {
        await ledger.append(tx, {
          campaignId: campaign.id,
          subject: 'unit',
          subjectId: duty.unitId,
          type: 'OnDutyConfirmed',
          data: { on: today, name: duty.name },
          byId: by.id,
          at: now,
          eventId: input.eventId,
        })
      }
      return { name: duty.name, before: duty.confirmedAt }
    }
  }
  throw new DomainError('roster.not_on_duty')
}

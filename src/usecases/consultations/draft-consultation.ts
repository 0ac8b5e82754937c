import { DomainError } from '../../domain/errors.ts'
import type { Campaign, Person } from '../../store/directory.ts'
import * as consultations from '../../store/consultations.ts'
import type { Attachment, Consultation } from '../../store/consultations.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import { cancelConsultation } from './close-consultation.ts'
import { titleOf } from './open-planned.ts'

export type DraftConsultation = Readonly<{
  campaign: Campaign
  title: string
  dueAt: Date
  unitIds: readonly string[]
  toId: string
  signOff: boolean
  draft: string | null
  attachments: readonly Attachment[]
  /** The round before it, whose place it takes when it is sent. */
  previous: Consultation | null
  eventId?: bigint | undefined
}>

/** Writes down what is to be asked (征求意见), for the office to look at; nobody is asked yet. */
export async function draftConsultation(
  tx: Tx,
  input: DraftConsultation,
  by: Person,
  now: Date,
): Promise<Consultation> {
  const { campaign, title, dueAt, unitIds, toId, signOff, draft, attachments, previous } = input
  if (dueAt <= now) throw new DomainError('consultation.due_past')
  if (unitIds.length === 0) throw new DomainError('consultation.no_units')
  const planned = previous ? undefined : campaign.plan.consultations.find((each) => titleOf(each) === title)
  const held = planned && (await consultations.ofPlan(tx, campaign.id, planned.key))
  // Written anew, it takes the place of what was not sent.
  if (held?.status === 'draft') await cancelConsultation(tx, { id: held.id, eventId: input.eventId }, by, now)
  const taken = held && held.status !== 'draft'
  const consultation = await consultations.insert(tx, {
    campaignId: campaign.id,
    regionId: by.regionId,
    // Started by hand before its day, it is not opened by the clock as well.
    planKey: planned && !taken ? planned.key : null,
    title,
    round: (previous?.round ?? 0) + 1,
    previousId: previous?.id ?? null,
    draft,
    attachments,
    unitIds,
    toId,
    signOff,
    status: 'draft',
    opensAt: now,
    dueAt,
    draftedBy: by.id,
    closedAt: null,
  })
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'consultation',
    subjectId: String(consultation.id),
    type: 'ConsultationDrafted',
    data: { title, round: consultation.round, dueAt, unitIds, signOff },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return consultation
}

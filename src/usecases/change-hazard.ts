import { decide, type HazardActor, type HazardCommand } from '../domain/hazard.ts'
import * as hazards from '../store/hazards.ts'
import type { Hazard, HazardChanges } from '../store/hazards.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'

/** Who acts, and in which region: a code of another county is nobody's here. */
export type Actor = HazardActor & Readonly<{ regionId: string }>

/**
 * The one way in which a hazard changes: lock it, ask the rules, save, write it down. `changes` and `data` are what
 * the caller adds to the rules' decision.
 */
export async function changeHazard(
  tx: Tx,
  input: Readonly<{
    code: string
    command: HazardCommand
    changes?: HazardChanges
    data?: object
    eventId?: bigint | undefined
  }>,
  by: Actor,
  now: Date,
): Promise<Hazard> {
  const hazard = await hazards.lock(tx, input.code, by.regionId)
  const decision = decide(hazard, input.command, by)
  const next = await hazards.save(tx, hazard, {
    ...input.changes,
    status: decision.status,
    ...(decision.dueAt === hazard.dueAt ? {} : { dueAt: decision.dueAt }),
  })
  await ledger.append(tx, {
    campaignId: hazard.campaignId,
    subject: 'hazard',
    subjectId: String(hazard.id),
    type: decision.event,
    data: { from: hazard.status, to: next.status, ...input.data },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return next
}

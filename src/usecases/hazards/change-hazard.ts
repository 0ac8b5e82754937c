import { decide } from '../../domain/hazards/decide.ts'
import type { HazardCommand } from '../../domain/hazards/commands.ts'
import type { HazardActor, HazardFacts } from '../../domain/hazards/hazard.ts'
import * as hazards from '../../store/hazards.ts'
import type { Hazard, HazardChanges } from '../../store/hazards.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

/** Who acts, and in which region: a code of another county is nobody's here. */
export type Actor = HazardActor & Readonly<{ regionId: string }>

export type HazardChange = Readonly<{
  code: string
  command: HazardCommand
  /** What a correction corrects, beside what the rules decide. */
  changes?: HazardChanges
  /** What the ledger keeps of it, e.g. the reason. */
  data?: object
  eventId?: bigint | undefined
}>

/**
 * The one way in which a hazard changes: lock it, ask the rules, save, write it down. Of two at once one comes first,
 * and the rules answer the other by what the first has left.
 */
export async function changeHazard(tx: Tx, input: HazardChange, by: Actor, now: Date): Promise<Hazard> {
  const hazard = await hazards.lock(tx, input.code, by.regionId)
  const { event, next: decided } = decide(hazard, input.command, by, now)
  const next = await hazards.save(tx, hazard, { ...differences(hazard, decided), ...input.changes })
  await ledger.append(tx, {
    campaignId: hazard.campaignId,
    subject: 'hazard',
    subjectId: String(hazard.id),
    type: event,
    data: {
      from: hazard.status,
      to: next.status,
      version: next.version,
      was: replaced(hazard, next),
      ...input.data,
    },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return next
}

/** The values that the change replaces: what history shows, and what taking it back restores. */
function replaced(before: Hazard, after: Hazard): Partial<Hazard> {
  const keys = Object.keys(before) as (keyof Hazard)[]
  return Object.fromEntries(
    keys.filter((key) => key !== 'version' && before[key] !== after[key]).map((key) => [key, before[key]]),
  )
}

/** What the rules have put in place of what was there. */
function differences(before: Hazard, after: HazardFacts): HazardChanges {
  const changed = Object.entries(after).filter(([key, value]) => before[key as keyof Hazard] !== value)
  return Object.fromEntries(changed)
}

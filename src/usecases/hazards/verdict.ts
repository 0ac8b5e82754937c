import type { HazardCommand } from '../../domain/hazards/commands.ts'
import { addDays, at, dayOf } from '../../domain/time/calendar.ts'
import * as hazards from '../../store/hazards.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { Tx } from '../../store/open.ts'
import { changeHazard, type Actor } from './change-hazard.ts'

/** What somebody has seen who judges another's work, at a re-inspection (复查) or at 回头看. */
export type Verdict = Readonly<{
  code: string
  result: 'pass' | 'fail'
  reason: string | null
  photos: readonly string[]
  eventId?: bigint
}>

/** Days that a failed verdict gives for doing it again. */
const SECOND_LIMIT_DAYS = 3

/** Until when what has failed is to be done again. */
export function secondLimit(now: Date): Date {
  return at(addDays(dayOf(now), SECOND_LIMIT_DAYS), '18:00')
}

/** Takes a verdict down by its command, with what was photographed; `data` is what the ledger keeps of it. */
export async function takeVerdict(
  tx: Tx,
  verdict: Verdict,
  by: Actor,
  now: Date,
  { command, data }: Readonly<{ command: HazardCommand; data: object }>,
): Promise<Hazard> {
  const { code, photos, eventId } = verdict
  const hazard = await changeHazard(tx, { code, command, data, eventId }, by, now)
  await hazards.addPhotos(tx, {
    hazardId: hazard.id,
    hashes: photos,
    step: 'reinspection',
    byId: by.id,
    at: now,
  })
  return hazard
}

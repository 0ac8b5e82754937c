import { addDays, at, dayOf } from '../domain/time/calendar.ts'
import * as hazards from '../store/hazards.ts'
import type { Hazard } from '../store/hazards.ts'
import type { Tx } from '../store/open.ts'
import { changeHazard, type Actor } from './change-hazard.ts'

/** Days that a failed re-inspection gives for doing it again. */
const SECOND_LIMIT_DAYS = 3

export type Reinspect = Readonly<{
  code: string
  result: 'pass' | 'fail'
  reason: string | null
  photos: readonly string[]
  eventId?: bigint
}>

/** Re-inspection (复查) by somebody else than the rectifier: pass closes the hazard (销号), fail returns it with a new limit. */
export async function reinspect(tx: Tx, input: Reinspect, by: Actor, now: Date): Promise<Hazard> {
  const before = await hazards.lock(tx, input.code, by.regionId)
  const hazard = await changeHazard(
    tx,
    input.result === 'pass'
      ? {
          code: input.code,
          command: { type: 'PassReinspection' },
          changes: { closedAt: now, closedById: by.id },
          data: { photos: input.photos },
          eventId: input.eventId,
        }
      : {
          code: input.code,
          command: { type: 'FailReinspection', dueAt: at(addDays(dayOf(now), SECOND_LIMIT_DAYS), '18:00') },
          changes: {
            failCount: before.failCount + 1,
            failReason: input.reason,
            rectifiedAt: null,
            rectifiedById: null,
          },
          data: { reason: input.reason, photos: input.photos },
          eventId: input.eventId,
        },
    by,
    now,
  )
  await hazards.addPhotos(tx, {
    hazardId: hazard.id,
    hashes: input.photos,
    step: 'reinspection',
    byId: by.id,
    at: now,
  })
  return hazard
}

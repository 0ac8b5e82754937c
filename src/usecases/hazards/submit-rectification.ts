import * as hazards from '../../store/hazards.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { Tx } from '../../store/open.ts'
import { changeHazard, type Actor } from './change-hazard.ts'

export type SubmitRectification = Readonly<{
  code: string
  note: string | null
  photos: readonly string[]
  eventId?: bigint
}>

/** The responsible unit says the hazard is rectified (提交整改), with at least one photo; it now waits for re-inspection. */
export async function submitRectification(
  tx: Tx,
  input: SubmitRectification,
  by: Actor,
  now: Date,
): Promise<Hazard> {
  const hazard = await changeHazard(
    tx,
    {
      code: input.code,
      command: { type: 'SubmitRectification', photos: input.photos.length },
      data: { note: input.note, photos: input.photos },
      eventId: input.eventId,
    },
    by,
    now,
  )
  await hazards.addPhotos(tx, {
    hazardId: hazard.id,
    hashes: input.photos,
    step: 'after',
    byId: by.id,
    at: now,
  })
  return hazard
}

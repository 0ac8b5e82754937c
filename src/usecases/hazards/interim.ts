import { nextCheck } from '../../domain/hazards/interim.ts'
import { dayOf } from '../../domain/time/calendar.ts'
import type { Campaign } from '../../store/directory.ts'
import * as hazards from '../../store/hazards.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { Tx } from '../../store/open.ts'
import { changeHazard, type Actor } from './change-hazard.ts'

/**
 * Writes down what protects until a hazard is rectified (临时防范措施), or, without words, that somebody has looked at
 * it; either way the next look is due one cycle later, sooner on node days.
 */
export async function keepMeasures(
  tx: Tx,
  input: Readonly<{ code: string; measures: string | null; eventId?: bigint }>,
  by: Actor,
  campaigns: readonly Campaign[],
  now: Date,
): Promise<Hazard> {
  const { code, measures, eventId } = input
  const { campaignId } = await hazards.lock(tx, code, by.regionId)
  const plan = campaigns.find(({ id }) => id === campaignId)?.plan
  const nextCheckOn = plan ? nextCheck(dayOf(now), plan.hazards, plan.nodes) : null
  return changeHazard(
    tx,
    {
      code,
      command:
        measures === null
          ? { type: 'CheckMeasures', nextCheckOn }
          : { type: 'SetMeasures', measures, nextCheckOn },
      data: { ...(measures === null ? {} : { measures }), nextCheckOn },
      eventId,
    },
    by,
    now,
  )
}

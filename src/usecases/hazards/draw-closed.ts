import { CLOSED_DAYS, CLOSED_RULE, closedWeight, MOST_CLOSED } from '../../domain/draw.ts'
import { addDays, at, dayOf } from '../../domain/time/calendar.ts'
import type { Person } from '../../store/directory.ts'
import type { Draw } from '../../store/draws.ts'
import * as lookBacks from '../../store/hazards/look-backs.ts'
import type { Tx } from '../../store/open.ts'
import { drawLots, type DrawOrder } from '../draw-lots.ts'

/** Draws hazards that were closed lately for 回头看, by their codes. */
export async function drawClosed(tx: Tx, order: DrawOrder, by: Person, now: Date): Promise<Draw> {
  const { campaign, unitId } = order
  const since = at(addDays(dayOf(now), -CLOSED_DAYS), '00:00')
  const lots = async () =>
    (await lookBacks.pool(tx, { campaignId: campaign.id, unitId }, since, MOST_CLOSED)).map((hazard) => ({
      id: hazard.code,
      weight: closedWeight(hazard),
    }))
  return drawLots(tx, order, { subject: 'hazard', rule: CLOSED_RULE, lots }, by, now)
}

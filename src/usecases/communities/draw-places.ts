import { COMMUNITY_RULE, communityWeight } from '../../domain/draw.ts'
import * as checks from '../../store/communities/checks.ts'
import type { Person } from '../../store/directory.ts'
import type { Draw } from '../../store/draws.ts'
import type { Tx } from '../../store/open.ts'
import { drawLots, type DrawOrder } from '../draw-lots.ts'

/** Draws communities for a check (随机抽查), by their names. */
export async function drawPlaces(tx: Tx, order: DrawOrder, by: Person, now: Date): Promise<Draw> {
  const { campaign, regionId, unitId } = order
  const lots = async () =>
    (await checks.pool(tx, campaign.id, regionId, unitId, now)).map((place) => ({
      id: place.name,
      weight: communityWeight(place),
    }))
  return drawLots(tx, order, { subject: 'community', rule: COMMUNITY_RULE, lots }, by, now)
}

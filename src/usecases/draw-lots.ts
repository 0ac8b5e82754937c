import { draw, type Lot } from '../domain/draw.ts'
import { DomainError } from '../domain/errors.ts'
import { may } from '../domain/roles.ts'
import { dayOf } from '../domain/time/calendar.ts'
import type { Campaign, Person } from '../store/directory.ts'
import * as draws from '../store/draws.ts'
import type { Draw, DrawSubject } from '../store/draws.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'

/** What somebody asks to be drawn. */
export type DrawOrder = Readonly<{
  campaign: Campaign
  regionId: string
  unitId?: string | undefined
  count: number
  seed?: string | undefined
  eventId: bigint
}>

/** What can be drawn and by which rule it has its lots; asked for only once nobody else draws. */
type Pool = Readonly<{ subject: DrawSubject; rule: string; lots(): Promise<readonly Lot[]> }>

/**
 * Draws (随机抽查) and keeps seed, rule and pool, so that anybody can draw again. A seed is used once; where none is said
 * it follows from the day and the draw's number, so that nobody can choose it, and drawing until it pleases shows in the
 * record.
 */
export async function drawLots(tx: Tx, order: DrawOrder, pool: Pool, by: Person, now: Date): Promise<Draw> {
  if (!may(by.roles, 'draw')) throw new DomainError('role.not_allowed')
  const { campaign, count, eventId } = order
  const number = await draws.nextNumber(tx, campaign.id)
  const seed = order.seed ?? `${campaign.codePrefix}-${dayOf(now)}-${number}`
  const used = await draws.find(tx, campaign.id, { seed })
  if (used) throw new DomainError('draw.seed_used', { number: String(used.number) })
  const lots = await pool.lots()
  if (lots.length === 0)
    throw new DomainError(pool.subject === 'hazard' ? 'draw.nothing_closed' : 'draw.nothing')
  const picked = draw(lots, seed, count)
  const { subject, rule } = pool
  const kept = { subject, seed, rule, pool: lots, picked, at: now, byId: by.id }
  const id = await draws.insert(tx, { ...kept, campaignId: campaign.id, number })
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'draw',
    subjectId: String(id),
    type: subject === 'hazard' ? 'ClosedHazardsDrawn' : 'PlacesDrawn',
    data: { number, seed, count, picked, pool: lots.length },
    byId: by.id,
    at: now,
    eventId,
  })
  return { ...kept, id, number }
}

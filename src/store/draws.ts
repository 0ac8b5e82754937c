import type { Lot } from '../domain/draw.ts'
import { toJson } from './database/json.ts'
import type { Tx } from './open.ts'

/** What is drawn: communities by their names, or closed hazards by their codes. */
export type DrawSubject = 'community' | 'hazard'

export type Draw = Readonly<{
  id: number
  number: number
  subject: DrawSubject
  seed: string
  rule: string
  pool: readonly Lot[]
  picked: readonly string[]
  at: Date
  byId: string
}>

type Row = Omit<Draw, 'pool' | 'subject'> & Readonly<{ pool: unknown; subject: string }>
const asDraw = (row: Row): Draw => ({
  ...row,
  subject: row.subject as DrawSubject,
  pool: row.pool as readonly Lot[],
})

/** Keeps a draw under the campaign's next number. Two at once take turns. */
export async function insert(
  tx: Tx,
  draw: Omit<Draw, 'id' | 'number'> & Readonly<{ campaignId: string; number: number }>,
): Promise<number> {
  const { campaignId, number, subject, seed, rule, pool, picked, at, byId } = draw
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO place_draw (campaign_id, number, subject, seed, rule, pool, picked, at, by_id)
    VALUES (${campaignId}, ${number}, ${subject}, ${seed}, ${rule}, ${toJson(pool)}::jsonb, ${[...picked]}, ${at}, ${byId})
    RETURNING id`
  return row?.id ?? 0
}

/** The number that the next draw gets; whoever asks keeps others waiting until the transaction ends. */
export async function nextNumber(tx: Tx, campaignId: string): Promise<number> {
  await tx.$queryRaw`SELECT id FROM campaign WHERE id = ${campaignId} FOR UPDATE`
  const { _max } = await tx.placeDraw.aggregate({ where: { campaignId }, _max: { number: true } })
  return (_max.number ?? 0) + 1
}

/** Draws of a campaign, the newest first, of all subjects or of one. */
export async function newest(
  db: Tx,
  campaignId: string,
  take: number,
  subject?: DrawSubject,
): Promise<readonly Draw[]> {
  const rows = await db.placeDraw.findMany({
    where: { campaignId, ...(subject ? { subject } : {}) },
    orderBy: { number: 'desc' },
    take,
  })
  return rows.map(asDraw)
}

/** One draw by its number, or the one that used that seed. */
export async function find(
  db: Tx,
  campaignId: string,
  by: Readonly<{ number: number }> | Readonly<{ seed: string }>,
): Promise<Draw | null> {
  const row = await db.placeDraw.findFirst({ where: { campaignId, ...by }, orderBy: { number: 'desc' } })
  return row && asDraw(row)
}

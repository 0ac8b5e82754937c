import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import type { HazardFilter } from './filter.ts'
import { isUnrectified } from './rows.ts'
import { tallied } from './sums.ts'

export type Tally = Readonly<{
  total: number
  closed: number
  toReinspect: number
  unrectified: number
  overdue: number
}>

type Row = Tally & Readonly<{ place: string | null }>

/** How many there are, and how far they are. */
export async function tally(db: Tx, filter: HazardFilter, now: Date): Promise<Tally> {
  const [row] = await db.$queryRaw<Row[]>(tallied(filter, now))
  const { place: _, ...found } = row ?? { place: null, ...NOTHING }
  return found
}

/** Each locality's tally, for a county at a glance. */
export async function tallyByLocality(db: Tx, campaignId: string, now: Date) {
  const rows = await db.$queryRaw<Row[]>(
    Prisma.sql`${tallied({ campaignId }, now, 'locality_id')} ORDER BY s.place`,
  )
  return rows.map(({ place, ...found }) => ({ localityId: place, ...found }))
}

/** The communities with most hazards, each with its tally, at most `take`. */
export async function tallyByCommunity(db: Tx, campaignId: string, now: Date, take: number) {
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    ${tallied({ campaignId }, now, 'community_id')}
    WHERE s.place IS NOT NULL ORDER BY s.total DESC, s.place LIMIT ${take}`)
  return rows.flatMap(({ place, ...found }) => (place === null ? [] : [{ communityId: place, ...found }]))
}

const NOTHING: Tally = { total: 0, closed: 0, toReinspect: 0, unrectified: 0, overdue: 0 }

export type LedgerCounts = Readonly<{
  inspected: number
  found: number
  rectified: number
  outstanding: number
}>

/**
 * What the ledger holds for one unit's report: places where it found hazards and hazards found in [from, to], by its
 * people or in its area; how many of these are rectified; and how many codes are still open.
 */
export async function countsFor(
  db: Tx,
  campaignId: string,
  unitId: string,
  from: Date,
  to: Date,
): Promise<LedgerCounts> {
  const [row] = await db.$queryRaw<LedgerCounts[]>(Prisma.sql`
    SELECT count(DISTINCT coalesce(h.community_id, h.community_name))::int AS inspected,
      count(*)::int AS found,
      count(*) FILTER (WHERE NOT ${isUnrectified})::int AS rectified,
      count(*) FILTER (WHERE ${isUnrectified})::int AS outstanding
    FROM hazard h
    WHERE h.campaign_id = ${campaignId} AND h.status <> 'void' AND h.found_at >= ${from} AND h.found_at <= ${to}
      AND (h.locality_id = ${unitId} OR h.found_unit_id = ${unitId})`)
  return row ?? { inspected: 0, found: 0, rectified: 0, outstanding: 0 }
}

/** The same for many units at once, in one statement; a unit that nothing was registered for is left out. */
export async function countsForUnits(
  db: Tx,
  campaignId: string,
  units: readonly string[],
  from: Date,
  to: Date,
): Promise<ReadonlyMap<string, LedgerCounts>> {
  if (units.length === 0) return new Map()
  const rows = await db.$queryRaw<(LedgerCounts & { unitId: string })[]>(Prisma.sql`
    WITH found AS (
      SELECT h.locality_id, h.found_unit_id, coalesce(h.community_id, h.community_name) AS place, ${isUnrectified} AS open
      FROM hazard h
      WHERE h.campaign_id = ${campaignId} AND h.status <> 'void' AND h.found_at >= ${from} AND h.found_at <= ${to}
    ), of_unit AS (
      SELECT locality_id AS unit_id, place, open FROM found
      UNION ALL
      SELECT found_unit_id, place, open FROM found WHERE found_unit_id IS DISTINCT FROM locality_id
    )
    SELECT unit_id AS "unitId", count(DISTINCT place)::int AS inspected, count(*)::int AS found,
      count(*) FILTER (WHERE NOT open)::int AS rectified, count(*) FILTER (WHERE open)::int AS outstanding
    FROM of_unit WHERE unit_id = ANY(${[...units]}) GROUP BY unit_id`)
  return new Map(rows.map(({ unitId, ...counts }) => [unitId, counts]))
}

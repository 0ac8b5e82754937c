import type { Day } from '../../domain/time/calendar.ts'
import type { Tx } from '../open.ts'
import { Prisma } from '../generated/client.ts'

export type Coverage = Readonly<{
  unitId: string
  communities: number
  checked: number
  buildings: number
  households: number
}>

/** A covert check counts for everybody once it is released. */
const isVisible = Prisma.sql`(NOT k.covert OR k.released_at IS NOT NULL)`

/**
 * 底数 and coverage of each locality: communities, how many of them were looked at in this campaign (a check, or a
 * hazard found there), and buildings and households as far as the files say.
 */
export async function coverage(
  db: Tx,
  campaignId: string,
  regionId: string,
  unitId?: string,
): Promise<readonly Coverage[]> {
  const ofUnit = unitId === undefined ? Prisma.empty : Prisma.sql`AND c.unit_id = ${unitId}`
  return db.$queryRaw<Coverage[]>(Prisma.sql`
    WITH looked_at AS (
      SELECT k.community_id AS id FROM place_check k WHERE k.campaign_id = ${campaignId} AND ${isVisible}
      UNION
      SELECT h.community_id FROM hazard h
      WHERE h.campaign_id = ${campaignId} AND h.community_id IS NOT NULL AND h.status <> 'void'
    )
    SELECT c.unit_id AS "unitId", count(*)::int AS communities, count(l.id)::int AS checked,
      coalesce(sum((f.facts->>'buildings')::int), 0)::int AS buildings,
      coalesce(sum((f.facts->>'households')::int), 0)::int AS households
    FROM community c
    LEFT JOIN looked_at l ON l.id = c.id
    LEFT JOIN community_file f ON f.community_id = c.id
    WHERE c.region_id = ${regionId} AND c.active ${ofUnit}
    GROUP BY c.unit_id ORDER BY c.unit_id`)
}

/** Communities that nobody has looked at in this campaign, by name. */
export async function unchecked(
  db: Tx,
  campaignId: string,
  regionId: string,
  unitId: string | undefined,
  take: number,
): Promise<readonly string[]> {
  const ofUnit = unitId === undefined ? Prisma.empty : Prisma.sql`AND c.unit_id = ${unitId}`
  const rows = await db.$queryRaw<{ name: string }[]>(Prisma.sql`
    SELECT c.name FROM community c
    WHERE c.region_id = ${regionId} AND c.active ${ofUnit}
      AND NOT EXISTS (SELECT 1 FROM place_check k
        WHERE k.campaign_id = ${campaignId} AND k.community_id = c.id AND ${isVisible})
      AND NOT EXISTS (SELECT 1 FROM hazard h
        WHERE h.campaign_id = ${campaignId} AND h.community_id = c.id AND h.status <> 'void')
    ORDER BY c.unit_id, c.id LIMIT ${take}`)
  return rows.map(({ name }) => name)
}

export type Watched = Readonly<{
  communityId: string
  watchedOn: Day
  days: number
  checkedAt: Date | null
  open: number
}>

/** The watch list (重点名单) with when each place was last checked and what is open there. */
export async function watchList(
  db: Tx,
  campaignId: string,
  regionId: string,
  unitId?: string,
): Promise<readonly Watched[]> {
  const ofUnit = unitId === undefined ? Prisma.empty : Prisma.sql`AND c.unit_id = ${unitId}`
  return db.$queryRaw<Watched[]>(Prisma.sql`
    SELECT c.id AS "communityId", f.watched_on AS "watchedOn", f.watch_days AS days,
      (SELECT max(k.at) FROM place_check k
        WHERE k.campaign_id = ${campaignId} AND k.community_id = c.id AND ${isVisible}) AS "checkedAt",
      (SELECT count(*)::int FROM hazard h WHERE h.campaign_id = ${campaignId} AND h.community_id = c.id
        AND h.status NOT IN ('closed', 'void')) AS open
    FROM community_file f JOIN community c ON c.id = f.community_id
    WHERE c.region_id = ${regionId} AND c.active AND f.watched_on IS NOT NULL ${ofUnit}
    ORDER BY "checkedAt" NULLS FIRST, c.id`)
}

/** Communities whose guarantee money falls due until that day and where hazards are open, in whatever campaign. */
export async function blockedDeposits(
  db: Tx,
  regionId: string,
  until: Day,
): Promise<readonly Readonly<{ communityId: string; due: Day; open: number }>[]> {
  return db.$queryRaw`
    SELECT f.community_id AS "communityId", f.facts->>'depositDue' AS due, count(*)::int AS open
    FROM community_file f JOIN community c ON c.id = f.community_id
    JOIN hazard h ON h.community_id = c.id AND h.status NOT IN ('closed', 'void')
    WHERE c.region_id = ${regionId} AND c.active AND f.facts->>'depositDue' <= ${until}
    GROUP BY 1, 2 ORDER BY 2, 1`
}

/** How many hazards of a community are open, in whatever campaign: the guarantee money looks at all of them. */
export async function openHazards(db: Tx, communityId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM hazard WHERE community_id = ${communityId} AND status NOT IN ('closed', 'void')`
  return row?.n ?? 0
}

/** How often a community was checked in a campaign, and when last. */
export async function lastVisit(
  db: Tx,
  campaignId: string,
  communityId: string,
): Promise<Readonly<{ count: number; at: Date | null }>> {
  const [row] = await db.$queryRaw<{ count: number; at: Date | null }[]>(Prisma.sql`
    SELECT count(*)::int AS count, max(k.at) AS at FROM place_check k
    WHERE k.campaign_id = ${campaignId} AND k.community_id = ${communityId} AND ${isVisible}`)
  return row ?? { count: 0, at: null }
}

/** What the ledger holds of each community in a campaign: hazards found and closed, and checks. */
export async function placeCounts(
  db: Tx,
  campaignId: string,
  communityIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<{ found: number; closed: number; checks: number }>>> {
  const rows = await db.$queryRaw<{ id: string; found: number; closed: number; checks: number }[]>(Prisma.sql`
    WITH hazards AS (
      SELECT community_id AS id, count(*)::int AS found, count(*) FILTER (WHERE status = 'closed')::int AS closed
      FROM hazard WHERE campaign_id = ${campaignId} AND community_id IS NOT NULL AND status <> 'void' GROUP BY 1
    ), visits AS (
      SELECT k.community_id AS id, count(*)::int AS checks FROM place_check k
      WHERE k.campaign_id = ${campaignId} AND ${isVisible} GROUP BY 1
    )
    SELECT c.id, coalesce(h.found, 0) AS found, coalesce(h.closed, 0) AS closed, coalesce(v.checks, 0) AS checks
    FROM community c LEFT JOIN hazards h ON h.id = c.id LEFT JOIN visits v ON v.id = c.id
    WHERE c.id = ANY(${[...communityIds]})`)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

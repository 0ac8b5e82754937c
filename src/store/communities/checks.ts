import type { Found } from '../../domain/communities/checks.ts'
import { toJson } from '../database/json.ts'
import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'

export type PlaceCheck = Readonly<{
  id: number
  communityId: string
  checklist: string
  results: readonly Found[]
  at: Date
  byId: string
}>

/** Writes down a check; answers its number in the database. */
export async function insert(
  tx: Tx,
  check: Omit<PlaceCheck, 'id'> &
    Readonly<{ campaignId: string; unitId: string; covert: boolean; drawId: number | null }>,
): Promise<number> {
  const { campaignId, communityId, checklist, results, at, byId, unitId, covert, drawId } = check
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO place_check (campaign_id, community_id, checklist, results, at, by_id, unit_id, covert, draw_id)
    VALUES (${campaignId}, ${communityId}, ${checklist}, ${toJson(results)}::jsonb, ${at}, ${byId}, ${unitId}, ${covert},
      ${drawId})
    RETURNING id`
  return row?.id ?? 0
}

/** Covert checks of one person that nobody else knows of yet, oldest first, locked until the transaction ends. */
export async function unreleased(tx: Tx, campaignId: string, byId: string): Promise<readonly PlaceCheck[]> {
  return tx.$queryRaw<PlaceCheck[]>`
    SELECT id, community_id AS "communityId", checklist, results, at, by_id AS "byId" FROM place_check
    WHERE campaign_id = ${campaignId} AND by_id = ${byId} AND covert AND released_at IS NULL ORDER BY id FOR UPDATE`
}

/** Lets everybody know of covert checks. */
export async function release(tx: Tx, ids: readonly number[], at: Date): Promise<void> {
  await tx.placeCheck.updateMany({ where: { id: { in: [...ids] } }, data: { releasedAt: at } })
}

/** What was found, since a draw, in the places that it picked: by community, how many items did not fit. */
export async function drawResults(db: Tx, drawId: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ communityId: string; unfit: number }[]>`
    SELECT k.community_id AS "communityId",
      max((SELECT count(*) FROM jsonb_array_elements(k.results) r WHERE r->>'result' = 'unfit'))::int AS unfit
    FROM place_check k WHERE k.draw_id = ${drawId} AND (NOT k.covert OR k.released_at IS NOT NULL)
    GROUP BY k.community_id`
  return new Map(rows.map(({ communityId, unfit }) => [communityId, unfit]))
}

export type Weighed = Readonly<{
  id: string
  name: string
  watched: boolean
  overdue: number
  failed: number
  checked: boolean
}>

/** Every place that can be drawn, with what gives it more lots. */
export async function pool(
  db: Tx,
  campaignId: string,
  regionId: string,
  unitId: string | undefined,
  now: Date,
): Promise<readonly Weighed[]> {
  const ofUnit = unitId === undefined ? Prisma.empty : Prisma.sql`AND c.unit_id = ${unitId}`
  return db.$queryRaw<Weighed[]>(Prisma.sql`
    WITH hazards AS (
      SELECT community_id AS id, coalesce(sum(fail_count), 0)::int AS failed,
        count(*) FILTER (WHERE status IN ('to-rectify', 'rectifying') AND due_at < ${now})::int AS overdue
      FROM hazard WHERE campaign_id = ${campaignId} AND community_id IS NOT NULL AND status <> 'void' GROUP BY 1
    ), visits AS (
      SELECT DISTINCT community_id AS id FROM place_check
      WHERE campaign_id = ${campaignId} AND (NOT covert OR released_at IS NOT NULL)
    )
    SELECT c.id, c.name, (f.watched_on IS NOT NULL) AS watched, coalesce(h.overdue, 0) AS overdue,
      coalesce(h.failed, 0) AS failed, (v.id IS NOT NULL OR h.id IS NOT NULL) AS checked
    FROM community c
    LEFT JOIN community_file f ON f.community_id = c.id
    LEFT JOIN hazards h ON h.id = c.id
    LEFT JOIN visits v ON v.id = c.id
    WHERE c.region_id = ${regionId} AND c.active ${ofUnit} ORDER BY c.id`)
}

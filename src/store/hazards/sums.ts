import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import { where, type HazardFilter } from './filter.ts'
import { isUnrectified } from './rows.ts'

/** The columns by which hazards are summed up. */
export type SumColumn = 'locality_id' | 'community_id'

/** Where the hazards that a filter means are counted, by column `n`. */
export function summed(filter: HazardFilter): Prisma.Sql {
  // Sums are not kept by who found it: what one person found is little.
  return filter.foundById === undefined ? Prisma.sql`hazard_sum` : Prisma.sql`(SELECT *, 1 AS n FROM hazard)`
}

/**
 * A tally of the hazards that a filter means, for each value of a column or for all of them, as a statement: from the
 * sums that triggers keep, so that it costs the same with a million hazards; what is overdue at `now` is counted.
 */
export function tallied(filter: HazardFilter, now: Date, by?: SumColumn): Prisma.Sql {
  const column = by === undefined ? Prisma.sql`NULL::text` : Prisma.raw(`h.${by}`)
  const sum = (condition: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`coalesce(sum(h.n) FILTER (WHERE ${condition}), 0)::int`
  return Prisma.sql`
    SELECT s.place, s.total, s.closed, s."toReinspect", s.unrectified, coalesce(late.n, 0)::int AS overdue
    FROM (
      SELECT ${column} AS place, coalesce(sum(h.n), 0)::int AS total, ${sum(Prisma.sql`h.status = 'closed'`)} AS closed,
        ${sum(Prisma.sql`h.status = 'to-reinspect'`)} AS "toReinspect", ${sum(isUnrectified)} AS unrectified
      FROM ${summed(filter)} h WHERE ${where(filter)} GROUP BY 1 HAVING sum(h.n) > 0
    ) s LEFT JOIN (
      SELECT ${column} AS place, count(*) AS n FROM hazard h
      WHERE ${where(filter)} AND ${isUnrectified} AND h.due_at < ${now} GROUP BY 1
    ) late ON late.place IS NOT DISTINCT FROM s.place`
}

/** Makes one row of the differences that have gathered about each place. Safe to run at any time, in several copies. */
export async function gatherSums(db: Tx): Promise<void> {
  await db.$executeRaw`
    WITH gone AS (DELETE FROM hazard_sum RETURNING *)
    INSERT INTO hazard_sum (campaign_id, status, locality_id, responsible_id, lead_id, community_id, category, n)
    SELECT campaign_id, status, locality_id, responsible_id, lead_id, community_id, category, sum(n)
    FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0`
}

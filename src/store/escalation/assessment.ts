import type { Tx } from '../open.ts'

/** How many first reports of each unit, of periods that are over, came in time. */
export async function onTimeByUnit(
  db: Tx,
  campaignId: string,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.report.groupBy({
    by: ['unitId'],
    where: { campaignId, version: 1, late: false, dueAt: { lt: now } },
    _count: true,
  })
  return new Map(rows.map(({ unitId, _count }) => [unitId, _count]))
}

export type Outcome = Readonly<{ hazards: number; rectified: number; rebounds: number }>

/** What became of the hazards of each unit: those that it must rectify, and those in its area; each counts once. */
export async function outcomeByUnit(db: Tx, campaignId: string): Promise<ReadonlyMap<string, Outcome>> {
  const rows = await db.$queryRaw<(Outcome & Readonly<{ unitId: string }>)[]>`
    SELECT unit_id AS "unitId", count(*)::int AS hazards,
      count(*) FILTER (WHERE status IN ('to-reinspect', 'closed'))::int AS rectified,
      sum(fail_count)::int AS rebounds
    FROM (
      SELECT responsible_id AS unit_id, status, fail_count FROM hazard
      WHERE campaign_id = ${campaignId} AND status <> 'void' AND responsible_id IS NOT NULL
      UNION ALL
      SELECT locality_id, status, fail_count FROM hazard
      WHERE campaign_id = ${campaignId} AND status <> 'void' AND locality_id IS NOT NULL
        AND locality_id IS DISTINCT FROM responsible_id
    ) of GROUP BY unit_id`
  return new Map(rows.map(({ unitId, ...outcome }) => [unitId, outcome]))
}

/** What a unit has done about the hazards that it had to rectify. */
export type Rectified = Readonly<{
  unitId: string
  hazards: number
  rectified: number
  /** Rectified within the limit as it was then. */
  inTime: number
  overdue: number
  failed: number
  rebounds: number
  refused: number
}>

/** What became of the hazards that each unit itself had to rectify. */
export async function rectifiedByUnit(db: Tx, campaignId: string, now: Date): Promise<readonly Rectified[]> {
  return db.$queryRaw<Rectified[]>`
    SELECT responsible_id AS "unitId", count(*)::int AS hazards,
      count(*) FILTER (WHERE status IN ('to-reinspect', 'closed'))::int AS rectified,
      count(*) FILTER (WHERE status IN ('to-reinspect', 'closed')
        AND (due_at IS NULL OR coalesce(rectified_at, closed_at) <= due_at))::int AS "inTime",
      count(*) FILTER (WHERE status IN ('to-rectify', 'rectifying') AND due_at < ${now})::int AS overdue,
      sum(fail_count)::int AS failed, sum(rebound_count)::int AS rebounds, count(refused_at)::int AS refused
    FROM hazard WHERE campaign_id = ${campaignId} AND status NOT IN ('void', 'to-confirm') AND responsible_id IS NOT NULL
    GROUP BY 1`
}

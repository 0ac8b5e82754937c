import type { Action, ActivityCounts } from '../../domain/submissions/activities.ts'
import type { Tx } from '../open.ts'

export type Activity = Readonly<{
  id: number
  campaignId: string
  unitId: string
  action: Action
  counts: ActivityCounts
  text: string
  at: Date
  byId: string
}>

/** Writes an activity down; answers its number in the database. */
export async function insert(tx: Tx, activity: Omit<Activity, 'id'>): Promise<number> {
  const { id } = await tx.activity.create({ data: activity, select: { id: true } })
  return id
}

/** One activity, or null where there is none that still counts. */
export async function find(db: Tx, id: number): Promise<Activity | null> {
  const row = await db.activity.findFirst({ where: { id, takenBackAt: null } })
  return row && { ...row, action: row.action as Action, counts: row.counts as ActivityCounts }
}

/** It no longer counts; it stays on record. */
export async function takeBack(tx: Tx, id: number, at: Date): Promise<void> {
  await tx.activity.update({ where: { id }, data: { takenBackAt: at } })
}

export type ActivitySum = Readonly<{ action: Action; unitId: string; counts: ActivityCounts }>

/** The sums of a campaign by action and unit, of all units or of one. */
export async function sums(db: Tx, campaignId: string, unitId?: string): Promise<readonly ActivitySum[]> {
  return db.$queryRaw<ActivitySum[]>`
    SELECT action, unit_id AS "unitId", jsonb_object_agg(key, n) AS counts FROM (
      SELECT a.action, a.unit_id, c.key, sum(c.value::int)::int AS n
      FROM activity a CROSS JOIN LATERAL jsonb_each_text(a.counts) c
      WHERE a.campaign_id = ${campaignId} AND a.taken_back_at IS NULL AND a.unit_id = coalesce(${unitId ?? null}, a.unit_id)
      GROUP BY 1, 2, 3
    ) s GROUP BY 1, 2 ORDER BY 1, 2`
}

import type { Funds, PlanState } from '../../domain/communities/plan.ts'
import { toJson } from '../database/json.ts'
import type { Tx } from '../open.ts'

/** The plan of one community (一小区一策). */
export type CommunityPlan = Readonly<{
  id: number
  communityId: string
  state: PlanState
  measures: string
  funds: Funds
  returned: string | null
}>

type Row = Omit<CommunityPlan, 'state' | 'funds'> & Readonly<{ state: string; funds: unknown }>
const asPlan = (row: Row): CommunityPlan => ({
  id: row.id,
  communityId: row.communityId,
  state: row.state as PlanState,
  measures: row.measures,
  funds: row.funds as Funds,
  returned: row.returned,
})

/** The plan of a community in a campaign, or null. */
export async function find(db: Tx, campaignId: string, communityId: string): Promise<CommunityPlan | null> {
  const row = await db.communityPlan.findUnique({
    where: { campaignId_communityId: { campaignId, communityId } },
  })
  return row && asPlan(row)
}

/** The same, locked until the transaction ends. */
export async function lock(tx: Tx, campaignId: string, communityId: string): Promise<CommunityPlan | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT id, community_id AS "communityId", state, measures, funds, returned FROM community_plan
    WHERE campaign_id = ${campaignId} AND community_id = ${communityId} FOR UPDATE`
  return row ? asPlan(row) : null
}

/** All plans of a campaign, the newest change first. */
export async function list(db: Tx, campaignId: string): Promise<readonly CommunityPlan[]> {
  const rows = await db.communityPlan.findMany({
    where: { campaignId },
    orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }],
  })
  return rows.map(asPlan)
}

/** Writes the plan as it stands now. */
export async function put(
  tx: Tx,
  plan: Omit<CommunityPlan, 'id'> & Readonly<{ campaignId: string; byId: string; at: Date }>,
): Promise<number> {
  const { campaignId, communityId, state, measures, funds, returned, byId, at } = plan
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO community_plan (campaign_id, community_id, state, measures, funds, returned, updated_at, drafted_by_id)
    VALUES (${campaignId}, ${communityId}, ${state}, ${measures}, ${toJson(funds)}::jsonb, ${returned}, ${at}, ${byId})
    ON CONFLICT (campaign_id, community_id) DO UPDATE SET state = excluded.state, measures = excluded.measures,
      funds = excluded.funds, returned = excluded.returned, updated_at = excluded.updated_at,
      version = community_plan.version + 1
    RETURNING id`
  return row?.id ?? 0
}

import type { PlanDuty, StoredPlan } from '../../domain/plan.ts'
import { toJson } from '../database/json.ts'
import type { Tx } from '../open.ts'

/** The plan as it is stored, locked until the transaction ends, so that two changes do not overwrite each other. */
export async function lockPlan(tx: Tx, campaignId: string): Promise<StoredPlan | undefined> {
  const [row] = await tx.$queryRaw<{ plan: unknown }[]>`
    SELECT plan FROM campaign WHERE id = ${campaignId} FOR UPDATE`
  return row?.plan as StoredPlan | undefined
}

/** Replaces the duties of the stored plan; everything else in it stays as it is. */
export async function saveDuties(
  tx: Tx,
  campaignId: string,
  duties: readonly (PlanDuty | NonNullable<StoredPlan['duties']>[number])[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign SET plan = jsonb_set(plan, '{duties}', ${toJson(duties)}::jsonb) WHERE id = ${campaignId}`
}

/** The units owe a further duty from now on. */
export async function addOwed(
  tx: Tx,
  campaignId: string,
  duty: string,
  unitIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign_unit SET duties = array_append(duties, ${duty})
    WHERE campaign_id = ${campaignId} AND unit_id = ANY(${[...unitIds]}) AND NOT (${duty} = ANY(duties))`
}

/** Nobody owes the duty any more. */
export async function removeOwed(tx: Tx, campaignId: string, duty: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign_unit SET duties = array_remove(duties, ${duty}) WHERE campaign_id = ${campaignId}`
}

/** How many tasks have been given in chat, those taken back included: their numbers are never used again. */
export async function tasksGiven(db: Tx, campaignId: string): Promise<number> {
  return db.ledgerEntry.count({ where: { subject: 'campaign', subjectId: campaignId, type: 'TaskGiven' } })
}

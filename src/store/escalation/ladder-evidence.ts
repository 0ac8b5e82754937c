import type { LadderStep, StepState } from '../../domain/ladder.ts'
import type { Tx } from '../open.ts'

/** One reminder that left: what it was about, as its key says, and when. */
export type SentReminder = Readonly<{ key: string; at: Date }>

/**
 * The reminders that have left to people of a unit in a campaign, oldest first. Their keys name campaign, matters and
 * unit; where several were one message, the key names them all.
 */
export async function remindersTo(
  db: Tx,
  campaignId: string,
  unitId: string,
): Promise<readonly SentReminder[]> {
  return db.$queryRaw`
    SELECT dedupe_key AS key, created_at AS at FROM outbox_message
    WHERE sent_at IS NOT NULL AND strpos(dedupe_key, ${`:${unitId}`}) > 0
      AND (strpos(dedupe_key, ${`remind:${campaignId}:`}) > 0 OR strpos(dedupe_key, ${`hazards:${campaignId}:`}) > 0)
    ORDER BY id`
}

/** When the office pressed for a report of that unit, by the report (`duty:period`). */
export async function pressedFor(
  db: Tx,
  campaignId: string,
  unitId: string,
): Promise<readonly Readonly<{ report: string; at: Date }>[]> {
  return db.$queryRaw`
    SELECT subject_id AS report, at FROM ledger_entry
    WHERE campaign_id = ${campaignId} AND subject = 'reminder' AND type = 'MissingReminded'
      AND data -> 'units' @> ${JSON.stringify([unitId])}::jsonb
    ORDER BY id`
}

/** A step that a matter reached: against whom, on what grounds, and what was decided. */
export type CaseStep = Readonly<{
  step: LadderStep
  unitId: string
  state: StepState
  reachedAt: Date
  days: number
  cause: string | null
  statement: string | null
  decidedAt: Date | null
  decidedById: string | null
  /** Number of the text that was released for it. */
  number: number | null
  settledAt: Date | null
}>

/** Every step that one hazard ever reached, of whatever unit, in order. */
export async function stepsOfHazard(
  db: Tx,
  campaignId: string,
  hazardId: number,
): Promise<readonly CaseStep[]> {
  return db.$queryRaw`
    SELECT s.step, s.unit_id AS "unitId", s.state, s.reached_at AS "reachedAt", (s.evidence->>'days')::int AS days,
      s.cause, s.statement, s.decided_at AS "decidedAt", s.decided_by_id AS "decidedById",
      CASE WHEN c.released_at IS NOT NULL THEN c.number END AS number, s.settled_at AS "settledAt"
    FROM ladder_step s LEFT JOIN circular c ON c.id = s.circular_id
    WHERE s.campaign_id = ${campaignId} AND s.subject = 'hazard' AND s.subject_id = ${String(hazardId)}
    ORDER BY s.id`
}

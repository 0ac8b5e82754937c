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

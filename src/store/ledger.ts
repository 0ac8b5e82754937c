import { toJson } from './database/json.ts'
import type { Tx } from './open.ts'

/** One line of history (台账). `subject` says of what, `type` what happened, in the past tense. */
export type NewLedgerEntry = Readonly<{
  campaignId: string | null
  subject:
    | 'hazard'
    | 'report'
    | 'person'
    | 'unit'
    | 'group'
    | 'activity'
    | 'campaign'
    | 'reminder'
    | 'consultation'
    | 'ladder'
    | 'circular'
    | 'summons'
    | 'information'
    | 'community'
    | 'community-plan'
    | 'check'
    | 'draw'
    | 'complaint'
  subjectId: string
  type: string
  data: object
  byId: string | null
  at: Date
  eventId?: bigint | undefined
}>

/** Writes down what happened, in the transaction in which it happens. */
export async function append(tx: Tx, entry: NewLedgerEntry): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO ledger_entry (campaign_id, subject, subject_id, type, data, by_id, at, event_id)
    VALUES (${entry.campaignId}, ${entry.subject}, ${entry.subjectId}, ${entry.type}, ${toJson(entry.data)}::jsonb,
      ${entry.byId}, ${entry.at}, ${entry.eventId ?? null})`
}

/** The history of one subject, oldest first. */
export async function history(db: Tx, subject: NewLedgerEntry['subject'], subjectId: string) {
  return db.ledgerEntry.findMany({ where: { subject, subjectId }, orderBy: { id: 'asc' }, take: 200 })
}

/** Nobody writes so much in five minutes; it bounds the search for what somebody did last. */
const RECENT = 5_000

/**
 * What one person caused last since then (of that type, where one is named): all entries of that one event, oldest
 * first. Empty when there is none, or when it lies behind thousands of others.
 */
export async function lastAct(
  db: Tx,
  byId: string,
  since: Date,
  type: string | null = null,
): Promise<readonly LedgerEntry[]> {
  return db.$queryRaw<LedgerEntry[]>`
    WITH recent AS (SELECT * FROM ledger_entry ORDER BY id DESC LIMIT ${RECENT}),
      own AS (SELECT * FROM recent WHERE by_id = ${byId} AND event_id IS NOT NULL AND at >= ${since}
        AND (${type}::text IS NULL OR type = ${type}::text))
    SELECT subject, subject_id AS "subjectId", type, data, at FROM own
    WHERE event_id = (SELECT event_id FROM own ORDER BY id DESC LIMIT 1) ORDER BY id`
}

export type LedgerEntry = Readonly<{
  subject: NewLedgerEntry['subject']
  subjectId: string
  type: string
  data: unknown
  at: Date
}>

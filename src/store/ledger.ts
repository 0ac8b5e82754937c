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
    | 'campaign'
    | 'reminder'
    | 'consultation'
    | 'ladder'
    | 'circular'
    | 'summons'
    | 'information'
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

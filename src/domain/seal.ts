import { createHash } from 'node:crypto'

/** A ledger entry as the seals see it: every column as text, the data as the database writes it. */
export type SealedEntry = Readonly<{
  id: string
  campaignId: string | null
  subject: string
  subjectId: string
  type: string
  data: string
  byId: string | null
  /** `2026-11-27T02:00:00.000Z` */
  at: string
  eventId: string | null
}>

/** What stands before the first seal. */
export const GENESIS = '0'.repeat(64)

/** The entry as one line, the same for ever: a JSON list of its nine columns. */
export function canonical(entry: SealedEntry): string {
  const { id, campaignId, subject, subjectId, type, data, byId, at, eventId } = entry
  return JSON.stringify([id, campaignId, subject, subjectId, type, data, byId, at, eventId])
}

/** The seal of an entry that follows the seal `before`. Anybody can compute it anew with sha256sum. */
export function sealOf(before: string, entry: SealedEntry): string {
  return createHash('sha256')
    .update(`${before}\n${canonical(entry)}`)
    .digest('hex')
}

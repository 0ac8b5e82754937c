import type { SealedEntry } from '../../domain/seal.ts'
import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'

/** The columns of `ledger_entry e` as a seal takes them, each as text, whatever the driver makes of types. */
export const entryColumns = Prisma.sql`e.id::text, e.campaign_id AS "campaignId", e.subject,
  e.subject_id AS "subjectId", e.type, e.data::text AS data, e.by_id AS "byId",
  to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, e.event_id::text AS "eventId"`

/** Smaller than every number that somebody could give an entry. */
export const BEFORE_ALL = -(2n ** 63n)

export type Head = Readonly<{ position: bigint; entryId: bigint; hash: string }>

/** The newest seal, or null when nothing is sealed yet. */
export async function headOf(db: Tx): Promise<Head | null> {
  return db.ledgerSeal.findFirst({ orderBy: { position: 'desc' } })
}

/** The seal at that place of the chain. */
export async function sealAt(db: Tx, position: bigint): Promise<Head | null> {
  return db.ledgerSeal.findUnique({ where: { position } })
}

/** An entry with its seal, as far as it has one. */
export type Linked = SealedEntry & Readonly<{ position: bigint | null; hash: string | null }>

/** The next entries by number with their seals, at most `take`. */
export async function linkedAfter(db: Tx, id: bigint, take: number): Promise<readonly Linked[]> {
  return db.$queryRaw<Linked[]>(Prisma.sql`
    SELECT ${entryColumns}, s.position, s.hash
    FROM ledger_entry e LEFT JOIN ledger_seal s ON s.entry_id = e.id
    WHERE e.id > ${id} ORDER BY e.id LIMIT ${take}`)
}

/** An entry with its seal and the one that the seal rests on; without both while it is not sealed. */
export type Proven = Linked & Readonly<{ before: string | null }>

/** The whole history of one subject as the seals see it, oldest first. */
export async function provenHistory(db: Tx, subject: string, subjectId: string): Promise<readonly Proven[]> {
  return db.$queryRaw<Proven[]>(Prisma.sql`
    SELECT ${entryColumns}, s.position, s.hash, b.hash AS before
    FROM ledger_entry e LEFT JOIN ledger_seal s ON s.entry_id = e.id
      LEFT JOIN ledger_seal b ON b.position = s.position - 1
    WHERE e.subject = ${subject} AND e.subject_id = ${subjectId} ORDER BY e.id`)
}

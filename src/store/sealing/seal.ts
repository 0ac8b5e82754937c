import { setTimeout as pause } from 'node:timers/promises'
import { GENESIS, sealOf, type SealedEntry } from '../../domain/seal.ts'
import { Prisma } from '../generated/client.ts'
import type { Store, Tx } from '../open.ts'
import { BEFORE_ALL, entryColumns, headOf } from './entries.ts'

/** An arbitrary number that all copies of this program agree on: only one of them seals at a time. */
const SEAL_LOCK = 72_707_370

/** Entries in one transaction: a few dozen milliseconds, in which the embedded database does nothing else. */
const BATCH = 500

const PATIENCE_MS = 5_000

/**
 * Seals what has been committed, in the order of the numbers, and answers how many entries that were. Safe to run in
 * several copies at once and to kill at any moment; nobody who writes to the ledger waits for it.
 */
export async function seal(store: Store): Promise<number> {
  const upTo = await settled(store.db)
  if (upTo === null) return 0
  let total = 0
  for (;;) {
    const count = await store.transaction((tx) => sealBatch(tx, upTo))
    total += count
    if (count < BATCH) return total
  }
}

/**
 * The number up to which no entry can appear any more, or null when there is nothing to seal. Whoever inserts takes a
 * lock on the table before the number is given out and keeps it until after the commit: once all of those who hold it
 * now are gone, every number given out before is there or never will be.
 */
async function settled(db: Tx): Promise<bigint | null> {
  const [newest] = await db.$queryRaw<{ id: bigint | null; sealed: bigint | null }[]>`
    SELECT (SELECT max(id) FROM ledger_entry) AS id,
      (SELECT entry_id FROM ledger_seal ORDER BY position DESC LIMIT 1) AS sealed`
  const upTo = newest?.id ?? null
  if (upTo === null || upTo === newest?.sealed) return null
  let writing = await writers(db)
  for (let waited = 0; writing.length > 0; waited += 50) {
    // Somebody takes long; the next look finds him done.
    if (waited > PATIENCE_MS) return null
    await pause(50)
    const still = new Set(await writers(db))
    writing = writing.filter((each) => still.has(each))
  }
  return upTo
}

/** The transactions that have written to the ledger, or are about to. A name is never used twice. */
async function writers(db: Tx): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT virtualtransaction AS name FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'ledger_entry'::regclass AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
  return rows.map(({ name }) => name)
}

async function sealBatch(tx: Tx, upTo: bigint): Promise<number> {
  const [lock] = await tx.$queryRaw<
    { mine: boolean }[]
  >`SELECT pg_try_advisory_xact_lock(${SEAL_LOCK}) AS mine`
  if (!lock?.mine) return 0
  const head = await headOf(tx)
  const entries = await tx.$queryRaw<SealedEntry[]>(Prisma.sql`
    SELECT ${entryColumns} FROM ledger_entry e
    WHERE e.id > ${head?.entryId ?? BEFORE_ALL} AND e.id <= ${upTo} ORDER BY e.id LIMIT ${BATCH}`)
  if (entries.length === 0) return 0
  let hash = head?.hash ?? GENESIS
  const hashes = entries.map((entry) => (hash = sealOf(hash, entry)))
  await tx.$executeRaw`
    INSERT INTO ledger_seal (position, entry_id, hash)
    SELECT ${head?.position ?? 0n} + place, id, hash
    FROM unnest(${entries.map(({ id }) => id)}::text[]::bigint[], ${hashes}::text[]) WITH ORDINALITY AS s (id, hash, place)`
  return entries.length
}

import type { Tx } from '../open.ts'

/**
 * Moves a job's cursor to `slot` if it is behind it. True for exactly one of those who try the same slot: the row is
 * the lock, and a clock that goes back cannot fire a slot twice.
 */
export async function advance(tx: Tx, job: string, slot: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO job_cursor (job, slot) VALUES (${job}, ${slot})
    ON CONFLICT (job) DO UPDATE SET slot = excluded.slot WHERE job_cursor.slot < excluded.slot`
  return count === 1
}

/** How far a job has come, or null before its first slot. */
export async function position(db: Tx, job: string): Promise<Date | null> {
  return (await db.jobCursor.findUnique({ where: { job } }))?.slot ?? null
}

/** How far several jobs have come; those that have no cursor yet are left out. */
export async function positions(db: Tx, jobs: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.$queryRaw<{ job: string; slot: Date }[]>`
    SELECT job, slot FROM job_cursor WHERE job = ANY(${jobs})`
  return new Map(rows.map(({ job, slot }) => [job, slot]))
}

/** Gives jobs that have no cursor one; what lies before `slot` is never planned. */
export async function begin(db: Tx, jobs: readonly string[], slot: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO job_cursor (job, slot) SELECT job, ${slot}::timestamptz FROM unnest(${jobs}::text[]) AS job
    ON CONFLICT (job) DO NOTHING`
}

/**
 * The cursors of several jobs, locked until the transaction ends: whoever holds them is the only one that plans. They
 * are taken in the order of their names, so that two who want some of the same never wait for each other.
 */
export async function lockAll(tx: Tx, jobs: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await tx.$queryRaw<{ job: string; slot: Date }[]>`
    SELECT job, slot FROM job_cursor WHERE job = ANY(${jobs}) ORDER BY job FOR UPDATE`
  return new Map(rows.map(({ job, slot }) => [job, slot]))
}

/** Moves locked cursors forward to `slot`; none ever goes back. */
export async function advanceAll(tx: Tx, jobs: readonly string[], slot: Date): Promise<void> {
  await tx.$executeRaw`UPDATE job_cursor SET slot = ${slot} WHERE job = ANY(${jobs}) AND slot < ${slot}`
}

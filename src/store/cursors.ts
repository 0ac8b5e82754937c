import type { Tx } from './open.ts'

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

/** The job's cursor, locked until the transaction ends: whoever holds it is the only one that plans. */
export async function lock(tx: Tx, job: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<
    { slot: Date }[]
  >`SELECT slot FROM job_cursor WHERE job = ${job} FOR UPDATE`
  return row?.slot ?? null
}

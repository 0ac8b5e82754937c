import type { Tx } from './open.ts'

/** Takes a lease that is free, has run out, or is one's own. True when it is now held until the time has passed. */
export async function acquire(db: Tx, name: string, holder: string, seconds: number): Promise<boolean> {
  const count = await db.$executeRaw`
    INSERT INTO lease (name, holder, expires_at) VALUES (${name}, ${holder}, now() + make_interval(secs => ${seconds}::float8))
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
    WHERE lease.holder = excluded.holder OR lease.expires_at < now()`
  return count === 1
}

/** Keeps a lease that is still one's own. False when it has run out or gone to another copy. */
export async function renew(db: Tx, name: string, holder: string, seconds: number): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE lease SET expires_at = now() + make_interval(secs => ${seconds}::float8)
    WHERE name = ${name} AND holder = ${holder} AND expires_at >= now()`
  return count === 1
}

/** Gives a lease back, if it is one's own. */
export async function release(db: Tx, name: string, holder: string): Promise<void> {
  await db.$executeRaw`DELETE FROM lease WHERE name = ${name} AND holder = ${holder}`
}

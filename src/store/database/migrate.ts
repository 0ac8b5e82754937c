import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One connection that can run a script of several statements and a query with parameters. */
export interface MigrationTarget {
  script(sql: string): Promise<void>
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>
}

// The table as Prisma's own migration engine creates it, so that `prisma migrate deploy` goes on where we stopped.
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

/** An arbitrary number that all copies of this program agree on: only one of them migrates at a time. */
const MIGRATION_LOCK = 72_707_369

/**
 * Applies what is new in `folder`, each migration in one transaction, oldest first. Safe to call from several copies
 * at once. Throws when an applied migration was changed afterwards or is unknown here (a newer program's database).
 */
export async function migrate(target: MigrationTarget, folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const applied: string[] = []
  await target.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
  try {
    await target.script(MIGRATIONS_TABLE)
    const rows = await target.query(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    const known = new Map(rows.map((row) => [String(row['migration_name']), String(row['checksum'])]))
    const unknown = [...known.keys()].filter((name) => !names.includes(name))
    if (unknown.length > 0) {
      throw new Error(
        `The database is newer than this program: it has the migration ${unknown.join(', ')}. Install the newer version.`,
      )
    }
    for (const name of names) {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      const before = known.get(name)
      if (before === checksum) continue
      if (before !== undefined)
        throw new Error(`The migration ${name} was changed after it had been applied.`)
      await target.script('BEGIN')
      try {
        await target.script(sql)
        await target.query(
          `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
           VALUES ($1, $2, $3, now(), now(), 1)`,
          [randomUUID(), checksum, name],
        )
        await target.script('COMMIT')
      } catch (error) {
        await target.script('ROLLBACK').catch(() => undefined)
        throw new Error(`The migration ${name} failed`, { cause: error })
      }
      applied.push(name)
    }
  } finally {
    // When the connection is lost the lock goes with it, and the first error is the one to show.
    await target.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined)
  }
  return applied
}

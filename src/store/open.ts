import { PGlite } from '@electric-sql/pglite'
import { PrismaPg } from '@prisma/adapter-pg'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { openClient, type Tx } from './database/client.ts'
import { lockFolder } from './database/folder-lock.ts'
import { migrate, type MigrationTarget } from './database/migrate.ts'
import { statementNames } from './database/statement-names.ts'

/** One transaction; every function of this room takes it (or the plain client) first. */
export type { Tx }

/** The open database. */
export interface Store {
  readonly kind: 'embedded' | 'postgres'
  /** For reading and single statements outside a transaction. */
  readonly db: Tx
  /** Runs `work` in one transaction; what it throws, or half a minute (`longestMs`), rolls everything back. */
  transaction<T>(work: (tx: Tx) => Promise<T>, longestMs?: number): Promise<T>
  close(): Promise<void>
}

export type StoreOptions = Readonly<{
  /** PostgreSQL; absent: the embedded database in `dataDir`, or in memory when that is absent too. */
  databaseUrl?: string | undefined
  dataDir?: string | undefined
  /** Connections to PostgreSQL. */
  poolSize?: number
}>

const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

/** Opens the database and brings its schema up to date. */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.databaseUrl
    ? openPostgres(options.databaseUrl, options.poolSize ?? 10)
    : openEmbedded(options.dataDir)
}

async function openPostgres(url: string, poolSize: number): Promise<Store> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  outlive(client)
  await client.connect()
  try {
    await migrate(
      {
        script: async (sql) => void (await client.query(sql)),
        query: async (sql, parameters) =>
          (await client.query<Record<string, unknown>>(sql, [...(parameters ?? [])])).rows,
      },
      migrations,
    )
  } finally {
    await client.end()
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    // Prisma's adapter writes and reads moments without their zone, as if every server stood in Greenwich.
    onConnect: async (client) => void (await client.query(`SET TIME ZONE 'UTC'`)),
  })
  outlive(pool)
  pool.on('connect', outlive)
  const prisma = openClient(await new PrismaPg(pool, { statementNameGenerator: statementNames() }).connect())
  return {
    kind: 'postgres',
    ...prisma,
    async close() {
      await prisma.disconnect()
      await pool.end()
    },
  }
}

/**
 * A connection that breaks while nobody asks anything of it must not end the program: whoever asks next is told, or gets
 * a fresh one. Nobody listens in between, e.g. from the moment it is open until whoever waited for it has it.
 */
function outlive(broken: Readonly<{ on(event: 'error', heard: () => void): unknown }>): void {
  broken.on('error', () => undefined)
}

const FREE_LEASES = `
  UPDATE inbox_event SET locked_until = NULL WHERE locked_until IS NOT NULL AND done_at IS NULL AND failed_at IS NULL;
  UPDATE outbox_message SET locked_until = NULL WHERE locked_until IS NOT NULL AND sent_at IS NULL AND given_up_at IS NULL`

async function openEmbedded(dataDir: string | undefined): Promise<Store> {
  const unlock = dataDir ? await lockFolder(dataDir) : async () => undefined
  try {
    return await openLocked(dataDir, unlock)
  } catch (error) {
    await unlock()
    throw error
  }
}

async function openLocked(dataDir: string | undefined, unlock: () => Promise<void>): Promise<Store> {
  const pglite = await PGlite.create(dataDir ? { dataDir: join(dataDir, 'database') } : {})
  const target: MigrationTarget = {
    script: async (sql) => void (await pglite.exec(sql)),
    query: async (sql, parameters) =>
      (await pglite.query<Record<string, unknown>>(sql, [...(parameters ?? [])])).rows,
  }
  try {
    await migrate(target, migrations)
    // Nobody else can be at work here: what a killed program had in hand is free at once, not when its lease runs out.
    await target.script(FREE_LEASES)
  } catch (error) {
    await pglite.close()
    throw error
  }
  const prisma = openClient(await new PrismaPGlite(pglite).connect())
  return {
    kind: 'embedded',
    ...prisma,
    async close() {
      await prisma.disconnect()
      await pglite.close()
      await unlock()
    },
  }
}

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate, type MigrationTarget } from '../../src/store/database/migrate.ts'
import { openStore } from '../../src/store/open.ts'
import { freshPostgres } from '../support/databases.ts'

type Connection = Readonly<{ target: MigrationTarget; close(): Promise<void> }>

async function toPostgres(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    target: {
      script: async (sql) => void (await client.query(sql)),
      query: async (sql, parameters) =>
        (await client.query<Record<string, unknown>>(sql, [...(parameters ?? [])])).rows,
    },
    close: () => client.end(),
  }
}

async function toPGlite(): Promise<Connection> {
  const pglite = await PGlite.create()
  return {
    target: {
      script: async (sql) => void (await pglite.exec(sql)),
      query: async (sql, parameters) =>
        (await pglite.query<Record<string, unknown>>(sql, [...(parameters ?? [])])).rows,
    },
    close: () => pglite.close(),
  }
}

const kinds = [
  { name: 'PGlite', connect: toPGlite },
  { name: 'PostgreSQL', connect: async () => toPostgres(await freshPostgres()) },
]

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinghuan-migrations-'))
  await write('20260101000000_first', 'CREATE TABLE first (id INTEGER PRIMARY KEY);')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), sql)
}

describe.each(kinds)('bringing the schema up to date, on $name', ({ connect }) => {
  let connection: Connection
  beforeEach(async () => {
    connection = await connect()
  }, 60_000)
  afterEach(() => connection.close())
  const exists = async (table: string): Promise<boolean> =>
    (await connection.target.query('SELECT to_regclass($1) IS NOT NULL AS found', [table]))[0]?.['found'] ===
    true

  it('applies each migration once, oldest first, and goes on where it stopped', async () => {
    await write('20260102000000_second', 'CREATE TABLE second (first_id INTEGER REFERENCES first (id));')
    expect(await migrate(connection.target, folder)).toEqual([
      '20260101000000_first',
      '20260102000000_second',
    ])
    expect(await migrate(connection.target, folder)).toEqual([])
    await write('20260103000000_third', 'CREATE TABLE third (id INTEGER);')
    expect(await migrate(connection.target, folder)).toEqual(['20260103000000_third'])
  })

  it('records them as Prisma does, so that its own tools go on from there', async () => {
    await migrate(connection.target, folder)
    const rows = await connection.target.query('SELECT * FROM _prisma_migrations')
    expect(rows).toMatchObject([
      {
        migration_name: '20260101000000_first',
        // SHA-256 of the file, as Prisma's migration engine reckons it.
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
        applied_steps_count: 1,
        logs: null,
        rolled_back_at: null,
        finished_at: expect.any(Date) as unknown,
      },
    ])
  })

  it('refuses to start when an applied migration was changed afterwards', async () => {
    await migrate(connection.target, folder)
    await write('20260101000000_first', 'CREATE TABLE first (id INTEGER PRIMARY KEY, more TEXT);')
    await expect(migrate(connection.target, folder)).rejects.toThrow('20260101000000_first was changed')
  })

  it('refuses to work on the database of a newer program', async () => {
    await write('20260102000000_newer', 'CREATE TABLE newer (id INTEGER);')
    await migrate(connection.target, folder)
    await rm(join(folder, '20260102000000_newer'), { recursive: true })
    await expect(migrate(connection.target, folder)).rejects.toThrow('20260102000000_newer')
  })

  it('leaves nothing behind of a migration that fails, and applies it once it is mended', async () => {
    await write('20260102000000_second', 'CREATE TABLE second (id INTEGER); SELECT no_such_function();')
    await expect(migrate(connection.target, folder)).rejects.toThrow('20260102000000_second failed')
    expect(await exists('first')).toBe(true)
    expect(await exists('second')).toBe(false)
    await write('20260102000000_second', 'CREATE TABLE second (id INTEGER);')
    expect(await migrate(connection.target, folder)).toEqual(['20260102000000_second'])
  })
})

describe('several copies of the program that start at the same moment', () => {
  it('migrate once', async () => {
    const url = await freshPostgres()
    const connections = await Promise.all(Array.from({ length: 5 }, () => toPostgres(url)))
    const applied = await Promise.all(connections.map(({ target }) => migrate(target, folder)))
    expect(applied.flat()).toEqual(['20260101000000_first'])
    await Promise.all(connections.map(({ close }) => close()))
  })

  it('all open the real schema', async () => {
    const url = await freshPostgres()
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ databaseUrl: url, poolSize: 2 })))
    for (const { db } of stores) expect(await db.campaign.count()).toBe(0)
    await Promise.all(stores.map((store) => store.close()))
  })
})

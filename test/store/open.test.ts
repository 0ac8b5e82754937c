import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as inbox from '../../src/store/inbox.ts'
import { openStore } from '../../src/store/open.ts'
import * as outbox from '../../src/store/outbox.ts'
import { moment } from '../support/county-rows.ts'
import { databases, freshPostgres, useStore } from '../support/databases.ts'

describe('the embedded database in a folder', () => {
  let dataDir: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'qinghuan-open-'))
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  it('lets a program that was killed go on at once with what it had in hand', async () => {
    const killed = await openStore({ dataDir })
    const receivedAt = moment('2026-11-27 10:00')
    await inbox.insert(killed.db, [
      { platform: 'dingtalk', eventId: 'm1', lane: 'l', payload: {}, receivedAt },
    ])
    await outbox.add(killed.db, [{ dedupeKey: 'o1', lane: 'l', message: {}, createdAt: receivedAt }])
    expect(await inbox.claim(killed.db, 1, 3600)).toHaveLength(1)
    expect(await outbox.claim(killed.db, 1, 3600)).toHaveLength(1)
    await killed.close()
    const next = await openStore({ dataDir })
    expect(await inbox.claim(next.db, 1, 3600)).toMatchObject([{ eventId: 'm1', attempts: 2 }])
    expect(await outbox.claim(next.db, 1, 3600)).toMatchObject([{ dedupeKey: 'o1', attempts: 2 }])
    await next.close()
  }, 60_000)
})

describe('a PostgreSQL that was set up in China', () => {
  it('means the same moment as the program does', async () => {
    const databaseUrl = await freshPostgres()
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    await client.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Shanghai''', current_database()); END $$`,
    )
    await client.end()
    const store = await openStore({ databaseUrl })
    const slot = new Date('2026-11-27T10:00:00.123Z')
    const [row] = await store.db.$queryRaw<{ seconds: number; now: Date }[]>`
      SELECT extract(epoch FROM ${slot}::timestamptz)::float8 AS seconds, now() AS now`
    await store.close()
    expect(row?.seconds).toBe(slot.getTime() / 1000)
    expect(Math.abs((row?.now.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
  })
})

describe.each(databases)('transactions on $name', (database) => {
  const the = useStore(database)

  it('do not take others down with them when they fail', async () => {
    const region = (id: string) => ({ data: { id, name: '某旗' } })
    const works = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0
        ? the().db.region.create(region(`plain ${n}`))
        : the().transaction(async (tx) => {
            await tx.region.create(region(`in a transaction ${n}`))
            throw new Error('refused')
          }),
    )
    await Promise.allSettled(works)
    const kept = await the().db.region.findMany({ orderBy: { id: 'asc' } })
    expect(kept).toHaveLength(10)
    expect(kept.every(({ id }) => id.startsWith('plain'))).toBe(true)
  })

  it('hold what models and what SQL by hand did together, each on its own connection', async () => {
    const works = Array.from({ length: 20 }, (_, n) =>
      the().transaction(async (tx) => {
        await tx.$executeRaw`INSERT INTO region (id, name) VALUES (${`by hand ${n}`}, '某旗')`
        await tx.region.create({ data: { id: `by model ${n}`, name: '某旗' } })
        await tx.region.update({ where: { id: `by hand ${n}` }, data: { name: '某县' } })
        const seen = await tx.$queryRaw<unknown[]>`
          SELECT FROM region WHERE id IN (${`by hand ${n}`}, ${`by model ${n}`}) AND (name = '某县' OR id LIKE 'by model%')`
        if (seen.length !== 2) throw new Error('they are strangers')
        if (n % 2 === 1) throw new Error('refused')
      }),
    )
    const ended = await Promise.allSettled(works)
    expect(ended.map((each) => (each.status === 'fulfilled' ? 'kept' : String(each.reason)))).toEqual(
      works.map((_, n) => (n % 2 === 0 ? 'kept' : 'Error: refused')),
    )
    expect(await the().db.region.count({ where: { id: { startsWith: 'by ' } } })).toBe(20)
  })

  it('are rolled back when they take too long, and what comes late is refused', async () => {
    let late: Promise<unknown> = Promise.resolve()
    const slow = the().transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO region (id, name) VALUES ('slow', '某旗')`
      await pause(300)
      late = Promise.allSettled([
        tx.$executeRaw`INSERT INTO region (id, name) VALUES ('late by hand', '某旗')`,
        tx.region.create({ data: { id: 'late by model', name: '某旗' } }),
      ])
    }, 100)
    await expect(slow).rejects.toThrow('longer than 100 ms')
    await pause(400)
    expect(await late).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
    const names = ['slow', 'late by hand', 'late by model']
    expect(await the().db.region.count({ where: { id: { in: names } } })).toBe(0)
  })

  it('keep moments to the millisecond, whatever the zone of the machine', async () => {
    const slot = new Date('2026-11-27T10:00:00.123Z')
    await the().db.jobCursor.create({ data: { job: 'zone', slot } })
    const [row] = await the().db.$queryRaw<{ slot: Date; text: string }[]>`
      SELECT slot, to_char(slot AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') AS text FROM job_cursor WHERE slot = ${slot}`
    expect(row).toEqual({ slot, text: '2026-11-27 10:00:00.123' })
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as inbox from '../../src/store/inbox.ts'
import { openStore } from '../../src/store/open.ts'
import * as outbox from '../../src/store/outbox.ts'
import { moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

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

  it('keep moments to the millisecond, whatever the zone of the machine', async () => {
    const slot = new Date('2026-11-27T10:00:00.123Z')
    await the().db.jobCursor.create({ data: { job: 'zone', slot } })
    const [row] = await the().db.$queryRaw<{ slot: Date; text: string }[]>`
      SELECT slot, to_char(slot AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') AS text FROM job_cursor WHERE slot = ${slot}`
    expect(row).toEqual({ slot, text: '2026-11-27 10:00:00.123' })
  })
})

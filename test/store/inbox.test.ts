import { beforeEach, describe, expect, it } from 'vitest'
import * as inbox from '../../src/store/inbox.ts'
import type { NewInboxEvent } from '../../src/store/inbox.ts'
import { databases, useStore } from '../support/databases.ts'

const GROUP = 'dingtalk cidGroup=='
const LEASE = 60

function said(eventId: string, given: Partial<NewInboxEvent> = {}): NewInboxEvent {
  return {
    platform: 'dingtalk',
    eventId,
    lane: GROUP,
    payload: { text: eventId },
    receivedAt: new Date('2026-11-27T10:00:00Z'),
    ...given,
  }
}

describe.each(databases)('what came in, on $name', (database) => {
  const the = useStore(database)
  beforeEach(async () => {
    await the().db.inboxEvent.deleteMany()
  })

  const claimed = async (limit = 10, lease = LEASE): Promise<string[]> =>
    (await inbox.claim(the().db, limit, lease)).map(({ eventId }) => eventId)
  const idOf = async (eventId: string): Promise<bigint> =>
    (await the().db.inboxEvent.findFirstOrThrow({ where: { eventId } })).id
  /** As if the time that the event has to wait had passed. */
  const waitIsOver = (eventId: string) =>
    the().db
      .$executeRaw`UPDATE inbox_event SET available_at = now() - interval '1 second' WHERE event_id = ${eventId}`
  const secondsToWait = async (eventId: string): Promise<number> => {
    const [row] = await the().db.$queryRaw<{ wait: number }[]>`
      SELECT extract(epoch FROM available_at - now())::float8 AS wait FROM inbox_event WHERE event_id = ${eventId}`
    return row?.wait ?? NaN
  }

  it('keeps a message once that the platform delivers twice', async () => {
    const { db } = the()
    expect(await inbox.insert(db, [said('m1')])).toEqual(new Set(['dingtalk m1']))
    expect(await inbox.insert(db, [said('m1', { payload: { text: 'again' } })])).toEqual(new Set())
    expect(await inbox.insert(db, [said('m2'), said('m1'), said('m2')])).toEqual(new Set(['dingtalk m2']))
    const rows = await db.inboxEvent.findMany({ orderBy: { id: 'asc' } })
    expect(rows.map(({ payload }) => payload)).toEqual([{ text: 'm1' }, { text: 'm2' }])
  })

  it('keeps a message once that comes in through ten connections at the same moment', async () => {
    const tries = Array.from({ length: 10 }, () => inbox.insert(the().db, [said('m1')]))
    expect((await Promise.all(tries)).filter((isNew) => isNew.size === 1)).toHaveLength(1)
    expect(await the().db.inboxEvent.count()).toBe(1)
  })

  it('keeps apart what two platforms call by the same id', async () => {
    await inbox.insert(the().db, [said('m1'), said('m1', { platform: 'wecom' })])
    expect(await the().db.inboxEvent.count()).toBe(2)
  })

  it('keeps a message that holds a NUL or half an emoji, and the others that came with it', async () => {
    const { db } = the()
    const odd = said('odd', { payload: { text: '3号楼\0通道\uD83D', quoted: '\\u0000 🔥' } })
    await inbox.insert(db, [said('before'), odd, said('after')])
    const rows = await db.inboxEvent.findMany({ orderBy: { id: 'asc' } })
    expect(rows.map(({ payload }) => payload)).toEqual([
      { text: 'before' },
      { text: '3号楼通道\uFFFD', quoted: '\\u0000 🔥' },
      { text: 'after' },
    ])
  })

  it('gives out what was said in one conversation one at a time, in its order', async () => {
    await inbox.insert(the().db, [
      said('first'),
      said('second'),
      said('other', { lane: 'dingtalk direct:u1' }),
    ])
    expect(await claimed()).toEqual(['first', 'other'])
    expect(await claimed()).toEqual([])
    await inbox.done(the().db, await idOf('first'))
    expect(await claimed()).toEqual(['second'])
  })

  it('gives two copies of the program different conversations', async () => {
    await inbox.insert(
      the().db,
      Array.from({ length: 60 }, (_, n) => said(`m${n}`, { lane: `lane ${n % 30}` })),
    )
    const takes = await Promise.all(Array.from({ length: 6 }, () => claimed(5)))
    expect(takes.every((take) => take.length <= 5)).toBe(true)
    const all = takes.flat()
    expect(new Set(all).size).toBe(all.length)
    const rest = await claimed(60)
    // Thirty conversations, the first message of each, none twice.
    expect([...all, ...rest].sort()).toEqual(Array.from({ length: 30 }, (_, n) => `m${n}`).sort())
  })

  it('never gives out more than was asked for', async () => {
    await inbox.insert(
      the().db,
      Array.from({ length: 20 }, (_, n) => said(`m${n}`, { lane: `lane ${n}` })),
    )
    expect(await claimed(3)).toEqual(['m0', 'm1', 'm2'])
  })

  it('gives an event to another copy when the one that had it died', async () => {
    await inbox.insert(the().db, [said('m1'), said('m2')])
    await inbox.claim(the().db, 10, 0)
    const [again] = await inbox.claim(the().db, 10, LEASE)
    expect(again).toMatchObject({ eventId: 'm1', attempts: 2 })
    expect(await claimed()).toEqual([])
  })

  it('lets one of two copies that work on the same event finish it', async () => {
    await inbox.insert(the().db, [said('m1')])
    const id = await idOf('m1')
    const finish = () => the().transaction((tx) => inbox.done(tx, id))
    expect((await Promise.all([finish(), finish()])).sort()).toEqual([false, true])
  })

  it('forgets that an event was finished when the work is rolled back', async () => {
    await inbox.insert(the().db, [said('m1')])
    const id = await idOf('m1')
    const failed = the().transaction(async (tx) => {
      await inbox.done(tx, id)
      throw new Error('the rest failed')
    })
    await expect(failed).rejects.toThrow('the rest failed')
    expect(await claimed()).toEqual(['m1'])
  })

  it('comes back to an event later, and what follows it in the conversation waits with it', async () => {
    await inbox.insert(the().db, [said('m1'), said('m2')])
    await claimed()
    await inbox.later(the().db, await idOf('m1'), 'the network is down\0')
    expect(await claimed()).toEqual([])
    await waitIsOver('m1')
    expect(await claimed()).toEqual(['m1'])
  })

  it('waits longer from attempt to attempt, but never so long that a group falls silent for minutes', async () => {
    await inbox.insert(the().db, [said('m1')])
    const waits: number[] = []
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      expect(await claimed()).toEqual(['m1'])
      await inbox.later(the().db, await idOf('m1'), 'a mistake in the program')
      waits.push(await secondsToWait('m1'))
      await waitIsOver('m1')
    }
    expect(waits[0]).toBeGreaterThan(1)
    expect(waits[1]).toBeGreaterThan(waits[0] ?? NaN)
    expect(Math.max(...waits)).toBeLessThan(30)
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(150)
  })

  it('keeps an event that was given up, lets the conversation go on, and takes it up again when told', async () => {
    const { db } = the()
    await inbox.insert(db, [said('m1'), said('m2')])
    await claimed()
    await inbox.fail(db, await idOf('m1'), 'a mistake in the program')
    expect(await inbox.state(db)).toMatchObject({ open: 1, failed: 1 })
    expect(await claimed()).toEqual(['m2'])
    await inbox.done(db, await idOf('m2'))
    expect(await inbox.retryFailed(db)).toBe(1)
    expect(await inbox.state(db)).toMatchObject({ open: 1, failed: 0 })
    const [again] = await inbox.claim(db, 10, LEASE)
    expect(again).toMatchObject({ eventId: 'm1', attempts: 1, payload: { text: 'm1' } })
  })

  it('does not give up or put back what another copy has finished meanwhile', async () => {
    const { db } = the()
    await inbox.insert(db, [said('m1')])
    const id = await idOf('m1')
    await inbox.done(db, id)
    await inbox.fail(db, id, 'too slow')
    await inbox.later(db, id, 'too slow')
    expect(await claimed()).toEqual([])
    expect(await inbox.retryFailed(db)).toBe(0)
    expect(await inbox.state(db)).toEqual({ open: 0, failed: 0, oldestSeconds: 0 })
  })

  it('says how long the oldest open event has been waiting', async () => {
    await inbox.insert(the().db, [said('m1')])
    await the().db
      .$executeRaw`UPDATE inbox_event SET available_at = date_trunc('milliseconds', now()) - interval '90 seconds'`
    expect((await inbox.state(the().db)).oldestSeconds).toBeGreaterThanOrEqual(90)
  })
})

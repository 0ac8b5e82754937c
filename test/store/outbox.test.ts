import { beforeEach, describe, expect, it } from 'vitest'
import * as outbox from '../../src/store/outbox.ts'
import type { NewMessage } from '../../src/store/outbox.ts'
import { databases, useStore } from '../support/databases.ts'

const LEASE = 60

function message(dedupeKey: string, given: Partial<NewMessage> = {}): NewMessage {
  return {
    dedupeKey,
    lane: 'dingtalk person zhangsan',
    message: { text: dedupeKey },
    createdAt: new Date('2026-11-27T10:00:00Z'),
    ...given,
  }
}

describe.each(databases)('what is to be said, on $name', (database) => {
  const the = useStore(database)
  beforeEach(async () => {
    await the().db.outboxMessage.deleteMany()
  })

  const claimed = async (limit = 10): Promise<string[]> =>
    (await outbox.claim(the().db, limit, LEASE)).map(({ dedupeKey }) => dedupeKey)
  const row = (dedupeKey: string) => the().db.outboxMessage.findUniqueOrThrow({ where: { dedupeKey } })
  const secondsToWait = async (dedupeKey: string): Promise<number> => {
    const [found] = await the().db.$queryRaw<{ wait: number }[]>`
      SELECT extract(epoch FROM available_at - now())::float8 AS wait FROM outbox_message WHERE dedupe_key = ${dedupeKey}`
    return found?.wait ?? NaN
  }
  const waitIsOver = () =>
    the().db.$executeRaw`UPDATE outbox_message SET available_at = now() - interval '1 second'`

  it('says the same thing once, also when two copies plan the same reminder', async () => {
    const plan = () => the().transaction((tx) => outbox.add(tx, [message('remind:w48:town'), message('x')]))
    expect((await Promise.all([plan(), plan()])).sort()).toEqual([0, 2])
    expect(await the().db.outboxMessage.count()).toBe(2)
  })

  it('may say at once what was added a moment ago', async () => {
    for (let n = 0; n < 100; n++) {
      await outbox.add(the().db, [message(`m${n}`, { lane: `lane ${n}` })])
      expect(await claimed()).toEqual([`m${n}`])
    }
  })

  it('says nothing of a change that was rolled back', async () => {
    const failed = the().transaction(async (tx) => {
      await outbox.add(tx, [message('e1')])
      throw new Error('refused')
    })
    await expect(failed).rejects.toThrow('refused')
    expect(await claimed()).toEqual([])
  })

  it('says everything to one person in its order, and to two people side by side', async () => {
    await outbox.add(the().db, [
      message('a1'),
      message('a2'),
      message('b1', { lane: 'dingtalk person lisi' }),
    ])
    expect(await claimed()).toEqual(['a1', 'b1'])
    expect(await claimed()).toEqual([])
    await outbox.sent(the().db, [(await row('a1')).id])
    expect(await claimed()).toEqual(['a2'])
  })

  it('marks what has left in the same look that brings what follows it', async () => {
    await outbox.add(the().db, [
      message('a1'),
      message('a2'),
      message('b1', { lane: 'dingtalk person lisi' }),
    ])
    const first = await outbox.claim(the().db, 10, LEASE)
    const left = first.map(({ id }) => id)
    const next = await outbox.claim(the().db, 10, LEASE, left)
    expect(next.map(({ dedupeKey }) => dedupeKey)).toEqual(['a2'])
    expect(await row('a1')).toMatchObject({ sentAt: expect.any(Date), lockedUntil: null })
    expect(await row('b1')).toMatchObject({ sentAt: expect.any(Date), lockedUntil: null })
    expect((await row('a2')).sentAt).toBeNull()
  })

  it('gives two copies of the program different messages', async () => {
    await outbox.add(
      the().db,
      Array.from({ length: 40 }, (_, n) => message(`m${n}`, { lane: `lane ${n}` })),
    )
    const takes = await Promise.all(Array.from({ length: 8 }, () => claimed(5)))
    const all = [...takes.flat(), ...(await claimed(40))]
    expect(all).toHaveLength(40)
    expect(new Set(all).size).toBe(40)
  })

  it('hands the message of a copy that died to another', async () => {
    await outbox.add(the().db, [message('m1')])
    await outbox.claim(the().db, 10, 0)
    const [again] = await outbox.claim(the().db, 10, LEASE)
    expect(again).toMatchObject({ dedupeKey: 'm1', attempts: 2, message: { text: 'm1' } })
  })

  it('holds a message back as long as it was asked to', async () => {
    await outbox.add(the().db, [message('soon', { delayMs: 20_000 })])
    expect(await claimed()).toEqual([])
    expect(await secondsToWait('soon')).toBeGreaterThan(15)
    await waitIsOver()
    expect(await claimed()).toEqual(['soon'])
  })

  it('waits as long as the platform says, and what follows to the same person waits too', async () => {
    await outbox.add(the().db, [message('m1'), message('m2')])
    await claimed()
    await outbox.later(the().db, (await row('m1')).id, 'send too-many', 30_000, true)
    expect(await secondsToWait('m1')).toBeGreaterThan(25)
    expect(await claimed()).toEqual([])
    await waitIsOver()
    expect(await outbox.claim(the().db, 10, LEASE)).toMatchObject([{ dedupeKey: 'm1', attempts: 2 }])
  })

  it('does not count it as an attempt when the program itself held the message back', async () => {
    await outbox.add(the().db, [message('m1')])
    for (let round = 0; round < 30; round += 1) {
      expect(await outbox.claim(the().db, 10, LEASE)).toMatchObject([{ attempts: 1 }])
      await outbox.later(the().db, (await row('m1')).id, 'send own-rate-limit', 100, false)
      await waitIsOver()
    }
  })

  it('gives a message up for good, and goes on with the next', async () => {
    await outbox.add(the().db, [message('m1'), message('m2')])
    await claimed()
    await outbox.giveUp(the().db, (await row('m1')).id, 'send staff.not.exist')
    expect(await claimed()).toEqual(['m2'])
    expect(await outbox.state(the().db)).toMatchObject({ waiting: 1, givenUp: 1 })
    expect(await outbox.add(the().db, [message('m1')])).toBe(0)
  })

  it('leaves alone what another copy has sent meanwhile', async () => {
    await outbox.add(the().db, [message('m1')])
    const { id } = await row('m1')
    await outbox.sent(the().db, [id])
    await outbox.giveUp(the().db, id, 'too slow')
    await outbox.later(the().db, id, 'too slow', 0, true)
    expect(await outbox.state(the().db)).toEqual({ waiting: 0, givenUp: 0, oldestSeconds: 0 })
    expect(await claimed()).toEqual([])
  })

  it('merges the answers to five photos into one that has not left yet', async () => {
    for (let photo = 1; photo <= 5; photo += 1) {
      const answer = message('photos:7', { message: { text: `收到${photo}张` }, delayMs: 20_000 })
      await outbox.replaceWaiting(the().db, answer)
    }
    expect(await claimed()).toEqual([])
    await waitIsOver()
    expect(await outbox.claim(the().db, 10, LEASE)).toMatchObject([{ message: { text: '收到5张' } }])
  })

  it.each(['is being sent', 'has been sent'])(
    'still answers a photo that comes when the answer %s',
    async (state) => {
      await outbox.replaceWaiting(
        the().db,
        message('photos:7', { message: { text: '收到1张' }, eventId: 7n }),
      )
      expect(await claimed()).toEqual(['photos:7'])
      if (state === 'has been sent') await outbox.sent(the().db, [(await row('photos:7')).id])
      await outbox.replaceWaiting(
        the().db,
        message('photos:7', { message: { text: '收到2张' }, eventId: 8n }),
      )
      await outbox.sent(the().db, [(await row('photos:7')).id])
      expect(await outbox.claim(the().db, 10, LEASE)).toMatchObject([
        { message: { text: '收到2张' }, eventId: 8n },
      ])
      expect((await row('photos:7')).message).toEqual({ text: '收到1张' })
    },
  )

  it('sends text that was cut in the middle of an emoji', async () => {
    await outbox.add(the().db, [message('m1', { message: { text: '🔥'.slice(0, 1) + '注意\0' } })])
    expect(await outbox.claim(the().db, 1, LEASE)).toMatchObject([{ message: { text: '\uFFFD注意' } }])
  })
})

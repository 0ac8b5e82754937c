import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlatformError, type Outcome } from '../../src/chat/outgoing.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Store, Tx } from '../../src/store/open.ts'
import * as outbox from '../../src/store/outbox.ts'
import type { Worker } from '../../src/workers/loop.ts'
import { startOutbox } from '../../src/workers/outbox.ts'
import { databases, useStore } from '../support/databases.ts'
import { until } from '../support/until.ts'
import { messenger } from '../support/workshop.ts'

const LIU = 'dingtalk person u-liu'

describe.each(databases)('saying things, on $name:', (database) => {
  const the = useStore(database)
  let worker: Worker | undefined
  const sent: string[] = []
  const logged: string[] = []
  /** What happens to a text instead of arriving. */
  let fate = new Map<string, () => void | Promise<void>>()

  /** How a document is made. */
  let making: () => Promise<string>

  beforeEach(async () => {
    making = () => Promise.reject(new Error('no press here'))
    await the().db.outboxMessage.deleteMany()
    sent.length = 0
    logged.length = 0
    fate = new Map()
  })
  afterEach(() => worker?.stop())

  const keep = (fields: object, message: string): void =>
    void logged.push(`${message} ${JSON.stringify(fields)}`)
  const log: Log = { info: keep, warn: keep, error: keep }
  const start = (leaseSeconds = 60, store: Store = the()): void => {
    worker = startOutbox({
      make: () => making(),
      store,
      log,
      concurrency: 4,
      pollMs: 10,
      leaseSeconds,
      messengers: new Map([
        [
          'dingtalk',
          messenger(async ({ content }) => {
            const text = content.kind === 'text' ? content.text : content.kind === 'file' ? content.hash : ''
            sent.push(text)
            await fate.get(text)?.()
          }),
        ],
      ]),
    })
  }
  const queue = (texts: readonly string[], lane = LIU, platform = 'dingtalk') =>
    outbox.add(
      the().db,
      texts.map((text) => ({
        dedupeKey: text,
        lane,
        message: { to: { platform, kind: 'person', id: 'u-liu' }, content: { kind: 'text', text } },
        createdAt: new Date('2026-11-27T10:00:00Z'),
      })),
    )
  const fails = (text: string, outcome: Outcome, code = 'some-code', retryAfterMs?: number): void => {
    fate.set(text, () => {
      throw new PlatformError('send', code, outcome, retryAfterMs)
    })
  }
  const row = (dedupeKey: string) => the().db.outboxMessage.findUniqueOrThrow({ where: { dedupeKey } })
  const settled = () =>
    until(
      async () => (await the().db.outboxMessage.count({ where: { sentAt: null, givenUpAt: null } })) === 0,
    )
  /** As if the wait after every failed try were over at once. */
  const hurry = () =>
    the().db
      .$executeRaw`UPDATE outbox_message SET available_at = now() WHERE available_at > now() AND locked_until IS NULL`

  it('one person hears everything in its order', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `m${n}`)
    await queue(texts)
    start()
    await settled()
    expect(sent).toEqual(texts)
  })

  it('what can never arrive is given up at once, and what follows leaves', async () => {
    fails('m1', 'never', 'staff.notExist')
    await queue(['m1', 'm2'])
    start()
    await settled()
    expect(sent).toEqual(['m1', 'm2'])
    expect(await row('m1')).toMatchObject({ sentAt: null, lastError: 'send staff.notExist' })
    expect(logged.join()).toContain('given up')
  })

  it('what takes longer to leave than its lease leaves once', async () => {
    let arrive = (): void => undefined
    fate.set('m1', () => new Promise((resolve) => (arrive = resolve)))
    await queue(['m1'])
    start(0.05)
    await until(async () => (await row('m1')).attempts > 2)
    arrive()
    await settled()
    expect(sent).toEqual(['m1'])
  })

  it('what was claimed again just before it was marked as sent leaves once', async () => {
    fate.set('m1', () => new Promise((resolve) => setTimeout(resolve, 50)))
    await queue(['m1'])
    // The claim's answer is on its way while the message arrives and is marked.
    start(0.02, slowToAnswer(the(), 100))
    await settled()
    await worker?.stop()
    expect(sent).toEqual(['m1'])
  })

  it('what the platform asks to wait for leaves later, before what follows', async () => {
    fails('m1', 'later', 'throttled', 20)
    await queue(['m1', 'm2'])
    start()
    await until(() => sent.filter((text) => text === 'm1').length >= 2)
    fate.clear()
    await settled()
    expect(sent.at(-1)).toBe('m2')
    expect(sent.filter((text) => text === 'm2')).toHaveLength(1)
  })

  it('what may have arrived is tried three times at most', async () => {
    fails('m1', 'unknown', 'timeout', 1)
    await queue(['m1'])
    start()
    await settled()
    expect(sent).toEqual(['m1', 'm1', 'm1'])
    expect((await row('m1')).givenUpAt).not.toBeNull()
  })

  const order = () =>
    outbox.add(the().db, [
      {
        dedupeKey: 'd1',
        lane: LIU,
        message: {
          to: { platform: 'dingtalk', kind: 'person', id: 'u-liu' },
          content: {
            kind: 'to-make',
            name: '通报.docx',
            making: { what: 'paper', paper: { title: '通报', blocks: [] } },
          },
        },
        createdAt: new Date('2026-11-27T10:00:00Z'),
      },
    ])

  it('a document is made once, however often it has to be sent', async () => {
    let made = 0
    making = async () => `hash${(made += 1)}`
    fails('hash1', 'later')
    await order()
    start()
    await until(() => sent.length === 1)
    fate.delete('hash1')
    await until(async () => (await hurry(), (await row('d1')).sentAt !== null))
    expect(made).toBe(1)
    expect(new Set(sent)).toEqual(new Set(['hash1']))
  })

  it('whoever waits for a document that cannot be made or sent is told so', async () => {
    making = async () => 'hash1'
    fails('hash1', 'never')
    await order()
    start()
    await settled()
    expect(sent).toEqual(['hash1', '「通报.docx」没有发出去。请过一会儿再要一次；还不行请联系管理员。'])
  })

  it('what the program itself held back is not given up, however often', async () => {
    fails('m1', 'later', 'own-rate-limit', 1)
    await queue(['m1'])
    start()
    await until(() => sent.length > 12, 25_000)
    fate.clear()
    await settled()
    expect((await row('m1')).sentAt).not.toBeNull()
    expect(logged).toEqual([])
  })

  it('a platform that cannot be reached for long is given up after twelve tries', async () => {
    fails('m1', 'later', 'ECONNREFUSED')
    await queue(['m1'])
    start()
    await until(async () => {
      await hurry()
      return (await row('m1')).givenUpAt !== null
    })
    expect(sent).toHaveLength(12)
  })

  it('a platform that is not configured, or a message that cannot be read, holds up nobody', async () => {
    await queue(['elsewhere'], LIU, 'wecom')
    await the().db.$executeRaw`
      INSERT INTO outbox_message (dedupe_key, lane, message, created_at, available_at) VALUES ('odd', ${LIU}, '{}', now(), now())`
    await queue(['m1'])
    start()
    await settled()
    expect(sent).toEqual(['m1'])
  })

  it('a mistake of the program is tried again, and no log tells what was in its message', async () => {
    fate.set('m1', () => {
      throw new Error('no such person 13800000001 at https://example.com/session?token=x')
    })
    await queue(['m1'])
    start()
    await until(async () => {
      await hurry()
      return (await row('m1')).givenUpAt !== null
    })
    expect(sent).toHaveLength(5)
    expect(logged.join()).toContain('Error')
    expect(logged.join()).not.toMatch(/13800000001|token/)
  })
})

/** The same store, whose rows take a while to come back after the statement has run. */
function slowToAnswer(store: Store, ms: number): Store {
  const { db } = store
  const slow: Pick<Tx, '$queryRaw' | '$executeRaw'> = {
    $queryRaw: ((...asked: Parameters<Tx['$queryRaw']>) =>
      db.$queryRaw(...asked).then(async (rows) => {
        await new Promise((resolve) => setTimeout(resolve, ms))
        return rows
      })) as Tx['$queryRaw'],
    $executeRaw: (...asked) => db.$executeRaw(...asked),
  }
  return { ...store, db: slow as Tx }
}

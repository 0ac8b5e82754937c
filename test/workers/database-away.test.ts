import { tmpdir } from 'node:os'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Outgoing } from '../../src/chat/outgoing.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import * as outbox from '../../src/store/outbox.ts'
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts'
import { until } from '../support/until.ts'
import { hazardSaid, loadExample, messenger, openWorkshop, type Workshop } from '../support/workshop.ts'

const PATIENCE_MS = 30_000

describe('while PostgreSQL is stopped', () => {
  let server: PostgresServer
  let store: Store
  let workshop: Workshop
  const sent: Outgoing[] = []
  /** What happens while a message is on its way. */
  let onSend: () => Promise<void> = async () => undefined

  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  beforeEach(async () => {
    sent.length = 0
    onSend = async () => undefined
    store = await openStore({ databaseUrl: await server.freshDatabase(), poolSize: 5 })
    await loadExample(store)
    workshop = atWork(2)
  }, 60_000)
  afterEach(async () => {
    await workshop.stop()
    await store.close()
  })
  afterAll(() => server.close())

  const atWork = (leaseSeconds: number): Workshop =>
    openWorkshop({
      store,
      mediaFolder: tmpdir(),
      leaseSeconds,
      out: messenger(async (message) => {
        sent.push(message)
        await onSend()
      }),
    })
  const say = (id: string, house: number, by = 'u-zhao') => workshop.door.accept(hazardSaid(id, by, house))
  /** Stops the server while the next message is on its way; resolves when it stands still. */
  const stopWhenSending = (then?: () => Promise<unknown>): Promise<void> =>
    new Promise((resolve) => {
      onSend = async () => {
        onSend = async () => undefined
        await server.stop()
        resolve()
        await then?.()
      }
    })
  const handled = (): Promise<number> => store.db.inboxEvent.count({ where: { doneAt: { not: null } } })
  const waiting = (): Promise<number> => store.db.outboxMessage.count({ where: { sentAt: null } })

  it('no message is confirmed; when it is back the platform delivers again and everything goes on by itself', async () => {
    expect(await say('before', 1)).toBe('new')
    await until(async () => (await handled()) === 1)
    await server.stop()
    const refused = await Promise.allSettled([say('during', 2), say('during too', 3, 'u-jiang')])
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected'])

    await server.start()
    expect(await say('during', 2)).toBe('new')
    expect(await say('during', 2)).toBe('repeat')
    expect(await say('during too', 3, 'u-jiang')).toBe('new')
    await until(async () => (await handled()) === 3 && (await waiting()) === 0, PATIENCE_MS)
    expect(await store.db.hazard.count()).toBe(3)
  }, 60_000)

  it('what was confirmed before is handled when it is back, each once', async () => {
    const said = Array.from({ length: 120 }, (_, n) =>
      say(`m${n}`, n + 1, ['u-zhao', 'u-jiang', 'u-shen', 'u-wang-laigen'][n % 4]),
    )
    await Promise.all(said)
    await server.stop()
    // Stopped in the middle of the work, not after it.
    expect(sent.length).toBeLessThan(120)
    await server.start()
    await until(async () => (await handled()) === 120 && (await waiting()) === 0, PATIENCE_MS)
    expect(await store.db.hazard.count()).toBe(120)
    expect(await store.db.inboxEvent.count({ where: { failedAt: { not: null } } })).toBe(0)
    expect(await store.db.outboxMessage.count({ where: { givenUpAt: { not: null } } })).toBe(0)
    const answered = await store.db.ledgerEntry.findMany({ where: { type: 'HazardRegistered' } })
    expect(new Set(answered.map(({ eventId }) => eventId)).size).toBe(120)
  }, 60_000)

  it('nobody is told twice what left just when it stopped', async () => {
    // A lease that has run out when the database is back: the message is claimed before its row can be marked.
    await workshop.stop()
    workshop = atWork(0.1)
    const stopped = stopWhenSending()
    await outbox.add(store.db, [reminder('first'), reminder('second')])
    workshop.outbox.wake()
    await stopped
    await server.start()
    await until(async () => {
      workshop.outbox.wake()
      return (await waiting()) === 0
    }, PATIENCE_MS)
    expect(sent.map(({ content }) => (content.kind === 'text' ? content.text : ''))).toEqual([
      'first',
      'second',
    ])
  }, 60_000)

  it('a message that could not be made up without it is sent when it is back', async () => {
    // As when the reply address is looked up at that moment.
    const stopped = stopWhenSending(() => store.db.conversation.count())
    await outbox.add(store.db, [reminder('first')])
    workshop.outbox.wake()
    await stopped
    await server.start()
    await until(async () => (await waiting()) === 0, PATIENCE_MS)
    expect(sent).toHaveLength(2)
    expect(await store.db.outboxMessage.findMany()).toMatchObject([{ givenUpAt: null }])
  }, 60_000)
})

function reminder(text: string): outbox.NewMessage {
  return {
    dedupeKey: text,
    lane: 'dingtalk person u-liu',
    message: { to: { platform: 'dingtalk', kind: 'person', id: 'u-liu' }, content: { kind: 'text', text } },
    createdAt: new Date('2026-11-27T10:00:00Z'),
  }
}

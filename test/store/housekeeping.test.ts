import { beforeEach, describe, expect, it } from 'vitest'
import * as conversations from '../../src/store/conversations.ts'
import { compact, tidy } from '../../src/store/housekeeping.ts'
import * as inbox from '../../src/store/inbox.ts'
import { moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

const now = moment('2027-03-01 03:00')
const daysAgo = (days: number, andMs = 0): Date => new Date(now.getTime() - days * 86_400_000 - andMs)

describe.each(databases)('at night the program tidies up, on $name:', (database) => {
  const the = useStore(database)
  beforeEach(async () => {
    const { db } = the()
    await db.inboxEvent.deleteMany()
    await db.outboxMessage.deleteMany()
    await db.dialog.deleteMany()
    await db.conversation.deleteMany()
  })

  const handled = (eventId: string, doneAt: Date | null, failedAt: Date | null = null) =>
    the().db.inboxEvent.create({
      data: {
        platform: 'dingtalk',
        eventId,
        lane: 'lane',
        payload: { text: '三号楼通道被占' },
        receivedAt: daysAgo(400),
        availableAt: daysAgo(400),
        doneAt,
        failedAt,
      },
    })
  const said = (dedupeKey: string, sentAt: Date | null, givenUpAt: Date | null = null) =>
    the().db.outboxMessage.create({
      data: {
        dedupeKey,
        lane: 'lane',
        message: {},
        createdAt: daysAgo(400),
        availableAt: daysAgo(400),
        sentAt,
        givenUpAt,
      },
    })

  it('forgets the words of events handled a month ago, and nothing that still has to be handled', async () => {
    await handled('old', daysAgo(30, 1))
    await handled('recent', daysAgo(30, -1))
    await handled('open', null)
    await handled('given-up', null, daysAgo(300))
    expect(await tidy(the().db, now)).toMatchObject({ payloads: 1 })
    const kept = await the().db.inboxEvent.findMany({ orderBy: { id: 'asc' } })
    expect(kept.map(({ eventId, payload }) => [eventId, payload !== null])).toEqual([
      ['old', false],
      ['recent', true],
      ['open', true],
      ['given-up', true],
    ])
  })

  it('still knows an event whose words it has forgotten when the platform delivers it once more', async () => {
    await handled('old', daysAgo(60))
    await tidy(the().db, now)
    const again = { platform: 'dingtalk', eventId: 'old', lane: 'lane', payload: {}, receivedAt: now }
    expect(await inbox.insert(the().db, [again])).toEqual(new Set())
  })

  it('forgets what was said three months ago, and nothing that waits or was given up', async () => {
    await said('old', daysAgo(90, 1))
    await said('recent', daysAgo(90, -1))
    await said('waiting', null)
    await said('given-up', null, daysAgo(300))
    expect(await tidy(the().db, now)).toMatchObject({ messages: 1 })
    const kept = await the().db.outboxMessage.findMany({ orderBy: { id: 'asc' } })
    expect(kept.map(({ dedupeKey }) => dedupeKey)).toEqual(['recent', 'waiting', 'given-up'])
  })

  it('forgets questions nobody answered and reply addresses that are dead', async () => {
    const { db } = the()
    const at = { platform: 'dingtalk', conversation: 'person:u1', userId: 'u1' }
    await conversations.setDialog(db, at, { kind: 'photos' }, daysAgo(0, 1))
    await conversations.setDialog(db, { ...at, userId: 'u2' }, { kind: 'photos' }, daysAgo(0, -1))
    for (const [externalId, replyExpiresAt] of [
      ['dead', daysAgo(0, 1)],
      ['alive', daysAgo(0, -1)],
    ] as const)
      await db.conversation.create({
        data: {
          platform: 'dingtalk',
          externalId,
          kind: 'group',
          heardAt: now,
          replyUrl: 'https://example.com/s',
          replyExpiresAt,
        },
      })
    expect(await tidy(db, now)).toEqual({ payloads: 0, messages: 0, dialogs: 1, replyHandles: 1 })
    expect((await db.dialog.findMany()).map(({ userId }) => userId)).toEqual(['u2'])
    const groups = await db.conversation.findMany({ orderBy: { externalId: 'asc' } })
    expect(groups.map(({ externalId, replyUrl }) => [externalId, replyUrl !== null])).toEqual([
      ['alive', true],
      ['dead', false],
    ])
  })

  it('gets through more than one batch, also when two copies tidy at once', async () => {
    await the().db.$executeRaw`
      INSERT INTO outbox_message (dedupe_key, lane, message, created_at, available_at, sent_at)
      SELECT 'm' || n, 'lane', '{}', ${daysAgo(100)}, ${daysAgo(100)}, ${daysAgo(100)} FROM generate_series(1, 2500) n`
    const [one, other] = await Promise.all([tidy(the().db, now), tidy(the().db, now)])
    expect(one.messages + other.messages).toBe(2500)
    expect(await the().db.outboxMessage.count()).toBe(0)
    expect(await tidy(the().db, now)).toEqual({ payloads: 0, messages: 0, dialogs: 0, replyHandles: 0 })
  })

  it.skipIf(database.kind === 'postgres')('keeps the embedded database from growing for ever', async () => {
    const pages = async (): Promise<number> => {
      const [row] = await the().db.$queryRaw<
        { size: number }[]
      >`SELECT pg_relation_size('quota_use')::int AS size`
      return row?.size ?? NaN
    }
    const work = async (): Promise<void> => {
      await the().db
        .$executeRaw`INSERT INTO quota_use SELECT 'p' || n, 'm', 'k', 0 FROM generate_series(1, 2000) n`
      await the().db.$executeRaw`DELETE FROM quota_use`
      await compact(the())
    }
    await work()
    const before = await pages()
    for (let night = 0; night < 3; night += 1) await work()
    expect(await pages()).toBeLessThanOrEqual(before)
  })
})

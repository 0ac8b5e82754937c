import { tmpdir } from 'node:os'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PlatformError, type Outgoing } from '../../src/chat/outgoing.ts'
import { understand } from '../../src/chat/understand/understand.ts'
import * as inbox from '../../src/store/inbox.ts'
import { databases, useStore } from '../support/databases.ts'
import { until } from '../support/until.ts'
import { hazardSaid, loadExample, messenger, openWorkshop, type Workshop } from '../support/workshop.ts'

describe.each(databases)('handling what people say, on $name:', (database) => {
  const the = useStore(database)
  let workshop: Workshop
  const sent: Outgoing[] = []
  beforeAll(async () => {
    await loadExample(the())
  })
  beforeEach(async () => {
    sent.length = 0
    await the().db.inboxEvent.deleteMany()
    await the().db.outboxMessage.deleteMany()
  })
  afterEach(() => workshop.stop())

  const out = messenger((message) => void sent.push(message))
  const open = (given: Partial<Parameters<typeof openWorkshop>[0]> = {}): void => {
    workshop = openWorkshop({ store: the(), mediaFolder: tmpdir(), out, ...given })
  }
  const row = (eventId: string) => the().db.inboxEvent.findFirstOrThrow({ where: { eventId } })
  const settled = () =>
    until(async () => {
      const openEvents = await the().db.inboxEvent.count({ where: { doneAt: null, failedAt: null } })
      const waiting = await the().db.outboxMessage.count({ where: { sentAt: null, givenUpAt: null } })
      return openEvents + waiting === 0
    })
  /** As if the wait after every failed try were over at once. */
  const hurry = () =>
    the().db
      .$executeRaw`UPDATE inbox_event SET available_at = now() WHERE available_at > now() AND locked_until IS NULL`
  const registered = async (eventId: string): Promise<number> =>
    the().db.ledgerEntry.count({ where: { type: 'HazardRegistered', eventId: (await row(eventId)).id } })
  const texts = (to: string): string[] =>
    sent.filter((message) => message.to.id === to).map(({ content }) => JSON.stringify(content))

  it('what is said twice by the platform is done and answered once', async () => {
    open()
    const event = hazardSaid('twice', 'u-zhao', 101)
    await Promise.all([workshop.door.accept(event), workshop.door.accept(event)])
    await workshop.door.accept(event)
    await settled()
    expect(await registered('twice')).toBe(1)
    expect(texts('u-zhao')).toHaveLength(1)
  })

  it('ten things that one person says quickly are done in their order', async () => {
    open()
    const ids = Array.from({ length: 10 }, (_, n) => `quick ${n}`)
    for (const [n, id] of ids.entries()) await workshop.door.accept(hazardSaid(id, 'u-zhao', 120 + n))
    await settled()
    const rows = await the().db.ledgerEntry.findMany({
      where: {
        type: 'HazardRegistered',
        eventId: { in: await Promise.all(ids.map(async (id) => (await row(id)).id)) },
      },
      orderBy: { id: 'asc' },
    })
    expect(rows.map(({ eventId }) => eventId)).toEqual(
      await Promise.all(ids.map(async (id) => (await row(id)).id)),
    )
  })

  it('an event of a shape nobody knows any more is kept aside at once, and holds up nobody', async () => {
    const lane = 'dingtalk direct:u-zhao'
    await inbox.insert(the().db, [
      { platform: 'dingtalk', eventId: 'odd', lane, payload: { kind: 'unheard-of' }, receivedAt: new Date() },
    ])
    open()
    await workshop.door.accept(hazardSaid('after', 'u-zhao', 140))
    await settled()
    expect(await row('odd')).toMatchObject({ attempts: 1, doneAt: null })
    expect((await row('odd')).failedAt).not.toBeNull()
    expect(await registered('after')).toBe(1)
  })

  it('a mistake of the program is tried again, then the person is told, once, and the next message is handled', async () => {
    open({
      understand: (text, context) => {
        if (text.includes('150号楼')) throw new Error('a mistake')
        return understand(text, context)
      },
    })
    await workshop.door.accept(hazardSaid('bad', 'u-zhao', 150))
    await workshop.door.accept(hazardSaid('good', 'u-zhao', 151))
    await until(async () => {
      await hurry()
      return (await row('bad')).failedAt !== null
    })
    await settled()
    expect(await row('bad')).toMatchObject({ attempts: 8, doneAt: null, lastError: 'a mistake' })
    expect(texts('u-zhao').filter((text) => text.includes('没能处理'))).toHaveLength(1)
    expect(await registered('good')).toBe(1)
    expect(await registered('bad')).toBe(0)
  })

  it('what was given up is handled after the program was mended and told to try again', async () => {
    open({
      understand: () => {
        throw new Error('a mistake')
      },
    })
    await workshop.door.accept(hazardSaid('mended', 'u-zhao', 160))
    await until(async () => {
      await hurry()
      return (await row('mended')).failedAt !== null
    })
    await workshop.stop()
    expect(await inbox.retryFailed(the().db)).toBe(1)
    open()
    await settled()
    expect(await registered('mended')).toBe(1)
  })

  it('a picture that cannot be had does not keep the words from being handled', async () => {
    let tries = 0
    open({
      out: {
        ...out,
        fetchPicture: () => {
          tries += 1
          return Promise.reject(new PlatformError('download', 'timeout', 'later'))
        },
      },
    })
    await workshop.door.accept({ ...hazardSaid('picture', 'u-zhao', 170), pictures: ['code'] })
    await until(async () => {
      await hurry()
      return (await row('picture')).doneAt !== null
    })
    expect(tries).toBe(3)
    expect(await registered('picture')).toBe(1)
  })

  it('what another copy of the program was killed with is handled when its lease has run out', async () => {
    await inbox.insert(the().db, [
      {
        platform: 'dingtalk',
        eventId: 'left',
        lane: 'dingtalk direct:u-zhao',
        payload: hazardSaid('left', 'u-zhao', 180),
        receivedAt: new Date(),
      },
    ])
    await inbox.claim(the().db, 1, 0.2)
    open()
    await settled()
    expect(await registered('left')).toBe(1)
  })
})

import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import { freshPostgres } from '../support/databases.ts'
import { until } from '../support/until.ts'
import { gridWorkers, hazardSaid, loadExample, messenger, openWorkshop } from '../support/workshop.ts'

describe('two copies of the program on one PostgreSQL', () => {
  const stores: Store[] = []
  beforeAll(async () => {
    const databaseUrl = await freshPostgres()
    for (let copy = 0; copy < 2; copy += 1) stores.push(await openStore({ databaseUrl, poolSize: 8 }))
    await loadExample(the())
  })
  const the = (): Store => {
    const [store] = stores
    if (!store) throw new Error('no store is open')
    return store
  }
  afterAll(() => Promise.all(stores.map((store) => store.close())))

  it('share the work: each event once, each conversation in its order, each answer once', async () => {
    const sent: string[] = []
    const copies = stores.map((store) =>
      openWorkshop({
        store,
        mediaFolder: tmpdir(),
        out: messenger(({ to, content }) => void sent.push(`${to.id} ${JSON.stringify(content)}`)),
      }),
    )
    // Everybody's messages come in one after the other, each through both copies, as after a reconnection.
    await Promise.all(
      gridWorkers.map(async (by, speaker) => {
        for (let n = 0; n < 40; n += 1) {
          const event = hazardSaid(`m-${speaker}-${n}`, by, 1 + n * gridWorkers.length + speaker)
          const answers = await Promise.all(copies.map(({ door }) => door.accept(event)))
          expect(answers.sort()).toEqual(['new', 'repeat'])
        }
      }),
    )
    const { db } = the()
    await until(async () => {
      const open = await db.inboxEvent.count({ where: { doneAt: null } })
      return open + (await db.outboxMessage.count({ where: { sentAt: null } })) === 0
    }, 30_000)
    await Promise.all(copies.map(({ stop }) => stop()))

    const history = await db.ledgerEntry.findMany({
      where: { type: 'HazardRegistered' },
      orderBy: { id: 'asc' },
    })
    const events = await db.inboxEvent.findMany({ orderBy: { id: 'asc' } })
    expect(history).toHaveLength(160)
    const laneOf = new Map(events.map(({ id, lane }) => [id, lane]))
    for (const lane of new Set(laneOf.values())) {
      const handled = history.flatMap(({ eventId }) =>
        eventId !== null && laneOf.get(eventId) === lane ? [eventId] : [],
      )
      expect(handled).toEqual(events.filter((event) => event.lane === lane).map(({ id }) => id))
    }
    const hazards = await db.hazard.findMany({ orderBy: { number: 'asc' } })
    expect(hazards.map(({ number }) => number)).toEqual(Array.from({ length: 160 }, (_, n) => n + 1))
    expect(sent).toHaveLength(await db.outboxMessage.count())
    expect(new Set(sent).size).toBe(sent.length)
  })
})

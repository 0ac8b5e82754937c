import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import { freshPostgres } from '../support/databases.ts'
import { loadExample } from '../support/workshop.ts'

const script = new URL('../support/accept-until-killed.ts', import.meta.url).pathname
const KILLS = 3

type Place = Readonly<{ where: string; open(): Promise<Store>; remove(): Promise<void> }>

const places: readonly Readonly<{ name: string; make(): Promise<Place> }>[] = [
  {
    name: 'PostgreSQL',
    async make() {
      const where = await freshPostgres()
      return { where, open: () => openStore({ databaseUrl: where }), remove: async () => undefined }
    },
  },
  {
    name: 'the embedded database in a folder',
    async make() {
      const where = await mkdtemp(join(tmpdir(), 'qinghuan-killed-'))
      return {
        where,
        open: () => openStore({ dataDir: where }),
        remove: () => rm(where, { recursive: true, force: true }),
      }
    },
  },
]

/** Runs the program until `end`, and answers the events whose arrival it had confirmed. */
async function runUntil(args: readonly string[], end: 'killed' | 'finished'): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  let said = ''
  const firstAck = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('acked')) resolve()
    })
  })
  const read = once(child.stdout, 'end')
  if (end === 'killed') {
    await Promise.race([firstAck, exit])
    // The one wait that is for its own sake: a kill has no moment that could be awaited.
    await pause(50 + Math.random() * 900)
    child.kill('SIGKILL')
  }
  const [code, signal] = (await exit) as [number | null, string | null]
  await read
  expect(end === 'killed' ? signal : code).toBe(end === 'killed' ? 'SIGKILL' : 0)
  return said.split('\n').flatMap((line) => (line.startsWith('acked ') ? [line.slice('acked '.length)] : []))
}

describe.each(places)('a program that is killed again and again, on $name,', ({ make }) => {
  let place: Place | undefined
  afterAll(async () => place?.remove())

  it('loses nothing that it had confirmed, handles nothing twice, and answers everything once', async () => {
    place = await make()
    const before = await place.open()
    await loadExample(before)
    await before.close()

    const acked: string[] = []
    for (let run = 0; run < KILLS; run += 1)
      acked.push(...(await runUntil([place.where, String(run)], 'killed')))
    await runUntil([place.where, String(KILLS), 'finish'], 'finished')

    const store = await place.open()
    const { db } = store
    const events = await db.inboxEvent.findMany({ orderBy: { id: 'asc' } })
    const stored = new Set(events.map(({ eventId }) => eventId))
    expect(acked.length).toBeGreaterThan(KILLS)
    expect(acked.filter((id) => !stored.has(id))).toEqual([])
    expect(events.filter(({ doneAt, failedAt }) => doneAt === null || failedAt !== null)).toEqual([])

    // One line of history, one hazard and one answer for every event; hazard numbers without a gap.
    const ids = events.map(({ id }) => id)
    const history = await db.ledgerEntry.findMany({
      where: { type: 'HazardRegistered' },
      orderBy: { eventId: 'asc' },
    })
    expect(history.map(({ eventId }) => eventId)).toEqual(ids)
    const hazards = await db.hazard.findMany({ orderBy: { number: 'asc' } })
    expect(hazards.map(({ number }) => number)).toEqual(ids.map((_, index) => index + 1))
    const answers = await db.outboxMessage.findMany({
      where: { dedupeKey: { in: ids.map((id) => `e${id}`) } },
    })
    expect(answers).toHaveLength(ids.length)
    expect(await db.outboxMessage.count({ where: { sentAt: null } })).toBe(0)
    await store.close()
  }, 180_000)
})

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { periodsOf } from '../../src/domain/time/cadence.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import { createScheduler } from '../../src/jobs/planner/scheduler.ts'
import { directoryCache } from '../../src/store/directory.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import * as reports from '../../src/store/submissions/reports.ts'
import { freshPostgres } from '../support/databases.ts'
import { until } from '../support/until.ts'
import { loadExample } from '../support/workshop.ts'

const script = new URL('../support/planner-copy.ts', import.meta.url).pathname
const BEGIN = new Date('2026-11-23T09:00:00+08:00')
const SLOTS = 200
const HOUR = 3_600_000
/** Another run of the same story: what failed once can be seen again. */
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** Numbers that look random and are the same for the same seed. */
function dice(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Copy = Readonly<{
  isAlive(): boolean
  hasTicked(moment: Date): boolean
  set(moment: Date): void
  kill(): Promise<void>
}>

function startCopy(args: readonly string[]): Copy {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  // A line written to somebody who has just been killed is nobody's loss.
  child.stdin?.on('error', () => undefined)
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null
  return {
    isAlive,
    hasTicked: (moment) => said.includes(`ticked ${moment.toISOString()}\n`),
    set(moment) {
      if (isAlive()) child.stdin?.write(`${moment.toISOString()}\n`)
    },
    async kill() {
      if (!isAlive()) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

describe('two copies of the program on one PostgreSQL, killed at random', () => {
  const random = dice(seed)
  const copies: [Copy | undefined, Copy | undefined] = [undefined, undefined]
  const received: string[] = []
  let stores: readonly [chaos: Store, calm: Store]
  let sink: Server
  let start: (which: 0 | 1) => void
  let kills = 0

  beforeAll(async () => {
    const chaosUrl = await freshPostgres()
    stores = [await openStore({ databaseUrl: chaosUrl, poolSize: 3 }), await openStore({})]
    for (const store of stores) await loadExample(store)
    sink = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        received.push(body)
        response.end('ok')
      })
    }).listen(0, '127.0.0.1')
    await once(sink, 'listening')
    const address = sink.address()
    const port = address && typeof address === 'object' ? address.port : 0
    start = (which) => {
      copies[which] = startCopy([chaosUrl, `http://127.0.0.1:${port}/`])
    }
  }, 120_000)
  afterAll(async () => {
    await Promise.all(copies.map((copy) => copy?.kill()))
    sink?.close()
    await Promise.all((stores ?? []).map((store) => store.close()))
  })

  const kill = async (which: 0 | 1): Promise<void> => {
    if (!copies[which]?.isAlive()) return
    kills += 1
    await copies[which].kill()
  }
  const both = [0, 1] as const

  it(`plans every reminder exactly once and loses none, as one copy that nothing happens to (seed ${seed})`, async () => {
    const [chaos, calm] = stores
    const directories = directoryCache()
    const reference = createScheduler({
      store: calm,
      directories,
      workdays: publishedDays(),
      planned: () => undefined,
    })
    const said = { chaos: new Map<string, string>(), calm: new Map<string, string>() }
    const seen = { chaos: 0n, calm: 0n }
    /** What was planned so far: gathered at each step, as old messages are forgotten at night. */
    const gather = async (name: 'chaos' | 'calm', store: Store): Promise<void> => {
      const rows = await store.db.outboxMessage.findMany({
        where: { id: { gt: seen[name] } },
        orderBy: { id: 'asc' },
      })
      for (const { id, dedupeKey, message } of rows) {
        expect(said[name].has(dedupeKey)).toBe(false)
        said[name].set(dedupeKey, JSON.stringify(message))
        seen[name] = id
      }
    }
    /** The clocks of both show that moment, and somebody has looked at what is due. */
    const look = async (moment: Date): Promise<void> => {
      for (const which of both) if (!copies[which]?.isAlive()) start(which)
      for (const which of both) copies[which]?.set(moment)
      if (random() < 0.05) {
        const victim = random() < 0.5 ? 0 : 1
        await pause(random() * 40)
        await kill(victim)
      }
      await until(() => {
        // Whoever has died by itself, as when the database broke off, is started again as any supervisor would.
        for (const which of both) {
          if (copies[which]?.isAlive()) continue
          start(which)
          copies[which]?.set(moment)
        }
        return copies.some((copy) => copy?.hasTicked(moment))
      }, 120_000)
      await reference.tick(moment)
    }

    let now = BEGIN
    let handedIn = 0
    await look(now)
    for (let slot = 0; slot < SLOTS;) {
      const next = await reference.next(now)
      if (!next) break
      slot += 1
      now = next
      if (random() < 0.02) {
        // Down over several slots, deadlines among them: nobody looks until it is up again, at some odd moment.
        for (const which of both) await kill(which)
        for (let missed = Math.floor(random() * 6); missed > 0 && slot < SLOTS; missed -= 1) {
          now = (await reference.next(now)) ?? now
          slot += 1
        }
        now = new Date(now.getTime() + Math.floor(random() * 40) * 60_000)
      }
      if (random() < 0.08) await look(new Date(now.getTime() - Math.floor(random() * 72) * HOUR))
      if (random() < 0.04) await look(new Date(now.getTime() + Math.floor(1 + random() * 30) * HOUR))
      await look(now)
      await gather('chaos', chaos)
      await gather('calm', calm)
      if (random() < 0.3) {
        handedIn += 1
        await handInSomething(stores, now, random(), handedIn)
      }
    }

    for (const which of both) if (!copies[which]?.isAlive()) start(which)
    await until(async () => (await chaos.db.outboxMessage.count({ where: { sentAt: null } })) === 0, 120_000)
    expect(kills).toBeGreaterThan(5)
    expect(said.calm.size).toBeGreaterThan(100)
    // The same keys with the same words, as if nothing had happened.
    expect([...said.chaos].sort()).toEqual([...said.calm].sort())
    expect(await chaos.db.heldNotice.count()).toBe(await calm.db.heldNotice.count())
    const account = (store: Store) =>
      store.db.messageAccount.findMany({ orderBy: [{ personId: 'asc' }, { month: 'asc' }, { kind: 'asc' }] })
    expect(await account(chaos)).toEqual(await account(calm))

    // The double heard each of them: once, but for the few that were on their way when their copy was killed.
    const heard = countOf(received)
    const planned = countOf([...said.chaos.values()])
    expect([...planned.keys()].filter((words) => !heard.has(words))).toEqual([])
    expect([...heard.keys()].filter((words) => !planned.has(words))).toEqual([])
    expect([...planned].filter(([words, times]) => (heard.get(words) ?? 0) < times)).toEqual([])
    expect(received.length - said.chaos.size).toBeLessThanOrEqual(kills * 4)
  }, 600_000)
})

/** A unit that owes the weekly report hands in the next one that it has not handed in yet, in both worlds. */
async function handInSomething(
  stores: readonly Store[],
  now: Date,
  chance: number,
  number: number,
): Promise<void> {
  for (const store of stores) {
    const [directory] = await directoryCache().all(store.db)
    const campaign = directory?.campaigns[0]
    const duty = campaign?.plan.duties.find(({ cadence }) => cadence.kind === 'weekly')
    if (!directory || !campaign || !duty) throw new Error('the example campaign has no weekly report')
    const owing = campaign.members.filter(({ duties }) => duties.includes(duty.key))
    const unitId = owing[Math.floor(chance * owing.length)]?.unitId ?? ''
    const done = await store.db.report.findMany({ where: { unitId, duty: duty.key } })
    const period = periodsOf(duty, publishedDays()).find(
      ({ key, dueAt }) => dueAt > now && !done.some((report) => report.period === key),
    )
    const by = [...directory.people.values()].find((person) => person.unitId === unitId)
    if (!period || !by) continue
    await reports.insert(store.db, {
      campaignId: campaign.id,
      duty: duty.key,
      period: period.key,
      unitId,
      version: 1,
      receipt: `R-${number}`,
      counts: { inspected: 1, found: 0, rectified: 0 },
      cumulative: {},
      zero: true,
      note: null,
      sentAt: now,
      receivedAt: now,
      dueAt: period.dueAt,
      late: false,
      byId: by.id,
    })
  }
}

function countOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const each of words) {
    const key = JSON.stringify(sorted(JSON.parse(each)))
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** The same however a database orders an object's fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

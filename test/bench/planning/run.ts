import { cpus, loadavg } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { periodsOf, type Period } from '../../../src/domain/time/cadence.ts'
import { publishedDays } from '../../../src/domain/time/published-days.ts'
import { createScheduler } from '../../../src/jobs/planner/scheduler.ts'
import { directoryCache } from '../../../src/store/directory.ts'
import { openStore, type Store } from '../../../src/store/open.ts'
import { startPostgres } from '../stage/database.ts'
import { planByHand } from './by-hand.ts'
import { CAMPAIGNS, fillPlanningCounty, handIn, REGION, UNITS } from './county.ts'

const ROUNDS = 5
const SLOTS_FOR_MEMORY = 40
const workdays = publishedDays()

/**
 * `npm run bench -- --what planning`: one slot for 5,000 units in 20 campaigns on PostgreSQL, by the scheduler and by
 * one statement written by hand, in turns; that both write the same rows; and the memory over many slots.
 */
export async function benchPlanning(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const server = await startPostgres()
  const own = await openStore({ databaseUrl: await server.create('planning'), poolSize: 4 })
  const other = await openStore({ databaseUrl: await server.create('by_hand'), poolSize: 4 })
  try {
    for (const store of [own, other]) {
      await fillPlanningCounty(store)
      await store.db.$executeRaw`ANALYZE`
    }
    say(
      `${cpus()[0]?.model.trim() ?? 'unknown processor'} × ${cpus().length}, load of the last minute ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${server.version}`,
      `${UNITS} units in ${CAMPAIGNS} campaigns, the morning of a Friday: everybody who has not reported is asked, the ledger's numbers filled in`,
    )
    const scheduler = createScheduler({
      store: own,
      directories: directoryCache(),
      workdays,
      planned: () => undefined,
    })
    await compare(own, other, scheduler)
    await soak(own, scheduler, collect)
  } finally {
    await own.close()
    await other.close()
    await server.stop()
  }
}

async function compare(
  own: Store,
  other: Store,
  { tick, next }: Pick<ReturnType<typeof createScheduler>, 'tick' | 'next'>,
): Promise<void> {
  const ours: number[] = []
  const theirs: number[] = []
  const fridays = (await periodsOfDuty(own)).filter(({ dueAt }) => dueAt > new Date('2026-11-24T00:00:00Z'))
  let last = new Date('2026-11-26T09:00:00+08:00')
  await tick(last)
  for (const period of fridays.slice(0, ROUNDS)) {
    const now = new Date(period.dueAt.getTime() - 8 * 3_600_000)
    for (const store of [own, other]) await handIn(store, period)
    // What fell due on the way is planned first, morning by morning as in life, and does not count.
    for (let slot = await next(last); slot !== null && slot < now; slot = await next(last)) {
      await tick(slot)
      last = slot
    }
    for (const store of [own, other])
      await store.db.$executeRaw`TRUNCATE outbox_message, message_account, held_notice`
    ours.push(await timed(() => tick(now)))
    last = now
    theirs.push(await timed(() => planByHand(other, period, now)))
    const [left, right] = [await rowsOf(own), await rowsOf(other)]
    if (left.length === 0 || JSON.stringify(left) !== JSON.stringify(right))
      throw new Error(`the rows differ: ${left.length} and ${right.length}; ${firstDifference(left, right)}`)
    say(
      `${period.key}: ${left.length} messages, the same rows; scheduler ${ours.at(-1)?.toFixed(0)} ms, by hand ${theirs.at(-1)?.toFixed(0)} ms`,
    )
  }
  const [a, b] = [median(ours), median(theirs)]
  say(`median: scheduler ${a.toFixed(0)} ms, by hand ${b.toFixed(0)} ms, ${(a / b).toFixed(1)} times as long`)
}

/** The same slots go on for weeks; what the program holds must not grow with them. */
async function soak(
  own: Store,
  scheduler: ReturnType<typeof createScheduler>,
  collect: () => void,
): Promise<void> {
  const held: number[] = []
  let now = new Date('2027-01-02T00:00:00+08:00')
  await scheduler.tick(now)
  for (let slot = 0; slot < SLOTS_FOR_MEMORY; slot += 1) {
    now = (await scheduler.next(now)) ?? now
    await scheduler.tick(now)
    await own.db.$executeRaw`TRUNCATE outbox_message`
    collect()
    held.push(process.memoryUsage().heapUsed / 2 ** 20)
  }
  const early = median(held.slice(5, 15))
  const late = median(held.slice(-10))
  say(
    `heap after ${SLOTS_FOR_MEMORY} slots: ${late.toFixed(0)} MiB, after the first ten ${early.toFixed(0)} MiB; resident ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`,
  )
}

async function periodsOfDuty(store: Store): Promise<readonly Period[]> {
  const directory = await directoryCache().current(store.db, REGION)
  const duty = directory.campaigns[0]?.plan.duties[0]
  if (!duty) throw new Error('the county has no duty')
  return periodsOf(duty, workdays)
}

function rowsOf({ db }: Store) {
  return db.$queryRaw<{ key: string; row: string }[]>`
    SELECT m.dedupe_key AS key, concat_ws(' | ', m.lane, m.message::text, m.created_at::text, a.count, a.ordinary, a.today) AS row
    FROM outbox_message m
    JOIN account ac ON m.lane = ac.platform || ' person ' || ac.user_id
    LEFT JOIN message_account a ON a.person_id = ac.person_id
    ORDER BY m.dedupe_key`
}

function firstDifference(left: readonly object[], right: readonly object[]): string {
  const at = left.findIndex((row, index) => JSON.stringify(row) !== JSON.stringify(right[index]))
  return `${JSON.stringify(left[at])} — ${JSON.stringify(right[at])}`
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

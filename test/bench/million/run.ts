import { cpus, loadavg } from 'node:os'
import { openStore, type Store } from '../../../src/store/open.ts'
import { median, percentile } from '../figures.ts'
import { prepareDatabase, sentence, senderId } from '../stage/county.ts'
import { startPostgres } from '../stage/database.ts'
import { asker, type Ask } from './ask.ts'
import { fillHazards } from './fill.ts'
import { now, questions } from './questions.ts'

const PEOPLE = 300
const ROUNDS = 40
const FEW = 1000

/**
 * `npm run bench -- --what million`: a leader's questions with 1,000,000 hazards in PostgreSQL, from the stored message
 * to the stored answer, beside one statement for each written by hand on the table; that every answer says what that
 * statement counts or lists; and what it takes to register a hazard with so many and with 1,000.
 */
export async function benchMillion(many: number): Promise<void> {
  const server = await startPostgres()
  const [large, small] = [await open(await server.create('large')), await open(await server.create('small'))]
  try {
    const began = performance.now()
    await fillHazards(large, many, PEOPLE, now)
    await fillHazards(small, FEW, PEOPLE, now)
    say(
      `${cpus()[0]?.model.trim() ?? 'unknown processor'} × ${cpus().length}, load of the last minute ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${server.version}`,
      `${many.toLocaleString('en')} hazards, nine of ten closed, written in ${((performance.now() - began) / 1000).toFixed(0)} s; each question ${ROUNDS} times`,
    )
    await askAll(large)
    await registerIn(large, small)
  } finally {
    await Promise.all([large.close(), small.close()])
    await server.stop()
  }
}

async function open(databaseUrl: string): Promise<Store> {
  await prepareDatabase(databaseUrl, { people: PEOPLE, platform: 'dingtalk' }, now)
  return openStore({ databaseUrl, poolSize: 4 })
}

async function askAll(store: Store): Promise<void> {
  const ask = asker(store, now)
  for (const { text, as = 'admin', reads, byHand, says } of questions) {
    const [whole, reading, hand]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < ROUNDS + 3; round++) {
      const { ms, reply } = await ask(as, text)
      const began = performance.now()
      const parameters = byHand.includes('$1') ? [now] : []
      const rows = await store.db.$queryRawUnsafe<Record<string, unknown>[]>(byHand, ...parameters)
      const took = performance.now() - began
      const then = performance.now()
      await reads(store.db)
      const read = performance.now() - then
      const expected = says(rows)
      if (expected.length === 0 || expected.some((words) => !saysIt(reply, words)))
        throw new Error(`${text}: ${expected.join(' ')} by hand, and the reply was ${reply}`)
      // The first answers read the directory and prepare the statements.
      if (round < 3) continue
      whole.push(ms)
      reading.push(read)
      hand.push(took)
    }
    say(
      `${text}: answered in ${figures(whole)}; what it reads ${figures(reading)}, by hand ${figures(hand)}; ${(median(reading) / median(hand)).toFixed(2)} times as long`,
    )
  }
}

async function registerIn(large: Store, small: Store): Promise<void> {
  const asks: readonly Ask[] = [asker(large, now), asker(small, now)]
  const times: readonly number[][] = [[], []]
  for (let n = 0; n < 300; n++) {
    for (const [index, ask] of asks.entries()) {
      const sender = n % PEOPLE
      const { ms, reply } = await ask(senderId(sender), sentence({ people: PEOPLE }, sender, n))
      if (!reply.includes('已登记')) throw new Error(`not registered: ${reply}`)
      if (n >= 20) times[index]?.push(ms)
    }
  }
  const [many = [], few = []] = times
  say(
    `registering a hazard: ${figures(many)} with all these, ${figures(few)} with ${FEW.toLocaleString('en')}; ${(median(many) / median(few)).toFixed(2)} times as long`,
  )
}

/** Whether the reply has these words, and they are not the end of a larger number. */
const saysIt = (reply: string, words: string): boolean => new RegExp(`(?<!\\d)${words}`, 'u').test(reply)

const figures = (values: readonly number[]): string =>
  `${ms(median(values))} (p95 ${ms(percentile(values, 0.95))})`
const ms = (value: number): string => `${value.toFixed(1)} ms`

function say(...lines: readonly string[]): void {
  for (const each of lines) process.stdout.write(`${each}\n`)
}

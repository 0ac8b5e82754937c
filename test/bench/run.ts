import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { parseArgs } from 'node:util'
import { measure, type Arrivals, type Phase, type Sent } from './figures.ts'
import type { LoadOrder } from './load/senders.ts'
import { line, medians, mib, ratio, type Result } from './report.ts'
import type { Counts } from './sinks/tally.ts'
import { prepareDatabase } from './stage/county.ts'
import { freePort, startPostgres, type Database } from './stage/database.ts'
import {
  contestants,
  startHelper,
  startProgram,
  type Contestant,
  type Helper,
  type Usage,
} from './stage/processes.ts'
import { wayOf, ways, type Way, type WayName } from './ways/way.ts'

const HELP = `npm run bench -- [--what planning|words|million] [--hazards 1000000] [--way webhook|app|socket] [--rounds 2] [--burst 1500] [--steady 10] [--only qinghuan] [--with-prisma] [--soak 100000] [--node-flag=…] [--postgres-flag=…]
`

const { values: args } = parseArgs({
  options: {
    what: { type: 'string' },
    way: { type: 'string', default: 'webhook' },
    rounds: { type: 'string', default: '2' },
    burst: { type: 'string', default: '1500' },
    steady: { type: 'string', default: '10' },
    only: { type: 'string' },
    'with-prisma': { type: 'boolean', default: false },
    soak: { type: 'string' },
    hazards: { type: 'string', default: '1000000' },
    'node-flag': { type: 'string', multiple: true, default: [] },
    'postgres-flag': { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
})

const WARM_UP = 600
const STEADY_PER_SECOND = 50
/** Given up when nothing at all has arrived for so long. */
const PATIENCE_MS = 30_000

type Stage = Readonly<{
  name: WayName
  way: Way
  sink: Helper
  sinkUrl: string
  load: Helper
  database: Database
}>
/** A program that is being measured, and where it is. */
type Entered = Readonly<{ program: Helper; target: string; databaseUrl: string }>
type Round = Result & Readonly<{ contestant: Contestant }>

async function main(): Promise<void> {
  if (args.what === 'planning') return (await import('./planning/run.ts')).benchPlanning()
  if (args.what === 'words') return (await import('./understanding/words.ts')).benchWords()
  if (args.what === 'million') return (await import('./million/run.ts')).benchMillion(Number(args.hazards))
  const name = wayOf(args.way)
  if (args.help || name === undefined) return void process.stdout.write(HELP)
  const way: Way = ways[name]
  const database = await startPostgres(args['postgres-flag'])
  const { helper: sink, first: port } = await startHelper<number>(way.sink)
  const load = way.load === way.sink ? sink : (await startHelper(way.load)).helper
  const stage: Stage = { name, way, sink, sinkUrl: `http://127.0.0.1:${port}`, load, database }
  say(
    `${cpus()[0]?.model.trim() ?? 'unknown processor'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, load of the last minute before the bench ${loadavg()[0]?.toFixed(1)}`,
    `Node ${process.version}, ${database.version} with its default settings${args['postgres-flag'].length > 0 ? ` and ${args['postgres-flag'].join(' ')}` : ''}`,
    `${way.people} people, ${way.lanes} messages under way, each registers a hazard: one answer to the sender and one notice to the responsible unit`,
    way.says,
    '',
  )
  try {
    if (args.soak !== undefined) await soak(stage, Number(args.soak))
    else await compare(stage)
  } finally {
    await Promise.all([sink.stop(), load.stop()])
    await database.stop()
  }
}

/** The contestants by turns, so that whatever else the machine does meets all of them. */
async function compare(stage: Stage): Promise<void> {
  const taking = contestants.filter((each) =>
    args.only ? each === args.only : each !== 'by-prisma' || args['with-prisma'],
  )
  const rounds: Round[] = []
  for (let round = 1; round <= Number(args.rounds); round++) {
    for (const contestant of taking) {
      const result = await play(stage, contestant, `${contestant.replace('-', '_')}_${round}`)
      rounds.push(result)
      say(line(`${contestant} ${round}`, result, STEADY_PER_SECOND))
    }
  }
  const middle = (contestant: Contestant): Round => ({
    contestant,
    ...medians(rounds.filter((each) => each.contestant === contestant)),
  })
  say('', 'Medians:')
  for (const contestant of taking) say(line(contestant, middle(contestant), STEADY_PER_SECOND))
  if (args.only) return
  const own = middle('qinghuan').burst
  for (const other of taking.filter((each) => each !== 'qinghuan')) {
    const { burst } = middle(other)
    say(
      `qinghuan / ${other}: replied/s ${ratio(own.repliedPerSecond, burst.repliedPerSecond)}, accepted/s ${ratio(own.acceptedPerSecond, burst.acceptedPerSecond)}`,
    )
  }
}

async function play(stage: Stage, contestant: Contestant, name: string): Promise<Round> {
  const entered = await enter(stage, contestant, name)
  try {
    await phase(stage, entered, { messages: WARM_UP, perSecond: 0 })
    const burst = await phase(stage, entered, { messages: Number(args.burst), perSecond: 0 })
    const messages = Number(args.steady) * STEADY_PER_SECOND
    const steady = await phase(stage, entered, { messages, perSecond: STEADY_PER_SECOND })
    return { contestant, burst, steady }
  } finally {
    await entered.program.stop()
  }
}

/** A fresh database, the program on it, and everybody whom it has to tell something known to it. */
async function enter(stage: Stage, contestant: Contestant, name: string): Promise<Entered> {
  const { way } = stage
  const databaseUrl = await stage.database.create(name)
  await prepareDatabase(databaseUrl, way, new Date())
  const port = await freePort()
  const program = await startProgram({
    contestant,
    way: stage.name,
    databaseUrl,
    port,
    sinkUrl: stage.sinkUrl,
    nodeFlags: contestant === 'qinghuan' ? args['node-flag'] : [],
  })
  const entered = { program, target: way.target(`http://127.0.0.1:${port}`), databaseUrl }
  if (way.greets) await order(stage, entered, { messages: 0, perSecond: 0, kind: 'greet' })
  return entered
}

async function order(
  { way, sinkUrl, load }: Stage,
  { target, databaseUrl }: Entered,
  given: Pick<LoadOrder, 'messages' | 'perSecond' | 'kind'>,
): Promise<readonly Sent[]> {
  const { people, lanes } = way
  const wanted: LoadOrder = { target, databaseUrl, sinkUrl, people, lanes, ...given }
  const answer = await load.ask<{ sent?: Sent[]; failed?: string }>(wanted)
  if (!answer.sent) throw new Error(`the load generator failed: ${answer.failed}`)
  return answer.sent
}

async function phase(
  stage: Stage,
  entered: Entered,
  given: Pick<LoadOrder, 'messages' | 'perSecond'>,
): Promise<Phase> {
  const { sink } = stage
  const { program } = entered
  await sink.ask('reset')
  const before = await program.ask<Usage>('usage')
  const sent = await order(stage, entered, { ...given, kind: 'register' })
  let arrived = 0
  let deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const { replies, notices, odd } = await sink.ask<Counts>('counts')
    if (replies >= given.messages && notices >= given.messages) break
    if (replies + notices > arrived) {
      arrived = replies + notices
      deadline = performance.now() + PATIENCE_MS
    }
    if (performance.now() > deadline)
      throw new Error(
        `of ${given.messages} messages ${replies} were answered and ${notices} passed on; ${odd} were neither`,
      )
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const after = await program.ask<Usage>('usage')
  return measure(sent, await sink.ask<Arrivals>('arrivals'), after.cpuMs - before.cpuMs)
}

/** Tells whether memory stays where it is while many messages pass. */
async function soak(stage: Stage, messages: number): Promise<void> {
  const entered = await enter(stage, 'qinghuan', 'soak')
  const { program } = entered
  const step = Math.max(1000, Math.round(messages / 10))
  const began = performance.now()
  try {
    for (let done = 0; done <= messages; done += step) {
      if (done > 0) await phase(stage, entered, { messages: step, perSecond: 0 })
      const { heapUsed, rss } = await program.ask<Usage>('usage')
      say(
        `after ${String(done).padStart(7)} messages: heap ${mib(heapUsed)} after a collection, resident ${mib(rss)}, ${Math.round((performance.now() - began) / 1000)} s`,
      )
    }
  } finally {
    await program.stop()
  }
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

await main()

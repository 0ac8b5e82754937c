import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { parseArgs } from 'node:util'
import { prepareDatabase, SENDERS } from './county.ts'
import { freePort, startPostgres, type Database } from './database.ts'
import { measure, median, type Arrivals, type Phase, type Sent } from './figures.ts'
import type { LoadOrder } from './load.ts'
import {
  contestants,
  startHelper,
  startProgram,
  type Contestant,
  type Helper,
  type Usage,
} from './processes.ts'

const HELP = `npm run bench -- [--rounds 2] [--burst 1500] [--steady 10] [--only qinghuan] [--with-prisma] [--soak 100000] [--node-flag=…] [--postgres-flag=…]
`

const { values: args } = parseArgs({
  options: {
    rounds: { type: 'string', default: '2' },
    burst: { type: 'string', default: '1500' },
    steady: { type: 'string', default: '10' },
    only: { type: 'string' },
    'with-prisma': { type: 'boolean', default: false },
    soak: { type: 'string' },
    'node-flag': { type: 'string', multiple: true, default: [] },
    'postgres-flag': { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
})

const WARM_UP = 600
const STEADY_PER_SECOND = 50
/** Given up when nothing at all has arrived for so long. */
const PATIENCE_MS = 30_000

type Stage = Readonly<{ sink: Helper; sinkUrl: string; load: Helper; database: Database }>
type Counts = Readonly<{ replies: number; notices: number; robot: number; odd: number }>
type Round = Readonly<{ contestant: Contestant; burst: Phase; steady: Phase }>

async function main(): Promise<void> {
  if (args.help) return void process.stdout.write(HELP)
  const database = await startPostgres(args['postgres-flag'])
  const { helper: sink, first: port } = await startHelper<number>('sink.ts')
  const { helper: load } = await startHelper('load.ts')
  const stage: Stage = { sink, sinkUrl: `http://127.0.0.1:${port}`, load, database }
  say(
    `${cpus()[0]?.model.trim() ?? 'unknown processor'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, load of the last minute before the bench ${loadavg()[0]?.toFixed(1)}`,
    `Node ${process.version}, ${database.version} with its default settings${args['postgres-flag'].length > 0 ? ` and ${args['postgres-flag'].join(' ')}` : ''}`,
    `${SENDERS} senders, every message registers a hazard: one answer to the sender and one notice to the responsible unit, both by session webhook`,
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
      say(line(`${contestant} ${round}`, result))
    }
  }
  const middle = (contestant: Contestant): Round => ({
    contestant,
    burst: medians(rounds.filter((each) => each.contestant === contestant).map(({ burst }) => burst)),
    steady: medians(rounds.filter((each) => each.contestant === contestant).map(({ steady }) => steady)),
  })
  say('', 'Medians:')
  for (const contestant of taking) say(line(contestant, middle(contestant)))
  if (args.only) return
  const own = middle('qinghuan').burst
  for (const other of taking.filter((each) => each !== 'qinghuan')) {
    const { burst } = middle(other)
    say(
      `qinghuan / ${other}: replied/s ${(own.repliedPerSecond / burst.repliedPerSecond).toFixed(2)}, accepted/s ${(own.acceptedPerSecond / burst.acceptedPerSecond).toFixed(2)}`,
    )
  }
}

async function play(stage: Stage, contestant: Contestant, name: string): Promise<Round> {
  const { program, robotUrl } = await enter(stage, contestant, name)
  try {
    await phase(stage, program, { robotUrl, messages: WARM_UP, perSecond: 0 })
    const burst = await phase(stage, program, { robotUrl, messages: Number(args.burst), perSecond: 0 })
    const steady = await phase(stage, program, {
      robotUrl,
      messages: Number(args.steady) * STEADY_PER_SECOND,
      perSecond: STEADY_PER_SECOND,
    })
    return { contestant, burst, steady }
  } finally {
    await program.stop()
  }
}

/** A fresh database, the program on it, and everybody's session webhook known to it. */
async function enter(stage: Stage, contestant: Contestant, name: string) {
  const databaseUrl = await stage.database.create(name)
  await prepareDatabase(databaseUrl, new Date())
  const port = await freePort()
  const program = await startProgram({
    contestant,
    databaseUrl,
    port,
    sinkUrl: stage.sinkUrl,
    nodeFlags: contestant === 'qinghuan' ? args['node-flag'] : [],
  })
  const robotUrl = `http://127.0.0.1:${port}/dingtalk/robot`
  await order(stage, { robotUrl, messages: 0, perSecond: 0, kind: 'greet' })
  return { program, robotUrl }
}

async function order(stage: Stage, given: Omit<LoadOrder, 'sinkUrl'>): Promise<readonly Sent[]> {
  const answer = await stage.load.ask<{ sent?: Sent[]; failed?: string }>({
    ...given,
    sinkUrl: stage.sinkUrl,
  })
  if (!answer.sent) throw new Error(`the load generator failed: ${answer.failed}`)
  return answer.sent
}

async function phase(
  stage: Stage,
  program: Helper,
  given: Readonly<{ robotUrl: string; messages: number; perSecond: number }>,
): Promise<Phase> {
  const { sink } = stage
  await sink.ask('reset')
  const before = await program.ask<Usage>('usage')
  const sent = await order(stage, { ...given, kind: 'register' })
  let arrived = 0
  let deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const { replies, notices, robot } = await sink.ask<Counts>('counts')
    if (replies >= given.messages && notices >= given.messages) break
    if (replies + notices > arrived) {
      arrived = replies + notices
      deadline = performance.now() + PATIENCE_MS
    }
    if (performance.now() > deadline)
      throw new Error(
        `of ${given.messages} messages ${replies} were answered and ${notices} passed on, ${robot} by the robot API`,
      )
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const after = await program.ask<Usage>('usage')
  return measure(sent, await sink.ask<Arrivals>('arrivals'), after.cpuMs - before.cpuMs)
}

/** Tells whether memory stays where it is while many messages pass. */
async function soak(stage: Stage, messages: number): Promise<void> {
  const { program, robotUrl } = await enter(stage, 'qinghuan', 'soak')
  const step = Math.max(1000, Math.round(messages / 10))
  const began = performance.now()
  try {
    for (let done = 0; done <= messages; done += step) {
      if (done > 0) await phase(stage, program, { robotUrl, messages: step, perSecond: 0 })
      const { heapUsed, rss } = await program.ask<Usage>('usage')
      say(
        `after ${String(done).padStart(7)} messages: heap ${mib(heapUsed)} after a collection, resident ${mib(rss)}, ${Math.round((performance.now() - began) / 1000)} s`,
      )
    }
  } finally {
    await program.stop()
  }
}

function medians(phases: readonly Phase[]): Phase {
  const of = (key: keyof Phase): number => median(phases.map((each) => each[key]))
  return {
    messages: of('messages'),
    acceptedPerSecond: of('acceptedPerSecond'),
    repliedPerSecond: of('repliedPerSecond'),
    ackP50: of('ackP50'),
    ackP99: of('ackP99'),
    replyP50: of('replyP50'),
    replyP99: of('replyP99'),
    cpuMsPerMessage: of('cpuMsPerMessage'),
  }
}

function line(name: string, { burst, steady }: Pick<Round, 'burst' | 'steady'>): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`
  return [
    name.padEnd(12),
    `as fast as acked: accepted ${Math.round(burst.acceptedPerSecond)}/s, replied ${Math.round(burst.repliedPerSecond)}/s, ${burst.cpuMsPerMessage.toFixed(1)} ms of processor a message`,
    `ack p50 ${ms(burst.ackP50)} p99 ${ms(burst.ackP99)} | steady ${STEADY_PER_SECOND}/s: ack p50 ${ms(steady.ackP50)} p99 ${ms(steady.ackP99)}`,
    `reply p50 ${ms(steady.replyP50)} p99 ${ms(steady.replyP99)}`,
  ].join(', ')
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

await main()

import { median, type Phase } from './figures.ts'

/** What one program came to, as fast as it takes and at a steady pace. */
export type Result = Readonly<{ burst: Phase; steady: Phase }>

/** The medians of several rounds, figure by figure. */
export function medians(rounds: readonly Result[]): Result {
  return {
    burst: middle(rounds.map(({ burst }) => burst)),
    steady: middle(rounds.map(({ steady }) => steady)),
  }
}

function middle(phases: readonly Phase[]): Phase {
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

/** One program's figures on one line; what was not measured is a dash. */
export function line(name: string, { burst, steady }: Result, steadyPerSecond: number): string {
  const ms = (value: number): string => (Number.isNaN(value) ? '–' : `${value.toFixed(1)} ms`)
  const perSecond = (value: number): string => (Number.isNaN(value) ? '–' : `${Math.round(value)}/s`)
  return [
    name.padEnd(12),
    `as fast as acked: accepted ${perSecond(burst.acceptedPerSecond)}, replied ${perSecond(burst.repliedPerSecond)}, ${burst.cpuMsPerMessage.toFixed(1)} ms of processor a message`,
    `ack p50 ${ms(burst.ackP50)} p99 ${ms(burst.ackP99)} | steady ${steadyPerSecond}/s: ack p50 ${ms(steady.ackP50)} p99 ${ms(steady.ackP99)}`,
    `reply p50 ${ms(steady.replyP50)} p99 ${ms(steady.replyP99)}`,
  ].join(', ')
}

export function ratio(own: number, other: number): string {
  const value = own / other
  return Number.isNaN(value) ? '–' : value.toFixed(2)
}

export function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}

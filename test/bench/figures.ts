/** The value below which `share` (0 to 1) of the values lie; NaN when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? NaN
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN
  return (lower + upper) / 2
}

/**
 * One message of the load generator: who sent it, when, and when it was acked, if that was seen. Milliseconds since the
 * epoch.
 */
export type Sent = Readonly<{ sender: number; at: number; ackedAt: number | undefined; status: number }>

/** When each sender's answers arrived, in their order. Milliseconds since the epoch. */
export type Arrivals = Readonly<Record<string, readonly number[]>>

export type Phase = Readonly<{
  messages: number
  /** NaN, as are the figures of the acks, when no ack was seen. */
  acceptedPerSecond: number
  repliedPerSecond: number
  ackP50: number
  ackP99: number
  replyP50: number
  replyP99: number
  /** Processor time of the program itself, without PostgreSQL's. */
  cpuMsPerMessage: number
}>

/**
 * What a phase came to. A sender's n-th answer belongs to his n-th message: answers to one person come in order.
 * Throws when a message was refused or has no answer, for then the figures mean nothing.
 */
export function measure(sent: readonly Sent[], arrivals: Arrivals, cpuMs: number): Phase {
  const refused = sent.filter(({ status }) => status !== 200)
  if (refused.length > 0)
    throw new Error(`${refused.length} messages were refused, the first with ${refused[0]?.status}`)
  const next = new Map<number, number>()
  const replies: number[] = []
  let lastReply = 0
  for (const message of sent) {
    const n = next.get(message.sender) ?? 0
    next.set(message.sender, n + 1)
    const arrived = arrivals[String(message.sender)]?.[n]
    if (arrived === undefined) throw new Error(`message ${n + 1} of sender ${message.sender} has no answer`)
    replies.push(arrived - message.at)
    lastReply = Math.max(lastReply, arrived)
  }
  const acks = sent.flatMap(({ at, ackedAt }) => (ackedAt === undefined ? [] : [ackedAt - at]))
  const begin = Math.min(...sent.map(({ at }) => at))
  const lastAck = Math.max(...sent.map(({ ackedAt }) => ackedAt ?? NaN))
  return {
    messages: sent.length,
    acceptedPerSecond: (sent.length * 1000) / (lastAck - begin),
    repliedPerSecond: (sent.length * 1000) / (lastReply - begin),
    ackP50: percentile(acks, 0.5),
    ackP99: percentile(acks, 0.99),
    replyP50: percentile(replies, 0.5),
    replyP99: percentile(replies, 0.99),
    cpuMsPerMessage: cpuMs / sent.length,
  }
}

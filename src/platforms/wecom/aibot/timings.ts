/** Every wait of the AI bot's connection, in milliseconds. */
export type SocketTimings = Readonly<{
  /** Between attempts to get the lease, and between renewals. */
  acquireEveryMs: number
  renewEveryMs: number
  /** Without a renewal for this long the lease counts as lost, although nobody has said so. Shorter than it lives. */
  leaseMs: number
  heartbeatMs: number
  reconnectMs: number
  /** After so long without a sign that the subscription stands, it is asked. */
  probeMs: number
  openTimeoutMs: number
  ackTimeoutMs: number
  /** How long a message to send waits for the connection. */
  readyTimeoutMs: number
  /** How long to stay away after another connection took over: the first time, and at the longest. */
  replacedMs: number
  maxReplacedMs: number
  /** After five refusals of id and secret. */
  refusedMs: number
  storeRetryMs: readonly number[]
  drainMs: number
}>

/** For a lease that lives 20 seconds: a copy that is killed is followed within 25. */
export const defaultTimings: SocketTimings = {
  acquireEveryMs: 5000,
  renewEveryMs: 5000,
  leaseMs: 15_000,
  heartbeatMs: 30_000,
  reconnectMs: 1000,
  probeMs: 3 * 60_000,
  openTimeoutMs: 10_000,
  ackTimeoutMs: 4500,
  readyTimeoutMs: 5000,
  replacedMs: 60_000,
  maxReplacedMs: 60 * 60_000,
  refusedMs: 5 * 60_000,
  storeRetryMs: [500, 1000, 2000, 4000, 8000, 16_000, 30_000],
  drainMs: 5000,
}

import type { InboundEvent } from '../../chat/inbound.ts'
import type { Intake } from '../../chat/outgoing.ts'
import { PlatformError } from '../../chat/outgoing.ts'
import { errorName } from '../../ports/log.ts'
import type { Log } from '../../ports/log.ts'
import { answerWithin, CARD_ANSWER_MS } from './card-answer.ts'
import type { CardTemplate } from './card-encoder.ts'
import { decodeCardCallback, decodeRobotMessage, UndecodableError } from './decode.ts'
import type { DecodeOptions } from './decode.ts'
import { openConnection } from './stream-connection.ts'
import type { Connection, Frame } from './stream-connection.ts'

export type StreamTimings = Readonly<{
  pingEveryMs: number
  openTimeoutMs: number
  /** Waits between failed attempts: the first, and the longest. */
  backoffMs: number
  maxBackoffMs: number
  /** A connection that has lived this long counts as a good one. */
  stableAfterMs: number
  /** How long a socket that DingTalk is about to close is still listened to. */
  graceMs: number
  /** How long `stop` waits for events that are being stored. */
  drainMs: number
}>

const defaults: StreamTimings = {
  pingEveryMs: 20_000,
  openTimeoutMs: 10_000,
  backoffMs: 1000,
  maxBackoffMs: 60_000,
  stableAfterMs: 10_000,
  graceMs: 15_000,
  drainMs: 5000,
}

export type StreamOptions = DecodeOptions &
  Readonly<{
    clientId: string
    clientSecret: string
    apiBase: string
    /** Needed to answer a pressed button with the changed card. */
    cardTemplate: CardTemplate | undefined
    intake: Intake
    now(): Date
    log: Log
    /** Counts what DingTalk counts: Stream pushes share a monthly quota with webhooks. */
    meter?: ((kind: 'stream', call: string) => void) | undefined
    timings?: Partial<StreamTimings> | undefined
  }>

export type StreamState = Readonly<{
  connected: boolean
  /** Since when, while connected. */
  since: Date | undefined
  /** Attempts to open a connection since the start. */
  opens: number
  /** Failures in a row. */
  failures: number
  /** Old sockets that are still listened to. */
  draining: number
  /** Events being stored at this moment. */
  inFlight: number
  /** Code of the last failure, while it has not been overcome. */
  lastError: string | undefined
}>

export interface Stream {
  /** Takes nothing new, waits for what is being stored, closes every socket and leaves no timer behind. */
  stop(): Promise<void>
  state(): StreamState
}

/**
 * Stream mode, kept up until it is stopped. An event is acknowledged only once it is stored; when it cannot be stored
 * DingTalk delivers it again, about a minute later. When DingTalk announces the end of a connection the next one is
 * opened at once and the old one is listened to until it is gone, so that nothing falls in between.
 */
export function startStream(options: StreamOptions): Stream {
  const { intake, log, now } = options
  const timings: StreamTimings = { ...defaults, ...options.timings }
  const stopping = new AbortController()
  const connections = new Map<Connection, { stable?: NodeJS.Timeout; grace?: NodeJS.Timeout }>()
  const inFlight = new Set<Promise<void>>()
  let current: Connection | undefined
  let since: Date | undefined
  let opening: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let opens = 0
  let failures = 0
  let lastError: string | undefined

  function connect(): void {
    if (stopping.signal.aborted || opening || current) return
    clearTimeout(retry)
    opening = attempt().then((isOpen) => {
      opening = undefined
      if (!isOpen) connectLater()
      // It may have been closed or announced its end before this line.
      else if (!current) connectLater()
    })
  }

  function connectLater(): void {
    if (stopping.signal.aborted || opening) return
    clearTimeout(retry)
    retry = setTimeout(connect, backoff(failures, Math.random(), timings))
    failures += 1
  }

  async function attempt(): Promise<boolean> {
    opens += 1
    // Events can come before `openConnection` has returned.
    const own: { connection?: Connection; ended?: true; closed?: string } = {}
    try {
      const connection = await openConnection({
        ...options,
        pingEveryMs: timings.pingEveryMs,
        openTimeoutMs: timings.openTimeoutMs,
        signal: stopping.signal,
        onFrame: take,
        onDisconnect: () => {
          own.ended = true
          if (own.connection) retire(own.connection)
        },
        onClose: (why) => {
          own.closed = why
          if (own.connection) closed(own.connection, why)
        },
        onBadFrame: (why) => log.warn({ why }, 'stream frame not understood'),
      })
      own.connection = connection
      adopt(connection)
      if (own.closed !== undefined) closed(connection, own.closed)
      else if (own.ended) retire(connection)
      return true
    } catch (error) {
      lastError = error instanceof PlatformError ? error.code : errorName(error)
      if (!stopping.signal.aborted) log.warn({ error: lastError, failures }, 'stream could not connect')
      return false
    }
  }

  function adopt(connection: Connection): void {
    const stable = setTimeout(() => {
      failures = 0
    }, timings.stableAfterMs)
    connections.set(connection, { stable })
    current = connection
    since = now()
    lastError = undefined
    log.info({ opens }, 'stream connected')
  }

  /** DingTalk is about to close this one: open the next before it does, and keep listening meanwhile. */
  function retire(connection: Connection): void {
    const timers = connections.get(connection)
    if (!timers || timers.grace) return
    timers.grace = setTimeout(() => void connection.close(), timings.graceMs)
    if (connection !== current) return
    forget()
    log.info({ opens }, 'stream connection announced its end')
    // At once, unless this is going in circles.
    if (failures > 0) return connectLater()
    failures += 1
    connect()
  }

  function closed(connection: Connection, why: string): void {
    const timers = connections.get(connection)
    clearTimeout(timers?.stable)
    clearTimeout(timers?.grace)
    connections.delete(connection)
    if (connection !== current) return
    forget()
    lastError = why
    if (!stopping.signal.aborted) log.warn({ why, failures }, 'stream connection lost')
    connectLater()
  }

  function forget(): void {
    current = undefined
    since = undefined
  }

  function take(frame: Frame): void {
    // Unacknowledged, so that it is delivered again to whoever runs next.
    if (stopping.signal.aborted) return
    const work = handle(frame).catch((error: unknown) =>
      log.error({ error: errorName(error) }, 'stream frame failed'),
    )
    const tracked = work.finally(() => inFlight.delete(tracked))
    inFlight.add(tracked)
  }

  async function handle(frame: Frame): Promise<void> {
    const late = AbortSignal.timeout(CARD_ANSWER_MS)
    options.meter?.('stream', frame.topic)
    const event = understand(frame)
    if (!event) return acknowledge(frame, frame.topic === 'card' ? {} : null)
    try {
      await intake.accept(event)
    } catch (error) {
      log.error(
        { eventId: event.eventId, error: errorName(error) },
        'event could not be stored, left for redelivery',
      )
      return
    }
    const isPress = event.kind === 'card-action'
    const template = options.cardTemplate
    const response = isPress ? await answerWithin({ event, intake, template, late, log }) : null
    acknowledge(frame, response, event.eventId)
  }

  function acknowledge(frame: Frame, response: unknown, eventId?: string): void {
    if (!frame.ack(response))
      log.warn({ topic: frame.topic, eventId }, 'socket gone before the acknowledgement')
  }

  /** A shape that we do not know stays unknown however often it is delivered, so it is logged once and acknowledged. */
  function understand(frame: Frame): InboundEvent | undefined {
    try {
      const json: unknown = JSON.parse(frame.data)
      return frame.topic === 'robot'
        ? decodeRobotMessage(json, now(), options)
        : decodeCardCallback(json, frame.messageId, now())
    } catch (error) {
      const fields = error instanceof UndecodableError ? error.fields : [errorName(error)]
      log.warn({ topic: frame.topic, fields }, 'callback not understood')
      return undefined
    }
  }

  async function stop(): Promise<void> {
    stopping.abort()
    clearTimeout(retry)
    await opening
    await settled([...inFlight], timings.drainMs)
    for (const timers of connections.values()) clearTimeout(timers.stable)
    await Promise.all([...connections.keys()].map((connection) => connection.close()))
  }

  connect()
  return {
    stop,
    state: () => ({
      connected: current !== undefined,
      since,
      opens,
      failures,
      draining: connections.size - (current ? 1 : 0),
      inFlight: inFlight.size,
      lastError,
    }),
  }
}

/**
 * Milliseconds before the next attempt: doubling from `backoffMs` to `maxBackoffMs`, of which `random` (0 to 1) takes
 * away up to half, so that many bots do not come back at the same moment.
 */
export function backoff(
  failures: number,
  random: number,
  { backoffMs, maxBackoffMs }: Pick<StreamTimings, 'backoffMs' | 'maxBackoffMs'>,
): number {
  return Math.min(maxBackoffMs, backoffMs * 2 ** Math.min(failures, 30)) * (1 - random / 2)
}

async function settled(work: readonly Promise<void>[], withinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, withinMs)
  })
  await Promise.race([Promise.all(work), late])
  clearTimeout(timer)
}

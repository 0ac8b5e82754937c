import { setTimeout as sleep } from 'node:timers/promises'
import type { Intake } from '../../../chat/outgoing.ts'
import { PlatformError } from '../../../chat/outgoing.ts'
import { errorName } from '../../../ports/log.ts'
import type { Log } from '../../../ports/log.ts'
import type { Fields } from '../../shared/network.ts'
import type { Ids } from '../api/ids.ts'
import { createEar } from './hear.ts'
import type { Ear } from './hear.ts'
import { keepLease } from './lease.ts'
import type { Lease } from './lease.ts'
import { newReqId, openSession } from './session.ts'
import type { Command, MediaType, Session } from './session.ts'
import { defaultTimings } from './timings.ts'
import type { SocketTimings } from './timings.ts'
import { createSignal, createStormAlarm, isSubscribed } from './watch.ts'

export type SocketOptions = Readonly<{
  botId: string
  secret: string
  socketUrl: string
  lease: Lease
  ids: Ids
  now(): Date
  log: Log
  botName?: string | undefined
  welcome?: string | undefined
  meter?: ((kind: 'stream', call: string) => void) | undefined
  timings?: Partial<SocketTimings> | undefined
}>

export type SocketState = Readonly<{
  /** `owner` holds the lease; `standby` waits for it; `away` stays off because another connection took over. */
  role: 'owner' | 'standby' | 'away' | 'stopped'
  /** Whether frames can be sent now. */
  connected: boolean
  since: Date | undefined
  /** Times that a subscription was accepted. */
  opens: number
  /** Times that another connection took over. */
  replaced: number
  inFlight: number
  lastError: string | undefined
}>

/** The AI bot's long connection, held by one copy of the program at a time. */
export interface BotSocket {
  start(intake: Intake): void
  /** Takes nothing new, waits for what is being stored, gives the lease back and leaves no timer behind. */
  stop(): Promise<void>
  state(): SocketState
  /** Sends a frame; throws PlatformError, `not-owner` and `not-connected` being `later`. */
  push(to: Readonly<{ kind: 'group' | 'person'; id: string }>, body: Fields): Promise<void>
  /** Answers the callback of that id. */
  reply(reqId: string, body: Fields): Promise<void>
  /** Returns a media id for a message of this bot. */
  upload(type: MediaType, bytes: Uint8Array, fileName: string): Promise<string>
}

type End = 'lost' | 'replaced' | 'stopped'

/**
 * A lease first, then the official client under supervision. The connection is given up at once when the lease is
 * gone; when another connection takes over, which only a bot set up twice can do, that is an alarm, and this copy stays
 * away ever longer instead of taking the bot back. A subscription that the server has dropped (846609) is made anew.
 *
 * https://developer.work.weixin.qq.com/document/path/101463
 */
export function createBotSocket(options: SocketOptions): BotSocket {
  const { lease, log, now } = options
  const timings: SocketTimings = { ...defaultTimings, ...options.timings }
  const stopping = new AbortController()
  let role: SocketState['role'] = 'standby'
  let running: Promise<void> | undefined
  let ear: Ear | undefined
  let session: Session | undefined
  let since: Date | undefined
  let endTenure: ((end: End) => void) | undefined
  let reopening: NodeJS.Timeout | undefined
  let opens = 0
  let replaced = 0
  let inARow = 0
  let lastError: string | undefined
  let lastSign = performance.now()
  const changed = createSignal()
  const stormAlarm = createStormAlarm(log)

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      role = 'standby'
      if (!(await acquired())) {
        await pause(timings.acquireEveryMs)
        continue
      }
      const end = await hold()
      if (end !== 'lost')
        await lease
          .release()
          .catch((error: unknown) => log.warn({ error: errorName(error) }, 'lease not given back'))
      if (end !== 'replaced') continue
      role = 'away'
      await pause(Math.min(timings.maxReplacedMs, timings.replacedMs * 2 ** Math.min(inARow - 1, 20)))
    }
    role = 'stopped'
  }

  /** Keeps the connection for as long as the lease lasts. */
  async function hold(): Promise<End> {
    role = 'owner'
    const ended = new Promise<End>((resolve) => (endTenure = resolve))
    const onStop = () => endTenure?.('stopped')
    stopping.signal.addEventListener('abort', onStop, { once: true })
    if (stopping.signal.aborted) onStop()
    else open()
    const letGo = keepLease(lease, { ...timings, log, gone: () => endTenure?.('lost') })
    const probing = setInterval(() => void probe(), timings.probeMs)
    const end = await ended
    clearInterval(probing)
    letGo()
    stopping.signal.removeEventListener('abort', onStop)
    // What came in may still be answered while the program stops.
    if (end === 'stopped') await ear?.drain(timings.drainMs)
    shut()
    role = 'standby'
    if (end === 'lost') log.warn({}, 'AI bot handed over: the lease is gone')
    return end
  }

  function open(): void {
    clearTimeout(reopening)
    const own = (work: () => void) => () => {
      if (session === opened) work()
    }
    const opened: Session = openSession({
      ...options,
      ...timings,
      url: options.socketUrl,
      onFrame(frame) {
        lastSign = performance.now()
        ear?.take(frame)
      },
      onReady: own(ready),
      onLost: (why) => {
        if (session === opened) lost(why)
      },
      onStuck: own(() => reopen(timings.reconnectMs, 'not subscribed')),
      onRefused: own(() => {
        log.error({}, '企业微信：智能机器人的 ID 或 Secret 不对，请核对 WECOM_AIBOT_ID 和 WECOM_AIBOT_SECRET')
        reopen(timings.refusedMs, 'refused')
      }),
    })
    session = opened
  }

  function ready(): void {
    opens += 1
    lastSign = performance.now()
    since = now()
    lastError = undefined
    log.info({ opens }, 'AI bot connected')
    changed.fire()
  }

  function lost(why: string): void {
    if (since !== undefined) log.warn({ why }, 'AI bot connection lost')
    since = undefined
    lastError = why
  }

  function shut(): void {
    clearTimeout(reopening)
    session?.close()
    session = undefined
    since = undefined
    changed.fire()
  }

  function reopen(afterMs: number, why: string): void {
    session?.close()
    session = undefined
    since = undefined
    lastError = why
    if (role !== 'owner' || stopping.signal.aborted) return
    clearTimeout(reopening)
    reopening = setTimeout(open, afterMs)
  }

  function onReplaced(): void {
    replaced += 1
    // A connection that had lived for long starts the count anew.
    const lived = since === undefined ? 0 : now().getTime() - since.getTime()
    inARow = lived > timings.maxReplacedMs ? 1 : inARow + 1
    log.error(
      { replaced },
      '企业微信：智能机器人的长连接被另一处顶掉了。一个机器人只能连一处：请停掉另一处，或给测试环境另建一个机器人',
    )
    endTenure?.('replaced')
  }

  async function acquired(): Promise<boolean> {
    try {
      return await lease.acquire()
    } catch (error) {
      log.warn({ error: errorName(error) }, 'lease not answered')
      return false
    }
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
  }

  /** The live session. A moment's interruption is waited for. */
  async function live(call: string): Promise<Session> {
    const deadline = performance.now() + timings.readyTimeoutMs
    for (;;) {
      if (role !== 'owner') throw new PlatformError(call, 'not-owner', 'later')
      if (session && since !== undefined) return session
      const left = deadline - performance.now()
      if (left <= 0) throw new PlatformError(call, 'not-connected', 'later')
      await changed.wait(left)
    }
  }

  async function call<T>(name: string, work: (session: Session) => Promise<T>): Promise<T> {
    const first = await live(name)
    try {
      const result = await work(first)
      lastSign = performance.now()
      return result
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code !== '846609') throw error
      // Refused frames have done nothing, so this one may be sent again.
      unsubscribed(first)
      return work(await live(name))
    }
  }

  async function probe(): Promise<void> {
    const by = session
    if (!by || since === undefined || performance.now() - lastSign < timings.probeMs) return
    if (await isSubscribed(by)) lastSign = performance.now()
    else unsubscribed(by)
  }

  function unsubscribed(by: Session): void {
    if (session !== by) return
    stormAlarm()
    reopen(0, '846609')
  }

  function send(cmd: Command, reqId: string, body: Fields): Promise<void> {
    return call(cmd, (live) => live.send(cmd, reqId, body))
  }

  return {
    start(intake) {
      if (running) return
      ear = createEar({
        ...options,
        intake,
        storeRetryMs: timings.storeRetryMs,
        signal: stopping.signal,
        onReplaced,
        answer: send,
      })
      running = run().catch(async (error: unknown) => {
        // Only an address that may not be called at all comes this far.
        log.error({ error: errorName(error) }, 'AI bot connection given up')
        role = 'stopped'
        await lease.release().catch(() => undefined)
      })
    },
    async stop() {
      stopping.abort()
      await running
      role = 'stopped'
    },
    state: () => ({
      role,
      connected: since !== undefined,
      since,
      opens,
      replaced,
      inFlight: ear?.inFlight() ?? 0,
      lastError,
    }),
    push: ({ kind, id }, body) =>
      send('aibot_send_msg', newReqId(), { chatid: id, chat_type: kind === 'group' ? 2 : 1, ...body }),
    reply: (reqId, body) => send('aibot_respond_msg', reqId, body),
    upload: (type, bytes, fileName) =>
      call('aibot_upload_media', (live) => live.upload(type, bytes, fileName)),
  }
}

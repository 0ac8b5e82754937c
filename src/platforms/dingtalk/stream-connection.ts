import { DWClient, TOPIC_CARD, TOPIC_ROBOT } from 'dingtalk-stream'
import type { DWClientDownStream } from 'dingtalk-stream'
import WebSocket from 'ws'
import { PlatformError } from '../../chat/outgoing.ts'
import { isAllowedUrl } from '../shared/allowed-url.ts'
import { callJson } from './http.ts'

const MAX_FRAME = 4 * 1024 * 1024
const CALL = 'gateway/connections/open'

/** One callback. `ack` answers on the socket it came by; it reports whether that socket was still there. */
export type Frame = Readonly<{
  topic: 'robot' | 'card'
  messageId: string
  data: string
  ack(response: unknown): boolean
}>

/** One live socket. */
export interface Connection {
  /** Says goodbye and waits for the other side, but not for long. */
  close(): Promise<void>
}

export type ConnectionOptions = Readonly<{
  clientId: string
  clientSecret: string
  apiBase: string
  /** Hosts that the gateway may send us to. */
  allowedHosts: readonly string[]
  pingEveryMs: number
  openTimeoutMs: number
  signal: AbortSignal
  onFrame(frame: Frame): void
  /** DingTalk will deliver nothing more here and close in about ten seconds. */
  onDisconnect(): void
  /** Once, when the socket is gone for whatever reason. */
  onClose(why: string): void
  onBadFrame(why: string): void
}>

/**
 * Opens one connection, or throws PlatformError. Nothing that arrives on it can throw. It pings on its own and gives
 * the socket up when a whole interval passes without a sign of life.
 *
 * https://opensource.dingtalk.com/developerpedia/docs/learn/stream/protocol
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const client = new SupervisedClient(options)
  for (const [topic, name] of [
    [TOPIC_ROBOT, 'robot'],
    [TOPIC_CARD, 'card'],
  ] as const) {
    client.registerCallbackListener(topic, ({ data, headers }) => {
      const { messageId } = headers
      // It could neither be acknowledged nor told from its redelivery.
      if (!messageId) return options.onBadFrame('no messageId')
      options.onFrame({
        topic: name,
        messageId,
        data,
        ack: (response) => client.acknowledge(messageId, response),
      })
    })
  }
  return client.open()
}

/**
 * The official client with its own supervision taken off. Version 2.1.5 multiplies its retries when a handshake fails,
 * shares one list of subscriptions between all clients, does not escape the ticket, swallows the gateway's errors,
 * dies of a frame that is not JSON, and prints to the console; the overridden methods are exactly those places.
 * One instance makes one connection.
 */
class SupervisedClient extends DWClient {
  private readonly options: ConnectionOptions
  private address = ''
  private ws: WebSocket | undefined
  private failure: unknown

  constructor(options: ConnectionOptions) {
    const { clientId, clientSecret } = options
    const config = { clientId, clientSecret, keepAlive: false, autoReconnect: false, subscriptions: [] }
    super(config)
    this.options = options
  }

  async open(): Promise<Connection> {
    await this.connect()
    const { ws } = this
    if (ws?.readyState === WebSocket.OPEN) return { close: () => closeSocket(ws) }
    throw this.failure instanceof PlatformError ? this.failure : new PlatformError(CALL, 'closed', 'later')
  }

  /** Answers one frame; false when the socket that it came by is gone, so that DingTalk will deliver it again. */
  acknowledge(messageId: string, response: unknown): boolean {
    if (this.ws?.readyState !== WebSocket.OPEN) return false
    this.socketCallBackResponse(messageId, response)
    return true
  }

  override async getEndpoint(): Promise<this> {
    const { clientId, clientSecret, apiBase, allowedHosts, openTimeoutMs, signal } = this.options
    return this.noting(async () => {
      const { endpoint, ticket } = await callJson({
        name: CALL,
        url: `${apiBase}/v1.0/gateway/connections/open`,
        method: 'POST',
        body: { clientId, clientSecret, ua: 'qinghuan', subscriptions: this.config.subscriptions },
        allowedHosts: [new URL(apiBase).origin],
        repeatable: true,
        timeoutMs: openTimeoutMs,
        signal,
      })
      if (typeof endpoint !== 'string' || typeof ticket !== 'string' || !URL.canParse(endpoint))
        throw new PlatformError(CALL, 'no-endpoint', 'later')
      if (!isAllowedUrl(endpoint, allowedHosts)) throw new PlatformError(CALL, 'host-not-allowed', 'never')
      const address = new URL(endpoint)
      address.searchParams.set('ticket', ticket)
      this.address = address.href
      return this
    })
  }

  override async _connect(): Promise<void> {
    return this.noting(
      () =>
        new Promise((resolve, reject) => {
          const ws = new WebSocket(this.address, {
            handshakeTimeout: this.options.openTimeoutMs,
            maxPayload: MAX_FRAME,
          })
          const giveUp = () => ws.terminate()
          this.options.signal.addEventListener('abort', giveUp, { once: true })
          let why = 'closed'
          // The SDK acknowledges through its own field, which is private only to the compiler.
          Reflect.set(this, 'socket', ws)
          this.ws = ws
          ws.on('open', () => {
            this.options.signal.removeEventListener('abort', giveUp)
            this.connected = true
            this.watch(ws)
            ws.on('close', (code) => this.options.onClose(why === 'closed' ? `closed ${code}` : why))
            resolve()
          })
          ws.on('message', (data) => this.onDownStream(String(data)))
          ws.on('error', (error) => {
            why = socketFailure(error)
            ws.terminate()
          })
          ws.on('close', () => {
            this.options.signal.removeEventListener('abort', giveUp)
            this.connected = false
            reject(new PlatformError('gateway/connect', why, 'later'))
          })
        }),
    )
  }

  /** Takes whatever comes: a frame that is not understood is reported and left alone. */
  override onDownStream(data: string): void {
    try {
      super.onDownStream(data)
    } catch (error) {
      this.options.onBadFrame(error instanceof Error ? error.name : typeof error)
    }
  }

  override onSystem(frame: DWClientDownStream): void {
    super.onSystem(frame)
    if (frame.headers.topic === 'disconnect') this.options.onDisconnect()
  }

  /** The SDK's `connect` never rejects, so what went wrong is kept here. */
  private async noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.failure = error
      throw error
    }
  }

  private watch(ws: WebSocket): void {
    let alive = true
    for (const sign of ['pong', 'ping', 'message'] as const) ws.on(sign, () => (alive = true))
    const timer = setInterval(() => {
      if (!alive) return ws.terminate()
      alive = false
      ws.ping()
    }, this.options.pingEveryMs)
    ws.once('close', () => clearInterval(timer))
  }
}

/** The HTTP status of a refused handshake, or the system's code. The message could hold the address and its ticket. */
function socketFailure(error: Error): string {
  const status = /server response: (\d{3})/.exec(error.message)?.[1]
  if (status !== undefined) return status
  return 'code' in error && typeof error.code === 'string' ? error.code : 'socket-error'
}

function closeSocket(ws: WebSocket): Promise<void> {
  if (ws.readyState === WebSocket.CLOSED) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => ws.terminate(), 1000)
    ws.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    ws.close(1000)
  })
}

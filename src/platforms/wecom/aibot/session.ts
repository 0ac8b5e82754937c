import { randomUUID } from 'node:crypto'
import { WSClient } from '@wecom/aibot-node-sdk'
import type { WsFrame } from '@wecom/aibot-node-sdk'
import { PlatformError } from '../../../chat/outgoing.ts'
import { isAllowedUrl } from '../../shared/allowed-url.ts'
import { platformError } from '../api/errors.ts'
import type { Fields } from '../../shared/network.ts'

const MAX_FRAME = 4 * 1024 * 1024
/** An upload is given another acknowledgement's time for each of these. */
const SLOW_BYTES = 2 * 1024 * 1024

/** One callback as it came by. */
export type Frame = Readonly<{ reqId: string; body: unknown }>

export type SessionOptions = Readonly<{
  botId: string
  secret: string
  url: string
  heartbeatMs: number
  /** The SDK waits this long before its first new attempt, doubling up to 30 s. */
  reconnectMs: number
  openTimeoutMs: number
  ackTimeoutMs: number
  onFrame(frame: Frame): void
  /** Subscribed: from now on frames may be sent. */
  onReady(): void
  /** The connection is gone; the SDK is making it anew. */
  onLost(why: string): void
  /** Connected, but nobody answered the subscription in time. */
  onStuck(): void
  /** WeCom refused the bot's id and secret five times in a row; the SDK tries no more. */
  onRefused(): void
}>

/** The AI bot's connection. Everything that goes wrong with a call is a PlatformError. */
export interface Session {
  /** Sends one frame and waits for its acknowledgement. A timeout means that nobody knows. */
  send(cmd: Command, reqId: string, body: Fields): Promise<void>
  /** Sends the bytes in pieces; the larger they are, the longer it may take. */
  upload(type: MediaType, bytes: Uint8Array, fileName: string): Promise<string>
  close(): void
}

export type MediaType = 'image' | 'file'
export type Command =
  'aibot_respond_msg' | 'aibot_respond_welcome_msg' | 'aibot_respond_update_msg' | 'aibot_send_msg'

/** An id for a frame that answers nothing. Acknowledgements are told apart by it alone. */
export function newReqId(): string {
  return `qh_${randomUUID()}`
}

/**
 * Opens the official client, which reconnects by itself when the connection is lost. One instance is never connected
 * twice by us: version 1.0.7 lets the late "close" of an old socket tear down the new one.
 *
 * https://developer.work.weixin.qq.com/document/path/101463
 */
export function openSession(options: SessionOptions): Session {
  const { url, openTimeoutMs, ackTimeoutMs } = options
  // Plain ws:// is for loopback only, as with every other address.
  if (!isAllowedUrl(url, [new URL(url).origin]))
    throw new PlatformError('aibot/connect', 'host-not-allowed', 'never')
  const client = new WSClient({
    botId: options.botId,
    secret: options.secret,
    wsUrl: url,
    wsOptions: { maxPayload: MAX_FRAME, handshakeTimeout: openTimeoutMs },
    heartbeatInterval: options.heartbeatMs,
    reconnectInterval: options.reconnectMs,
    maxReconnectAttempts: -1,
    logger: silent,
  })
  let why = 'closed'
  let subscribing: NodeJS.Timeout | undefined

  client.on('connected', () => {
    // The SDK would wait for ever.
    subscribing = setTimeout(options.onStuck, openTimeoutMs)
  })
  client.on('authenticated', () => {
    clearTimeout(subscribing)
    why = 'closed'
    options.onReady()
  })
  client.on('disconnected', () => {
    clearTimeout(subscribing)
    options.onLost(why)
  })
  client.on('error', (error) => {
    why = failureOf(error)
    if (error.name === 'WSAuthFailureError') options.onRefused()
  })
  const take = (frame: WsFrame) =>
    options.onFrame({ reqId: frame.headers?.req_id ?? '', body: frame.body as unknown })
  client.on('message', take)
  client.on('event', take)
  client.connect()

  async function acknowledged<T>(
    call: string,
    repeatable: boolean,
    work: Promise<T>,
    ms: number,
  ): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('ack timeout')), ms)
    })
    try {
      return await Promise.race([work, late])
    } catch (thrown) {
      throw normalised(call, thrown, repeatable)
    } finally {
      clearTimeout(timer)
      // Whatever becomes of it after the timeout is nobody's business any more.
      work.catch(() => undefined)
    }
  }

  return {
    async send(cmd, reqId, body) {
      await acknowledged(
        cmd,
        false,
        client.reply({ headers: { req_id: reqId } }, { ...body }, cmd),
        ackTimeoutMs,
      )
    },
    async upload(type, bytes, fileName) {
      const upload = client.uploadMedia(Buffer.from(bytes), { type, filename: fileName })
      const waits = 6 + Math.floor(bytes.length / SLOW_BYTES)
      const { media_id } = await acknowledged('aibot_upload_media', true, upload, waits * ackTimeoutMs)
      return media_id
    },
    close() {
      clearTimeout(subscribing)
      client.removeAllListeners()
      client.disconnect()
    },
  }
}

/** The SDK would print frames, and with them what people write. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }
function ignore(): void {}

/** The SDK rejects with the refused frame itself, with errors of its own, and with texts that hold a frame. */
function normalised(call: string, thrown: unknown, repeatable: boolean): PlatformError {
  const refused = (code: string) => platformError({ call, status: 200, code, repeatable })
  if (typeof thrown === 'object' && thrown !== null && 'errcode' in thrown)
    return refused(String(thrown.errcode))
  const message = thrown instanceof Error ? thrown.message : ''
  const inside = /"errcode":(-?\d+)/.exec(message)?.[1]
  if (inside !== undefined) return refused(inside)
  if (/not connected|exceeds max size/.test(message)) return new PlatformError(call, 'not-connected', 'later')
  const code = /timeout/.test(message) ? 'ack-timeout' : 'connection-lost'
  return new PlatformError(call, code, repeatable ? 'later' : 'unknown')
}

/** The system's code, or the one in WeCom's refusal. Messages could hold an address. */
function failureOf(error: Error): string {
  const refusal = /Authentication failed.*\(code: (-?\d+)\)/.exec(error.message)?.[1]
  if (refusal !== undefined) return `refused ${refusal}`
  const status = /server response: (\d{3})/.exec(error.message)?.[1]
  if (status !== undefined) return status
  return 'code' in error && typeof error.code === 'string' ? error.code : 'socket-error'
}

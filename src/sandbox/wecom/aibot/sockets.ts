import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { fieldsOf, parseFields, textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import { createLine } from '../callback/order.ts'
import { CgiError, errmsgOf } from '../errors.ts'
import type { Ground } from '../ground.ts'
import type { Answers } from './answers.ts'
import { exchangeOf } from './exchange.ts'
import type { Begin, Exchange } from './exchange.ts'
import { newMsgId } from './payload.ts'
import type { Bot } from './payload.ts'
import type { AiBotRoute } from './route.ts'
import { createUploads } from './uploads.ts'

/** The AI bot's long connection (D101463). */
export interface Sockets extends AiBotRoute {
  attach(socket: WebSocket): void
  drop(how: 'socket' | 'subscription' | 'kick'): void
}

type Connection = {
  readonly socket: WebSocket
  subscribed: boolean
  /** Callbacks by their req_id: they die with the connection, as the field has seen. */
  readonly exchanges: Map<string, Exchange>
}

const keptExchanges = 5_000

/** Speaks the server's side. What happens while nobody is subscribed is lost. */
export function createSockets(ground: Ground, bot: Bot, answers: Answers): Sockets {
  const { faults, timings, counters, now, changed, called } = ground
  const line = createLine(faults, timings.holdMs)
  const uploads = createUploads(ground)
  const open = new Set<Connection>()
  const timers = new Set<NodeJS.Timeout>()
  let current: Connection | undefined

  const isLive = (): boolean =>
    current?.subscribed === true && current.socket.readyState === current.socket.OPEN
  const send = (connection: Connection, frame: Fields): void => {
    if (connection.socket.readyState === connection.socket.OPEN) connection.socket.send(JSON.stringify(frame))
  }
  const retire = (connection: Connection): void => {
    connection.subscribed = false
    if (current === connection) current = undefined
    counters.sockets = current ? 1 : 0
    changed()
  }

  /** A second subscription takes the bot over: the first hears of it and is closed. */
  const kick = (connection: Connection): void => {
    const event = { eventtype: 'disconnected_event' }
    const create_time = Math.floor(now().getTime() / 1000)
    const body = { msgid: newMsgId(), create_time, aibotid: bot.id, msgtype: 'event', event }
    send(connection, { cmd: 'aibot_event_callback', headers: { req_id: randomUUID() }, body })
    retire(connection)
    connection.socket.close(1000)
  }

  const subscribe = (connection: Connection, body: Fields): void => {
    // The real code of a wrong secret is unknown.
    if (body['bot_id'] !== bot.id || body['secret'] !== bot.secret)
      throw new CgiError(40001, 'invalid bot_id or secret')
    if (current && current !== connection) kick(current)
    current = connection
    connection.subscribed = true
    counters.sockets = 1
    changed()
  }

  const run = (connection: Connection, cmd: string, reqId: string, body: Fields): Fields | undefined => {
    if (cmd === 'ping') return undefined
    if (cmd === 'aibot_subscribe') return void subscribe(connection, body)
    if (!connection.subscribed) throw new CgiError(846609, 'aibot websocket not subscribed')
    const exchange = connection.exchanges.get(reqId)
    switch (cmd) {
      case 'aibot_respond_msg':
        return void answers.respond(exchange, body, 'socket')
      case 'aibot_respond_welcome_msg':
        return void answers.welcome(exchange, body)
      case 'aibot_respond_update_msg':
        return void answers.update(exchange, body)
      case 'aibot_send_msg':
        return void answers.push(body)
      case 'aibot_upload_media_init':
        return uploads.init(body)
      case 'aibot_upload_media_chunk':
        return void uploads.chunk(body)
      case 'aibot_upload_media_finish':
        return uploads.finish(body)
      default:
        throw new CgiError(40058, 'invalid Request Parameter, cmd')
    }
  }

  const hear = (connection: Connection, raw: string): void => {
    const frame = parseFields(raw)
    const cmd = textOf(frame?.['cmd'])
    const reqId = textOf(fieldsOf(frame?.['headers'])?.['req_id'])
    if (!frame || reqId === '') return
    called(cmd)
    let ack: Fields
    try {
      if (Buffer.byteLength(reqId) > 256) throw new CgiError(846605, 'invalid req_id')
      const body = run(connection, cmd, reqId, fieldsOf(frame['body']) ?? {})
      ack = { headers: { req_id: reqId }, errcode: 0, errmsg: 'ok', ...(body ? { body } : {}) }
    } catch (error) {
      if (!(error instanceof CgiError)) throw error
      ack = { headers: { req_id: reqId }, errcode: error.errcode, errmsg: errmsgOf(error) }
    }
    if (cmd === 'ping' || cmd === 'aibot_subscribe') return send(connection, ack)
    if (faults.take('wecomDropAck')) return
    if (!faults.take('wecomLateAck')) return send(connection, ack)
    const timer = setTimeout(() => {
      timers.delete(timer)
      send(connection, ack)
    }, timings.lateAckMs)
    timers.add(timer)
  }

  const transmit = (begin: Begin, body: Fields): void => {
    if (!current || !isLive()) return
    const reqId = randomUUID()
    current.exchanges.set(reqId, exchangeOf(begin, now()))
    for (const oldest of current.exchanges.keys()) {
      if (current.exchanges.size <= keptExchanges) break
      current.exchanges.delete(oldest)
    }
    counters.delivered += 1
    const cmd = begin.kind === 'message' ? 'aibot_msg_callback' : 'aibot_event_callback'
    send(current, { cmd, headers: { req_id: reqId }, body })
  }

  return {
    attach(socket) {
      const connection: Connection = { socket, subscribed: false, exchanges: new Map() }
      open.add(connection)
      const silence = setTimeout(() => socket.terminate(), timings.silenceMs)
      socket.on('message', (raw) => {
        silence.refresh()
        hear(connection, String(raw))
      })
      socket.on('error', () => socket.terminate())
      socket.on('close', () => {
        clearTimeout(silence)
        open.delete(connection)
        if (current === connection) retire(connection)
      })
    },
    send(begin, body) {
      if (!isLive()) return false
      line.send(async () => transmit(begin, body))
      return true
    },
    connected: isLive,
    drop(how) {
      if (!current) return
      if (how === 'kick') return kick(current)
      const { socket } = current
      if (how === 'socket') {
        retire(current)
        socket.terminate()
        return
      }
      current.subscribed = false
      changed()
    },
    close() {
      line.close()
      for (const timer of timers) clearTimeout(timer)
      for (const { socket } of open) socket.terminate()
    },
  }
}

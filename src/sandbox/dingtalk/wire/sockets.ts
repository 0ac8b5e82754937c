import { randomInt, randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { fieldsOf, parseFields, textOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import type { SandboxTimings } from '../../types.ts'
import { redeliveries } from './route.ts'
import type { Counters, RobotMessage, Route } from './route.ts'

const robotTopic = '/v1.0/im/bot/messages/get'
const cardTopic = '/v1.0/card/instances/callback'

/** The bot's Stream connections. */
export interface Sockets extends Route {
  attach(socket: WebSocket, topics: ReadonlySet<string>): void
  drop(how: 'socket' | 'server-disconnect'): void
  close(): void
}

type Connection = Readonly<{ id: string; socket: WebSocket; topics: ReadonlySet<string> }>
type Delivery = { readonly message: RobotMessage; left: number; acked: boolean; timer?: NodeJS.Timeout }

type Needs = Readonly<{
  clientId: string
  now: () => Date
  timings: SandboxTimings
  loseWhenOffline: boolean
  counters: Counters
  /** Called when the number of live connections changed. */
  changed: () => void
}>

const waitingLimit = 1_000

/** Speaks the Stream protocol's server side (developerpedia, protocol.md) over sockets that hold a valid ticket. */
export function createSockets(needs: Needs): Sockets {
  const { now, timings, counters } = needs
  const live = new Map<WebSocket, Connection>()
  const open = new Set<WebSocket>()
  const timers = new Set<NodeJS.Timeout>()
  const robots = new Map<string, Delivery>()
  const clicks = new Map<string, (answer: Fields | undefined) => void>()
  // Kinder than the real platform, which loses what is said while nobody is connected (see `loseWhenOffline`).
  let waiting: Delivery[] = []

  const later = (ms: number, run: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
    return timer
  }

  const retire = (connection: Connection): void => {
    if (!live.delete(connection.socket)) return
    counters.sockets = live.size
    needs.changed()
  }

  const frame = (connection: Connection, type: string, topic: string, data: unknown): string => {
    const messageId = randomUUID()
    const headers = {
      appId: needs.clientId,
      connectionId: connection.id,
      contentType: 'application/json',
      messageId,
      time: String(now().getTime()),
      topic,
    }
    connection.socket.send(JSON.stringify({ specVersion: '1.0', type, headers, data: JSON.stringify(data) }))
    return messageId
  }

  /** One of the connections that want the topic, at random: that is how two copies of a bot share its messages. */
  const choose = (topic: string): Connection | undefined => {
    const fitting = [...live.values()].filter(
      ({ socket, topics }) => socket.readyState === socket.OPEN && topics.has(`CALLBACK ${topic}`),
    )
    return fitting.length > 0 ? fitting[randomInt(fitting.length)] : undefined
  }

  const settle = (delivery: Delivery): void => {
    delivery.acked = true
    if (delivery.timer) {
      clearTimeout(delivery.timer)
      timers.delete(delivery.timer)
    }
    for (const [messageId, each] of robots) if (each === delivery) robots.delete(messageId)
  }

  const deliver = (delivery: Delivery): void => {
    // A draining socket may still acknowledge what has been put aside for the next one.
    if (delivery.acked) return
    const connection = choose(robotTopic)
    if (!connection) {
      if (!needs.loseWhenOffline) waiting = [...waiting, delivery].slice(-waitingLimit)
      return
    }
    robots.set(frame(connection, 'CALLBACK', robotTopic, delivery.message), delivery)
    counters.delivered += 1
    delivery.timer = later(timings.redeliverAfterMs, () => {
      if (delivery.left === 0) return settle(delivery)
      delivery.left -= 1
      counters.redelivered += 1
      deliver(delivery)
    })
  }

  const disconnect = (connection: Connection, reason: string): void => {
    frame(connection, 'SYSTEM', 'disconnect', { reason })
    retire(connection)
    later(timings.disconnectGraceMs, () => connection.socket.close(1000))
  }

  const hear = (raw: string, pings: Map<string, string>): void => {
    const said = parseFields(raw)
    const messageId = textOf(fieldsOf(said?.['headers'])?.['messageId'])
    if (!said || messageId === '') return
    const data = parseFields(said['data'])
    if (pings.has(messageId)) {
      if (data?.['opaque'] === pings.get(messageId)) pings.delete(messageId)
      return
    }
    if (said['code'] !== 200) return
    const delivery = robots.get(messageId)
    const click = clicks.get(messageId)
    if (delivery || click) counters.acked += 1
    if (delivery) settle(delivery)
    click?.(data ? (fieldsOf(data['response']) ?? {}) : undefined)
  }

  return {
    attach(socket, topics) {
      const connection: Connection = { id: randomUUID(), socket, topics }
      const pings = new Map<string, string>()
      const ping = setInterval(() => {
        if (!live.has(socket)) return
        // A client that does not echo the last ping's content counts as gone.
        if (pings.size > 0) return disconnect(connection, 'persistent connection is timeout')
        const opaque = randomUUID()
        pings.set(frame(connection, 'SYSTEM', 'ping', { opaque }), opaque)
      }, timings.pingEveryMs)
      open.add(socket)
      live.set(socket, connection)
      counters.sockets = live.size
      socket.on('message', (raw) => hear(String(raw), pings))
      socket.on('error', () => socket.terminate())
      socket.on('close', () => {
        clearInterval(ping)
        open.delete(socket)
        retire(connection)
      })
      needs.changed()
      const kept = waiting
      waiting = []
      for (const delivery of kept) deliver(delivery)
    },
    robot: (message) => deliver({ message, left: redeliveries, acked: false }),
    card(callback) {
      const connection = choose(cardTopic)
      if (!connection) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        const messageId = frame(connection, 'CALLBACK', cardTopic, callback)
        counters.delivered += 1
        const finish = (answer: Fields | undefined): void => {
          clearTimeout(timer)
          timers.delete(timer)
          clicks.delete(messageId)
          resolve(answer)
        }
        const timer = later(timings.cardAckMs, () => finish(undefined))
        clicks.set(messageId, finish)
      })
    },
    drop(how) {
      for (const connection of [...live.values()]) {
        if (how === 'server-disconnect') {
          disconnect(connection, 'connection is expired')
        } else {
          retire(connection)
          connection.socket.terminate()
        }
      }
    },
    close() {
      for (const timer of timers) clearTimeout(timer)
      for (const finish of [...clicks.values()]) finish(undefined)
      for (const socket of open) socket.terminate()
    },
  }
}

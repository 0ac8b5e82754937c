import { afterEach, beforeEach } from 'vitest'
import { createBotSocket } from '../../../../src/platforms/wecom/aibot/socket.ts'
import type { BotSocket, SocketOptions } from '../../../../src/platforms/wecom/aibot/socket.ts'
import { createIds } from '../../../../src/platforms/wecom/api/ids.ts'
import { recordingIntake, until } from '../../support/intake.ts'
import { recordingLog } from '../../support/log.ts'
import { startGateway } from './gateway.ts'
import type { Gateway } from './gateway.ts'
import { payload } from './payload.ts'

const quick = {
  acquireEveryMs: 20,
  renewEveryMs: 20,
  leaseMs: 400,
  heartbeatMs: 10_000,
  reconnectMs: 20,
  openTimeoutMs: 1000,
  ackTimeoutMs: 300,
  readyTimeoutMs: 1000,
  replacedMs: 400,
  maxReplacedMs: 60_000,
  refusedMs: 100,
  storeRetryMs: [10, 20, 40],
  drainMs: 500,
} as const

/** The one lease that several copies want, as the database would keep it. It never runs out by itself. */
export function leases() {
  let owner: string | undefined
  const state = { isAway: false }
  return {
    state,
    owner: () => owner,
    give: (to: string | undefined) => (owner = to),
    of: (name: string) => {
      const answer = <T>(value: () => T): Promise<T> =>
        state.isAway ? Promise.reject(new Error('connection refused')) : Promise.resolve(value())
      return {
        acquire: () => answer(() => (owner ??= name) === name),
        renew: () => answer(() => owner === name),
        release: () =>
          answer(() => {
            if (owner === name) owner = undefined
          }),
      }
    },
  }
}

/** A fresh gateway before every test of the file; after it, whatever was started is stopped. */
export function socketBench() {
  let gateway: Gateway | undefined
  const started: BotSocket[] = []
  beforeEach(async () => {
    gateway = await startGateway()
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((socket) => socket.stop()))
    await gateway?.close()
  })
  function live(): Gateway {
    if (!gateway) throw new Error('no gateway outside a test')
    return gateway
  }
  function start(more: Partial<SocketOptions> = {}) {
    const intake = recordingIntake()
    const log = recordingLog()
    const now = () => new Date('2024-05-10T16:35:02+08:00')
    const socket = createBotSocket({
      botId: 'bot-invented',
      secret: 'invented-secret',
      socketUrl: live().url,
      lease: leases().of('alone'),
      ids: createIds(undefined, now),
      now,
      log,
      ...more,
      timings: { ...quick, ...more.timings },
    })
    started.push(socket)
    socket.start(intake)
    return { socket, intake, log }
  }
  return {
    get gateway() {
      return live()
    },
    start,
    async connected(more: Partial<SocketOptions> = {}) {
      const made = start(more)
      await until(() => made.socket.state().connected, 'connected')
      return made
    },
    message: (msgid: string, more: object = {}) => ({ ...payload('text-group'), msgid, ...more }),
  }
}

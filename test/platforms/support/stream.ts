import { afterEach, beforeEach } from 'vitest'
import { replyHosts } from '../../../src/platforms/dingtalk/http.ts'
import { startStream } from '../../../src/platforms/dingtalk/stream.ts'
import type { Stream, StreamTimings } from '../../../src/platforms/dingtalk/stream.ts'
import { startGateway } from './gateway.ts'
import type { Gateway } from './gateway.ts'
import { recordingIntake, until } from './intake.ts'
import { recordingLog } from './log.ts'
import { payload } from './payload.ts'
import { cardTemplate } from './template.ts'

const quick: StreamTimings = {
  pingEveryMs: 10_000,
  openTimeoutMs: 1000,
  backoffMs: 20,
  maxBackoffMs: 200,
  stableAfterMs: 10_000,
  graceMs: 300,
  drainMs: 500,
}

/** A fresh gateway before every test of the file; after it, whatever was started is stopped. */
export function streamBench() {
  let gateway: Gateway | undefined
  let stream: Stream | undefined
  beforeEach(async () => {
    gateway = await startGateway()
  })
  afterEach(async () => {
    await stream?.stop()
    stream = undefined
    await gateway?.close()
  })

  function live(): Gateway {
    if (!gateway) throw new Error('no gateway outside a test')
    return gateway
  }
  function start(timings: Partial<StreamTimings> = {}) {
    const intake = recordingIntake()
    const log = recordingLog()
    const { url } = live()
    stream = startStream({
      clientId: 'dingapp',
      clientSecret: 'invented-secret',
      apiBase: url,
      allowedHosts: replyHosts({ apiBase: url, oapiBase: url }),
      cardTemplate,
      intake,
      now: () => new Date('2024-05-10T15:55:00+08:00'),
      log,
      timings: { ...quick, ...timings },
    })
    return { intake, log, stream }
  }
  return {
    get gateway() {
      return live()
    },
    start,
    async connected(timings: Partial<StreamTimings> = {}) {
      const started = start(timings)
      await until(() => started.stream.state().connected, 'connected')
      await until(() => live().sockets.length === 1, 'the gateway has the socket')
      return started
    },
    message: (msgId: string) => ({ ...payload('text-group'), msgId }),
    acked: (messageId: string) => live().acks.some((ack) => ack.messageId === messageId),
  }
}

import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Card } from '../../../src/chat/cards/card.ts'
import { loadCardTemplate } from '../../../src/platforms/dingtalk/card-encoder.ts'
import { replyHosts } from '../../../src/platforms/dingtalk/http.ts'
import { backoff, startStream } from '../../../src/platforms/dingtalk/stream.ts'
import type { Stream, StreamTimings } from '../../../src/platforms/dingtalk/stream.ts'
import { startGateway } from '../support/gateway.ts'
import type { Gateway } from '../support/gateway.ts'
import { recordingIntake, until } from '../support/intake.ts'
import { recordingLog } from '../support/log.ts'
import { payload } from '../support/payload.ts'

const cardTemplate = loadCardTemplate(
  JSON.parse(readFileSync(new URL('../../../cards/dingtalk-card.json', import.meta.url), 'utf8')),
)
const quick: StreamTimings = {
  pingEveryMs: 10_000,
  openTimeoutMs: 1000,
  backoffMs: 20,
  maxBackoffMs: 200,
  stableAfterMs: 10_000,
  graceMs: 300,
  drainMs: 500,
}

let gateway: Gateway
let stream: Stream | undefined
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(async () => {
  await stream?.stop()
  stream = undefined
  await gateway.close()
})

function start(
  timings: Partial<StreamTimings> = {},
  allowedHosts = replyHosts({ apiBase: gateway.url, oapiBase: gateway.url }),
) {
  const intake = recordingIntake()
  const log = recordingLog()
  stream = startStream({
    clientId: 'dingapp',
    clientSecret: 'invented-secret',
    apiBase: gateway.url,
    allowedHosts,
    cardTemplate,
    intake,
    now: () => new Date('2024-05-10T15:55:00+08:00'),
    log,
    timings: { ...quick, ...timings },
  })
  return { intake, log, stream }
}
async function connected(timings: Partial<StreamTimings> = {}) {
  const started = start(timings)
  await until(() => started.stream.state().connected, 'connected')
  await until(() => gateway.sockets.length === 1, 'the gateway has the socket')
  return started
}
const message = (msgId: string) => ({ ...payload('text-group'), msgId })
const acked = (messageId: string) => gateway.acks.some((ack) => ack.messageId === messageId)

describe('a connection', () => {
  test('is opened for robot messages and pressed buttons, and for no events', async () => {
    const { stream } = await connected()
    expect(gateway.opens.map(({ body }) => body)).toMatchObject([
      {
        clientId: 'dingapp',
        clientSecret: 'invented-secret',
        subscriptions: [
          { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
          { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
        ],
      },
    ])
    expect(stream.state()).toMatchObject({
      opens: 1,
      draining: 0,
      since: new Date('2024-05-10T15:55:00+08:00'),
    })
  })
  test('hands over its ticket unharmed, whatever is in it', async () => {
    await connected()
    expect(gateway.tickets).toEqual(['a+b/c='])
  })
  test('says nothing on the console and no secret in the log', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name))
    gateway.state.refuseUpgrade = true
    const { log, stream } = start()
    await until(() => gateway.opens.length >= 2, 'a second attempt')
    gateway.state.refuseUpgrade = false
    await until(() => stream.state().connected, 'connected')
    await stream.stop()
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
    expect(JSON.stringify(log.lines)).not.toMatch(/invented-secret|a\+b\/c|a%2Bb/)
  })
  test('is not made to a stranger’s host', async () => {
    gateway.state.endpoint = 'wss://example.org/connect'
    const { stream } = start()
    await until(() => stream.state().lastError !== undefined, 'a refusal')
    expect(stream.state()).toMatchObject({ connected: false, lastError: 'host-not-allowed' })
  })
})

describe('a message', () => {
  test('is stored and then acknowledged', async () => {
    const { intake } = await connected()
    gateway.robot(0, 'frame-1', message('m1'))
    await until(() => acked('frame-1'), 'the acknowledgement')
    expect(intake.deliveries).toMatchObject([{ eventId: 'm1', text: '12号已改' }])
    expect(gateway.acks).toEqual([{ socket: 0, messageId: 'frame-1', code: 200, data: '{"response":null}' }])
  })
  test('is not acknowledged before it is stored', async () => {
    const { intake, stream } = await connected()
    let release = () => {}
    intake.store = () => new Promise((resolve) => (release = resolve))
    gateway.robot(0, 'frame-1', message('m1'))
    await until(() => stream.state().inFlight === 1, 'storing')
    gateway.system(0, 'ping', 'ping-1', { opaque: 'x' })
    await until(() => acked('ping-1'), 'the pong')
    expect(acked('frame-1')).toBe(false)
    release()
    await until(() => acked('frame-1'), 'the acknowledgement')
  })
  test('that cannot be stored is not acknowledged, and is taken when it comes again', async () => {
    const { intake, log } = await connected()
    intake.store = () => Promise.reject(new Error('database away'))
    gateway.robot(0, 'frame-1', message('m1'))
    await until(() => log.lines.some((line) => line.level === 'error'), 'the line in the log')
    intake.store = async () => {}
    gateway.robot(0, 'frame-2', message('m1'))
    await until(() => acked('frame-2'), 'the acknowledgement')
    expect(acked('frame-1')).toBe(false)
    expect(intake.deliveries).toHaveLength(1)
  })
  test.each([
    ['without its ids', {}],
    ['that is no object', 'words'],
  ])('%s is logged once and acknowledged', async (_what, data) => {
    const { intake, log } = await connected()
    gateway.robot(0, 'frame-1', data)
    await until(() => acked('frame-1'), 'the acknowledgement')
    expect(intake.deliveries).toEqual([])
    expect(log.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
  })
})

describe('a pressed button', () => {
  const settled: Card = { title: '隐患 12号', lines: ['已销号'], actions: [] }

  test('is answered with the card as it then stands', async () => {
    const { intake } = await connected()
    intake.card = async () => settled
    gateway.press(0, 'frame-1', payload('card-content'))
    await until(() => acked('frame-1'), 'the acknowledgement')
    expect(JSON.parse(gateway.acks[0]?.data ?? '')).toMatchObject({
      response: { cardData: { cardParamMap: { settled: 'true', body: '已销号' } } },
    })
    expect(intake.deliveries).toMatchObject([{ kind: 'card-action', eventId: 'frame-1', say: '12号已改' }])
  })
  test('is answered within two seconds even when nobody knows the card', async () => {
    const { intake } = await connected()
    intake.card = () => new Promise(() => {})
    const pressed = performance.now()
    gateway.press(0, 'frame-1', payload('card-content'))
    await until(() => acked('frame-1'), 'the acknowledgement')
    expect(performance.now() - pressed).toBeLessThan(1900)
    expect(gateway.acks[0]?.data).toBe('{"response":{}}')
  })
})

describe('what a server may throw at it', () => {
  test.each(['not json', 'null', '{}', '[]', '{"type":"SYSTEM"}', '{"type":"CALLBACK","headers":null}', ''])(
    'a frame %j hurts nobody',
    async (text) => {
      await connected()
      gateway.raw(0, text)
      gateway.robot(0, 'frame-1', message('m1'))
      await until(() => acked('frame-1'), 'the acknowledgement')
    },
  )
  test('a callback without a message id hurts nobody', async () => {
    await connected()
    const headers = { topic: '/v1.0/im/bot/messages/get' }
    gateway.raw(0, JSON.stringify({ type: 'CALLBACK', headers, data: JSON.stringify(message('m0')) }))
    gateway.robot(0, 'frame-1', message('m1'))
    await until(() => acked('frame-1'), 'the acknowledgement')
  })
  test('its pings are echoed', async () => {
    await connected()
    gateway.system(0, 'ping', 'ping-1', { opaque: 'x1' })
    await until(() => acked('ping-1'), 'the pong')
    expect(gateway.acks[0]).toMatchObject({ code: 200, data: '{"opaque":"x1"}' })
  })
})

describe('when DingTalk announces the end of a connection', () => {
  test('the next one is open before the old one is gone, and frames on both are stored and acknowledged where they came', async () => {
    const { intake, stream } = await connected()
    gateway.system(0, 'disconnect', 'bye', { reason: 'connection is expired' })
    await until(() => gateway.sockets.length === 2 && stream.state().connected, 'the second socket')
    expect(gateway.liveSockets()).toBe(2)
    gateway.robot(0, 'old', message('m1'))
    gateway.robot(1, 'new', message('m2'))
    await until(() => acked('old') && acked('new'), 'both acknowledgements')
    expect(gateway.acks.find((ack) => ack.messageId === 'old')?.socket).toBe(0)
    expect(gateway.acks.find((ack) => ack.messageId === 'new')?.socket).toBe(1)
    expect(intake.deliveries).toHaveLength(2)
    await until(() => stream.state().draining === 0, 'the old socket let go')
    expect(gateway.liveSockets()).toBe(1)
    expect(stream.state()).toMatchObject({ connected: true, opens: 2 })
  })
  test('again and again, it does not go in circles', async () => {
    await connected({ backoffMs: 400, maxBackoffMs: 400 })
    gateway.system(0, 'disconnect', 'bye-1', {})
    await until(() => gateway.sockets.length === 2, 'the second socket')
    gateway.system(1, 'disconnect', 'bye-2', {})
    await until(() => gateway.sockets.length === 3, 'the third socket')
    expect((gateway.opens[2]?.at ?? 0) - (gateway.opens[1]?.at ?? 0)).toBeGreaterThan(190)
  })
})

describe('when the connection is lost', () => {
  test('it is made anew', async () => {
    const { stream } = await connected()
    gateway.sockets[0]?.terminate()
    await until(() => gateway.sockets.length === 2 && stream.state().connected, 'the second socket')
    gateway.robot(1, 'frame-1', message('m1'))
    await until(() => acked('frame-1'), 'the acknowledgement')
  })
  test('it is noticed although nobody says so', async () => {
    await connected({ pingEveryMs: 50 })
    // A peer that is gone without a word: it reads nothing and answers nothing.
    gateway.sockets[0]?.pause()
    await until(() => gateway.sockets.length === 2, 'the second socket')
  })
  test('a quiet peer that answers pings is left alone', async () => {
    const { stream } = await connected({ pingEveryMs: 20 })
    let pings = 0
    gateway.sockets[0]?.on('ping', () => (pings += 1))
    await until(() => pings >= 5, 'five pings')
    expect(stream.state()).toMatchObject({ connected: true, opens: 1 })
  })
})

describe('a gateway that refuses', () => {
  test.each([
    [
      'the open call',
      () => (gateway.state.refuseOpen = { status: 401, body: { code: 'invalidClientIdOrSecret' } }),
    ],
    ['the open call with nonsense', () => (gateway.state.refuseOpen = { status: 200, body: {} })],
    ['the handshake', () => (gateway.state.refuseUpgrade = true)],
    ['the socket at once', () => (gateway.state.closeAtOnce = true)],
  ])('%s is asked ever more slowly, never in a storm', async (_what, refuse) => {
    refuse()
    const { stream } = start({ backoffMs: 40, maxBackoffMs: 10_000 })
    await until(() => gateway.opens.length === 4, 'four attempts')
    const gaps = gateway.opens.slice(1).map(({ at }, i) => at - (gateway.opens[i]?.at ?? 0))
    // Each wait is at least half of 40, 80, 160 ms.
    expect(gaps[0]).toBeGreaterThan(18)
    expect(gaps[1]).toBeGreaterThan(38)
    expect(gaps[2]).toBeGreaterThan(78)
    await stream.stop()
    const opens = gateway.opens.length
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(gateway.opens.length).toBe(opens)
  })
  test('says why in the state, until it is overcome', async () => {
    gateway.state.refuseOpen = { status: 400, body: { code: 'invalidClientIdOrSecret' } }
    const { stream } = start()
    await until(() => stream.state().lastError === 'invalidClientIdOrSecret', 'the reason')
    gateway.state.refuseOpen = undefined
    await until(() => stream.state().connected, 'connected')
    expect(stream.state().lastError).toBeUndefined()
  })
})

describe('stopping', () => {
  test('waits for what is being stored, acknowledges it, and takes nothing new', async () => {
    const { intake, stream } = await connected()
    let release = () => {}
    intake.store = () => new Promise((resolve) => (release = resolve))
    gateway.robot(0, 'frame-1', message('m1'))
    await until(() => stream.state().inFlight === 1, 'storing')
    const stopped = stream.stop()
    gateway.robot(0, 'frame-2', message('m2'))
    gateway.system(0, 'ping', 'ping-1', {})
    await until(() => acked('ping-1'), 'the frames have arrived')
    release()
    await stopped
    expect(gateway.acks.map((ack) => ack.messageId)).toEqual(['ping-1', 'frame-1'])
    expect(intake.deliveries).toHaveLength(1)
    await until(() => gateway.liveSockets() === 0, 'the socket closed')
    expect(gateway.opens).toHaveLength(1)
  })
  test('does not wait for ever for a store that hangs', async () => {
    const { intake, stream } = await connected({ drainMs: 30 })
    intake.store = () => new Promise(() => {})
    gateway.robot(0, 'frame-1', message('m1'))
    await until(() => stream.state().inFlight === 1, 'storing')
    await stream.stop()
    expect(acked('frame-1')).toBe(false)
  })
  test('in the middle of connecting ends it there, twice over if need be', async () => {
    const { stream } = start()
    await Promise.all([stream.stop(), stream.stop()])
    expect(stream.state().connected).toBe(false)
    await until(() => gateway.liveSockets() === 0, 'no socket')
  })
})

test('the waits double up to a minute, and up to half of each is left to chance', () => {
  const timings = { backoffMs: 1000, maxBackoffMs: 60_000 }
  expect([0, 1, 2, 5, 6, 100].map((failures) => backoff(failures, 0, timings))).toEqual([
    1000, 2000, 4000, 32_000, 60_000, 60_000,
  ])
  expect(backoff(2, 1, timings)).toBe(2000)
})

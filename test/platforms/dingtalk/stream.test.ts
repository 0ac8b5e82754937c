import { describe, expect, test, vi } from 'vitest'
import { backoff } from '../../../src/platforms/dingtalk/stream.ts'
import { until } from '../support/intake.ts'
import { streamBench } from '../support/stream.ts'

const bench = streamBench()

describe('a connection', () => {
  test('is opened for robot messages and pressed buttons, and for no events', async () => {
    const { stream } = await bench.connected()
    expect(bench.gateway.opens.map(({ body }) => body)).toMatchObject([
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
    await bench.connected()
    expect(bench.gateway.tickets).toEqual(['a+b/c='])
  })
  test('says nothing on the console and no secret in the log', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name))
    bench.gateway.state.refuseUpgrade = true
    const { log, stream } = bench.start()
    await until(() => bench.gateway.opens.length >= 2, 'a second attempt')
    bench.gateway.state.refuseUpgrade = false
    await until(() => stream.state().connected, 'connected')
    await stream.stop()
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
    expect(JSON.stringify(log.lines)).not.toMatch(/invented-secret|a\+b\/c|a%2Bb/)
  })
  test('is not made to a stranger’s host', async () => {
    bench.gateway.state.endpoint = 'wss://example.org/connect'
    const { stream } = bench.start()
    await until(() => stream.state().lastError !== undefined, 'a refusal')
    expect(stream.state()).toMatchObject({ connected: false, lastError: 'host-not-allowed' })
  })
})

describe('when DingTalk announces the end of a connection', () => {
  test('the next one is open before the old one is gone, and frames on both are stored and acknowledged where they came', async () => {
    const { intake, stream } = await bench.connected()
    bench.gateway.system(0, 'disconnect', 'bye', { reason: 'connection is expired' })
    await until(() => bench.gateway.sockets.length === 2 && stream.state().connected, 'the second socket')
    expect(bench.gateway.liveSockets()).toBe(2)
    bench.gateway.robot(0, 'old', bench.message('m1'))
    bench.gateway.robot(1, 'new', bench.message('m2'))
    await until(() => bench.acked('old') && bench.acked('new'), 'both acknowledgements')
    expect(bench.gateway.acks.find((ack) => ack.messageId === 'old')?.socket).toBe(0)
    expect(bench.gateway.acks.find((ack) => ack.messageId === 'new')?.socket).toBe(1)
    expect(intake.deliveries).toHaveLength(2)
    await until(() => stream.state().draining === 0, 'the old socket let go')
    expect(bench.gateway.liveSockets()).toBe(1)
    expect(stream.state()).toMatchObject({ connected: true, opens: 2 })
  })
  test('again and again, it does not go in circles', async () => {
    const { stream } = await bench.connected({ backoffMs: 400, maxBackoffMs: 400 })
    bench.gateway.system(0, 'disconnect', 'bye-1', {})
    const isBack = () => bench.gateway.sockets.length === 2 && stream.state().connected
    await until(isBack, 'the second socket')
    bench.gateway.system(1, 'disconnect', 'bye-2', {})
    await until(() => bench.gateway.sockets.length === 3, 'the third socket')
    expect((bench.gateway.opens[2]?.at ?? 0) - (bench.gateway.opens[1]?.at ?? 0)).toBeGreaterThan(190)
  })
})

describe('when the connection is lost', () => {
  test('it is made anew', async () => {
    const { stream } = await bench.connected()
    bench.gateway.sockets[0]?.terminate()
    await until(() => bench.gateway.sockets.length === 2 && stream.state().connected, 'the second socket')
    bench.gateway.robot(1, 'frame-1', bench.message('m1'))
    await until(() => bench.acked('frame-1'), 'the acknowledgement')
  })
  test('it is noticed although nobody says so', async () => {
    await bench.connected({ pingEveryMs: 50 })
    // A peer that is gone without a word: it reads nothing and answers nothing.
    bench.gateway.sockets[0]?.pause()
    await until(() => bench.gateway.sockets.length === 2, 'the second socket')
  })
  test('a quiet peer that answers pings is left alone', async () => {
    const { stream } = await bench.connected({ pingEveryMs: 20 })
    let pings = 0
    bench.gateway.sockets[0]?.on('ping', () => (pings += 1))
    await until(() => pings >= 5, 'five pings')
    expect(stream.state()).toMatchObject({ connected: true, opens: 1 })
  })
})

describe('a gateway that refuses', () => {
  test.each([
    [
      'the open call',
      () => (bench.gateway.state.refuseOpen = { status: 401, body: { code: 'invalidClientIdOrSecret' } }),
    ],
    ['the open call with nonsense', () => (bench.gateway.state.refuseOpen = { status: 200, body: {} })],
    ['the handshake', () => (bench.gateway.state.refuseUpgrade = true)],
    ['the socket at once', () => (bench.gateway.state.closeAtOnce = true)],
  ])('%s is asked ever more slowly, never in a storm', async (_what, refuse) => {
    refuse()
    const { stream } = bench.start({ backoffMs: 40, maxBackoffMs: 10_000 })
    await until(() => bench.gateway.opens.length === 4, 'four attempts')
    const gaps = bench.gateway.opens.slice(1).map(({ at }, i) => at - (bench.gateway.opens[i]?.at ?? 0))
    // Each wait is at least half of 40, 80, 160 ms.
    expect(gaps[0]).toBeGreaterThan(18)
    expect(gaps[1]).toBeGreaterThan(38)
    expect(gaps[2]).toBeGreaterThan(78)
    await stream.stop()
    const opens = bench.gateway.opens.length
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(bench.gateway.opens.length).toBe(opens)
  })
  test('says why in the state, until it is overcome', async () => {
    bench.gateway.state.refuseOpen = { status: 400, body: { code: 'invalidClientIdOrSecret' } }
    const { stream } = bench.start()
    await until(() => stream.state().lastError === 'invalidClientIdOrSecret', 'the reason')
    bench.gateway.state.refuseOpen = undefined
    await until(() => stream.state().connected, 'connected')
    expect(stream.state().lastError).toBeUndefined()
  })
})

test('the waits double up to a minute, and up to half of each is left to chance', () => {
  const timings = { backoffMs: 1000, maxBackoffMs: 60_000 }
  expect([0, 1, 2, 5, 6, 100].map((failures) => backoff(failures, 0, timings))).toEqual([
    1000, 2000, 4000, 32_000, 60_000, 60_000,
  ])
  expect(backoff(2, 1, timings)).toBe(2000)
})

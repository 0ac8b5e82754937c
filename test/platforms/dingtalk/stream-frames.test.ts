import { describe, expect, test } from 'vitest'
import type { Card } from '../../../src/chat/cards/card.ts'
import { until } from '../support/intake.ts'
import { payload } from '../support/payload.ts'
import { streamBench } from '../support/stream.ts'

const bench = streamBench()

describe('a message', () => {
  test('is stored and then acknowledged', async () => {
    const { intake } = await bench.connected()
    bench.gateway.robot(0, 'frame-1', bench.message('m1'))
    await until(() => bench.acked('frame-1'), 'the acknowledgement')
    expect(intake.deliveries).toMatchObject([{ eventId: 'm1', text: '12号已改' }])
    expect(bench.gateway.acks).toEqual([
      { socket: 0, messageId: 'frame-1', code: 200, data: '{"response":null}' },
    ])
  })
  test('is not acknowledged before it is stored', async () => {
    const { intake, stream } = await bench.connected()
    let release = () => {}
    intake.store = () => new Promise((resolve) => (release = resolve))
    bench.gateway.robot(0, 'frame-1', bench.message('m1'))
    await until(() => stream.state().inFlight === 1, 'storing')
    bench.gateway.system(0, 'ping', 'ping-1', { opaque: 'x' })
    await until(() => bench.acked('ping-1'), 'the pong')
    expect(bench.acked('frame-1')).toBe(false)
    release()
    await until(() => bench.acked('frame-1'), 'the acknowledgement')
  })
  test('that cannot be stored is not acknowledged, and is taken when it comes again', async () => {
    const { intake, log } = await bench.connected()
    intake.store = () => Promise.reject(new Error('database away'))
    bench.gateway.robot(0, 'frame-1', bench.message('m1'))
    await until(() => log.lines.some((line) => line.level === 'error'), 'the line in the log')
    intake.store = async () => {}
    bench.gateway.robot(0, 'frame-2', bench.message('m1'))
    await until(() => bench.acked('frame-2'), 'the acknowledgement')
    expect(bench.acked('frame-1')).toBe(false)
    expect(intake.deliveries).toHaveLength(1)
  })
  test.each([
    ['without its ids', {}],
    ['that is no object', 'words'],
  ])('%s is logged once and acknowledged', async (_what, data) => {
    const { intake, log } = await bench.connected()
    bench.gateway.robot(0, 'frame-1', data)
    await until(() => bench.acked('frame-1'), 'the acknowledgement')
    expect(intake.deliveries).toEqual([])
    expect(log.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
  })
})

describe('a pressed button', () => {
  const settled: Card = { title: '隐患 12号', lines: ['已销号'], actions: [] }

  test('is answered with the card as it then stands', async () => {
    const { intake } = await bench.connected()
    intake.card = async () => settled
    bench.gateway.press(0, 'frame-1', payload('card-content'))
    await until(() => bench.acked('frame-1'), 'the acknowledgement')
    expect(JSON.parse(bench.gateway.acks[0]?.data ?? '')).toMatchObject({
      response: { cardData: { cardParamMap: { settled: 'true', body: '已销号' } } },
    })
    expect(intake.deliveries).toMatchObject([{ kind: 'card-action', eventId: 'frame-1', say: '12号已改' }])
  })
  test('is answered within two seconds even when nobody knows the card', async () => {
    const { intake } = await bench.connected()
    intake.card = () => new Promise(() => {})
    const pressed = performance.now()
    bench.gateway.press(0, 'frame-1', payload('card-content'))
    await until(() => bench.acked('frame-1'), 'the acknowledgement')
    expect(performance.now() - pressed).toBeLessThan(1900)
    expect(bench.gateway.acks[0]?.data).toBe('{"response":{}}')
  })
})

describe('what a server may throw at it', () => {
  test.each(['not json', 'null', '{}', '[]', '{"type":"SYSTEM"}', '{"type":"CALLBACK","headers":null}', ''])(
    'a frame %j hurts nobody',
    async (text) => {
      await bench.connected()
      bench.gateway.raw(0, text)
      bench.gateway.robot(0, 'frame-1', bench.message('m1'))
      await until(() => bench.acked('frame-1'), 'the acknowledgement')
    },
  )
  test('a callback without a message id hurts nobody', async () => {
    await bench.connected()
    const headers = { topic: '/v1.0/im/bot/messages/get' }
    bench.gateway.raw(
      0,
      JSON.stringify({ type: 'CALLBACK', headers, data: JSON.stringify(bench.message('m0')) }),
    )
    bench.gateway.robot(0, 'frame-1', bench.message('m1'))
    await until(() => bench.acked('frame-1'), 'the acknowledgement')
  })
  test('its pings are echoed', async () => {
    await bench.connected()
    bench.gateway.system(0, 'ping', 'ping-1', { opaque: 'x1' })
    await until(() => bench.acked('ping-1'), 'the pong')
    expect(bench.gateway.acks[0]).toMatchObject({ code: 200, data: '{"opaque":"x1"}' })
  })
})

describe('stopping', () => {
  test('waits for what is being stored, acknowledges it, and takes nothing new', async () => {
    const { intake, stream } = await bench.connected()
    let release = () => {}
    intake.store = () => new Promise((resolve) => (release = resolve))
    bench.gateway.robot(0, 'frame-1', bench.message('m1'))
    await until(() => stream.state().inFlight === 1, 'storing')
    const stopped = stream.stop()
    bench.gateway.robot(0, 'frame-2', bench.message('m2'))
    bench.gateway.system(0, 'ping', 'ping-1', {})
    await until(() => bench.acked('ping-1'), 'the frames have arrived')
    release()
    await stopped
    expect(bench.gateway.acks.map((ack) => ack.messageId)).toEqual(['ping-1', 'frame-1'])
    expect(intake.deliveries).toHaveLength(1)
    await until(() => bench.gateway.liveSockets() === 0, 'the socket closed')
    expect(bench.gateway.opens).toHaveLength(1)
  })
  test('does not wait for ever for a store that hangs', async () => {
    const { intake, stream } = await bench.connected({ drainMs: 30 })
    intake.store = () => new Promise(() => {})
    bench.gateway.robot(0, 'frame-1', bench.message('m1'))
    await until(() => stream.state().inFlight === 1, 'storing')
    await stream.stop()
    expect(bench.acked('frame-1')).toBe(false)
  })
  test('in the middle of connecting ends it there, twice over if need be', async () => {
    const { stream } = bench.start()
    await Promise.all([stream.stop(), stream.stop()])
    expect(stream.state().connected).toBe(false)
    await until(() => bench.gateway.liveSockets() === 0, 'no socket')
  })
})

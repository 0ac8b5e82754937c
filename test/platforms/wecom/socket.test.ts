import { describe, expect, test } from 'vitest'
import { PlatformError } from '../../../src/chat/outgoing.ts'
import { recordingIntake, until } from '../support/intake.ts'
import { leases, socketBench } from './support/bench.ts'
import { payload } from './support/payload.ts'

const bench = socketBench()
const group = { kind: 'group', id: 'wrkGroupOne_AbC' } as const
const words = { msgtype: 'markdown', markdown: { content: '好' } }

async function failure(work: Promise<unknown>): Promise<PlatformError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof PlatformError)) throw new Error(`expected a PlatformError, got ${String(error)}`)
  return error
}
const connections = () => bench.gateway.of('aibot_subscribe').length

describe('the connection', () => {
  test('is subscribed with id and secret, and says so', async () => {
    const { socket } = await bench.connected()
    expect(bench.gateway.of('aibot_subscribe')).toMatchObject([
      { body: { bot_id: 'bot-invented', secret: 'invented-secret' } },
    ])
    expect(socket.state()).toMatchObject({ role: 'owner', opens: 1, lastError: undefined })
  })
  test('that is open but not subscribed is not connected, and is given up', async () => {
    bench.gateway.state.subscribe = 'silence'
    const { socket } = bench.start({ timings: { openTimeoutMs: 100, readyTimeoutMs: 50 } })
    await until(() => connections() === 2, 'a second attempt')
    expect(socket.state().connected).toBe(false)
    expect(await failure(socket.push(group, words))).toMatchObject({
      code: 'not-connected',
      outcome: 'later',
    })
    bench.gateway.state.subscribe = { errcode: 0 }
    await until(() => socket.state().connected, 'connected')
    expect(bench.gateway.live()).toBe(1)
  })
  test('that is lost is made anew', async () => {
    const { socket, intake } = await bench.connected()
    bench.gateway.sockets[0]?.terminate()
    await until(() => socket.state().opens === 2 && socket.state().connected, 'connected again')
    bench.gateway.message(1, 'r1', bench.message('m1'))
    await until(() => intake.deliveries.length === 1, 'the message')
  })
  test('whose other side has fallen silent is made anew', async () => {
    const { socket } = await bench.connected({ timings: { heartbeatMs: 30 } })
    bench.gateway.state.isAlive = false
    await until(() => connections() === 2, 'a second connection')
    bench.gateway.state.isAlive = true
    await until(() => socket.state().connected, 'connected')
  })
  test('over which nothing is said is asked now and then whether it still stands, and left alone if so', async () => {
    bench.gateway.state.answer = () => ({ errcode: 846605 })
    const { socket } = await bench.connected({ timings: { probeMs: 30 } })
    await until(() => bench.gateway.of('aibot_respond_msg').length === 3, 'asked three times')
    expect(socket.state()).toMatchObject({ connected: true, opens: 1 })
  })
  test('with a wrong secret alarms once in five, and tries again later', async () => {
    bench.gateway.state.subscribe = { errcode: 40001, errmsg: 'invalid secret invented-secret' }
    const { socket, log } = bench.start({ timings: { reconnectMs: 1 } })
    const alarms = () => log.lines.filter(({ level }) => level === 'error').length
    await until(() => alarms() === 1, 'the alarm')
    expect(log.lines.at(-1)?.message).toContain('WECOM_AIBOT_SECRET')
    expect(JSON.stringify(log.lines)).not.toContain('invented-secret')
    bench.gateway.state.subscribe = { errcode: 0 }
    await until(() => socket.state().connected, 'connected')
  })
  test('to a stranger without TLS is not made', async () => {
    const shared = leases()
    const { socket, log } = bench.start({ socketUrl: 'ws://example.org/', lease: shared.of('first') })
    await until(() => log.lines.some(({ level }) => level === 'error'), 'the line')
    expect(log.lines.at(-1)?.fields).toMatchObject({ error: 'PlatformError host-not-allowed' })
    await until(() => socket.state().role === 'stopped' && shared.owner() === undefined, 'given back')
  })
  test('is closed when the program stops, what is being stored first', async () => {
    const { socket, intake } = await bench.connected()
    let release = (): void => {}
    intake.store = () => new Promise((resolve) => (release = resolve))
    bench.gateway.message(0, 'r1', bench.message('m1'))
    await until(() => socket.state().inFlight === 1, 'being stored')
    const stopped = socket.stop()
    release()
    await stopped
    expect(intake.deliveries).toHaveLength(1)
    await until(() => bench.gateway.live() === 0, 'closed')
    expect(socket.state()).toMatchObject({ role: 'stopped', connected: false })
  })
})

describe('what comes in', () => {
  test('is stored in the order in which one chat said it, although storing is slow', async () => {
    const { intake } = await bench.connected()
    let waits = 3
    intake.store = () => new Promise((resolve) => setTimeout(resolve, 10 * waits--))
    for (const id of ['m1', 'm2', 'm3']) bench.gateway.message(0, id, bench.message(id))
    await until(() => intake.deliveries.length === 3, 'all three')
    expect(intake.deliveries.map(({ eventId }) => eventId)).toEqual(['bot-m1', 'bot-m2', 'bot-m3'])
  })
  test('is tried again while the database is away, because nobody delivers it twice', async () => {
    const { intake } = await bench.connected()
    let failures = 2
    intake.store = () => (failures-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve())
    bench.gateway.message(0, 'r1', bench.message('m1'))
    await until(() => intake.deliveries.length === 1, 'stored')
  })
  test('that cannot be stored at all is given back to whoever said it', async () => {
    const { intake, log } = await bench.connected()
    intake.store = () => Promise.reject(new Error('away: postgres://user:password@db'))
    bench.gateway.message(0, 'r1', bench.message('m1'))
    await until(() => bench.gateway.of('aibot_respond_msg').length === 1, 'the answer')
    expect(bench.gateway.of('aibot_respond_msg')).toMatchObject([
      { reqId: 'r1', body: { msgtype: 'stream', stream: { finish: true } } },
    ])
    expect(JSON.stringify(bench.gateway.sent.at(-1)?.body)).toContain('再发一次')
    expect(JSON.stringify(log.lines)).not.toContain('password')
  })
  test('from somebody under an encrypted id is stored under the plain one', async () => {
    const ids = { plain: async () => 'liu01', asBotKnows: (id: string) => id }
    const { intake } = await bench.connected({ ids })
    bench.gateway.message(0, 'r1', { ...payload('text-encrypted-id'), chatid: undefined, chattype: 'single' })
    await until(() => intake.deliveries.length === 1, 'stored')
    expect(intake.deliveries).toMatchObject([
      { speaker: { userId: 'liu01' }, conversation: { kind: 'direct', id: 'liu01' } },
    ])
  })
  test('from somebody whose encrypted id nobody can tell is refused in words', async () => {
    const { intake } = await bench.connected()
    bench.gateway.message(0, 'r1', payload('text-encrypted-id'))
    await until(() => bench.gateway.of('aibot_respond_msg').length === 1, 'the answer')
    expect(JSON.stringify(bench.gateway.sent.at(-1)?.body)).toContain('认不出您的账号')
    expect(intake.deliveries).toEqual([])
  })
  test('of an unknown shape is one line in the log, and the next message is heard', async () => {
    const { intake, log } = await bench.connected()
    bench.gateway.message(0, 'r1', payload('bad-no-sender'))
    bench.gateway.sockets[0]?.send('{not json')
    bench.gateway.message(0, 'r2', bench.message('m2'))
    await until(() => intake.deliveries.length === 1, 'the second')
    expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { fields: ['from.userid'] } },
    ])
  })
  test('is greeted on the first visit of the day, if there is a greeting', async () => {
    await bench.connected({ welcome: '您好' })
    bench.gateway.event(0, 'r1', payload('enter'))
    await until(() => bench.gateway.of('aibot_respond_welcome_msg').length === 1, 'the greeting')
    expect(bench.gateway.sent.at(-1)).toMatchObject({ reqId: 'r1', body: { text: { content: '您好' } } })
  })
})

describe('a pressed button', () => {
  const card = {
    title: '12号隐患',
    lines: [],
    actions: [],
    status: { text: '已销号', tone: 'done' },
  } as const
  test('is answered with the changed card, under the task id that was pressed', async () => {
    const { intake } = await bench.connected()
    intake.card = async () => card
    bench.gateway.event(0, 'r1', payload('press-nested'))
    await until(() => bench.gateway.of('aibot_respond_update_msg').length === 1, 'the update')
    expect(bench.gateway.sent.at(-1)).toMatchObject({
      reqId: 'r1',
      body: {
        response_type: 'update_template_card',
        template_card: { card_type: 'text_notice', task_id: 'qh-e9@3agroup', source: { desc: '已销号' } },
      },
    })
  })
  test('whose id was too long to be read back is answered under the same task id', async () => {
    const { intake } = await bench.connected()
    intake.card = async () => card
    const task_id = `@@${'0a'.repeat(32)}`
    const event = {
      eventtype: 'template_card_event',
      template_card_event: { event_key: '12号合格', task_id },
    }
    bench.gateway.event(0, 'r1', { ...payload('press-nested'), event })
    await until(() => bench.gateway.of('aibot_respond_update_msg').length === 1, 'the update')
    expect(bench.gateway.sent.at(-1)?.body).toMatchObject({ template_card: { task_id } })
  })
  test('whose card is not known in time is stored and left as it is', async () => {
    const { intake } = await bench.connected()
    bench.gateway.event(0, 'r1', payload('press-nested'))
    bench.gateway.message(0, 'r2', bench.message('m2'))
    await until(() => intake.deliveries.length === 2, 'both')
    expect(bench.gateway.of('aibot_respond_update_msg')).toEqual([])
  })
})

describe('what goes out', () => {
  test('names the kind of chat, and the chat exactly as it was learnt', async () => {
    const { socket } = await bench.connected()
    await socket.push(group, words)
    await socket.push({ kind: 'person', id: 'liu01' }, words)
    expect(bench.gateway.of('aibot_send_msg')).toMatchObject([
      { body: { chatid: 'wrkGroupOne_AbC', chat_type: 2, msgtype: 'markdown' } },
      { body: { chatid: 'liu01', chat_type: 1 } },
    ])
  })
  test.each([
    [
      { errcode: 93006, errmsg: 'invalid chatid' },
      { code: '93006', outcome: 'never' },
    ],
    [{ errcode: 45009 }, { code: '45009', outcome: 'later', retryAfterMs: 60_000 }],
    [{ errcode: -1 }, { code: '-1', outcome: 'later' }],
    ['silence', { code: 'ack-timeout', outcome: 'unknown' }],
    ['hang-up', { code: 'connection-lost', outcome: 'unknown' }],
  ] as const)('and is answered with %j is a PlatformError', async (answer, expected) => {
    const { socket } = await bench.connected()
    bench.gateway.state.answer = () => answer
    expect(await failure(socket.push(group, words))).toMatchObject({ call: 'aibot_send_msg', ...expected })
    expect(bench.gateway.of('aibot_send_msg')).toHaveLength(1)
  })
  test('into a dropped subscription goes out over a new connection, once', async () => {
    const { socket } = await bench.connected()
    bench.gateway.state.answer = (frame) => ({ errcode: frame.socket === 0 ? 846609 : 0 })
    await Promise.all([socket.push(group, words), socket.push(group, words)])
    expect(bench.gateway.of('aibot_send_msg').map(({ socket: by }) => by)).toEqual([0, 0, 1, 1])
    expect(connections()).toBe(2)
    expect(bench.gateway.live()).toBe(1)
  })
  test('into subscriptions that are dropped again and again is left for later, with an alarm', async () => {
    const { socket, log } = await bench.connected()
    bench.gateway.state.answer = () => ({ errcode: 846609 })
    for (let i = 0; i < 3; i++)
      expect(await failure(socket.push(group, words))).toMatchObject({ code: '846609', outcome: 'later' })
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { times: 3 } }])
  })
  test('during a short interruption waits for its end', async () => {
    const { socket } = await bench.connected()
    bench.gateway.sockets[0]?.terminate()
    await until(() => !socket.state().connected, 'lost')
    await socket.push(group, words)
    expect(bench.gateway.of('aibot_send_msg')).toMatchObject([{ socket: 1 }])
  })
  test('as a picture is uploaded in pieces and gets a media id', async () => {
    const { socket } = await bench.connected()
    bench.gateway.state.answer = ({ cmd }) => ({
      errcode: 0,
      body: cmd.endsWith('init') ? { upload_id: 'u1' } : { media_id: 'media-9', type: 'image' },
    })
    expect(await socket.upload('image', new Uint8Array(600 * 1024), 'picture.png')).toBe('media-9')
    expect(bench.gateway.of('aibot_upload_media_chunk')).toHaveLength(2)
  })
  test('as a picture that is refused can be tried again', async () => {
    const { socket } = await bench.connected()
    bench.gateway.state.answer = () => ({ errcode: 40009 })
    expect(await failure(socket.upload('image', new Uint8Array(10), 'picture.png'))).toMatchObject({
      code: '40009',
      outcome: 'never',
    })
  })
})

describe('several copies of the program', () => {
  test('hold one connection between them; the others can neither send nor hear', async () => {
    const shared = leases()
    const { socket: first } = await bench.connected({ lease: shared.of('first') })
    const { socket: second } = bench.start({ lease: shared.of('second') })
    expect(await failure(second.push(group, words))).toMatchObject({ code: 'not-owner', outcome: 'later' })
    expect(connections()).toBe(1)
    await first.stop()
    await until(() => second.state().connected, 'the second took over')
    await second.push(group, words)
    expect(bench.gateway.live()).toBe(1)
  })
  test('follow one that was killed as soon as its lease runs out', async () => {
    const shared = leases()
    shared.give('killed')
    const { socket } = bench.start({ lease: shared.of('second') })
    expect(socket.state().role).toBe('standby')
    shared.give(undefined)
    await until(() => socket.state().connected, 'took over')
  })
  test('let go at once when the lease went to another', async () => {
    const shared = leases()
    const { socket } = await bench.connected({ lease: shared.of('first'), timings: { leaseMs: 60_000 } })
    shared.give('second')
    await until(() => socket.state().role === 'standby', 'let go')
    await until(() => bench.gateway.live() === 0, 'closed')
    expect(shared.owner()).toBe('second')
  })
  test('let go when the lease cannot be renewed for as long as it lives, and not before', async () => {
    const shared = leases()
    const { socket } = await bench.connected({ lease: shared.of('first') })
    const since = performance.now()
    shared.state.isAway = true
    await until(() => socket.state().role === 'standby', 'let go')
    expect(performance.now() - since).toBeGreaterThan(300)
    shared.state.isAway = false
    await until(() => socket.state().connected, 'back')
  })
})

describe('another connection that takes over', () => {
  test('is an alarm; the lease is given back, and the bot is not taken back at once', async () => {
    const shared = leases()
    const { socket, log } = await bench.connected({ lease: shared.of('first') })
    bench.gateway.event(0, 'r1', payload('disconnected'))
    await until(() => socket.state().role === 'away', 'away')
    expect(shared.owner()).toBeUndefined()
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
    expect(log.lines.find(({ level }) => level === 'error')?.message).toContain('顶掉')
    expect(await failure(socket.push(group, words))).toMatchObject({ code: 'not-owner', outcome: 'later' })
    const since = performance.now()
    await until(() => socket.state().connected, 'back')
    expect(performance.now() - since).toBeGreaterThan(300)
    expect(connections()).toBe(2)
  })
  test('again is stayed away from twice as long', async () => {
    const { socket } = await bench.connected({ timings: { replacedMs: 100 } })
    bench.gateway.event(0, 'r1', payload('disconnected'))
    await until(() => connections() === 2 && socket.state().connected, 'back once')
    const since = performance.now()
    bench.gateway.event(1, 'r2', payload('disconnected'))
    await until(() => connections() === 3, 'back twice')
    expect(performance.now() - since).toBeGreaterThan(190)
  })
  test('leaves nothing behind when the program stops meanwhile', async () => {
    const { socket } = await bench.connected({ timings: { replacedMs: 60_000 } })
    bench.gateway.event(0, 'r1', payload('disconnected'))
    await until(() => socket.state().role === 'away', 'away')
    await socket.stop()
    expect(socket.state().role).toBe('stopped')
  })
})

test('started twice it connects once', async () => {
  const { socket } = await bench.connected()
  socket.start(recordingIntake())
  await socket.push(group, words)
  expect(connections()).toBe(1)
})

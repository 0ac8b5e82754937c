import { request } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { afterEach, describe, expect, test } from 'vitest'
import type { Ids } from '../../../src/platforms/wecom/api/ids.ts'
import { openSealed } from '../../../src/platforms/wecom/crypto.ts'
import { wecomRoutes } from '../../../src/platforms/wecom/routes.ts'
import { officialAddresses } from '../../../src/platforms/wecom/settings.ts'
import { recordingIntake } from '../support/intake.ts'
import { recordingLog } from '../support/log.ts'
import { app, memoryCards, urlBot } from './support/messenger.ts'
import { payload, xml } from './support/payload.ts'
import { cipher, corpId, keys, now, signed } from './support/sealed.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function open(more: Readonly<{ ids?: Ids; settings?: object }> = {}) {
  const intake = recordingIntake()
  const log = recordingLog()
  const cards = memoryCards()
  const known: Ids = { plain: async (id) => (id.startsWith('wo') ? undefined : id), asBotKnows: (id) => id }
  const router = wecomRoutes({
    settings: { ...officialAddresses, webhookKeys: {}, app, bot: urlBot, ...more.settings },
    intake,
    ids: more.ids ?? known,
    cards,
    now: () => now,
    log,
  })
  const koa = new Koa()
  koa.use(router.routes())
  server = koa.listen(0, '127.0.0.1')
  await new Promise((resolve) => server?.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const call = async (method: 'GET' | 'POST', path: string, query: object, body?: string) => {
    const search = new URLSearchParams(query as Record<string, string>)
    const response = await fetch(`${url}${path}?${search}`, { method, ...(body !== undefined && { body }) })
    return {
      status: response.status,
      text: await response.text(),
      type: response.headers.get('content-type') ?? '',
    }
  }
  return { intake, log, cards, call, url }
}

const query = (sealed: string, at = now, token = keys.token) => {
  const { signature, timestamp, nonce } = signed(sealed, at, token)
  return { msg_signature: signature, timestamp, nonce }
}
const xmlBody = (sealed: string) =>
  `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`
const jsonBody = (sealed: string) => JSON.stringify({ encrypt: sealed })

/** One callback to each of the two doors, saying the same kind of thing. */
const doors = [
  {
    path: '/wecom/app',
    sealed: (text: string) => cipher(text),
    wrap: xmlBody,
    text: xml('text'),
    press: xml('press'),
    unknown: xml('bad-no-sender'),
    eventId: 'app-7480000000000000001',
  },
  {
    path: '/wecom/aibot',
    sealed: (text: string) => cipher(text, { receiver: '' }),
    wrap: jsonBody,
    text: JSON.stringify(payload('text-group')),
    press: JSON.stringify(payload('press-nested')),
    unknown: JSON.stringify(payload('bad-no-sender')),
    eventId: 'bot-msg-1',
  },
] as const

describe.each(doors)('$path', ({ path, sealed, wrap, text, press, unknown, eventId }) => {
  test('gives the console back exactly what it has sealed', async () => {
    const { call, log } = await open()
    const echo = sealed('\ufeff1616140317555161061 ')
    const answer = await call('GET', path, { ...query(echo), echostr: echo })
    expect(answer).toEqual({
      status: 200,
      text: expect.any(String) as string,
      type: 'text/plain; charset=utf-8',
    })
    expect(Buffer.from(answer.text).toString()).toBe('1616140317555161061 ')
    expect(log.lines).toMatchObject([{ level: 'info' }])
  })
  test('forgives the console a plus sign that has become a space', async () => {
    const { call, url } = await open()
    let echo = sealed('0')
    for (let i = 1; !echo.includes('+'); i++) echo = sealed(String(i))
    const { msg_signature, timestamp, nonce } = query(echo)
    const raw = `${url}${path}?msg_signature=${msg_signature}&timestamp=${timestamp}&nonce=${nonce}&echostr=${echo}`
    expect((await fetch(raw)).status).toBe(200)
    expect((await call('GET', path, { ...query(echo, now, 'another'), echostr: echo })).status).toBe(401)
  })
  test('stores what is WeCom’s and answers with nothing', async () => {
    const { call, intake, log } = await open()
    const box = sealed(text)
    expect(await call('POST', path, query(box), wrap(box))).toMatchObject({ status: 200, text: '' })
    expect(intake.deliveries).toMatchObject([{ eventId, text: '12号已改' }])
    expect(log.lines).toEqual([])
  })
  test('answers only once it is stored', async () => {
    const { call, intake } = await open()
    let stored = false
    intake.store = () =>
      new Promise((resolve) =>
        setTimeout(() => {
          stored = true
          resolve()
        }, 30),
      )
    const box = sealed(text)
    await call('POST', path, query(box), wrap(box))
    expect(stored).toBe(true)
  })
  test.each([
    ['forged', (box: string) => query(box, now, 'another-token'), (box: string) => wrap(box)],
    ['unsigned', () => ({}), (box: string) => wrap(box)],
    ['stale', (box: string) => query(box, new Date(now.getTime() - 3601_000)), (box: string) => wrap(box)],
    ['not-encrypted', (box: string) => query(box), () => text],
    ['not-encrypted', (box: string) => query(box), (box: string) => wrap(box) + wrap(box)],
    ['not-encrypted', (box: string) => query(box), () => ''],
  ])('refuses what is %s with one line in the log and stores nothing', async (why, signing, body) => {
    const { call, intake, log } = await open()
    const box = sealed(text)
    expect(await call('POST', path, signing(box), body(box))).toMatchObject({ status: 401, text: '' })
    expect(intake.deliveries).toEqual([])
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { status: 401, why, path } }])
    expect(JSON.stringify(log.lines)).not.toMatch(/invented|12号|liu01/)
  })
  test.each([
    ['receiver', cipher(text, { receiver: 'wwsomebodyelse' })],
    ['padding', cipher(text, { pad: (length) => Buffer.alloc(32 - (length % 32), 0) })],
    ['padding', cipher(text, { encodingAesKey: 'ZmVkY2JhZmVkY2JhZmVkY2JhZmVkY2JhZmVkY2JhZmU' })],
    ['cipher', 'aGVsbG8='],
  ])('refuses a wrong %s although it is signed, and says what to look at', async (why, box) => {
    const { call, intake, log } = await open()
    expect((await call('POST', path, query(box), wrap(box))).status).toBe(401)
    expect(intake.deliveries).toEqual([])
    expect(log.lines).toMatchObject([{ fields: { why, hint: expect.any(String) as string } }])
  })
  test('does not read what is not signed at all, however large', async () => {
    const { call, log } = await open()
    expect((await call('POST', path, {}, 'x'.repeat(256 * 1024 + 1))).status).toBe(401)
    expect(log.lines).toMatchObject([{ fields: { why: 'unsigned' } }])
  })
  test('knows what is played back within the hour by its id', async () => {
    const { call, intake } = await open()
    const box = sealed(text)
    for (let i = 0; i < 3; i++) expect((await call('POST', path, query(box), wrap(box))).status).toBe(200)
    expect(new Set(intake.deliveries.map((event) => event.eventId)).size).toBe(1)
  })
  test('asks for another delivery while the database is away', async () => {
    const { call, intake, log } = await open()
    intake.store = () => Promise.reject(new Error('connect ECONNREFUSED postgres://user:password@db'))
    const box = sealed(text)
    expect((await call('POST', path, query(box), wrap(box))).status).toBe(503)
    expect(log.lines).toMatchObject([{ level: 'error' }])
    expect(JSON.stringify(log.lines)).not.toContain('password')
  })
  test('takes a shape that it does not know, once, with one line in the log', async () => {
    const { call, intake, log } = await open()
    const box = sealed(unknown)
    expect((await call('POST', path, query(box), wrap(box))).status).toBe(200)
    expect(intake.deliveries).toEqual([])
    expect(log.lines).toMatchObject([{ level: 'warn', message: 'callback not understood' }])
  })
  test('takes no more than 256 KB, whether the sender says so or not', async () => {
    const { call, url, intake } = await open()
    const box = sealed(text)
    expect((await call('POST', path, query(box), 'x'.repeat(256 * 1024 + 1))).status).toBe(413)
    const search = new URLSearchParams(query(box))
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'transfer-encoding': 'chunked' }
      const outgoing = request(`${url}${path}?${search}`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode)
        response.resume()
        outgoing.destroy()
      })
      outgoing.on('error', reject)
      for (let i = 0; i < 40; i++) outgoing.write('x'.repeat(8192))
    })
    expect(status).toBe(413)
    expect(intake.deliveries).toEqual([])
  })
  test('leaves a pressed card as it is when its next state is not known in time', async () => {
    const { call, intake } = await open()
    const box = sealed(press)
    expect(await call('POST', path, query(box), wrap(box))).toMatchObject({ status: 200, text: '' })
    expect(intake.deliveries).toMatchObject([{ kind: 'card-action' }])
  })
  test('does not lose a press because its card could not be drawn', async () => {
    const { call, intake, log } = await open()
    intake.card = () => Promise.reject(new Error('no'))
    const box = sealed(press)
    expect(await call('POST', path, query(box), wrap(box))).toMatchObject({ status: 200, text: '' })
    expect(log.lines).toMatchObject([{ level: 'warn' }])
  })
})

describe('the app’s pressed card', () => {
  const settled = {
    title: '12号隐患',
    lines: ['阳光花园'],
    actions: [],
    status: { text: '已销号', tone: 'done' },
  } as const
  test('is answered with the changed card, sealed for the corp', async () => {
    const { call, intake, cards } = await open()
    intake.card = async () => settled
    const box = cipher(xml('press'))
    const answer = await call('POST', '/wecom/app', query(box), xmlBody(box))
    expect(answer.type).toContain('application/xml')
    const part = (name: string) =>
      new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^\\]<]+)`).exec(answer.text)?.[1] ?? ''
    const text = openSealed({
      keys,
      receiver: corpId,
      signed: { signature: part('MsgSignature'), timestamp: part('TimeStamp'), nonce: part('Nonce') },
      sealed: part('Encrypt'),
      now,
    })
    expect(text).toContain('<MsgType><![CDATA[update_template_card]]></MsgType>')
    expect(text).toContain('<ToUserName><![CDATA[liu01]]></ToUserName>')
    expect(text).toContain('<CardType><![CDATA[text_notice]]></CardType>')
    expect(cards.kept.get('qh-e9:wecom:liu01')).toEqual([
      { responseCode: 'invented-code-1', userId: 'liu01' },
    ])
  })
  test('is answered although its code could not be kept', async () => {
    const { call, intake, cards, log } = await open()
    intake.card = async () => settled
    cards.remember = () => Promise.reject(new Error('away'))
    const box = cipher(xml('press'))
    expect((await call('POST', '/wecom/app', query(box), xmlBody(box))).text).toContain('<Encrypt>')
    expect(JSON.stringify(log.lines)).not.toContain('invented-code-1')
  })
  test('with news that WeCom is about to suspend the app is a line for the operator', async () => {
    const { call, log } = await open()
    const box = cipher(xml('inactive'))
    expect((await call('POST', '/wecom/app', query(box), xmlBody(box))).status).toBe(200)
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { name: 'inactive_alert' } }])
  })
})

describe('the AI bot’s pressed card', () => {
  test('is answered for everybody, sealed under the nonce of the request', async () => {
    const { call, intake } = await open()
    intake.card = async () => ({ title: '12号隐患', lines: [], actions: [] })
    const box = cipher(JSON.stringify(payload('press-nested')), { receiver: '' })
    const { text } = await call('POST', '/wecom/aibot', query(box), jsonBody(box))
    const { encrypt, msgsignature, timestamp, nonce } = JSON.parse(text) as Record<string, string>
    expect(nonce).toBe('nonce-1')
    const opened = openSealed({
      keys,
      receiver: '',
      signed: { signature: msgsignature, timestamp: String(timestamp), nonce },
      sealed: encrypt ?? '',
      now,
    })
    expect(JSON.parse(opened)).toMatchObject({
      response_type: 'update_template_card',
      template_card: { task_id: 'qh-e9@3agroup' },
    })
  })
  test.each(['enter', 'feedback', 'stream-poll'])('and its %s are answered with nothing', async (name) => {
    const { call, intake, log } = await open()
    const box = cipher(JSON.stringify(payload(name)), { receiver: '' })
    expect(await call('POST', '/wecom/aibot', query(box), jsonBody(box))).toMatchObject({
      status: 200,
      text: '',
    })
    expect(intake.deliveries).toEqual([])
    expect(log.lines).toEqual([])
  })
})

describe('somebody under an encrypted id', () => {
  const box = cipher(JSON.stringify(payload('text-encrypted-id')), { receiver: '' })
  test('is stored under his plain one', async () => {
    const { call, intake } = await open({ ids: { plain: async () => 'liu01', asBotKnows: (id) => id } })
    await call('POST', '/wecom/aibot', query(box), jsonBody(box))
    expect(intake.deliveries).toMatchObject([{ speaker: { userId: 'liu01' } }])
  })
  test('that nobody can tell is told so, and nothing is stored', async () => {
    const { call, intake } = await open()
    const { text } = await call('POST', '/wecom/aibot', query(box), jsonBody(box))
    const { encrypt, msgsignature, timestamp, nonce } = JSON.parse(text) as Record<string, string>
    const opened = openSealed({
      keys,
      receiver: '',
      signed: { signature: msgsignature, timestamp: String(timestamp), nonce },
      sealed: encrypt ?? '',
      now,
    })
    expect(JSON.parse(opened)).toMatchObject({ msgtype: 'stream', stream: { finish: true } })
    expect(opened).toContain('认不出您的账号')
    expect(intake.deliveries).toEqual([])
  })
  test('that cannot be asked for just now is to be delivered again', async () => {
    const ids: Ids = { plain: () => Promise.reject(new Error('away')), asBotKnows: (id) => id }
    const { call, intake } = await open({ ids })
    expect((await call('POST', '/wecom/aibot', query(box), jsonBody(box))).status).toBe(503)
    expect(intake.deliveries).toEqual([])
  })
})

test('the app’s callback is not taken at the bot’s door, nor the other way round', async () => {
  const { call } = await open()
  const forApp = cipher(xml('text'))
  const forBot = cipher(JSON.stringify(payload('text-group')), { receiver: '' })
  expect((await call('POST', '/wecom/aibot', query(forApp), jsonBody(forApp))).status).toBe(401)
  expect((await call('POST', '/wecom/app', query(forBot), xmlBody(forBot))).status).toBe(401)
})

test('a door whose keys are not configured is not there', async () => {
  const { callback: _callback, ...deaf } = app
  const { call } = await open({ settings: { app: deaf, bot: { mode: 'socket', botId: 'b', secret: 's' } } })
  expect((await call('POST', '/wecom/app', {}, '')).status).toBe(404)
  expect((await call('POST', '/wecom/aibot', {}, '')).status).toBe(404)
})

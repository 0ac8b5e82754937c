import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { app, group, openOffice, reply, startBot, until } from './office.ts'
import type { Office } from './office.ts'

const opening = { clientId: app.clientId, clientSecret: app.clientSecret, ua: '' }
const robot = [{ type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' }]

async function open(office: Office, body: unknown = { ...opening, subscriptions: robot }) {
  return office.call('/v1.0/gateway/connections/open', { method: 'POST', body: JSON.stringify(body) })
}

function connect(opened: { body: Record<string, unknown> }): WebSocket {
  return new WebSocket(`${String(opened.body['endpoint'])}?ticket=${String(opened.body['ticket'])}`)
}

function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', resolve))
}

type Frame = Readonly<{ type: string; headers: Readonly<Record<string, string>>; data: string }>

function frames(socket: WebSocket): readonly Frame[] {
  const seen: Frame[] = []
  socket.on('message', (raw) => seen.push(JSON.parse(String(raw)) as Frame))
  return seen
}

test('what somebody says to the bot in the group reaches it over the official SDK, once', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '阳光花园3号楼堆满纸箱', at: true })
  expect(await bot.next()).toMatchObject({
    msgtype: 'text',
    text: { content: ' 阳光花园3号楼堆满纸箱' },
    conversationId: group,
  })
  await until(() => office.sandbox.stats.acked === 1)
  await office.sandbox.say({ as: 'wang', chat: 'direct:wang', text: '城关镇咋样了' })
  expect(await bot.next()).toMatchObject({ text: { content: '城关镇咋样了' }, conversationType: '1' })
  expect(office.sandbox.stats).toMatchObject({ opens: 1, sockets: 1, delivered: 2, redelivered: 0 })
})

test('what people say among themselves in the group does not reach the bot', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '中午吃什么' })
  await office.sandbox.say({ as: 'u1', chat: group, text: '周报呢', at: true })
  expect(await bot.next()).toMatchObject({ text: { content: ' 周报呢' } })
  expect(office.sandbox.messages(group).map((each) => each.text)).toEqual(['中午吃什么', '@清患 周报呢'])
})

test('a wrong secret gets no ticket', async () => {
  const office = await openOffice()
  const refused = await open(office, { ...opening, clientSecret: 'guess', subscriptions: robot })
  expect(refused.status).toBe(401)
  expect(refused.body).toMatchObject({ code: 'authFailed', requestid: expect.any(String) })
  expect(refused.body).not.toHaveProperty('ticket')
})

test('subscribing to a single event topic is refused, as only * is legal', async () => {
  const office = await openOffice()
  const refused = await open(office, {
    ...opening,
    subscriptions: [{ type: 'EVENT', topic: 'user_add_org' }],
  })
  expect(refused).toMatchObject({ status: 400, body: { code: 'invalidParameter' } })
})

test('a ticket opens one connection; the second one is let in and closed with 1008', async () => {
  const office = await openOffice()
  const opened = await open(office)
  const first = connect(opened)
  await until(() => office.sandbox.stats.sockets === 1)
  expect(await closed(connect(opened))).toBe(1008)
  expect(first.readyState).toBe(WebSocket.OPEN)
})

test('a ticket is worth nothing after 90 seconds', async () => {
  const office = await openOffice()
  const opened = await open(office)
  office.wait(90_000)
  expect(await closed(connect(opened))).toBe(1008)
})

test('an unacknowledged message comes three times more: the same msgId in new frames', async () => {
  const office = await openOffice({ timings: { redeliverAfterMs: 15 } })
  const bot = await startBot(office, { silent: true })
  const id = await office.sandbox.say({ as: 'u1', chat: group, text: '12号已改', at: true })
  await until(() => bot.heard.length === 4)
  await office.sandbox.say({ as: 'u1', chat: group, text: '还有一条', at: true })
  await until(() => bot.heard.length === 8)
  expect(bot.heard.slice(0, 4).map((each) => each.message['msgId'])).toEqual([id, id, id, id])
  expect(new Set(bot.heard.map((each) => each.frame.headers.messageId)).size).toBe(8)
  expect(office.sandbox.stats.redelivered).toBe(6)
})

test('an answer other than 200 is no acknowledgement', async () => {
  const office = await openOffice({ timings: { redeliverAfterMs: 15 } })
  const socket = connect(await open(office))
  const seen = frames(socket)
  socket.on('message', (raw) => {
    const { headers } = JSON.parse(String(raw)) as Frame
    const code = seen.length === 1 ? 500 : 200
    socket.send(JSON.stringify({ code, headers, message: '', data: '{"response":null}' }))
  })
  await until(() => office.sandbox.stats.sockets === 1)
  await office.sandbox.say({ as: 'u1', chat: group, text: '在', at: true })
  await until(() => office.sandbox.stats.acked === 1)
  expect(seen).toHaveLength(2)
})

test('what is said while the bot restarts is kept for it, in order', async () => {
  const office = await openOffice()
  await office.sandbox.say({ as: 'u1', chat: group, text: '一', at: true })
  await office.sandbox.say({ as: 'u1', chat: group, text: '二', at: true })
  const bot = await startBot(office)
  expect([await bot.next(), await bot.next()]).toMatchObject([
    { text: { content: ' 一' } },
    { text: { content: ' 二' } },
  ])
})

test('with loseWhenOffline it is lost, as on the real platform', async () => {
  const office = await openOffice({ loseWhenOffline: true })
  await office.sandbox.say({ as: 'u1', chat: group, text: '一', at: true })
  const bot = await startBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '二', at: true })
  expect(await bot.next()).toMatchObject({ text: { content: ' 二' } })
})

test('two copies of the bot share the messages at random', async () => {
  const office = await openOffice()
  const [one, other] = [await startBot(office), await startBot(office)]
  for (let at = 0; at < 40; at += 1)
    await office.sandbox.say({ as: 'u1', chat: group, text: `第${at}条`, at: true })
  await until(() => one.heard.length + other.heard.length === 40)
  // The chance that one of them gets nothing is one in half a trillion.
  expect(Math.min(one.heard.length, other.heard.length)).toBeGreaterThan(0)
})

test('a connection that did not subscribe to robot messages gets none', async () => {
  const office = await openOffice()
  const other = await startBot(office, { topics: ['/v1.0/card/instances/callback'] })
  await office.sandbox.say({ as: 'u1', chat: group, text: '有人吗', at: true })
  const bot = await startBot(office)
  expect(await bot.next()).toMatchObject({ text: { content: ' 有人吗' } })
  expect(other.heard).toEqual([])
})

test('after a server disconnect the old socket gets nothing more, and a new one takes over', async () => {
  const office = await openOffice()
  const old = connect(await open(office))
  const seen = frames(old)
  await until(() => office.sandbox.stats.sockets === 1)
  const gone = closed(old)
  office.sandbox.dropSocket('server-disconnect')
  await office.sandbox.say({ as: 'u1', chat: group, text: '还在吗', at: true })
  const bot = await startBot(office)
  expect(await bot.next()).toMatchObject({ text: { content: ' 还在吗' } })
  expect(await gone).toBe(1000)
  expect(seen).toMatchObject([
    { type: 'SYSTEM', headers: { topic: 'disconnect' }, data: '{"reason":"connection is expired"}' },
  ])
})

test('a socket dropped without a word leaves the bot offline', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  office.sandbox.dropSocket('socket')
  await until(() => !bot.client.connected)
  expect(office.sandbox.stats.sockets).toBe(0)
})

test('the SDK echoes pings and stays; whoever echoes something else is sent away', async () => {
  const office = await openOffice({ timings: { pingEveryMs: 25, disconnectGraceMs: 10 } })
  await startBot(office)
  const deaf = connect(await open(office))
  const seen = frames(deaf)
  deaf.on('message', (raw) => {
    const { headers } = JSON.parse(String(raw)) as { headers: unknown }
    deaf.send(JSON.stringify({ code: 200, headers, message: 'OK', data: '{"opaque":"wrong"}' }))
  })
  expect(await closed(deaf)).toBe(1000)
  expect(seen.map((each) => each.headers['topic'])).toEqual(['ping', 'disconnect'])
  expect(office.sandbox.stats.sockets).toBe(1)
})

test('nonsense on the socket harms nobody', async () => {
  const office = await openOffice()
  const socket = connect(await open(office))
  await until(() => office.sandbox.stats.sockets === 1)
  for (const nonsense of [
    '',
    'no json',
    '[]',
    '{"headers":5}',
    '{"code":200,"headers":{"messageId":"unknown"}}',
  ])
    socket.send(nonsense)
  const seen = frames(socket)
  await office.sandbox.say({ as: 'u1', chat: group, text: '在', at: true })
  await until(() => seen.length === 1)
  expect(office.sandbox.stats).toMatchObject({ sockets: 1, acked: 0 })
})

test('the duplicate fault delivers the next message twice, and only that one', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  office.sandbox.setFaults({ duplicate: 1 })
  const id = await office.sandbox.say({ as: 'u1', chat: group, text: '一', at: true })
  const next = await office.sandbox.say({ as: 'u1', chat: group, text: '二', at: true })
  await until(() => bot.heard.length === 3)
  expect(bot.heard.map((each) => each.message['msgId'])).toEqual([id, id, next])
})

test('over the monthly quota a message arrives without its words', async () => {
  const office = await openOffice({ limits: { pushPerMonth: 1 } })
  const bot = await startBot(office)
  for (const text of ['一', '二']) await office.sandbox.say({ as: 'u1', chat: group, text, at: true })
  expect(await bot.next()).not.toHaveProperty('errorCode')
  const second = await bot.next()
  expect(second).toMatchObject({ errorCode: 20001, errorMessage: expect.any(String) })
  expect(second).not.toHaveProperty('text')
  office.wait(31 * 86_400_000)
  await office.sandbox.say({ as: 'u1', chat: group, text: '下个月', at: true })
  expect(await bot.next()).toMatchObject({ text: { content: ' 下个月' } })
})

test('the quota fault does the same once', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  office.sandbox.setFaults({ quotaExceeded: 1 })
  for (const text of ['一', '二']) await office.sandbox.say({ as: 'u1', chat: group, text, at: true })
  expect(await bot.next()).toMatchObject({ errorCode: 20001 })
  expect(await bot.next()).toMatchObject({ text: { content: ' 二' } })
})

test('closing lets go of everything: sockets, waiting deliveries and withheld answers', async () => {
  const office = await openOffice()
  const bot = await startBot(office, { silent: true })
  await office.sandbox.say({ as: 'u1', chat: group, text: '在', at: true })
  const message = await bot.next()
  office.sandbox.setFaults({ timeout: 1 })
  const call = reply(office, message, { msgtype: 'text', text: { content: '到了' } }).catch(() => 'cut off')
  await until(() => office.sandbox.messages(group).length === 2)
  await office.sandbox.close()
  expect(await call).toBe('cut off')
  await until(() => !bot.client.connected)
})

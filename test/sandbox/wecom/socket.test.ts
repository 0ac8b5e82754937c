import type { TemplateCard } from '@wecom/aibot-node-sdk'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { png, until } from '../office.ts'
import type { Office } from '../office.ts'
import { aibot, buttonCard, codeOf, group, noticeCard, openWeCom, startAiBot } from './office.ts'

type Frame = Readonly<{
  cmd?: string
  headers: { req_id: string }
  errcode?: number
  body?: Record<string, unknown>
}>

/** A socket without the SDK, for what the SDK would never send. */
async function rawSocket(office: Office) {
  const socket = new WebSocket(office.url.replace(/^http/, 'ws'))
  const frames: Frame[] = []
  socket.on('message', (raw) => frames.push(JSON.parse(String(raw)) as Frame))
  await new Promise((resolve) => socket.once('open', resolve))
  const ask = async (cmd: string, body: unknown, reqId = `${cmd}_1`): Promise<Frame> => {
    const before = frames.length
    socket.send(JSON.stringify({ cmd, headers: { req_id: reqId }, body }))
    return until(() => frames.slice(before).find((frame) => !frame.cmd && frame.headers.req_id === reqId))
  }
  return { socket, frames, ask }
}

const say = (office: Awaited<ReturnType<typeof openWeCom>>, text: string) =>
  office.sandbox.say({ as: 'u1', chat: group, text, at: true })

test('what is said while nobody is subscribed is lost', async () => {
  const office = await openWeCom()
  await say(office, '一')
  const bot = await startAiBot(office)
  await say(office, '二')
  expect((await bot.next()).body).toMatchObject({ text: { content: '@清患 二' } })
})

test('a second subscription kicks the first, which is told so and does not come back', async () => {
  const office = await openWeCom()
  const first = await startAiBot(office)
  const second = await startAiBot(office)
  expect((await first.nextEvent()).body).toMatchObject({ event: { eventtype: 'disconnected_event' } })
  await until(() => !first.client.isConnected)
  await say(office, '谁在')
  expect((await second.next()).body).toMatchObject({ text: { content: '@清患 谁在' } })
  expect(first.messages).toEqual([])
  expect(office.sandbox.stats.wecom.sockets).toBe(1)
})

test('a wrong secret is refused', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office, { secret: 'guess', wait: false })
  await until(() => bot.errors.length > 0)
  expect(String(bot.errors[0])).toContain('40001')
  expect(office.sandbox.stats.wecom.sockets).toBe(0)
})

test('frames before the subscription are refused with 846609, while pings look fine', async () => {
  const office = await openWeCom()
  const { ask } = await rawSocket(office)
  const markdown = { chatid: group, msgtype: 'markdown', markdown: { content: 'x' } }
  expect(await ask('aibot_send_msg', markdown)).toMatchObject({ errcode: 846609 })
  expect(await ask('ping', undefined)).toEqual({ headers: { req_id: 'ping_1' }, errcode: 0, errmsg: 'ok' })
})

test('a lost subscription leaves the line open, and every send fails until the bot connects anew', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await say(office, '一')
  const asked = await bot.next()
  office.sandbox.dropSocket('wecom-subscription')
  expect(bot.client.isConnected).toBe(true)
  expect(await codeOf(bot.client.replyStream(asked, 's1', '收到', true))).toBe(846609)
  const again = await startAiBot(office)
  expect(
    await codeOf(again.client.sendMessage(group, { msgtype: 'markdown', markdown: { content: '回来了' } })),
  ).toBe(0)
})

test('a line cut without a word leaves the bot offline, and old callbacks cannot be answered any more', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await say(office, '一')
  const asked = await bot.next()
  office.sandbox.dropSocket('wecom-socket')
  await until(() => !bot.client.isConnected)
  expect(office.sandbox.stats.wecom.sockets).toBe(0)
  const again = await startAiBot(office)
  expect(await codeOf(again.client.replyStream(asked, 's1', '收到', true))).toBe(846605)
})

test('a socket that stays silent is closed', async () => {
  const office = await openWeCom({ timings: { silenceMs: 30 } })
  const { socket } = await rawSocket(office)
  await new Promise((resolve) => socket.once('close', resolve))
})

test('the duplicate fault brings the same msgid twice, and out of order the later one first', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  office.sandbox.setFaults({ wecomDuplicate: 1 })
  const id = await say(office, '一')
  expect([(await bot.next()).body['msgid'], (await bot.next()).body['msgid']]).toEqual([id, id])
  office.sandbox.setFaults({ wecomOutOfOrder: 1 })
  await say(office, '二')
  await say(office, '三')
  expect([(await bot.next()).body, (await bot.next()).body]).toMatchObject([
    { text: { content: '@清患 三' } },
    { text: { content: '@清患 二' } },
  ])
})

test('with a dropped acknowledgement the message stands all the same', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await say(office, '一')
  const asked = await bot.next()
  office.sandbox.setFaults({ wecomDropAck: 1 })
  let acked = false
  bot.client.replyStream(asked, 's1', '已登记', true).then(
    () => (acked = true),
    () => undefined,
  )
  await until(() => office.sandbox.messages(group).some((each) => each.text === '已登记'))
  await bot.client.sendMessage(group, { msgtype: 'markdown', markdown: { content: '后来的' } })
  expect(acked).toBe(false)
})

test('a late acknowledgement comes, but late', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await say(office, '一')
  const asked = await bot.next()
  office.sandbox.setFaults({ wecomLateAck: 1 })
  const order: string[] = []
  const late = bot.client.replyStream(asked, 's1', '已登记', true).then(() => order.push('late'))
  const other = bot.client
    .sendMessage(group, { msgtype: 'markdown', markdown: { content: 'x' } })
    .then(() => order.push('other'))
  await Promise.all([late, other])
  expect(order).toEqual(['other', 'late'])
})

test('a file goes up in chunks and can be sent; a chunk that never came is noticed', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await say(office, '发图')
  const asked = await bot.next()
  const bytes = Buffer.concat([Buffer.from(png), Buffer.alloc(700 * 1024, 7)])
  const { media_id } = await bot.client.uploadMedia(bytes, { type: 'image', filename: 'now.png' })
  await bot.client.replyMedia(asked, 'image', media_id)
  const shown = office.sandbox.messages(group).at(-1)
  expect(shown).toMatchObject({ kind: 'picture', pictures: [expect.any(String)] })
  expect(await codeOf(bot.client.replyMedia(asked, 'image', 'unknown'))).toBe(40007)
  office.wait(3 * 24 * 3_600_000)
  expect(await codeOf(bot.client.sendMediaMessage(group, 'image', media_id))).toBe(40007)
  const { ask } = await rawSocket(office)
  await ask('aibot_subscribe', { bot_id: aibot.id, secret: aibot.secret })
  const init = { type: 'file', filename: '台账.xlsx', total_size: 20, total_chunks: 2 }
  const upload = (await ask('aibot_upload_media_init', init)).body?.['upload_id']
  const chunk = { upload_id: upload, chunk_index: 0, base64_data: Buffer.alloc(10).toString('base64') }
  expect(await ask('aibot_upload_media_chunk', chunk)).toMatchObject({ errcode: 0 })
  expect(await ask('aibot_upload_media_chunk', { ...chunk, chunk_index: 2 })).toMatchObject({
    errcode: 40058,
  })
  expect(await ask('aibot_upload_media_finish', { upload_id: upload })).toMatchObject({ errcode: 40058 })
})

test('opening the chat is an event once a day, and a welcome is answered to it', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const chat = 'wecom:direct:u1'
  await office.sandbox.enter({ as: 'u1', chat })
  await office.sandbox.enter({ as: 'u1', chat })
  const entered = await bot.nextEvent()
  expect(entered.body).toMatchObject({ msgtype: 'event', event: { eventtype: 'enter_chat' } })
  await bot.client.replyWelcome(entered, { msgtype: 'text', text: { content: '你好，我是清患' } })
  expect(office.sandbox.messages(chat)).toMatchObject([{ from: 'bot', text: '你好，我是清患' }])
  expect(await codeOf(bot.client.replyWelcome(entered, { msgtype: 'text', text: { content: '又来' } }))).toBe(
    846605,
  )
  office.wait(24 * 3_600_000)
  await office.sandbox.enter({ as: 'u1', chat })
  await bot.nextEvent()
  expect(bot.events).toHaveLength(2)
})

test('an answer that asked for feedback can be rated, and nothing may be answered to that', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await say(office, '进度')
  await bot.client.replyStream(await bot.next(), 's1', '都改了', true, undefined, { id: 'fb-1' })
  const message = office.sandbox.messages(group).at(-1)?.id ?? ''
  await office.sandbox.rate({ as: 'LiJing', message, good: false, content: '数不对' })
  const rated = await bot.nextEvent()
  expect(rated.body).toMatchObject({
    event: { eventtype: 'feedback_event', feedback_event: { id: 'fb-1', type: 2, content: '数不对' } },
  })
  expect(await codeOf(bot.client.replyStream(rated, 's2', '', true))).toBe(846605)
})

test('cards are checked before anything is shown', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await say(office, '卡片')
  const asked = await bot.next()
  const count = office.sandbox.messages(group).length
  const bad: readonly TemplateCard[] = [
    buttonCard('有空格 的'),
    buttonCard('t1', { button_list: [] }),
    { ...buttonCard('t1'), card_type: 'button' },
    noticeCard('x', { card_action: null }),
    noticeCard('', { sub_title_text: '' }),
  ]
  for (const card of bad) expect(await codeOf(bot.client.replyTemplateCard(asked, card))).toBe(40058)
  expect(office.sandbox.messages(group)).toHaveLength(count)
  expect(await codeOf(bot.client.replyTemplateCard(asked, buttonCard('t1')))).toBe(0)
  expect(await codeOf(bot.client.replyTemplateCard(asked, buttonCard('t1')))).toBe(40058)
})

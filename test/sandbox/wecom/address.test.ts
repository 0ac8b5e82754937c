import { WecomCrypto } from '@wecom/aibot-node-sdk'
import { expect, test } from 'vitest'
import { png, until } from '../office.ts'
import { aibot, buttonCard, group, keys, noticeCard, openWeCom } from './office.ts'
import type { WeComOffice } from './office.ts'
import { jsonReply, startReceiver } from './receiver.ts'
import type { Call, Receiver } from './receiver.ts'

type Body = Record<string, unknown>

async function openUrlMode(): Promise<Readonly<{ office: WeComOffice; bot: Receiver }>> {
  const bot = await startReceiver()
  const webhook = { ...aibot, mode: 'webhook' as const, callback: { url: bot.url, ...keys } }
  return { office: await openWeCom({ aibot: webhook }), bot }
}

const bodyOf = (call: Call): Body => JSON.parse(call.message) as Body
const last = (office: WeComOffice, viewer?: string) => office.sandbox.messages(group, viewer).at(-1)
const say = (office: WeComOffice, text = '在吗') =>
  office.sandbox.say({ as: 'u1', chat: group, text, at: true })
const stream = (content: string, finish: boolean) => ({
  msgtype: 'stream',
  stream: { id: 's1', finish, content },
})

test('what is said comes as encrypted JSON for nobody in particular, which the SDK’s own crypto opens', async () => {
  const { office, bot } = await openUrlMode()
  expect(await office.sandbox.verifyCallback('aibot')).toBe(true)
  await say(office)
  const call = await bot.next()
  expect(call).toMatchObject({ signed: true, receiver: '' })
  const { encrypt } = JSON.parse(call.body) as { encrypt: string }
  const body = JSON.parse(new WecomCrypto(keys.token, keys.aesKey, '').decrypt(encrypt)) as Body
  expect(body).toMatchObject({
    aibotid: aibot.id,
    chatid: group,
    from: { userid: 'u1' },
    text: { content: '@清患 在吗' },
    response_url: expect.stringContaining('/cgi-bin/aibot/response?response_code='),
  })
})

test('a stream given in the reply is asked for again until it is finished', async () => {
  const { office, bot } = await openUrlMode()
  let asked = 0
  bot.answer((call) => {
    if (bodyOf(call)['msgtype'] === 'stream') asked += 1
    return { body: jsonReply(call, stream(`查到${asked}处`, asked === 2)) }
  })
  await say(office)
  await until(() => last(office)?.text === '查到2处')
  expect(office.sandbox.messages(group)).toHaveLength(2)
  const polls = bot.calls
    .filter((call) => call.method === 'POST')
    .slice(1)
    .map(bodyOf)
  expect(polls).toHaveLength(2)
  expect(polls[0]).toMatchObject({ msgtype: 'stream', stream: { id: 's1' }, chatid: group })
})

test.each([
  ['another nonce', (call: Call) => jsonReply(call, stream('x', true), '1')],
  ['plain JSON', () => JSON.stringify(stream('x', true))],
  ['a text to a message', (call: Call) => jsonReply(call, { msgtype: 'text', text: { content: 'x' } })],
  [
    'markdown, which only the response_url takes',
    (call: Call) => jsonReply(call, { msgtype: 'markdown', markdown: { content: 'x' } }),
  ],
])('a reply with %s is dropped', async (_, reply) => {
  const { office, bot } = await openUrlMode()
  bot.answer((call) => ({ body: reply(call) }))
  await say(office)
  await until(() => office.sandbox.stats.wecom.refused === 1)
  expect(office.sandbox.messages(group)).toHaveLength(1)
})

test('the response_url takes one message within the hour', async () => {
  const { office, bot } = await openUrlMode()
  await say(office)
  const path = async (): Promise<string> => {
    const url = new URL(String(bodyOf(await bot.next())['response_url']))
    return url.pathname + url.search
  }
  const markdown = { msgtype: 'markdown', markdown: { content: '查完了' } }
  const first = await path()
  expect(await office.bare(first, markdown)).toMatchObject({ errcode: 0 })
  expect(last(office)).toMatchObject({ from: 'bot', text: '查完了' })
  expect(await office.bare(first, markdown)).toMatchObject({ errcode: 40058 })
  await say(office)
  const second = await path()
  office.wait(3_600_000)
  expect(await office.bare(second, markdown)).toMatchObject({ errcode: 40058 })
})

test('pictures are encrypted with the bot’s own key, which goes unsaid', async () => {
  const { office, bot } = await openUrlMode()
  const picture = office.sandbox.addPicture(png, 'image/png')
  await office.sandbox.say({ as: 'u1', chat: 'wecom:direct:u1', text: '', pictures: [picture] })
  const image = bodyOf(await bot.next())['image'] as { url: string }
  expect(Object.keys(image)).toEqual(['url'])
  const bytes = Buffer.from(await (await fetch(image.url)).arrayBuffer())
  expect(bytes.length % 32).toBe(0)
})

test('a press comes once even when it is refused, and its reply changes the card', async () => {
  const { office, bot } = await openUrlMode()
  bot.answer((call) => ({
    body: jsonReply(call, { msgtype: 'template_card', template_card: buttonCard('t1') }),
  }))
  await say(office)
  const card = await until(() => office.sandbox.messages(group)[1])
  bot.answer(() => ({ status: 500 }))
  const before = bot.calls.length
  expect(await office.sandbox.press({ as: 'u1', message: card.id, button: 0 })).toMatchObject({ ok: false })
  expect(bot.calls).toHaveLength(before + 1)
  bot.answer((call) => ({
    body: jsonReply(call, { response_type: 'update_template_card', template_card: noticeCard('等待复查') }),
  }))
  expect(await office.sandbox.press({ as: 'u1', message: card.id, button: 0 })).toEqual({ ok: true })
  expect(last(office, 'LiJing')?.title).toBe('等待复查')
})

test('a message that is refused comes again, the same msgid', async () => {
  const { office, bot } = await openUrlMode()
  bot.answer(() => ({ status: 500 }))
  const id = await say(office)
  const calls = [await bot.next(), await bot.next(), await bot.next()]
  expect(calls.map((call) => bodyOf(call)['msgid'])).toEqual([id, id, id])
})

test('a welcome is the reply to somebody’s coming', async () => {
  const { office, bot } = await openUrlMode()
  bot.answer((call) => ({ body: jsonReply(call, { msgtype: 'text', text: { content: '你好' } }) }))
  await office.sandbox.enter({ as: 'u1', chat: 'wecom:direct:u1' })
  await until(() => office.sandbox.messages('wecom:direct:u1')[0]?.text === '你好')
})

test('there is no socket to connect to', async () => {
  const { office } = await openUrlMode()
  const { WebSocket } = await import('ws')
  const socket = new WebSocket(office.url.replace(/^http/, 'ws'))
  expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(1008)
})

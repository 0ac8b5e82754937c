import { expect, test } from 'vitest'
import { png, until } from '../office.ts'
import { agentId, buttonCard, corpId, keys, noticeCard, openWeCom, quick, secret } from './office.ts'
import type { WeComOffice } from './office.ts'
import { leaf, startReceiver, xmlReply } from './receiver.ts'
import type { Receiver } from './receiver.ts'

const chat = 'wecom:app:u1'

async function openApp(limits = {}): Promise<Readonly<{ office: WeComOffice; bot: Receiver }>> {
  const bot = await startReceiver()
  const app = { agentId, secret, callback: { url: bot.url, ...keys } }
  return { office: await openWeCom({ app, limits }), bot }
}

const passive = (type: string, content: string): string =>
  `<xml><ToUserName><![CDATA[u1]]></ToUserName><FromUserName><![CDATA[${corpId}]]></FromUserName><CreateTime>1716000000</CreateTime><MsgType><![CDATA[${type}]]></MsgType>${content}</xml>`

async function sendCard(office: WeComOffice, card: unknown, touser = 'u1') {
  const body = { touser, msgtype: 'template_card', agentid: agentId, template_card: card }
  return office.cgi('message/send', body)
}

const card = (office: WeComOffice) => office.sandbox.messages(chat, 'u1').at(-1)

test('the address is verified before anything is sent, within a second and to the letter', async () => {
  const { office, bot } = await openApp()
  expect(await office.sandbox.verifyCallback('app')).toBe(true)
  expect(bot.calls[0]).toMatchObject({ method: 'GET', signed: true, receiver: corpId })
  for (const answer of [
    (words: string) => ({ body: `"${words}"` }),
    (words: string) => ({ body: `\uFEFF${words}` }),
    (words: string) => ({ body: `${words}\n` }),
    (words: string) => ({ body: words, status: 201 }),
    (words: string) => ({ body: words, afterMs: 2 * quick.verifyMs }),
  ]) {
    bot.answerVerification(answer)
    expect(await office.sandbox.verifyCallback('app')).toBe(false)
  }
})

test('nothing reaches an address that does not pass the verification', async () => {
  const { office, bot } = await openApp()
  bot.answerVerification(() => ({ body: 'no' }))
  await office.sandbox.say({ as: 'u1', chat, text: '一' })
  await until(() => bot.calls.length === 1)
  bot.answerVerification((words) => ({ body: words }))
  await office.sandbox.say({ as: 'u1', chat, text: '二' })
  expect(leaf(await bot.next(), 'Content')).toBe('二')
})

test('what a member says comes as encrypted XML for the organisation, with a MsgId beyond JavaScript’s numbers', async () => {
  const { office, bot } = await openApp()
  await office.sandbox.say({ as: 'u1', chat, text: '12号已改 <b>&]]>' })
  const call = await bot.next()
  expect(call).toMatchObject({ signed: true, receiver: corpId })
  expect(call.body).toContain(`<ToUserName><![CDATA[${corpId}]]></ToUserName>`)
  expect(['ToUserName', 'FromUserName', 'MsgType', 'AgentID'].map((tag) => leaf(call, tag))).toEqual([
    corpId,
    'u1',
    'text',
    String(agentId),
  ])
  expect(call.message).toContain('12号已改 <b>&')
  expect(call.message).toMatch(/<MsgId>\d{19}<\/MsgId>/)
  expect(BigInt(leaf(call, 'MsgId'))).toBeGreaterThan(2n ** 53n)
})

test('a picture can be fetched with its media id for three days', async () => {
  const { office, bot } = await openApp()
  const picture = office.sandbox.addPicture(png, 'image/png')
  await office.sandbox.say({ as: 'u1', chat, text: '现场', pictures: [picture] })
  expect(leaf(await bot.next(), 'MsgType')).toBe('text')
  const call = await bot.next()
  expect(leaf(call, 'MsgType')).toBe('image')
  const path = async () =>
    `${office.url}/cgi-bin/media/get?access_token=${await office.appToken()}&media_id=${leaf(call, 'MediaId')}`
  const file = await fetch(await path())
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(png)
  expect(file.headers.get('content-disposition')).toContain("filename*=UTF-8''image.png")
  office.wait(3 * 24 * 3_600_000)
  const gone = await fetch(await path())
  expect([gone.status, await gone.json()]).toMatchObject([200, { errcode: 40007 }])
})

test.each(['voice', 'video', 'location', 'link'] as const)('a %s is told in its own shape', async (form) => {
  const { office, bot } = await openApp()
  await office.sandbox.say({ as: 'u1', chat, text: '阳光花园', form })
  expect(leaf(await bot.next(), 'MsgType')).toBe(form)
})

test('a callback that is refused or answered too late comes three times in all, the same MsgId signed anew', async () => {
  const { office, bot } = await openApp()
  bot.answer((call) => (bot.calls.indexOf(call) === 1 ? { status: 500 } : { afterMs: 2 * quick.callbackMs }))
  await office.sandbox.say({ as: 'u1', chat, text: '一' })
  const tries = [await bot.next(), await bot.next(), await bot.next()]
  bot.answer(() => ({}))
  await office.sandbox.say({ as: 'u1', chat, text: '二' })
  expect(leaf(await bot.next(), 'Content')).toBe('二')
  expect(new Set(tries.map((call) => leaf(call, 'MsgId'))).size).toBe(1)
  expect(new Set(tries.map((call) => call.query.get('nonce'))).size).toBe(3)
  expect(tries.every((call) => call.signed)).toBe(true)
  await until(() => office.sandbox.stats.wecom.acked === 1)
  expect(office.sandbox.stats.wecom).toMatchObject({ delivered: 4, redelivered: 2 })
})

test('one more delivery can be asked for, as readers of the field logs count differently', async () => {
  const { office, bot } = await openApp({ deliveries: 4 })
  bot.answer(() => ({ status: 500 }))
  await office.sandbox.say({ as: 'u1', chat, text: '一' })
  await until(() => office.sandbox.stats.wecom.redelivered === 3)
})

test.each([
  ['wecomBadSignature', { signed: false, receiver: corpId }],
  ['wecomBadReceiver', { signed: true, receiver: `not-${corpId}` }],
] as const)('with %s one delivery is spoiled and the repeat is right', async (fault, spoiled) => {
  const { office, bot } = await openApp()
  bot.answer((call) => ({ status: call.signed && call.receiver === corpId ? 200 : 401 }))
  office.sandbox.setFaults({ [fault]: 1 })
  await office.sandbox.say({ as: 'u1', chat, text: '一' })
  expect(await bot.next()).toMatchObject(spoiled)
  expect(await bot.next()).toMatchObject({ signed: true, receiver: corpId })
})

test('a cut-off callback still carries a right signature', async () => {
  const { office, bot } = await openApp()
  office.sandbox.setFaults({ wecomBadPadding: 1 })
  await office.sandbox.say({ as: 'u1', chat, text: '一' })
  const call = await bot.next()
  expect([call.signed, call.message.includes('一</Content>') && call.receiver === corpId]).toEqual([
    true,
    false,
  ])
})

test('a passive reply is opened and shown', async () => {
  const { office, bot } = await openApp()
  bot.answer(() => ({
    body: xmlReply(passive('text', '<Content><![CDATA[收到，已登记]]></Content>'), corpId),
  }))
  await office.sandbox.say({ as: 'u1', chat, text: '一' })
  await until(() => card(office)?.text === '收到，已登记')
  expect(office.sandbox.stats.wecom.refused).toBe(0)
})

const told = passive('text', '<Content><![CDATA[收到]]></Content>')
test.each([
  ['a wrong signature', xmlReply(told, corpId, 'x')],
  ['another receiver', xmlReply(told, 'wwother')],
  ['no XML', 'ok'],
  ['another member’s name', xmlReply(told.replace('[u1]', '[u2]'), corpId)],
])('a passive reply with %s is dropped', async (_, body) => {
  const { office, bot } = await openApp()
  bot.answer(() => ({ body }))
  await office.sandbox.say({ as: 'u1', chat, text: '一' })
  await until(() => office.sandbox.stats.wecom.refused === 1)
  expect(office.sandbox.messages(chat)).toHaveLength(1)
})

test('a press is an event with a code of its own, and the card is pending until the bot says what became of it', async () => {
  const { office, bot } = await openApp()
  await sendCard(office, buttonCard('t1'))
  expect(await office.sandbox.press({ as: 'u1', message: card(office)?.id ?? '', button: 0 })).toEqual({
    ok: true,
  })
  const call = await bot.next()
  expect(['MsgType', 'Event', 'EventKey', 'TaskId', 'CardType'].map((tag) => leaf(call, tag))).toEqual([
    'event',
    'template_card_event',
    '12号已改',
    't1',
    'button_interaction',
  ])
  expect(call.message).not.toContain('MsgId')
  expect(card(office)?.template?.pending).toBe(true)
  const again = { as: 'u1', message: card(office)?.id ?? '', button: 0 }
  expect(await office.sandbox.press(again)).toEqual({ ok: false, toast: '正在处理，请稍等。' })
  const update = {
    userids: ['u1', 'wang'],
    agentid: agentId,
    response_code: leaf(call, 'ResponseCode'),
    button: { replace_name: '已提交' },
  }
  expect(await office.cgi('message/update_template_card', update)).toMatchObject({
    errcode: 0,
    invaliduser: ['wang'],
  })
  expect(card(office)).toMatchObject({ buttons: [], template: { pending: false, settled: '已提交' } })
  expect(await office.cgi('message/update_template_card', update)).toMatchObject({ errcode: 40058 })
})

test('a passive reply changes the card for who pressed, and for nobody else', async () => {
  const { office, bot } = await openApp()
  await sendCard(office, buttonCard('t1'), 'u1|LiJing')
  const fresh = `<TemplateCard><CardType><![CDATA[text_notice]]></CardType><MainTitle><Title><![CDATA[等待复查]]></Title></MainTitle><HorizontalContentList><KeyName><![CDATA[责任单位]]></KeyName><Value><![CDATA[安居物业]]></Value></HorizontalContentList><CardAction><Type>1</Type><Url><![CDATA[https://example.com/]]></Url></CardAction></TemplateCard>`
  bot.answer(() => ({ body: xmlReply(passive('update_template_card', fresh), corpId) }))
  await office.sandbox.press({ as: 'u1', message: card(office)?.id ?? '', button: 0 })
  expect(card(office)).toMatchObject({
    title: '等待复查',
    template: { pending: false, rows: [{ name: '责任单位', value: '安居物业' }] },
  })
  expect(office.sandbox.messages('wecom:app:LiJing', 'LiJing').at(-1)?.title).toBe('12号隐患（YC-0012）')
})

test('a passive reply can put words in place of the buttons', async () => {
  const { office, bot } = await openApp()
  await sendCard(office, buttonCard('t1'))
  const button = '<Button><ReplaceName><![CDATA[已提交]]></ReplaceName></Button>'
  bot.answer(() => ({ body: xmlReply(passive('update_button', button), corpId) }))
  await office.sandbox.press({ as: 'u1', message: card(office)?.id ?? '', button: 0 })
  expect(card(office)).toMatchObject({ buttons: [], template: { pending: false, settled: '已提交' } })
})

test('a press is not answered by words: the card stays pending', async () => {
  const { office, bot } = await openApp()
  await sendCard(office, buttonCard('t1'))
  bot.answer(() => ({ body: xmlReply(told, corpId) }))
  await office.sandbox.press({ as: 'u1', message: card(office)?.id ?? '', button: 0 })
  expect(card(office)?.template?.pending).toBe(true)
  expect(office.sandbox.messages(chat)).toHaveLength(1)
})

test('a press that nobody takes says so, and the card can be pressed again', async () => {
  const { office, bot } = await openApp()
  await sendCard(office, buttonCard('t1'))
  bot.answer(() => ({ status: 502 }))
  const press = { as: 'u1', message: card(office)?.id ?? '', button: 0 }
  expect(await office.sandbox.press(press)).toMatchObject({ ok: false })
  expect(card(office)?.template?.pending).toBe(false)
})

test('a code is good for one update and for 72 hours', async () => {
  const { office } = await openApp()
  const sent = await sendCard(office, buttonCard('t1'))
  const update = (code: unknown) =>
    office.cgi('message/update_template_card', {
      atall: 1,
      agentid: agentId,
      response_code: code,
      template_card: noticeCard('已销号'),
    })
  expect(await update(sent['response_code'])).toMatchObject({ errcode: 0 })
  expect(card(office)?.title).toBe('已销号')
  const other = await sendCard(office, buttonCard('t2'))
  office.wait(72 * 3_600_000)
  expect(await update(other['response_code'])).toMatchObject({ errcode: 40058 })
})

test('opening the chat and choosing from the menu are events; two in the same second differ in their key', async () => {
  const { office, bot } = await openApp()
  const menu = {
    button: [
      { type: 'click', name: '我的待办', key: 'todo' },
      { name: '更多', sub_button: [{ type: 'click', name: '帮助', key: 'help' }] },
    ],
  }
  expect(await office.cgi('menu/create', menu, `&agentid=${agentId}`)).toMatchObject({ errcode: 0 })
  await office.sandbox.enter({ as: 'u1', chat })
  await office.sandbox.chooseMenu({ as: 'u1', chat, key: 'todo' })
  await office.sandbox.chooseMenu({ as: 'u1', chat, key: 'help' })
  const calls = [await bot.next(), await bot.next(), await bot.next()]
  expect(calls.map((call) => [leaf(call, 'Event'), leaf(call, 'EventKey')])).toEqual([
    ['enter_agent', ''],
    ['click', 'todo'],
    ['click', 'help'],
  ])
  expect(new Set(calls.map((call) => leaf(call, 'CreateTime'))).size).toBe(1)
  await expect(office.sandbox.chooseMenu({ as: 'u1', chat, key: 'gone' })).rejects.toThrow('菜单')
})

test('an action of the card’s menu is an event of its own', async () => {
  const { office, bot } = await openApp()
  const action_menu = { desc: '更多', action_list: [{ text: '不再提醒', key: 'mute' }] }
  await sendCard(office, buttonCard('t1', { action_menu }))
  expect(card(office)?.buttons[2]).toEqual({ label: '不再提醒', part: 'menu' })
  await office.sandbox.press({ as: 'u1', message: card(office)?.id ?? '', button: 2 })
  const call = await bot.next()
  expect([leaf(call, 'Event'), leaf(call, 'EventKey')]).toEqual(['template_card_menu_event', 'mute'])
})

test('a callback address off this machine is refused', async () => {
  const app = { agentId, secret, callback: { url: 'https://example.com/', ...keys } }
  await expect(openWeCom({ app })).rejects.toThrow('this machine')
})

import { expect, test } from 'vitest'
import { mention } from '../../src/sandbox/dingtalk/mentions.ts'
import { app, group, groupSend, openOffice, reply, startBot } from './office.ts'
import type { Office } from './office.ts'

/** An office whose bot has just been spoken to by 小赵, with that message. */
async function asked(more: Parameters<typeof openOffice>[0] = {}, chat = group) {
  const office = await openOffice(more)
  const bot = await startBot(office)
  await office.sandbox.say({ as: 'u1', chat, text: '你好', at: true })
  return { office, bot, message: await bot.next() }
}

function last(office: Office, chat = group, viewer?: string) {
  return office.sandbox.messages(chat, viewer).at(-1)
}

function batchSend(
  office: Office,
  userIds: unknown,
  msgKey = 'sampleText',
  param: unknown = { content: '请看' },
) {
  const body = { robotCode: app.robotCode, userIds, msgKey, msgParam: JSON.stringify(param) }
  return office.api('POST', '/v1.0/robot/oToMessages/batchSend', body)
}

test('a person is called only when named in the text and listed in at', async () => {
  const { office, message } = await asked()
  const text = { content: '@u1 @u12 @wang 请看' }
  expect(await reply(office, message, { msgtype: 'text', text, at: { atUserIds: ['u12', 'wang'] } })).toEqual(
    {
      status: 200,
      body: { errcode: 0, errmsg: 'ok' },
    },
  )
  // u1 is not listed, wang is not in this group.
  expect(last(office)).toMatchObject({ from: 'bot', text: '@u1 @李经理 @wang 请看', mentions: ['u12'] })
  await reply(office, message, { msgtype: 'text', text: { content: '请看' }, at: { atUserIds: ['u12'] } })
  expect(last(office)?.mentions).toEqual([])
})

test('no id is taken for the beginning of another', () => {
  const people = [
    { userId: 'a', name: '甲', title: '' },
    { userId: 'a.b', name: '乙', title: '' },
  ]
  const at = { atUserIds: ['a', 'a.b'] }
  expect(mention('@a.b看，@a 看', at, people)).toEqual({ text: '@乙看，@甲 看', mentions: ['a.b', 'a'] })
  expect(mention('@a1 @a-b', at, people)).toEqual({ text: '@a1 @a-b', mentions: [] })
})

test('a mobile calls as well, and isAtAll calls everybody', async () => {
  const { office, message } = await asked()
  const markdown = { title: '催办', text: '### 请看 @13800000012' }
  await reply(office, message, { msgtype: 'markdown', markdown, at: { atMobiles: ['13800000012'] } })
  expect(last(office)).toMatchObject({
    kind: 'markdown',
    title: '催办',
    text: '### 请看 @李经理',
    mentions: ['u12'],
  })
  await reply(office, message, { msgtype: 'text', text: { content: '开会' }, at: { isAtAll: true } })
  expect(last(office)?.mentions).toEqual(['u1', 'u12', 'guest'])
})

test('a dtmd button says its sentence as whoever presses it, to the bot', async () => {
  const { office, bot, message } = await asked()
  const actionURL = `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('12号 已安排')}`
  const btns = [
    { title: '已安排', actionURL },
    { title: '看详情', actionURL: 'https://example.com/12' },
    { title: '坏的', actionURL: 'javascript:alert(1)' },
  ]
  const actionCard = { title: '12号', text: '请整改', btnOrientation: '1', btns }
  await reply(office, message, { msgtype: 'actionCard', actionCard })
  const card = last(office)
  expect(card).toMatchObject({
    kind: 'actionCard',
    buttons: [{ label: '已安排' }, { label: '看详情', url: 'https://example.com/12' }, { label: '坏的' }],
  })
  expect(card?.buttons[2]).not.toHaveProperty('url')
  expect(await office.sandbox.press({ as: 'u12', message: card?.id ?? '', button: 0 })).toEqual({ ok: true })
  expect(await bot.next()).toMatchObject({ senderStaffId: 'u12', text: { content: ' 12号 已安排' } })
  expect(last(office)).toMatchObject({ from: 'u12', text: '@清患 12号 已安排' })
})

test('dtmd links in markdown become buttons, and a line of nothing else disappears', async () => {
  const { office, bot, message } = await asked({}, 'direct:u1')
  const link = (label: string) =>
    `[${label}](dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(label)})`
  const text = `是哪个小区？\n可以点${link('都不是')}。\n\n${link('阳光花园')} | ${link('阳光家园')}`
  await reply(office, message, { msgtype: 'markdown', markdown: { title: '哪个', text } })
  const shown = last(office, 'direct:u1')
  expect(shown?.text).toBe('是哪个小区？\n可以点都不是。')
  expect(shown?.buttons.map((each) => each.label)).toEqual(['都不是', '阳光花园', '阳光家园'])
  await office.sandbox.press({ as: 'u1', message: shown?.id ?? '', button: 2 })
  expect(await bot.next()).toMatchObject({ text: { content: '阳光家园' }, conversationType: '1' })
})

test('link and feedCard are shown with their addresses', async () => {
  const { office, message } = await asked()
  const link = { title: '通知', text: '全文', picUrl: '', messageUrl: 'https://example.com/n' }
  await reply(office, message, { msgtype: 'link', link })
  expect(last(office)).toMatchObject({
    title: '通知',
    text: '全文',
    buttons: [{ url: 'https://example.com/n' }],
  })
  const links = [{ title: '甲', messageURL: 'https://example.com/a', picURL: '' }]
  await reply(office, message, { msgtype: 'feedCard', feedCard: { links } })
  expect(last(office)?.buttons).toEqual([{ label: '甲', url: 'https://example.com/a' }])
})

test.each([
  ['an image', { msgtype: 'image', image: {} }, 400105],
  ['a text without content', { msgtype: 'text', text: {} }, 40035],
  ['a markdown without a title', { msgtype: 'markdown', markdown: { text: 'x' } }, 40035],
  ['a card without a button', { msgtype: 'actionCard', actionCard: { title: 't', text: 'x' } }, 40035],
  ['more than 20,000 bytes', { msgtype: 'text', text: { content: '字'.repeat(6_700) } }, 460101],
])('the webhook refuses %s inside HTTP 200', async (_, body, errcode) => {
  const { office, message } = await asked()
  expect(await reply(office, message, body)).toMatchObject({ status: 200, body: { errcode } })
  expect(office.sandbox.messages(group)).toHaveLength(1)
})

test('a session answers for 90 minutes and not a moment longer', async () => {
  const { office, message } = await asked()
  const body = { msgtype: 'text', text: { content: '在' } }
  office.wait(90 * 60_000 - 1)
  expect((await reply(office, message, body)).body).toEqual({ errcode: 0, errmsg: 'ok' })
  office.wait(1)
  expect(await reply(office, message, body)).toMatchObject({
    status: 200,
    body: { errcode: 300001, errmsg: 'session 不存在' },
  })
})

test('the expiredSession fault ends that session for good', async () => {
  const { office, message } = await asked()
  const body = { msgtype: 'text', text: { content: '在' } }
  office.sandbox.setFaults({ expiredSession: 1 })
  expect((await reply(office, message, body)).body).toMatchObject({ errcode: 300001 })
  expect((await reply(office, message, body)).body).toMatchObject({ errcode: 300001 })
})

test('a group takes 20 messages a minute, by webhook and API together', async () => {
  const { office, message } = await asked({ limits: { groupPerMinute: 2 } })
  const body = { msgtype: 'text', text: { content: '在' } }
  await reply(office, message, body)
  expect((await groupSend(office, 'sampleText', { content: '在' })).status).toBe(200)
  expect((await reply(office, message, body)).body).toMatchObject({ errcode: 130101 })
  expect(await groupSend(office, 'sampleText', { content: '在' })).toMatchObject({
    status: 400,
    body: { code: 'send.too.fast' },
  })
  const elsewhere = { openConversationId: 'cidOther==' }
  expect((await groupSend(office, 'sampleText', { content: '在' }, elsewhere)).status).toBe(200)
  office.wait(60_000)
  expect((await reply(office, message, body)).body).toMatchObject({ errcode: 0 })
})

test('the throttled fault refuses one reply', async () => {
  const { office, message } = await asked()
  const body = { msgtype: 'text', text: { content: '在' } }
  office.sandbox.setFaults({ throttled: 1 })
  expect((await reply(office, message, body)).body).toMatchObject({ errcode: 130101 })
  expect((await reply(office, message, body)).body).toMatchObject({ errcode: 0 })
})

test('a group send returns its handle and cannot call anybody', async () => {
  const office = await openOffice()
  const sent = await groupSend(office, 'sampleMarkdown', { title: '周报', text: '@u12 **还差3家**' })
  expect(sent).toEqual({ status: 200, body: { processQueryKey: expect.any(String) } })
  expect(last(office)).toMatchObject({
    kind: 'markdown',
    title: '周报',
    text: '@u12 **还差3家**',
    mentions: [],
  })
})

test('action cards of the API have as many buttons as their name says', async () => {
  const office = await openOffice()
  const say = 'dtmd://dingtalkclient/sendMessage?content=x'
  const three = {
    title: 't',
    text: 'x',
    actionTitle1: '甲',
    actionURL1: say,
    actionTitle2: '乙',
    actionURL2: say,
  }
  expect((await groupSend(office, 'sampleActionCard3', three)).body).toMatchObject({
    code: 'invalidParameter.msgParam.invalid',
  })
  await groupSend(office, 'sampleActionCard2', three)
  expect(last(office)?.buttons.map((each) => each.label)).toEqual(['甲', '乙'])
  const six = {
    title: 't',
    text: 'x',
    buttonTitle1: '丙',
    buttonUrl1: say,
    buttonTitle2: '丁',
    buttonUrl2: say,
  }
  await groupSend(office, 'sampleActionCard6', six)
  expect(last(office)?.buttons.map((each) => each.label)).toEqual(['丙', '丁'])
  await groupSend(office, 'sampleActionCard', { title: 't', text: 'x', singleTitle: '戊', singleURL: say })
  expect(last(office)?.buttons.map((each) => each.label)).toEqual(['戊'])
})

test.each([
  ['another robot', { robotCode: 'dingother' }, 'invalidParameter.robotCode.auth'],
  ['no robot', { robotCode: '' }, 'invalidParameter.robotCode.empty'],
  ['no group', { openConversationId: '' }, 'miss.openConversationId'],
  ['an unknown group', { openConversationId: 'cidGone==' }, 'invalid.openConversationId'],
  ['a one-to-one chat', { openConversationId: 'direct:u1' }, 'invalid.openConversationId'],
  ['an unknown template', { msgKey: 'sampleFeedCard' }, 'invalidParameter.msgKey.invalid'],
  ['a msgParam that is no JSON', { msgParam: 'x' }, 'invalidParameter.msgParam.invalid'],
  ['an object as msgParam', { msgParam: { content: 'x' } }, 'invalidParameter.msgParam.invalid'],
  ['15,001 bytes', { msgParam: `{"content":"${'x'.repeat(14_987)}"}` }, 'invalidParameter.msgParam.tooLong'],
])('a group send with %s is refused', async (_, more, code) => {
  const office = await openOffice()
  expect(await groupSend(office, 'sampleText', { content: 'x' }, more)).toMatchObject({
    status: 400,
    body: { code, message: expect.any(String), requestid: expect.any(String) },
  })
  expect(office.sandbox.messages(group)).toEqual([])
})

test('a group send of exactly 15,000 bytes goes through', async () => {
  const office = await openOffice()
  const msgParam = `{"content":"${'x'.repeat(14_986)}"}`
  expect((await groupSend(office, 'sampleText', {}, { msgParam })).status).toBe(200)
})

test('one-to-one sends reach those who exist and name those who do not', async () => {
  const office = await openOffice()
  const sent = await batchSend(office, ['u1', 'nobody', 'guest'])
  expect(sent).toEqual({
    status: 200,
    body: {
      processQueryKey: expect.any(String),
      invalidStaffIdList: ['nobody', 'guest'],
      flowControlledStaffIdList: [],
    },
  })
  expect(last(office, 'direct:u1')).toMatchObject({ from: 'bot', text: '请看' })
})

test('one-to-one sends take at most 20 people', async () => {
  const office = await openOffice()
  const many = Array.from({ length: 21 }, (_, at) => `u${at}`)
  expect((await batchSend(office, many)).status).toBe(400)
  expect((await batchSend(office, [])).status).toBe(400)
  expect((await batchSend(office, many.slice(1))).status).toBe(200)
})

test('a recalled message loses its words for everyone', async () => {
  const office = await openOffice()
  const { body } = await groupSend(office, 'sampleText', { content: '发错了' })
  const processQueryKeys = [body['processQueryKey'], 'unknown']
  const recall = { robotCode: app.robotCode, openConversationId: group, processQueryKeys }
  expect((await office.api('POST', '/v1.0/robot/groupMessages/recall', recall)).body).toEqual({
    successResult: [body['processQueryKey']],
    failedResult: { unknown: expect.any(String) },
  })
  expect(last(office, group, 'u1')).toMatchObject({ recalled: true, text: '', revision: 1 })
})

test('an uploaded picture can be sent, an unknown one cannot', async () => {
  const office = await openOffice()
  const form = new FormData()
  form.append('media', new Blob([Buffer.from('invented bytes')]), '整改后.jpg')
  const path = `/media/upload?access_token=${await office.token()}&type=image`
  const uploaded = await office.call(path, { method: 'POST', body: form })
  expect(uploaded).toMatchObject({
    status: 200,
    body: { errcode: 0, type: 'image', media_id: expect.stringMatching(/^@/) },
  })
  const photoURL = String(uploaded.body['media_id'])
  await batchSend(office, ['u1'], 'sampleImageMsg', { photoURL })
  const shown = last(office, 'direct:u1')
  expect(shown?.kind).toBe('picture')
  const file = await fetch(office.url + String(shown?.pictures[0]))
  expect([file.headers.get('content-type'), await file.text()]).toEqual(['image/jpeg', 'invented bytes'])
  expect((await batchSend(office, ['u1'], 'sampleImageMsg', { photoURL: '@gone' })).status).toBe(400)
})

test.each([
  ['type=image', '整改后.exe', 40004],
  ['type=poem', '整改后.jpg', 40004],
  ['type=image&access_token=guess', '整改后.jpg', 40014],
])('an upload with %s named %s is refused', async (query, name, errcode) => {
  const office = await openOffice()
  const form = new FormData()
  form.append('media', new Blob(['x']), name)
  const token = query.includes('access_token') ? '' : `&access_token=${await office.token()}`
  const refused = await office.call(`/media/upload?${query}${token}`, { method: 'POST', body: form })
  expect(refused).toMatchObject({ status: 200, body: { errcode } })
})

test('people are found by mobile and by id, outsiders are not', async () => {
  const office = await openOffice()
  const ask = async (path: string, body: unknown) =>
    (
      await office.call(`/topapi/v2/user/${path}?access_token=${await office.token()}`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
    ).body
  expect(await ask('getbymobile', { mobile: '13800000012' })).toMatchObject({
    errcode: 0,
    result: { userid: 'u12' },
  })
  expect(await ask('getbymobile', { mobile: '13800000099' })).toMatchObject({ errcode: 60121 })
  expect(await ask('getbymobile', { mobile: 'x' })).toMatchObject({ errcode: 40104 })
  expect(await ask('get', { userid: 'wang' })).toMatchObject({
    errcode: 0,
    result: { name: '王县长', dept_id_list: [1] },
  })
  expect(await ask('get', { userid: 'guest' })).toMatchObject({ errcode: 33012 })
})

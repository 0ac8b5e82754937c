import { expect, test } from 'vitest'
import { png, until } from '../office.ts'
import { agentId, buttonCard, group, keys, noticeCard, openWeCom, secret, startAiBot } from './office.ts'
import { leaf, startReceiver } from './receiver.ts'

test('the page says, opens a chat, presses with choices and is told how it stands', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  expect((await office.page('say', { as: 'u1', chat: group, text: '在吗', at: true })).status).toBe(200)
  const asked = await bot.next()
  await office.page('enter', { as: 'u1', chat: 'wecom:direct:u1' })
  expect((await bot.nextEvent()).body).toMatchObject({ event: { eventtype: 'enter_chat' } })
  const option_list = [
    { id: '1', text: '一般' },
    { id: '2', text: '重大' },
  ]
  const button_selection = { question_key: 'grade', title: '级别', option_list }
  await bot.client.replyTemplateCard(asked, buttonCard('t1', { button_selection }))
  const message = office.sandbox.messages(group).at(-1)?.id
  expect((await office.page('press', { as: 'u1', message, button: 0, choices: { grade: '2' } })).status).toBe(
    400,
  )
  const pressed = office.page('press', { as: 'u1', message, button: 0, choices: { grade: ['2'] } })
  const event = await bot.nextEvent()
  expect(JSON.stringify(event.body)).toContain('"option_id":["2"]')
  await bot.client.updateTemplateCard(event, noticeCard('已改'))
  expect((await pressed).body).toEqual({ ok: true })
  expect((await office.call('/sandbox/api/state?as=u1')).body).toMatchObject({
    bot: { connected: false },
    wecom: { name: '清患', connected: true },
    faults: { wecomDropAck: 0 },
  })
})

test('a drop-down that nobody touched sends what it shows', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '归谁', at: true })
  const option_list = [
    { id: 'a', text: '安居物业' },
    { id: 'b', text: '城建物业' },
  ]
  await bot.client.replyTemplateCard(await bot.next(), {
    ...noticeCard('归谁'),
    card_type: 'multiple_interaction',
    select_list: [
      { question_key: 'unit', option_list },
      { question_key: 'next', selected_id: 'b', option_list },
    ],
    submit_button: { text: '确定', key: 'ok' },
    task_id: 'm1',
  })
  void office.sandbox.press({ as: 'u1', message: office.sandbox.messages(group).at(-1)?.id ?? '', button: 0 })
  expect((await bot.nextEvent()).body).toMatchObject({
    event: {
      template_card_event: {
        selected_items: {
          selected_item: [
            { question_key: 'unit', option_ids: { option_id: ['a'] } },
            { question_key: 'next', option_ids: { option_id: ['b'] } },
          ],
        },
      },
    },
  })
})

test('WeCom’s faults are ordered and its line is cut from the page, DingTalk’s stays', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  expect((await office.page('fault', { wecomDuplicate: 2 })).body).toMatchObject({
    wecomDuplicate: 2,
    qps: 0,
  })
  expect((await office.page('fault', { wecomRain: 1 })).status).toBe(400)
  await office.page('fault', { drop: 'socket' })
  expect(office.sandbox.stats.wecom.sockets).toBe(1)
  await office.page('fault', { drop: 'wecom-socket' })
  await until(() => !bot.client.isConnected)
})

test('nobody opens or uses somebody else’s chat', async () => {
  const bot = await startReceiver()
  const office = await openWeCom({ app: { agentId, secret, callback: { url: bot.url, ...keys } } })
  const menu = { button: [{ type: 'click', name: '待办', key: 'todo' }] }
  await office.cgi('menu/create', menu, `&agentid=${agentId}`)
  await office.page('enter', { as: 'wang', chat: 'wecom:app:u1' })
  expect(await office.page('menu', { as: 'wang', chat: 'wecom:app:u1', key: 'todo' })).toMatchObject({
    status: 404,
    body: { error: expect.stringContaining('菜单') },
  })
  expect((await office.page('say', { as: 'wang', chat: 'wecom:app:u1', text: '在' })).status).toBe(403)
  await office.page('menu', { as: 'u1', chat: 'wecom:app:u1', key: 'todo' })
  expect(leaf(await bot.next(), 'FromUserName')).toBe('u1')
})

test.each([
  [{ button: [] }],
  [{ button: [{ type: 'click', name: '', key: 'a' }] }],
  [{ button: [{ type: 'scan', name: '扫', key: 'a' }] }],
  [{ button: Array.from({ length: 4 }, (_, at) => ({ type: 'click', name: '项', key: String(at) })) }],
])('a menu like %j is refused', async (menu) => {
  const office = await openWeCom()
  expect(await office.cgi('menu/create', menu, `&agentid=${agentId}`)).toMatchObject({ errcode: 40058 })
})

test('in an organisation without WeCom nothing of it is there', async () => {
  const office = await openWeCom({}, { wecom: undefined } as never)
  expect((await office.call('/cgi-bin/gettoken?corpid=a&corpsecret=b')).status).toBe(404)
  expect((await office.call('/sandbox/api/state?as=u1')).body).not.toHaveProperty('wecom')
  expect((await office.page('menu', { as: 'u1', chat: 'direct:u1', key: 'x' })).status).toBe(404)
})

test('with the duplicate fault a press on the app’s card comes twice with one code', async () => {
  const bot = await startReceiver()
  const office = await openWeCom({ app: { agentId, secret, callback: { url: bot.url, ...keys } } })
  await office.cgi('message/send', {
    touser: 'u1',
    msgtype: 'template_card',
    agentid: agentId,
    template_card: buttonCard('t1'),
  })
  office.sandbox.setFaults({ wecomDuplicate: 1 })
  const message = office.sandbox.messages('wecom:app:u1').at(-1)?.id ?? ''
  await office.sandbox.press({ as: 'u1', message, button: 1 })
  const calls = [await bot.next(), await bot.next()]
  expect(new Set(calls.map((call) => leaf(call, 'ResponseCode'))).size).toBe(1)
  expect(calls.map((call) => leaf(call, 'EventKey'))).toEqual(['12号不是我们的', '12号不是我们的'])
})

test('a picture too large for WeCom’s app is refused in words', async () => {
  const bot = await startReceiver()
  const office = await openWeCom({ app: { agentId, secret, callback: { url: bot.url, ...keys } } })
  const large = office.sandbox.addPicture(Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)]), 'image/png')
  const refused = await office.page('say', { as: 'u1', chat: 'wecom:app:u1', text: '', pictures: [large] })
  expect(refused).toMatchObject({ status: 413, body: { error: expect.stringContaining('10MB') } })
  expect(office.sandbox.messages('wecom:app:u1')).toEqual([])
})

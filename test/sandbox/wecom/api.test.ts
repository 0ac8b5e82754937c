import { expect, test } from 'vitest'
import { agentId, buttonCard, corpId, group, keys, noticeCard, openWeCom, secret } from './office.ts'
import type { WeComOffice } from './office.ts'

const callback = { url: 'http://127.0.0.1:9/wecom', ...keys }
const text = (touser: string, content: string, more = {}) => ({
  touser,
  msgtype: 'text',
  agentid: agentId,
  text: { content },
  ...more,
})

const tokenPath = `/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${encodeURIComponent(secret)}`

test('the same token is given until it is two hours old', async () => {
  const office = await openWeCom()
  const first = await office.bare(tokenPath)
  expect(first).toMatchObject({ errcode: 0, expires_in: 7200 })
  office.wait(7_000_000)
  expect(await office.bare(tokenPath)).toMatchObject({ access_token: first['access_token'], expires_in: 200 })
  office.wait(200_000)
  const old = `/cgi-bin/department/list?access_token=${String(first['access_token'])}`
  expect(await office.bare(old)).toMatchObject({ errcode: 42001 })
  expect((await office.bare(tokenPath))['access_token']).not.toBe(first['access_token'])
})

test.each([
  [`/cgi-bin/gettoken?corpid=${corpId}&corpsecret=guess`, 40001],
  ['/cgi-bin/gettoken?corpid=wwother&corpsecret=x', 40013],
  ['/cgi-bin/gettoken?corpsecret=x', 41002],
  [`/cgi-bin/gettoken?corpid=${corpId}`, 41004],
  ['/cgi-bin/department/list', 41001],
  ['/cgi-bin/department/list?access_token=guess', 40014],
])('%s is answered with %i and status 200', async (path, errcode) => {
  const office = await openWeCom()
  expect(await office.call(path)).toMatchObject({
    status: 200,
    body: { errcode, errmsg: expect.stringContaining(`devtool/query?e=${errcode}`) },
  })
})

test.each([
  ['wecomExpiredToken', 42001],
  ['wecomInvalidToken', 40014],
  ['wecomUntrustedIp', 60020],
  ['wecomConcurrency', 45033],
  ['wecomQuota', 45009],
  ['wecomBusy', -1],
] as const)('with %s one call is refused with %i, and the next one passes', async (fault, errcode) => {
  const office = await openWeCom()
  await office.appToken()
  office.sandbox.setFaults({ [fault]: 1 })
  expect(await office.cgi('message/send', text('u1', 'x'))).toMatchObject({ errcode })
  expect(await office.cgi('message/send', text('u1', 'x'))).toMatchObject({ errcode: 0 })
  expect(office.sandbox.messages('wecom:app:u1')).toHaveLength(1)
})

test('calls from an address that is not trusted are refused, with the address in the words', async () => {
  const office = await openWeCom({ trustedIps: ['203.0.113.7'] })
  expect(await office.cgi('department/list')).toMatchObject({
    errcode: 60020,
    errmsg: expect.stringContaining('from ip: 127.0.0.1'),
  })
})

test('hammering gettoken or one API is refused until the minute is over', async () => {
  const office = await openWeCom({ limits: { tokensPerMinute: 2, apiPerMinute: 2 } })
  const token = String((await office.bare(tokenPath))['access_token'])
  await office.bare(tokenPath)
  expect(await office.bare(tokenPath)).toMatchObject({ errcode: 45009 })
  const list = `/cgi-bin/department/list?access_token=${token}`
  expect([await office.bare(list), await office.bare(list), await office.bare(list)]).toMatchObject([
    { errcode: 0 },
    { errcode: 0 },
    { errcode: 45009 },
  ])
  office.wait(60_000)
  expect(await office.bare(list)).toMatchObject({ errcode: 0 })
})

test('a call whose answer never comes takes effect all the same', async () => {
  const office = await openWeCom()
  const path = `/cgi-bin/message/send?access_token=${await office.appToken()}`
  office.sandbox.setFaults({ wecomTimeout: 1 })
  const init = { method: 'POST', body: JSON.stringify(text('u1', '提醒')), signal: AbortSignal.timeout(100) }
  await expect(office.call(path, init)).rejects.toThrow('timeout')
  expect(office.sandbox.messages('wecom:app:u1')).toMatchObject([{ text: '提醒' }])
})

test('a message goes to each receiver’s own chat; strangers come back in lower case', async () => {
  const office = await openWeCom()
  const sent = await office.cgi('message/send', text('U1|lijing|NoBody|guest', '请报送'))
  expect(sent).toMatchObject({ errcode: 0, invaliduser: 'nobody|guest', msgid: expect.any(String) })
  expect(sent).not.toHaveProperty('response_code')
  for (const chat of ['wecom:app:u1', 'wecom:app:LiJing'])
    expect(office.sandbox.messages(chat)).toMatchObject([{ from: 'bot', text: '请报送' }])
  expect(await office.cgi('message/send', text('ding|guest', 'x'))).toMatchObject({ errcode: 81013 })
  expect(office.sandbox.stats.calls['/cgi-bin/message/send']).toBe(2)
})

test('departments come from people’s titles, and can be written to', async () => {
  const office = await openWeCom()
  expect(await office.cgi('department/list')).toMatchObject({
    department: [
      { id: 1, name: '全员', parentid: 0 },
      { id: 2, name: '城关镇', parentid: 1 },
      { id: 3, name: '安居物业' },
      { id: 4, name: '县政府' },
    ],
  })
  expect(await office.cgi('user/simplelist', undefined, '&department_id=3')).toMatchObject({
    userlist: [{ userid: 'LiJing', name: '李经理', department: [3] }],
  })
  const sent = await office.cgi('message/send', text('', '通知', { toparty: '3|9' }))
  expect(sent).toMatchObject({ errcode: 0, invalidparty: '9' })
  expect(office.sandbox.messages('wecom:app:LiJing')).toHaveLength(1)
})

test('everybody is everybody on WeCom', async () => {
  const office = await openWeCom()
  await office.cgi('message/send', text('@all', '通知'))
  for (const id of ['u1', 'LiJing', 'wang'])
    expect(office.sandbox.messages(`wecom:app:${id}`)).toHaveLength(1)
})

test.each([
  [{ agentid: 1 }, 40056],
  [{ agentid: undefined }, 41011],
  [{ msgtype: 'aibot' }, 40008],
  [{ text: { content: '' } }, 44004],
  [{ msgtype: 'markdown', markdown: { content: '字'.repeat(700) } }, 45002],
  [{ msgtype: 'image', image: { media_id: 'unknown' } }, 40007],
  [{ msgtype: 'template_card', template_card: { card_type: 'text_notice' } }, 40058],
])('a message with %j is refused with %i', async (more, errcode) => {
  const office = await openWeCom()
  expect(await office.cgi('message/send', { ...text('u1', 'x'), ...more })).toMatchObject({ errcode })
})

test('a long text is cut at 2048 bytes without splitting a character', async () => {
  const office = await openWeCom()
  await office.cgi('message/send', text('u1', '字'.repeat(1_000)))
  expect(office.sandbox.messages('wecom:app:u1')[0]?.text).toBe('字'.repeat(682))
})

test('more than thirty messages a minute to one member are dropped in silence', async () => {
  const office = await openWeCom()
  for (let at = 0; at < 31; at += 1)
    expect(await office.cgi('message/send', text('u1', `第${at}条`))).toMatchObject({ errcode: 0 })
  expect(office.sandbox.messages('wecom:app:u1')).toHaveLength(30)
})

test('with the duplicate check the same request is shown once within its window', async () => {
  const office = await openWeCom()
  const body = text('u1', '提醒', { enable_duplicate_check: 1, duplicate_check_interval: 60 })
  await office.cgi('message/send', body)
  await office.cgi('message/send', body)
  expect(office.sandbox.messages('wecom:app:u1')).toHaveLength(1)
  office.wait(60_000)
  await office.cgi('message/send', body)
  expect(office.sandbox.messages('wecom:app:u1')).toHaveLength(2)
})

test('cards that ask something need a callback address, a new task and give a code', async () => {
  const send = (office: WeComOffice, card: unknown) =>
    office.cgi('message/send', {
      touser: 'u1',
      msgtype: 'template_card',
      agentid: agentId,
      template_card: card,
    })
  const mute = await openWeCom()
  expect(await send(mute, buttonCard('t1'))).toMatchObject({ errcode: 40058 })
  expect(await send(mute, noticeCard('通报'))).toMatchObject({ errcode: 0 })
  const office = await openWeCom({ app: { agentId, secret, callback } })
  expect(await send(office, buttonCard('t1'))).toMatchObject({ response_code: expect.any(String) })
  expect(await send(office, buttonCard('t1'))).toMatchObject({ errcode: 40058 })
  expect(await send(office, noticeCard('通报'))).not.toHaveProperty('response_code')
})

test('a message can be recalled for a day', async () => {
  const office = await openWeCom()
  const [first, second] = [
    await office.cgi('message/send', text('u1', '发错了')),
    await office.cgi('message/send', text('u1', '留着')),
  ]
  expect(await office.cgi('message/recall', { msgid: first['msgid'] })).toMatchObject({ errcode: 0 })
  expect(office.sandbox.messages('wecom:app:u1')).toMatchObject([
    { recalled: true, text: '' },
    { text: '留着' },
  ])
  office.wait(24 * 3_600_000)
  expect(await office.cgi('message/recall', { msgid: second['msgid'] })).toMatchObject({ errcode: 40058 })
})

test('a mobile finds its member; after a few misses the day is over', async () => {
  const office = await openWeCom()
  expect(await office.cgi('user/getuserid', { mobile: '13800000012' })).toMatchObject({ userid: 'LiJing' })
  expect(await office.cgi('user/get', undefined, '&userid=lijing')).toMatchObject({
    userid: 'LiJing',
    name: '李经理',
    position: '经理',
  })
  expect(await office.cgi('user/get', undefined, '&userid=lijing')).not.toHaveProperty('mobile')
  for (let at = 0; at < 5; at += 1)
    expect(await office.cgi('user/getuserid', { mobile: '13800000099' })).toMatchObject({ errcode: 46004 })
  expect(await office.cgi('user/getuserid', { mobile: '13800000012' })).toMatchObject({ errcode: 45009 })
  office.wait(24 * 3_600_000)
  expect(await office.cgi('user/getuserid', { mobile: '13800000012' })).toMatchObject({ errcode: 0 })
})

test('the two platforms do not see each other’s people and chats', async () => {
  const office = await openWeCom()
  const state = (as: string) => office.call(`/sandbox/api/state?as=${as}`)
  expect((await state('u1')).body).toMatchObject({
    wecom: { name: '清患', connected: false },
    chats: [
      { id: group, platform: 'wecom' },
      { id: 'cidDing==' },
      { id: 'direct:u1' },
      { id: 'wecom:direct:u1', platform: 'wecom', title: '清患' },
      { id: 'wecom:app:u1', platform: 'wecom', title: '清患应用' },
    ],
  })
  expect((await state('LiJing')).body['chats']).toHaveLength(3)
  expect((await state('ding')).body['chats']).toHaveLength(2)
  const sent = await office.api('POST', '/v1.0/robot/groupMessages/send', {
    robotCode: 'dingqinghuan',
    openConversationId: group,
    msgKey: 'sampleText',
    msgParam: '{"content":"x"}',
  })
  expect(sent.body).toMatchObject({ code: 'invalid.openConversationId' })
})

test('with an app alone, what is said to it and what it says share the one chat', async () => {
  const office = await openWeCom({ aibot: null })
  await office.cgi('message/send', text('u1', '你好'))
  expect(office.sandbox.messages('wecom:direct:u1')).toMatchObject([{ text: '你好' }])
})

import { expect, test } from 'vitest'
import { app, group, groupSend, openOffice, reply, startBot, until } from './office.ts'

test('the same token is given on both hosts until it is two hours old', async () => {
  const office = await openOffice()
  const first = await office.token()
  office.wait(7_000_000)
  const old = await office.call(
    `/gettoken?appkey=${app.clientId}&appsecret=${encodeURIComponent(app.clientSecret)}`,
  )
  expect(old.body).toEqual({ errcode: 0, errmsg: 'ok', access_token: first, expires_in: 7200 })
  office.wait(7_200_000)
  expect(await office.token()).not.toBe(first)
})

test('wrong credentials get no token', async () => {
  const office = await openOffice()
  const body = JSON.stringify({ appKey: app.clientId, appSecret: 'guess' })
  expect(await office.call('/v1.0/oauth2/accessToken', { method: 'POST', body })).toMatchObject({
    status: 400,
    body: { code: 'invalidClientIdOrSecret' },
  })
  const old = await office.call(`/gettoken?appkey=${app.clientId}&appsecret=guess`)
  expect(old).toMatchObject({ status: 200, body: { errcode: 40089 } })
})

test('a call without a valid token is refused', async () => {
  const office = await openOffice()
  const path = '/v1.0/robot/groupMessages/send'
  expect(await office.call(path, { method: 'POST', body: '{}' })).toMatchObject({
    status: 400,
    body: { code: 'InvalidAuthentication' },
  })
})

test('the expiredToken fault ends the token: the next one is another', async () => {
  const office = await openOffice()
  const before = await office.token()
  office.sandbox.setFaults({ expiredToken: 1 })
  expect((await groupSend(office, 'sampleText', { content: 'x' })).body).toMatchObject({
    code: 'InvalidAuthentication',
  })
  expect(await office.token()).not.toBe(before)
  expect((await groupSend(office, 'sampleText', { content: 'x' })).status).toBe(200)
})

test.each([
  ['qps', 403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'],
  ['busy', 500, 'system.busy'],
] as const)('the %s fault refuses one call and delivers nothing', async (fault, status, code) => {
  const office = await openOffice()
  office.sandbox.setFaults({ [fault]: 1 })
  expect(await groupSend(office, 'sampleText', { content: 'x' })).toMatchObject({ status, body: { code } })
  expect(office.sandbox.messages(group)).toEqual([])
  expect((await groupSend(office, 'sampleText', { content: 'x' })).status).toBe(200)
})

test('with the timeout fault the message is there and the answer never comes', async () => {
  const office = await openOffice()
  const token = await office.token()
  office.sandbox.setFaults({ timeout: 1 })
  const given = new AbortController()
  const call = fetch(`${office.url}/v1.0/robot/groupMessages/send`, {
    method: 'POST',
    headers: { 'x-acs-dingtalk-access-token': token },
    body: JSON.stringify({
      robotCode: app.robotCode,
      openConversationId: group,
      msgKey: 'sampleText',
      msgParam: '{"content":"到了"}',
    }),
    signal: given.signal,
  }).then(
    () => 'answered',
    () => 'given up',
  )
  await until(() => office.sandbox.messages(group).length === 1)
  given.abort()
  expect(await call).toBe('given up')
})

test('a webhook reply can time out as well', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '在', at: true })
  office.sandbox.setFaults({ timeout: 1 })
  void reply(office, await bot.next(), { msgtype: 'text', text: { content: '到了' } }).catch(() => undefined)
  await until(() => office.sandbox.messages(group).length === 2)
})

test('more than 20 calls of one API in a second are refused, another API still answers', async () => {
  const office = await openOffice()
  const userIds = ['u1']
  const send = () =>
    office.api('POST', '/v1.0/robot/oToMessages/batchSend', {
      robotCode: app.robotCode,
      userIds,
      msgKey: 'sampleText',
      msgParam: '{"content":"x"}',
    })
  const statuses = (await Promise.all(Array.from({ length: 21 }, send))).map((each) => each.status)
  expect(statuses.filter((status) => status === 403)).toHaveLength(1)
  expect((await groupSend(office, 'sampleText', { content: 'x' })).status).toBe(200)
  office.wait(1_000)
  expect((await send()).status).toBe(200)
})

test('the monthly count refuses calls until the month is over in Shanghai', async () => {
  const office = await openOffice({ limits: { apiPerMonth: 1 } })
  expect((await groupSend(office, 'sampleText', { content: 'x' })).status).toBe(200)
  expect(await groupSend(office, 'sampleText', { content: 'x' })).toMatchObject({
    status: 403,
    body: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' },
  })
  office.wait(Date.parse('2024-06-01T00:00:00+08:00') - Date.parse('2024-05-10T02:00:00Z'))
  expect((await groupSend(office, 'sampleText', { content: 'x' })).status).toBe(200)
})

test('an API that the double does not know says so in the envelope', async () => {
  const office = await openOffice()
  expect(await office.call('/v1.0/robot/unknown', { method: 'POST' })).toMatchObject({
    status: 404,
    body: { code: 'InvalidAction.NotFound', requestid: expect.any(String) },
  })
})

test('calls are counted by their path', async () => {
  const office = await openOffice()
  await groupSend(office, 'sampleText', { content: 'x' })
  expect(office.sandbox.stats.calls).toEqual({
    '/v1.0/oauth2/accessToken': 1,
    '/v1.0/robot/groupMessages/send': 1,
  })
})

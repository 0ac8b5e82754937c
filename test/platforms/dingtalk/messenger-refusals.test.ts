import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { API, OAPI, group, person, setUp, session, token, api, text, failure } from '../support/messenger.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('an access token', () => {
  test('is asked for once by everybody and kept until five minutes before its end', async () => {
    const first = token()
    api('robot/groupMessages/send')
    const { messenger, clock } = setUp()
    await Promise.all([messenger.send(text('一')), messenger.send(text('二'))])
    clock.now = new Date(clock.now.getTime() + 6899_000)
    await messenger.send(text('三'))
    expect(first.isDone()).toBe(true)
    const second = token('token-2')
    clock.now = new Date(clock.now.getTime() + 2000)
    await messenger.send(text('四'))
    expect(second.isDone()).toBe(true)
  })
  test.each(['InvalidAuthentication', '40014'])(
    'that is refused (%s) is replaced once and the call repeated',
    async (code) => {
      token('stale')
      token('fresh')
      const used: string[] = []
      nock(API)
        .post('/v1.0/robot/groupMessages/send')
        .twice()
        .reply(function () {
          const header = String(this.req.headers['x-acs-dingtalk-access-token'])
          used.push(header)
          return header.includes('fresh') ? [200, { processQueryKey: 'k' }] : [400, { code, message: 'x' }]
        })
      await setUp().messenger.send(text('好'))
      expect(used).toEqual(['stale', 'fresh'])
    },
  )
  test('that is refused twice is not asked for again and again', async () => {
    token('one')
    token('two')
    const sent = api('robot/groupMessages/send', { code: 'InvalidAuthentication' }, 400)
    expect(await failure(setUp().messenger.send(text('好')))).toMatchObject({ outcome: 'later' })
    expect(sent).toHaveLength(2)
  })
  test('that cannot be had leaves the message for later and no secret in the error', async () => {
    nock(API)
      .post('/v1.0/oauth2/accessToken')
      .reply(400, { code: 'invalidClientIdOrSecret', message: 'invented-secret' })
    const error = await failure(setUp().messenger.send(text('好')))
    expect(error).toMatchObject({ outcome: 'later', code: 'invalidClientIdOrSecret' })
    expect(error.message).not.toContain('invented-secret')
  })
})

describe('a refusal by the robot API', () => {
  test.each([
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' }, 'later', 1000],
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForApi' }, 'later', 1000],
    [403, { code: 'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi' }, 'later', 60_000],
    [403, { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' }, 'never', undefined],
    [403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' }, 'never', undefined],
    [403, { code: 'Forbidden.AccessDenied.IpNotInWhiteList' }, 'never', undefined],
    [400, { code: 'send.too.fast' }, 'later', 60_000],
    [400, { code: 'invalidParameter.msgParam.tooLong' }, 'never', undefined],
    [400, { code: 'invalidParameter.robotCode.auth' }, 'never', undefined],
    [400, { code: 'group.disbanded' }, 'never', undefined],
    [400, { code: 'contain.notAllowed.text' }, 'never', undefined],
    [429, { code: 'system.busy' }, 'later', 2000],
    [429, 'slow down', 'later', 1000],
    [500, { code: 'systemBusy' }, 'later', 2000],
    [500, { code: 'system.error' }, 'unknown', undefined],
    [502, '<html>', 'unknown', undefined],
    [503, '<html>', 'later', 2000],
    [504, {}, 'unknown', undefined],
    [200, '<html>blocked</html>', 'later', 300_000],
    [200, { status: 1111, wait: 5, source: 'x5', punish: 'deny' }, 'later', 300_000],
    [302, '', 'never', undefined],
  ] as const)('%i %j means %s', async (status, answer, outcome, retryAfterMs) => {
    token()
    api('robot/groupMessages/send', answer, status)
    expect(await failure(setUp().messenger.send(text('好')))).toMatchObject({
      call: 'robot/groupMessages/send',
      outcome,
      retryAfterMs,
    })
  })
})

describe('a refusal by the session webhook', () => {
  test.each([
    [-1, 'later', 2000],
    [130101, 'later', 600_000],
    ['410100', 'later', 600_000],
    [430101, 'never', undefined],
    [400102, 'never', undefined],
    [90018, 'later', 1000],
    [90002, 'later', 1000],
    [90020, 'never', undefined],
    [15, 'unknown', undefined],
    [88, 'unknown', undefined],
  ] as const)('errcode %s in a 200 means %s', async (errcode, outcome, retryAfterMs) => {
    session({ errcode, errmsg: '@liu01 内容' })
    const error = await failure(setUp({}, {}).messenger.send(text('好')))
    expect(error).toMatchObject({ outcome, retryAfterMs })
    expect(error.message).not.toMatch(/liu01|abc123/)
  })
  test('88 with a sub code means what the sub code says', async () => {
    session({ errcode: 88, sub_code: '90018' })
    expect(await failure(setUp({}, {}).messenger.send(text('好')))).toMatchObject({
      code: '90018',
      outcome: 'later',
    })
  })
})

describe('no answer at all', () => {
  test.each([
    ['ECONNREFUSED', 'later'],
    ['ENOTFOUND', 'later'],
    ['ECONNRESET', 'unknown'],
  ])('%s means %s', async (code, outcome) => {
    nock(OAPI)
      .post('/robot/sendBySession')
      .query(true)
      .replyWithError(Object.assign(new Error('abc123'), { code }))
    expect(await failure(setUp({}, {}).messenger.send(text('好')))).toMatchObject({ code, outcome })
  })
  test('in time means that nobody knows', async () => {
    nock(OAPI).post('/robot/sendBySession').query(true).delay(2000).reply(200, { errcode: 0 })
    expect(await failure(setUp({ timeoutMs: 30 }, {}).messenger.send(text('好')))).toMatchObject({
      code: 'timeout',
      outcome: 'unknown',
    })
  })
})

describe('200 from the one-to-one API', () => {
  test.each([
    [{ invalidStaffIdList: ['liu01'] }, 'never'],
    [{ flowControlledStaffIdList: ['liu01'] }, 'later'],
  ])('%j is no delivery: %s', async (answer, outcome) => {
    token()
    api('robot/oToMessages/batchSend', answer)
    expect(await failure(setUp().messenger.send(text('好', person)))).toMatchObject({ outcome })
  })
})

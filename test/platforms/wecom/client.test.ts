import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PlatformError } from '../../../src/chat/outgoing.ts'
import { createGate } from '../../../src/platforms/wecom/api/http.ts'
import { createIds, createMembers } from '../../../src/platforms/wecom/api/ids.ts'
import { API, api, app, failure, setUp, text, token } from './support/messenger.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const OPEN = 'woInventedOpenUserId0000000000001'

describe('what WeCom answers', () => {
  test.each([
    [-1, 'later', 2000],
    [45033, 'later', 1000],
    [45009, 'later', 60_000],
    [40001, 'later', 300_000],
    [60020, 'later', 600_000],
    [40003, 'never', undefined],
    [40008, 'never', undefined],
    [45002, 'never', undefined],
    [48002, 'never', undefined],
    [60011, 'never', undefined],
    [81013, 'never', undefined],
    [999999, 'never', undefined],
  ] as const)('%i means %s', async (errcode, outcome, retryAfterMs) => {
    token()
    api('message/send', { errcode, errmsg: 'hint: [secret words], from ip: 203.0.113.9' })
    const error = await failure(setUp({ settings: { app } }).messenger.send(text('好')))
    expect(error).toMatchObject({ call: 'message/send', code: String(errcode), outcome, retryAfterMs })
    expect(error.message).not.toContain('secret words')
  })
  test.each([
    [503, 'later'],
    [502, 'unknown'],
    [429, 'later'],
    [404, 'never'],
  ] as const)('HTTP %i means %s', async (status, outcome) => {
    token()
    nock(API).post('/cgi-bin/message/send').query(true).reply(status, 'oops')
    expect(await failure(setUp({ settings: { app } }).messenger.send(text('好')))).toMatchObject({ outcome })
  })
  test('nothing at all after the words were sent means that nobody knows', async () => {
    token()
    nock(API)
      .post('/cgi-bin/message/send')
      .query(true)
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' }))
    expect(await failure(setUp({ settings: { app } }).messenger.send(text('好')))).toMatchObject({
      outcome: 'unknown',
    })
  })
  test('a page instead of an answer is left for later', async () => {
    token()
    nock(API).post('/cgi-bin/message/send').query(true).reply(200, '<html>')
    expect(await failure(setUp({ settings: { app } }).messenger.send(text('好')))).toMatchObject({
      code: 'not-json',
    })
  })
  test('a redirect is not followed', async () => {
    token()
    nock(API).post('/cgi-bin/message/send').query(true).reply(302, '', { location: 'https://example.org/' })
    expect(await failure(setUp({ settings: { app } }).messenger.send(text('好')))).toMatchObject({
      code: 'redirected',
    })
  })
  test.each([
    [{ invaliduser: 'other|liu01' }, 'invalid-user'],
    [{ unlicenseduser: 'liu01' }, 'unlicensed-user'],
  ])('0 with %j means that he did not get it', async (more, code) => {
    token()
    api('message/send', { errcode: 0, ...more })
    expect(await failure(setUp({ settings: { app } }).messenger.send(text('好')))).toMatchObject({
      code,
      outcome: 'never',
    })
  })
})

describe('the access token', () => {
  test('is asked for once, even by many at a time', async () => {
    token()
    const sent = api('message/send')
    const { messenger } = setUp({ settings: { app } })
    await Promise.all([1, 2, 3].map((i) => messenger.send(text(`第${i}条`))))
    expect(sent).toHaveLength(3)
    expect(nock.isDone()).toBe(true)
  })
  test.each([40014, 42001])('refused with %i is replaced once, and the call made again', async (errcode) => {
    token('token-1')
    token('token-2')
    const used: unknown[] = []
    api('message/send', (_body, { access_token }) => {
      used.push(access_token)
      return { errcode: access_token === 'token-1' ? errcode : 0 }
    })
    await setUp({ settings: { app } }).messenger.send(text('好'))
    expect(used).toEqual(['token-1', 'token-2'])
  })
  test('refused again is left for later', async () => {
    token('token-1', 2)
    const sent = api('message/send', { errcode: 42001 })
    expect(await failure(setUp({ settings: { app } }).messenger.send(text('好')))).toMatchObject({
      outcome: 'later',
    })
    expect(sent).toHaveLength(2)
  })
  test('with a wrong secret is not given, which the operator reads once', async () => {
    nock(API)
      .persist()
      .get('/cgi-bin/gettoken')
      .query(true)
      .reply(200, { errcode: 40001, errmsg: 'invalid credential' })
    const { messenger, log } = setUp({ settings: { app } })
    for (let i = 0; i < 3; i++)
      expect(await failure(messenger.send(text('好')))).toMatchObject({ call: 'gettoken', outcome: 'later' })
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
    expect(log.lines[0]?.message).toContain('WECOM_APP_SECRET')
    expect(JSON.stringify(log.lines)).not.toContain('invented-secret')
  })
})

describe('what only the operator can mend', () => {
  test('is said in words, with the address WeCom sees, at most once in ten minutes', async () => {
    token()
    api('message/send', {
      errcode: 60020,
      errmsg: 'not allow to access from your ip, from ip: 203.0.113.9, more',
    })
    const { messenger, log, clock } = setUp({ settings: { app } })
    for (let i = 0; i < 3; i++) await failure(messenger.send(text('好')))
    expect(log.lines).toMatchObject([{ level: 'error', fields: { code: '60020', fromIp: '203.0.113.9' } }])
    expect(log.lines[0]?.message).toContain('企业可信IP')
    clock.now = new Date(clock.now.getTime() + 601_000)
    await failure(messenger.send(text('好')))
    expect(log.lines).toHaveLength(2)
  })
  test('93000 names the setting that is out of date, and not the key', async () => {
    api('webhook/send', { errcode: 93000, errmsg: 'invalid webhook url' })
    const { robots, log } = setUp()
    const error = await failure(robots.sendByWebhook('abcdefgh-0001', {}))
    expect(error).toMatchObject({ code: '93000', outcome: 'later' })
    expect(log.lines[0]?.message).toContain('WECOM_WEBHOOK_KEYS')
    expect(`${JSON.stringify(log.lines)}${error.message}`).not.toContain('abcdefgh-0001')
  })
})

describe('the other calls', () => {
  test('name what they need, and return plain data', async () => {
    token()
    const recalled = api('message/recall')
    const menu = api('menu/create')
    nock(API)
      .get('/cgi-bin/user/get')
      .query({ access_token: 'token-1', userid: 'liu01' })
      .reply(200, {
        errcode: 0,
        userid: 'liu01',
        name: '刘某',
        department: [1, 2],
      })
    nock(API)
      .get('/cgi-bin/department/list')
      .query(true)
      .reply(200, {
        errcode: 0,
        department: [{ id: 2, name: '城关镇', parentid: 1, order: 1 }],
      })
    const { client } = setUp({ settings: { app } })
    await client.recall('m1')
    await client.createMenu([
      { name: '我的', say: '我们还有什么没改' },
      { name: '更多', entries: [{ name: '进度', say: '进度怎么样' }] },
    ])
    expect(recalled).toEqual([{ msgid: 'm1' }])
    expect(menu).toEqual([
      {
        button: [
          { type: 'click', name: '我的', key: '我们还有什么没改' },
          { name: '更多', sub_button: [{ type: 'click', name: '进度', key: '进度怎么样' }] },
        ],
      },
    ])
    expect(await client.member('liu01')).toEqual({ userId: 'liu01', name: '刘某', departments: [1, 2] })
    expect(await client.departments()).toEqual([{ id: 2, name: '城关镇', parentId: 1 }])
  })
  test('upload a file for a webhook under its own name', async () => {
    const bodies: string[] = []
    nock(API)
      .post('/cgi-bin/webhook/upload_media')
      .query({ key: 'abcdefgh', type: 'file' })
      .reply((_uri, body) => {
        bodies.push(String(body))
        return [200, { errcode: 0, media_id: 'm1' }]
      })
    const { robots } = setUp()
    expect(await robots.uploadToWebhook('abcdefgh', { name: '周报.xlsx', bytes: new Uint8Array(9) })).toBe(
      'm1',
    )
    expect(bodies[0]).toContain('filename="周报.xlsx"')
  })
  test('of the app are refused where there is none, and nothing is asked', async () => {
    const { client } = setUp()
    expect(await failure(client.sendToPerson('liu01', {}))).toMatchObject({
      code: 'no-app',
      outcome: 'never',
    })
  })
})

describe('an encrypted id', () => {
  const now = () => new Date('2024-05-10T16:35:00+08:00')
  test('is asked for once and known both ways', async () => {
    token()
    const bodies = api('batch/openuserid_to_userid', {
      errcode: 0,
      userid_list: [{ open_userid: OPEN, userid: 'liu01' }],
    })
    const ids = createIds(setUp({ settings: { app } }).client, now)
    expect(await Promise.all([ids.plain(OPEN), ids.plain(OPEN)])).toEqual(['liu01', 'liu01'])
    expect(await ids.plain(OPEN)).toBe('liu01')
    expect(ids.asBotKnows('liu01')).toBe(OPEN)
    expect(bodies).toEqual([{ open_userid_list: [OPEN] }])
  })
  test('that WeCom cannot tell is not guessed, nor asked for again at once', async () => {
    token()
    const bodies = api('batch/openuserid_to_userid', { errcode: 0, invalid_open_userid_list: [OPEN] })
    const ids = createIds(setUp({ settings: { app } }).client, now)
    expect([await ids.plain(OPEN), await ids.plain(OPEN)]).toEqual([undefined, undefined])
    expect(bodies).toHaveLength(1)
  })
  test('cannot be told without an app', async () => {
    expect(await createIds(setUp().client, now).plain(OPEN)).toBeUndefined()
    expect(await createIds(undefined, now).plain(OPEN)).toBeUndefined()
  })
  test('that cannot be asked for just now is not taken for unknown', async () => {
    token()
    api('batch/openuserid_to_userid', { errcode: -1 })
    const ids = createIds(setUp({ settings: { app } }).client, now)
    expect(await failure(ids.plain(OPEN))).toMatchObject({ outcome: 'later' })
  })
  test.each(['liu01', 'wong', 'wo', 'WangWu'])('is not what %s has', async (userId) => {
    expect(await createIds(undefined, now).plain(userId)).toBe(userId)
  })
})

describe('a member by phone number', () => {
  const clock = { now: new Date('2024-05-10T16:35:00+08:00') }
  test('is asked for once a day, found or not', async () => {
    const asked: string[] = []
    const members = createMembers(
      {
        userIdByMobile: async (mobile) => (
          asked.push(mobile),
          mobile === '13800000001' ? 'liu01' : undefined
        ),
      },
      () => clock.now,
    )
    for (let i = 0; i < 3; i++) {
      expect(await members.byMobile('13800000001')).toBe('liu01')
      expect(await members.byMobile('13800000002')).toBeUndefined()
    }
    expect(asked).toEqual(['13800000001', '13800000002'])
    clock.now = new Date(clock.now.getTime() + 25 * 3600_000)
    await members.byMobile('13800000001')
    expect(asked).toHaveLength(3)
  })
  test('is not asked for any more that day once WeCom has had enough', async () => {
    let calls = 0
    const members = createMembers(
      {
        userIdByMobile: () => {
          calls += 1
          return Promise.reject(new PlatformError('user/getuserid', '45009', 'later', 60_000))
        },
      },
      () => clock.now,
    )
    await failure(members.byMobile('13800000001'))
    const error = await failure(members.byMobile('13800000002'))
    expect(error).toMatchObject({ code: 'own-rate-limit', outcome: 'later' })
    expect(error.message).not.toContain('13800000002')
    expect(calls).toBe(1)
  })
  test('that nobody has is nobody, whatever code says so', async () => {
    token()
    api('user/getuserid', { errcode: 46004 })
    expect(await setUp({ settings: { app } }).client.userIdByMobile('13800000001')).toBeUndefined()
  })
})

test('no more than eight calls are under way at once, and none is forgotten', async () => {
  const gate = createGate(8)
  let running = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
    if (most % 2 === 1) throw new Error('one of them fails')
  }
  const done = await Promise.allSettled(Array.from({ length: 50 }, () => gate(work)))
  expect(done).toHaveLength(50)
  expect(most).toBe(8)
})

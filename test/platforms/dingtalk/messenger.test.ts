import { readFileSync } from 'node:fs'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Card } from '../../../src/chat/cards/card.ts'
import type { ReplyHandle } from '../../../src/chat/inbound.ts'
import type { Address, Outgoing } from '../../../src/chat/outgoing.ts'
import { PlatformError } from '../../../src/chat/outgoing.ts'
import { loadCardTemplate } from '../../../src/platforms/dingtalk/card-encoder.ts'
import { officialBases } from '../../../src/platforms/dingtalk/http.ts'
import { createDingtalkMessenger } from '../../../src/platforms/dingtalk/messenger.ts'
import type { DingtalkConfig } from '../../../src/platforms/dingtalk/messenger.ts'
import { recordingLog } from '../support/log.ts'

const API = 'https://api.dingtalk.com'
const OAPI = 'https://oapi.dingtalk.com'
const group: Address = { platform: 'dingtalk', kind: 'group', id: 'cidGroupOne==' }
const person: Address = { platform: 'dingtalk', kind: 'person', id: 'liu01' }
const template = loadCardTemplate(
  JSON.parse(readFileSync(new URL('../../../cards/dingtalk-card.json', import.meta.url), 'utf8')),
)
const withTemplate = { card: { templateId: 'tpl.schema', template, callback: { type: 'STREAM' } } } as const
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

const card: Card = {
  title: '隐患 12号',
  lines: ['阳光花园 3号楼'],
  actions: [{ label: '已安排', say: '12号已安排' }],
}

function setUp(config: Partial<DingtalkConfig> = {}, handle?: Partial<ReplyHandle>) {
  const clock = { now: new Date('2024-05-10T10:00:00+08:00') }
  const metered: string[] = []
  const log = recordingLog()
  const reply = handle && {
    url: `${OAPI}/robot/sendBySession?session=abc123`,
    expiresAt: new Date(clock.now.getTime() + 3600_000),
    ...handle,
  }
  const messenger = createDingtalkMessenger(
    {
      ...officialBases,
      clientId: 'dingapp',
      clientSecret: 'invented-secret',
      robotCode: 'dingapp',
      log,
      ...config,
    },
    {
      now: () => clock.now,
      replyHandle: async () => reply,
      readPicture: async () => ({ bytes: png, mime: 'image/png' }),
      meter: (kind, call) => metered.push(`${kind} ${call}`),
    },
  )
  return { messenger, clock, metered, log }
}

type Body = Record<string, never>
function session(answer: object = { errcode: 0, errmsg: 'ok' }, status = 200) {
  const bodies: Body[] = []
  nock(OAPI)
    .post('/robot/sendBySession')
    .query({ session: 'abc123' })
    .times(20)
    .reply((_uri, body) => {
      bodies.push(body as Body)
      return [status, answer]
    })
  return bodies
}
function token(value = 'token-1', times = 1) {
  const scope = nock(API)
  scope.post('/v1.0/oauth2/accessToken').times(times).reply(200, { accessToken: value, expireIn: 7200 })
  return scope
}
function api(
  path: string,
  answer: object | string = { processQueryKey: 'k' },
  status = 200,
  times = 50,
  method = 'POST',
) {
  const bodies: Body[] = []
  nock(API)
    .intercept(`/v1.0/${path}`, method)
    .times(times)
    .reply((_uri, body) => {
      bodies.push(body as Body)
      return [status, answer]
    })
  return bodies
}
const text = (words: string, to: Address = group, mention?: string[]): Outgoing => ({
  to,
  content: { kind: 'text', text: words },
  ...(mention && { mention }),
})
async function failure(work: Promise<unknown>): Promise<PlatformError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof PlatformError)) throw new Error(`expected a PlatformError, got ${String(error)}`)
  return error
}
const param = (body: Body | undefined) => JSON.parse(String(body?.['msgParam'])) as Record<string, string>

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('an answer while the conversation is warm', () => {
  test('goes through its session webhook and needs no token', async () => {
    const sent = session()
    const { messenger, metered } = setUp({}, {})
    await messenger.send(text('已登记 12号'))
    expect(sent).toEqual([{ msgtype: 'text', text: { content: '已登记 12号' } }])
    expect(metered).toEqual(['webhook robot/sendBySession'])
  })
  test('with markup goes as markdown with its first line as preview', async () => {
    const sent = session()
    await setUp({}, {}).messenger.send(text('**已登记** 12号\n- 阳光花园'))
    expect(sent).toEqual([
      { msgtype: 'markdown', markdown: { title: '已登记 12号', text: '**已登记** 12号\n\n- 阳光花园' } },
    ])
  })
  test('mentions people in the words and in the list', async () => {
    const sent = session()
    await setUp({}, {}).messenger.send(text('请看12号', group, ['liu01', 'wang02', 'liu01']))
    expect(sent).toEqual([
      {
        msgtype: 'text',
        text: { content: '@liu01 @wang02 请看12号' },
        at: { atUserIds: ['liu01', 'wang02'], isAtAll: false },
      },
    ])
  })
  test('does not mention twice who is mentioned in the words, nor takes wang0 for wang02', async () => {
    const sent = session()
    await setUp({}, {}).messenger.send(text('@wang02 请看12号', group, ['wang02', 'wang0']))
    expect(sent).toMatchObject([{ text: { content: '@wang0 @wang02 请看12号' } }])
  })
  test('one to one mentions nobody', async () => {
    const sent = session()
    await setUp({}, {}).messenger.send(text('请看12号', person, ['liu01']))
    expect(sent).toEqual([{ msgtype: 'text', text: { content: '请看12号' } }])
  })
  test('with a card and no template is an action card that mentions', async () => {
    const sent = session()
    await setUp({}, {}).messenger.send({
      to: group,
      content: { kind: 'card', cardId: 'c1', card },
      mention: ['liu01'],
    })
    expect(sent).toMatchObject([
      {
        msgtype: 'actionCard',
        actionCard: { text: '@liu01 \n\n### 隐患 12号\n\n阳光花园 3号楼' },
        at: { atUserIds: ['liu01'] },
      },
    ])
  })
})

describe('when the session webhook is gone', () => {
  test('the group API takes over, once and for all, and names people without an @', async () => {
    const dead = session({ errcode: 300001, errmsg: 'session 不存在' })
    token()
    const sent = api('robot/groupMessages/send')
    const nameOf = (id: string) => (id === 'liu01' ? '刘某' : undefined)
    const { messenger } = setUp({ nameOf }, {})
    await messenger.send(text('请看12号', group, ['liu01', 'wang02']))
    await messenger.send(text('再看一次'))
    expect(dead).toHaveLength(1)
    expect(sent).toMatchObject([
      { robotCode: 'dingapp', openConversationId: 'cidGroupOne==', msgKey: 'sampleText' },
      { msgKey: 'sampleText' },
    ])
    expect(param(sent[0])).toEqual({ content: '刘某：\n\n请看12号' })
  })
  test('an @ in the words does not pretend', async () => {
    token()
    const sent = api('robot/groupMessages/send')
    await setUp().messenger.send(text('@wang02 请看12号', group, ['wang02']))
    expect(param(sent[0])).toEqual({ content: '请看12号' })
  })
  test('a handle about to expire is not tried', async () => {
    token()
    const sent = api('robot/groupMessages/send')
    await setUp({}, { expiresAt: new Date('2024-05-10T10:00:04+08:00') }).messenger.send(text('好'))
    expect(sent).toHaveLength(1)
  })
  test('a person is written to one-to-one', async () => {
    token()
    const sent = api('robot/oToMessages/batchSend', {
      processQueryKey: 'k',
      invalidStaffIdList: [],
      flowControlledStaffIdList: [],
    })
    const { messenger, metered } = setUp()
    await messenger.send(text('12号请整改', person))
    expect(sent).toMatchObject([{ robotCode: 'dingapp', userIds: ['liu01'], msgKey: 'sampleText' }])
    expect(metered).toEqual(['api robot/oToMessages/batchSend'])
  })
  test('an outsider cannot be written to, and nothing is asked', async () => {
    const error = await failure(setUp().messenger.send(text('好', { ...person, id: '$:LWCP_v1:$zhou' })))
    expect(error).toMatchObject({ outcome: 'never', code: 'outsider' })
  })
  test('a webhook at a stranger’s is not called', async () => {
    const error = await failure(
      setUp({}, { url: 'https://example.org/robot/sendBySession?session=a' }).messenger.send(text('好')),
    )
    expect(error).toMatchObject({ outcome: 'never', code: 'host-not-allowed' })
    expect(error.message).not.toContain('example.org')
  })
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

describe('a long text', () => {
  const long = Array.from({ length: 300 }, (_, i) => `${i + 1}号 阳光花园 消火栓无水，整改单位安居物业`).join(
    '\n',
  )
  test('goes out in parts, and only the first one mentions', async () => {
    const sent = session() as unknown as { text: { content: string }; at?: object }[]
    await setUp({}, {}).messenger.send(text(long, group, ['liu01']))
    expect(sent.length).toBeGreaterThan(1)
    expect(sent.map((body) => body.at !== undefined)).toEqual(sent.map((_, i) => i === 0))
    expect(sent.map((body) => body.text.content).join('\n')).toBe(`@liu01 ${long}`)
  })
  test('that fails half-way is repeated from there', async () => {
    const contents: string[] = []
    let calls = 0
    nock(OAPI)
      .post('/robot/sendBySession')
      .query(true)
      .times(20)
      .reply((_uri, body) => {
        calls += 1
        if (calls === 2) return [200, { errcode: -1, errmsg: 'busy' }]
        contents.push((body as { text: { content: string } }).text.content)
        return [200, { errcode: 0 }]
      })
    const { messenger } = setUp({}, {})
    expect(await failure(messenger.send(text(long)))).toMatchObject({ outcome: 'later' })
    await messenger.send(text(long))
    expect(contents.join('\n')).toBe(long)
    const before = contents.length
    await messenger.send(text(long))
    expect(contents.length).toBe(2 * before)
  })
})

describe('the house’s own brake', () => {
  test('stops the eleventh message in a row to one group, and says for how long', async () => {
    token()
    const sent = api('robot/groupMessages/send')
    const { messenger, clock } = setUp()
    for (let i = 0; i < 10; i++) {
      await messenger.send(text(`第${i}条`))
      clock.now = new Date(clock.now.getTime() + 100)
    }
    expect(await failure(messenger.send(text('第十一条')))).toMatchObject({
      code: 'own-rate-limit',
      outcome: 'later',
      retryAfterMs: 5000,
    })
    expect(sent).toHaveLength(10)
    await messenger.send(text('别的群', { ...group, id: 'cidOther==' }))
    clock.now = new Date(clock.now.getTime() + 5000)
    await messenger.send(text('第十一条'))
  })
})

describe('an interactive card', () => {
  const asCard = (to: Address, mention?: string[]): Outgoing => ({
    to,
    content: { kind: 'card', cardId: 'hazard-12', card },
    ...(mention && { mention }),
  })
  const delivered = {
    success: true,
    result: { outTrackId: 'hazard-12', deliverResults: [{ success: true }] },
  }

  test('is created in the group under its own id and mentions there', async () => {
    token()
    const sent = api('card/instances/createAndDeliver', delivered)
    await setUp({ ...withTemplate, nameOf: () => '刘某' }).messenger.send(asCard(group, ['liu01']))
    expect(sent).toMatchObject([
      {
        cardTemplateId: 'tpl.schema',
        outTrackId: 'hazard-12',
        callbackType: 'STREAM',
        userIdType: 1,
        openSpaceId: 'dtv1.card//IM_GROUP.cidGroupOne==',
        imGroupOpenDeliverModel: { robotCode: 'dingapp', atUserIds: { liu01: '刘某' } },
        cardData: { cardParamMap: { title: '隐患 12号', settled: 'false' } },
      },
    ])
    const map = (sent[0] as unknown as { cardData: { cardParamMap: object } }).cardData.cardParamMap
    expect(Object.values(map).every((value) => typeof value === 'string')).toBe(true)
  })
  test('reaches a person, with callbacks by HTTP where that is configured', async () => {
    token()
    const sent = api('card/instances/createAndDeliver', delivered)
    const callback = { type: 'HTTP', routeKey: 'qinghuan' } as const
    await setUp({ card: { ...withTemplate.card, callback } }).messenger.send(asCard(person))
    expect(sent).toMatchObject([
      {
        callbackType: 'HTTP',
        callbackRouteKey: 'qinghuan',
        openSpaceId: 'dtv1.card//IM_ROBOT.liu01',
        imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: 'dingapp' },
      },
    ])
  })
  test('that is there already was delivered by an earlier try', async () => {
    token()
    api('card/instances/createAndDeliver', { code: 'param.cardAlreadyExist' }, 400)
    await expect(setUp(withTemplate).messenger.send(asCard(group))).resolves.toBeUndefined()
  })
  test('may be repeated when nobody knows: its id makes it one card', async () => {
    token()
    api('card/instances/createAndDeliver', {}, 504)
    expect(await failure(setUp(withTemplate).messenger.send(asCard(group)))).toMatchObject({
      outcome: 'later',
    })
  })
  test.each([
    ['an unpublished template', { code: 'param.templateUnpublished' }, 400],
    [
      'a delivery that failed inside a 200',
      { success: true, result: { deliverResults: [{ success: false, errorMsg: 'x' }] } },
      200,
    ],
  ])('that fails for %s goes out as an action card', async (_why, answer, status) => {
    token()
    api('card/instances/createAndDeliver', answer, status)
    const sent = api('robot/groupMessages/send')
    const { messenger, log } = setUp(withTemplate)
    await messenger.send(asCard(group))
    expect(sent).toMatchObject([{ msgKey: 'sampleActionCard' }])
    expect(log.lines).toHaveLength(1)
  })
  test('is redrawn by key, so that nothing else vanishes', async () => {
    token()
    const sent = api('card/instances', { success: true, result: true }, 200, 1, 'PUT')
    const settled: Card = {
      title: '隐患 12号',
      lines: ['已销号'],
      actions: [],
      status: { text: '已销号', tone: 'done' },
    }
    await setUp(withTemplate).messenger.send({
      to: group,
      content: { kind: 'card-update', cardId: 'hazard-12', card: settled },
    })
    expect(sent).toMatchObject([
      {
        outTrackId: 'hazard-12',
        cardUpdateOptions: { updateCardDataByKey: true },
        cardData: { cardParamMap: { settled: 'true', status_tone: 'done', buttons: '[]' } },
      },
    ])
  })
  test('without a template is not redrawn, and that is no failure', async () => {
    const update: Outgoing = { to: group, content: { kind: 'card-update', cardId: 'hazard-12', card } }
    await expect(setUp().messenger.send(update)).resolves.toBeUndefined()
  })
})

describe('a picture', () => {
  const outgoing: Outgoing = { to: person, content: { kind: 'picture', hash: 'sha-1' } }
  test('is uploaded once and then sent by its media id', async () => {
    token()
    const uploads: string[] = []
    nock(OAPI)
      .post('/media/upload')
      .query({ access_token: 'token-1', type: 'image' })
      .times(5)
      .reply((_uri, body) => {
        uploads.push(Buffer.from(String(body), 'hex').toString('latin1'))
        return [200, { errcode: 0, errmsg: 'ok', type: 'image', media_id: '@media1' }]
      })
    const sent = api('robot/oToMessages/batchSend', {})
    const { messenger } = setUp()
    await messenger.send(outgoing)
    await messenger.send(outgoing)
    expect(uploads).toHaveLength(1)
    expect(uploads[0]).toContain('name="media"; filename="picture.png"')
    expect(uploads[0]).toContain(Buffer.from(png).toString('latin1'))
    expect(sent).toMatchObject([{ msgKey: 'sampleImageMsg' }, { msgKey: 'sampleImageMsg' }])
    expect(param(sent[0])).toEqual({ photoURL: '@media1' })
  })
  test('goes into a warm conversation as markdown', async () => {
    token()
    nock(OAPI).post('/media/upload').query(true).reply(200, { errcode: 0, media_id: '@media1' })
    const sent = session()
    await setUp({}, {}).messenger.send(outgoing)
    expect(sent).toEqual([{ msgtype: 'markdown', markdown: { title: '图片', text: '![图片](@media1)' } }])
  })

  function offered(downloadUrl: string) {
    token()
    api('robot/messageFiles/download', { downloadUrl })
  }
  test('that somebody sent is fetched from where DingTalk says, and is what its bytes say', async () => {
    offered('https://bucket.oss-cn-hangzhou.aliyuncs.com/a?sig=1')
    nock('https://bucket.oss-cn-hangzhou.aliyuncs.com')
      .get('/a')
      .query(true)
      .reply(200, Buffer.from(png), { 'content-type': 'text/plain' })
    const picture = await setUp().messenger.fetchPicture('code-1')
    expect(picture.mime).toBe('image/png')
    expect(Buffer.from(picture.bytes)).toEqual(Buffer.from(png))
  })
  test('is asked for over TLS even when DingTalk says http', async () => {
    offered('http://static.dingtalk.com/a')
    nock('https://static.dingtalk.com').get('/a').reply(200, Buffer.from(png))
    expect((await setUp().messenger.fetchPicture('code-1')).mime).toBe('image/png')
  })
  test.each([
    'https://example.org/a.png',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1/a',
    'file:///etc/passwd',
  ])('is not fetched from %s', async (url) => {
    offered(url)
    expect(await failure(setUp().messenger.fetchPicture('code-1'))).toMatchObject({
      code: 'host-not-allowed',
      outcome: 'never',
    })
  })
  test.each([
    ['redirects elsewhere', 302, '', { location: 'http://169.254.169.254/' }, 'redirected', 'never'],
    ['is no picture', 200, '<html>', {}, 'not-a-picture', 'never'],
    ['is larger than 20 MB', 200, Buffer.alloc(20 * 1024 * 1024 + 1, 0xff), {}, 'too-large', 'never'],
    ['has expired', 403, 'expired', {}, '403', 'never'],
    ['is behind a tired server', 500, '', {}, '500', 'later'],
  ] as const)('that %s is not taken', async (_what, status, body, headers, code, outcome) => {
    offered('https://static.dingtalk.com/a')
    nock('https://static.dingtalk.com').get('/a').reply(status, body, headers)
    expect(await failure(setUp().messenger.fetchPicture('code-1'))).toMatchObject({ code, outcome })
  })
})

import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Card } from '../../../src/chat/cards/card.ts'
import type { Address, Outgoing } from '../../../src/chat/outgoing.ts'
import {
  OAPI,
  group,
  person,
  withTemplate,
  png,
  card,
  setUp,
  session,
  token,
  api,
  text,
  failure,
  param,
} from '../support/messenger.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
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

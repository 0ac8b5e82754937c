import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  API,
  OAPI,
  group,
  person,
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
  test('does not try to mention an outsider, who has no id for it', async () => {
    const sent = session()
    await setUp({}, {}).messenger.send(text('请看12号', group, ['$:LWCP_v1:$zhou']))
    expect(sent).toEqual([{ msgtype: 'text', text: { content: '请看12号' } }])
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
  test('waits a moment for the pace of an API, though the clock of the house stands still', async () => {
    token()
    const sent = api('robot/oToMessages/batchSend', {})
    const { messenger } = setUp({}, undefined, () => new Date(performance.now()))
    await Promise.all(Array.from({ length: 13 }, (_, i) => messenger.send(text(`第${i}条`, person))))
    expect(sent).toHaveLength(13)
  })
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

import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PlatformError } from '../../../src/chat/outgoing.ts'
import { rates } from '../../../src/platforms/wecom/ways/way.ts'
import {
  API,
  api,
  app,
  asked,
  card,
  failure,
  group,
  person,
  recordingSocket,
  setUp,
  socketBot,
  text,
  token,
  urlBot,
} from './support/messenger.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const KEY = 'abcdefgh-0001'
const withBot = (refuse?: Parameters<typeof recordingSocket>[0], more: Parameters<typeof setUp>[0] = {}) => {
  const { socket, said } = recordingSocket(refuse)
  return {
    said,
    ...setUp({ ...more, settings: { bot: socketBot, ...more.settings }, config: { socket, ...more.config } }),
  }
}
const refusal = (code: string, outcome: PlatformError['outcome']) => () => {
  throw new PlatformError('aibot', code, outcome)
}

describe('to a group', () => {
  test('the AI bot speaks of its own accord, in markdown', async () => {
    const { messenger, said } = withBot()
    await messenger.send(text('**三处**\n- 一', group))
    expect(said).toEqual([
      {
        way: 'push',
        to: 'group wrkGroupOne_AbC',
        body: { msgtype: 'markdown', markdown: { content: '**三处**\n- 一' } },
      },
    ])
  })
  test('what was asked is answered once as an answer, and after that pushed', async () => {
    const { messenger, said } = withBot(undefined, { handle: asked() })
    await messenger.send(text('已登记 12号', group))
    await messenger.send(text('照片可以私聊发我', group))
    expect(said.map(({ way, to }) => `${way} ${to}`)).toEqual(['reply req-1', 'push group wrkGroupOne_AbC'])
    expect(said[0]?.body).toMatchObject({
      msgtype: 'stream',
      stream: { finish: true, content: '已登记 12号' },
    })
  })
  test.each(['846605', '846608', '600039'])(
    'an answer that can no longer be given (%s) is pushed',
    async (code) => {
      const { messenger, said } = withBot(
        ({ way }) => {
          if (way === 'reply') throw new PlatformError('aibot_respond_msg', code, 'never')
        },
        { handle: asked() },
      )
      await messenger.send(text('好', group))
      expect(said.map(({ way }) => way)).toEqual(['push'])
    },
  )
  test('an answer that found no connection is tried as an answer again', async () => {
    let isAway = true
    const { messenger, said } = withBot(
      () => {
        if (isAway) throw new PlatformError('aibot_respond_msg', 'not-connected', 'later')
      },
      { handle: asked() },
    )
    expect(await failure(messenger.send(text('好', group)))).toMatchObject({ outcome: 'later' })
    isAway = false
    await messenger.send(text('好', group))
    expect(said.map(({ way }) => way)).toEqual(['reply'])
  })
  test('an answer of which nobody knows is not repeated as an answer', async () => {
    let isFirst = true
    const { messenger, said } = withBot(
      () => {
        if (isFirst) {
          isFirst = false
          throw new PlatformError('aibot_respond_msg', 'ack-timeout', 'unknown')
        }
      },
      { handle: asked() },
    )
    expect(await failure(messenger.send(text('好', group)))).toMatchObject({ outcome: 'unknown' })
    await messenger.send(text('好', group))
    expect(said.map(({ way }) => way)).toEqual(['push'])
  })
  test('a copy that does not hold the connection leaves it for later', async () => {
    const { messenger } = withBot(refusal('not-owner', 'later'), {
      settings: { webhookKeys: { [group.id]: KEY } },
    })
    expect(await failure(messenger.send(text('好', group)))).toMatchObject({
      code: 'not-owner',
      outcome: 'later',
    })
  })
  test('where the bot may not speak, the group’s webhook does, found by the group’s name', async () => {
    const posted = api('webhook/send')
    const { messenger, log } = withBot(refusal('93001', 'never'), {
      settings: { webhookKeys: { 城关镇工作群: KEY } },
      config: { groupNameOf: () => '城关镇工作群' },
    })
    await messenger.send(text('好', group))
    expect(posted).toEqual([{ msgtype: 'text', text: { content: '好' } }])
    expect(log.lines).toMatchObject([{ level: 'warn' }])
    expect(JSON.stringify(log.lines)).not.toContain(KEY)
  })
  test('without a webhook the refusal stands', async () => {
    const { messenger } = withBot(refusal('93006', 'never'))
    expect(await failure(messenger.send(text('好', group)))).toMatchObject({
      code: '93006',
      outcome: 'never',
    })
  })
  test('a reminder that calls people goes by the webhook, which is the one that can', async () => {
    const posted = api('webhook/send')
    const { messenger, said } = withBot(undefined, { settings: { webhookKeys: { [group.id]: KEY } } })
    await messenger.send(text('请报周报', group, ['liu01', 'wang02', 'liu01']))
    await messenger.send(text('**周报**：请 @liu01 今天交', group, ['liu01', 'wang02']))
    expect(said).toEqual([])
    expect(posted).toEqual([
      { msgtype: 'text', text: { content: '请报周报', mentioned_list: ['liu01', 'wang02'] } },
      { msgtype: 'markdown', markdown: { content: '<@wang02> **周报**：请 <@liu01> 今天交' } },
    ])
  })
  test('an answer does not change its sender because it calls the asker', async () => {
    const { messenger, said } = withBot(undefined, {
      handle: asked(),
      settings: { webhookKeys: { [group.id]: KEY } },
    })
    await messenger.send(text('已登记 12号', group, ['liu01']))
    expect(said.map(({ way }) => way)).toEqual(['reply'])
  })
  test('the bot names people instead of pretending to call them', async () => {
    const { messenger, said } = withBot(undefined, {
      config: { nameOf: (id) => (id === 'liu01' ? '刘某' : undefined) },
    })
    await messenger.send(text('@liu01 请报周报', group, ['liu01', 'wang02']))
    await messenger.send(text('请报周报', group, ['liu01']))
    expect(said.map(({ body }) => body['markdown'])).toEqual([
      { content: '刘某 请报周报' },
      { content: '刘某：\n请报周报' },
    ])
  })
  test('a card is a card with the AI bot', async () => {
    const { messenger, said } = withBot()
    await messenger.send({ to: group, content: { kind: 'card', cardId: 'qh-1', card } })
    expect(said).toMatchObject([
      {
        body: {
          msgtype: 'template_card',
          template_card: { card_type: 'button_interaction', task_id: 'qh-1' },
        },
      },
    ])
  })
  test('a card is words with a webhook, its sentences written out', async () => {
    const posted = api('webhook/send')
    const { messenger } = setUp({ settings: { webhookKeys: { 城关镇: KEY } } })
    await messenger.send({
      to: { ...group, id: 'webhook:城关镇' },
      content: { kind: 'card', cardId: 'qh-1', card },
    })
    expect(JSON.stringify(posted)).toContain('可以回：「12号已安排」')
  })
  test('a picture goes up over the connection once, and is named after that', async () => {
    const { messenger, said } = withBot()
    const picture = { to: group, content: { kind: 'picture', hash: 'h1' } } as const
    await messenger.send(picture)
    await messenger.send(picture)
    expect(said.map(({ body }) => body)).toEqual(
      Array(2).fill({ msgtype: 'image', image: { media_id: 'bot-media-1' } }),
    )
  })
  test('that has neither bot nor webhook nothing goes', async () => {
    const { messenger } = setUp({ settings: { app } })
    expect(await failure(messenger.send(text('好', group)))).toMatchObject({
      code: 'no-way',
      outcome: 'never',
    })
  })
})

describe('an AI bot in URL mode', () => {
  const url = `${API}/cgi-bin/aibot/response?response_code=invented`
  test('answers once by the address it was given, then by the webhook', async () => {
    const answered = api('aibot/response')
    const posted = api('webhook/send')
    const { messenger } = setUp({
      settings: { bot: urlBot, webhookKeys: { [group.id]: KEY } },
      handle: asked(1000, url),
    })
    await messenger.send(text('已登记 12号', group))
    await messenger.send(text('第二条', group))
    expect(answered).toEqual([{ msgtype: 'markdown', markdown: { content: '已登记 12号' } }])
    expect(posted).toHaveLength(1)
  })
  test('cannot speak of its own accord', async () => {
    const { messenger } = setUp({ settings: { bot: urlBot } })
    expect(await failure(messenger.send(text('好', group)))).toMatchObject({
      code: 'no-push',
      outcome: 'never',
    })
  })
  test('answers with words where a group takes no card by address, all in one message', async () => {
    const answered = api('aibot/response')
    const long = { ...card, lines: ['很长'.repeat(100)] }
    const { messenger } = setUp({ settings: { bot: urlBot }, handle: asked(1000, url) })
    await messenger.send({ to: group, content: { kind: 'card', cardId: 'qh-1', card: long } })
    expect(answered).toHaveLength(1)
    expect(JSON.stringify(answered)).toContain('「12号已安排」')
  })
  test('at a stranger’s address does not answer', async () => {
    const { messenger } = setUp({ settings: { bot: urlBot }, handle: asked(1000, 'https://example.org/x') })
    const error = await failure(messenger.send(text('好', group)))
    expect(error).toMatchObject({ code: 'host-not-allowed', outcome: 'never' })
    expect(error.message).not.toContain('example.org')
  })
})

describe('to a person', () => {
  test('the app writes, plain words as text and others as markdown of the old kind', async () => {
    token()
    const sent = api('message/send')
    const { messenger, metered } = setUp({ settings: { app } })
    await messenger.send(text('12号请整改'))
    await messenger.send(text('**三处**\n- 一'))
    expect(sent).toEqual([
      { touser: 'Liu01', agentid: 1000002, msgtype: 'text', text: { content: '12号请整改' } },
      { touser: 'Liu01', agentid: 1000002, msgtype: 'markdown', markdown: { content: '**三处**\n· 一' } },
    ])
    expect(metered).toEqual(['api message/send', 'api message/send'])
  })
  test('what was said to the bot is answered by the bot, and everything else by the app', async () => {
    token()
    const sent = api('message/send')
    const { messenger, said } = withBot(undefined, { settings: { app }, handle: asked(60_000) })
    await messenger.send(text('问机器人的', { ...person, door: 'bot' }))
    await messenger.send(text('问应用的', { ...person, door: 'app' }))
    await messenger.send(text('没人问的'))
    expect(said.map(({ way }) => way)).toEqual(['reply'])
    expect(sent).toMatchObject([{ text: { content: '问应用的' } }, { text: { content: '没人问的' } }])
  })
  test('whom the bot may not write to is answered by the app all the same', async () => {
    token()
    const sent = api('message/send')
    const { messenger } = withBot(refusal('93006', 'never'), { settings: { app } })
    await messenger.send(text('好', { ...person, door: 'bot' }))
    expect(sent).toHaveLength(1)
  })
  test('the bot writes where there is no app, under the id by which it knows the person', async () => {
    const { messenger, said } = withBot(undefined, {
      config: { ids: { plain: async (id) => id, asBotKnows: () => 'woOpenIdOfLiu00000000000000000001' } },
    })
    await messenger.send(text('好'))
    expect(said).toMatchObject([{ way: 'push', to: 'person woOpenIdOfLiu00000000000000000001' }])
  })
  test('long words go in parts of at most 2048 bytes, and a failure half-way is repeated from there', async () => {
    token()
    let calls = 0
    const contents: string[] = []
    api('message/send', (body) => {
      calls += 1
      if (calls === 2) return { errcode: -1 }
      contents.push((body['text'] as { content: string }).content)
      return { errcode: 0 }
    })
    const long = Array.from(
      { length: 80 },
      (_, i) => `${i + 1}号 阳光花园 消火栓无水，整改单位安居物业`,
    ).join('\n')
    const { messenger } = setUp({ settings: { app } })
    expect(await failure(messenger.send(text(long)))).toMatchObject({ outcome: 'later' })
    await messenger.send(text(long))
    expect(contents.every((part) => Buffer.byteLength(part) <= 2048)).toBe(true)
    expect(contents.join('\n')).toBe(long)
  })
  test('an empty message is nobody’s', async () => {
    const { messenger } = setUp({ settings: { app } })
    expect(await failure(messenger.send(text(' \n ')))).toMatchObject({
      code: 'empty-text',
      outcome: 'never',
    })
  })
})

describe('the house’s own brake', () => {
  test('stops the sixteenth message in a row to one member, and no other’s', async () => {
    token()
    const sent = api('message/send')
    const { messenger } = setUp({ settings: { app } })
    for (let i = 0; i < 15; i++) await messenger.send(text(`第${i}条`))
    expect(await failure(messenger.send(text('第十六条')))).toMatchObject({
      code: 'own-rate-limit',
      outcome: 'later',
      retryAfterMs: 4000,
    })
    await messenger.send(text('别人', { ...person, id: 'wang02' }))
    expect(sent).toHaveLength(16)
  })
  test('never lets more than 30 a minute nor 1,000 an hour into a chat of the bot', async () => {
    const { messenger, said, clock } = withBot()
    const times: number[] = []
    const start = clock.now.getTime()
    for (let second = 0; second < 7200; second += 1) {
      clock.now = new Date(start + second * 1000)
      for (let i = 0; i < 2; i++) await messenger.send(text(`第${second}条`, group)).catch(() => undefined)
      while (times.length < said.length) times.push(second)
    }
    const most = (windowSeconds: number) =>
      Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + windowSeconds).length))
    expect(most(60)).toBeLessThanOrEqual(30)
    expect(most(3600)).toBeLessThanOrEqual(1000)
    expect(said.length).toBeGreaterThan(1000)
  })
  test.each(Object.entries(rates))(
    'of a %s takes no more than WeCom does in any minute or hour',
    (kind, rate) => {
      const most = { chat: [30, 1000], webhook: [20, Infinity], api: [10_000, 150_000] }[kind] ?? []
      const within = (seconds: number): number => rate.burst + (seconds * 1000) / rate.everyMs
      expect(within(60)).toBeLessThanOrEqual(most[0] ?? 0)
      expect(within(3600)).toBeLessThanOrEqual(most[1] ?? 0)
    },
  )
  test('never lets more than 20 a minute through one webhook', async () => {
    const posted = api('webhook/send')
    const { messenger, clock } = setUp({ settings: { webhookKeys: { [group.id]: KEY } } })
    const start = clock.now.getTime()
    for (let second = 0; second < 60; second += 1) {
      clock.now = new Date(start + second * 1000)
      await messenger.send(text(`第${second}条`, group)).catch(() => undefined)
    }
    expect(posted.length).toBeGreaterThan(10)
    expect(posted.length).toBeLessThanOrEqual(20)
  })
})

import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encryptPadded, keys } from './support/sealed.ts'
import { API, api, app, card, failure, person, png, setUp, text, token, urlBot } from './support/messenger.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const cardTo = (cardId: string) => ({ to: person, content: { kind: 'card', cardId, card } }) as const
const update = (cardId: string) =>
  ({ to: person, content: { kind: 'card-update', cardId, card: { ...card, actions: [] } } }) as const

describe('the app’s card', () => {
  test('is sent with its buttons, and the code for its change is kept', async () => {
    token()
    const sent = api('message/send', { errcode: 0, msgid: 'm1', response_code: 'invented-code' })
    const { messenger, cards } = setUp({ settings: { app } })
    await messenger.send(cardTo('qh-e9:wecom'))
    expect(sent).toMatchObject([
      {
        touser: 'Liu01',
        msgtype: 'template_card',
        template_card: { task_id: 'qh-e9@3awecom', button_list: [{ key: '12号已安排' }] },
      },
    ])
    expect(cards.kept.get('qh-e9:wecom')).toEqual([{ responseCode: 'invented-code', userId: 'Liu01' }])
  })
  test('changes later for the one who has it, and each code is used once', async () => {
    token()
    const updated = api('message/update_template_card')
    const { messenger, cards } = setUp({ settings: { app } })
    await cards.remember('qh-1', 'code-1', 'liu01')
    await messenger.send(update('qh-1'))
    await messenger.send(update('qh-1'))
    expect(updated).toMatchObject([
      {
        userids: ['liu01'],
        agentid: 1000002,
        response_code: 'code-1',
        template_card: { card_type: 'text_notice' },
      },
    ])
    expect(updated[0]?.['template_card']).not.toHaveProperty('task_id')
  })
  test('tries an older code when the newest is used up', async () => {
    token()
    const updated = api('message/update_template_card', ({ response_code }) => ({
      errcode: response_code === 'code-2' ? 40058 : 0,
    }))
    const { messenger, cards } = setUp({ settings: { app } })
    await cards.remember('qh-1', 'code-1', 'liu01')
    await cards.remember('qh-1', 'code-2', 'liu01')
    await messenger.send(update('qh-1'))
    expect(updated.map(({ response_code }) => response_code)).toEqual(['code-2', 'code-1'])
  })
  test('keeps its code when WeCom is busy', async () => {
    token()
    api('message/update_template_card', { errcode: -1 })
    const { messenger, cards } = setUp({ settings: { app } })
    await cards.remember('qh-1', 'code-1', 'liu01')
    expect(await failure(messenger.send(update('qh-1')))).toMatchObject({ outcome: 'later' })
    expect(cards.kept.get('qh-1')).toHaveLength(1)
  })
  test('that WeCom does not take is sent as words', async () => {
    token()
    const sent = api('message/send', ({ msgtype }) => ({ errcode: msgtype === 'template_card' ? 40058 : 0 }))
    await setUp({ settings: { app } }).messenger.send(cardTo('qh-1'))
    expect(sent.map(({ msgtype }) => msgtype)).toEqual(['template_card', 'markdown'])
    expect(JSON.stringify(sent[1])).toContain('可以回：「12号已安排」')
  })
  test('to somebody who cannot be reached is not tried as words as well', async () => {
    token()
    const sent = api('message/send', { errcode: 81013 })
    const error = await failure(setUp({ settings: { app } }).messenger.send(cardTo('qh-1')))
    expect(error).toMatchObject({ code: '81013', outcome: 'never' })
    expect(sent).toHaveLength(1)
  })
  test('of an app that hears nothing is words from the start', async () => {
    token()
    const sent = api('message/send')
    const { callback: _callback, ...deaf } = app
    await setUp({ settings: { app: deaf } }).messenger.send(cardTo('qh-1'))
    expect(sent.map(({ msgtype }) => msgtype)).toEqual(['markdown'])
  })
  test('too long for a card is told first, and not told again when the card has to be repeated', async () => {
    token()
    let isFirst = true
    const sent = api('message/send', ({ msgtype }) => {
      if (msgtype !== 'template_card' || !isFirst) return { errcode: 0 }
      isFirst = false
      return { errcode: -1 }
    })
    const long = { ...card, lines: ['很长'.repeat(100)] }
    const message = { to: person, content: { kind: 'card', cardId: 'qh-1', card: long } } as const
    const { messenger } = setUp({ settings: { app } })
    expect(await failure(messenger.send(message))).toMatchObject({ outcome: 'later' })
    await messenger.send(message)
    expect(sent.map(({ msgtype }) => msgtype)).toEqual(['markdown', 'template_card', 'template_card'])
  })
})

describe('a picture', () => {
  test('is uploaded once in three days', async () => {
    token()
    const uploads: string[] = []
    nock(API)
      .persist()
      .post('/cgi-bin/media/upload')
      .query({ access_token: 'token-1', type: 'image' })
      .reply((_uri, body) => {
        uploads.push(String(body))
        return [200, { errcode: 0, media_id: 'media-1' }]
      })
    const sent = api('message/send')
    const { messenger, clock } = setUp({ settings: { app } })
    const picture = { to: person, content: { kind: 'picture', hash: 'h1' } } as const
    await messenger.send(picture)
    await messenger.send(picture)
    expect(sent).toMatchObject(Array(2).fill({ msgtype: 'image', image: { media_id: 'media-1' } }))
    expect(uploads).toHaveLength(1)
    clock.now = new Date(clock.now.getTime() + 61 * 3600_000)
    token('token-1')
    await messenger.send(picture)
    expect(uploads).toHaveLength(2)
  })
  test('whose id WeCom has forgotten is uploaded again with the next try', async () => {
    token()
    let id = 0
    nock(API)
      .persist()
      .post('/cgi-bin/media/upload')
      .query(true)
      .reply(200, () => ({ media_id: `media-${++id}` }))
    api('message/send', (body) => ({ errcode: JSON.stringify(body).includes('media-1') ? 40007 : 0 }))
    const { messenger } = setUp({ settings: { app } })
    const picture = { to: person, content: { kind: 'picture', hash: 'h1' } } as const
    expect(await failure(messenger.send(picture))).toMatchObject({ code: '40007', outcome: 'later' })
    await messenger.send(picture)
    expect(id).toBe(2)
  })
  test('sent to the app is fetched by its media id', async () => {
    token()
    nock(API)
      .get('/cgi-bin/media/get')
      .query({ access_token: 'token-1', media_id: 'm/1' })
      .reply(200, Buffer.from(png))
    expect(await setUp({ settings: { app } }).messenger.fetchPicture('media:m/1')).toMatchObject({
      mime: 'image/png',
    })
  })
  test('that is gone comes as JSON with HTTP 200, and is an error all the same', async () => {
    token()
    nock(API).get('/cgi-bin/media/get').query(true).reply(200, { errcode: 40007, errmsg: 'invalid media_id' })
    expect(await failure(setUp({ settings: { app } }).messenger.fetchPicture('media:m1'))).toMatchObject({
      code: '40007',
    })
  })
  const cos = 'https://ww-aibot-img-1.cos.ap-guangzhou.myqcloud.com'
  test.each([
    ['over the connection has its own key', `file:${keys.encodingAesKey}:${cos}/a?sign=1:2`],
    ['in URL mode is under the key of the callback', `file::${cos}/a?sign=1:2`],
  ])('sent to the AI bot %s', async (_what, code) => {
    nock(cos).get('/a').query(true).reply(200, encryptPadded(png, keys.encodingAesKey))
    const picture = await setUp({ settings: { bot: urlBot } }).messenger.fetchPicture(code)
    expect(picture).toEqual({ bytes: Buffer.from(png), mime: 'image/png' })
  })
  test.each([
    ['not encrypted', () => Buffer.from(png), 'not-decrypted-cipher'],
    [
      'under another key',
      () => encryptPadded(png, 'ZmVkY2JhZmVkY2JhZmVkY2JhZmVkY2JhZmVkY2JhZmU'),
      'not-decrypted-padding',
    ],
    ['no picture', () => encryptPadded(Buffer.from('<html>'), keys.encodingAesKey), 'not-a-picture'],
  ])('that is %s is refused', async (_what, bytes, code) => {
    nock(cos).get('/a').reply(200, bytes())
    const work = setUp({ settings: { bot: urlBot } }).messenger.fetchPicture(`file::${cos}/a`)
    expect(await failure(work)).toMatchObject({ code, outcome: 'never' })
  })
  test.each([
    'file::https://example.org/a',
    'file::http://x.myqcloud.com/a',
    'file::https://myqcloud.com.example.org/a',
  ])('at a stranger’s (%s) is not fetched', async (code) => {
    const error = await failure(setUp({ settings: { bot: urlBot } }).messenger.fetchPicture(code))
    expect(error).toMatchObject({ code: 'host-not-allowed', outcome: 'never' })
  })
  test.each(['', 'media:', 'https://example.org/a'])(
    'of code %j is nothing we have given out',
    async (code) => {
      expect(await failure(setUp({ settings: { app } }).messenger.fetchPicture(code))).toMatchObject({
        code: 'bad-code',
      })
    },
  )
})

test('words to a person without an app or a bot go nowhere', async () => {
  expect(await failure(setUp().messenger.send(text('好')))).toMatchObject({ code: 'no-way' })
})

import { describe, expect, test } from 'vitest'
import { InboundEvent } from '../../../src/chat/inbound.ts'
import { decodeBot, reqIdOf } from '../../../src/platforms/wecom/aibot/decode.ts'
import type { BotDecodeOptions, BotNews } from '../../../src/platforms/wecom/aibot/decode.ts'
import { decodeApp } from '../../../src/platforms/wecom/app/decode.ts'
import { UndecodableError } from '../../../src/platforms/wecom/undecodable.ts'
import { payload, xml } from './support/payload.ts'

const receivedAt = new Date('2024-05-10T16:35:02+08:00')
const sentAt = new Date('2024-05-10T16:35:00+08:00')
const replyHosts = ['https://qyapi.weixin.qq.com']

function bot(name: string, more: Partial<BotDecodeOptions> = {}): BotNews {
  return decodeBot(payload(name), { receivedAt, reqId: 'req-1', replyHosts, ...more })
}
function heard(name: string, more: Partial<BotDecodeOptions> = {}): InboundEvent {
  const news = bot(name, more)
  if (news.kind !== 'event') throw new Error(`${name} is ${news.kind}`)
  return InboundEvent.parse(news.event)
}
function app(name: string): InboundEvent {
  const news = decodeApp(xml(name), receivedAt)
  if (news.kind !== 'event') throw new Error(`${name} is ${news.kind}`)
  return InboundEvent.parse(news.event)
}

describe('what somebody says to the bot in a group', () => {
  test('is who, where and what, with a day to answer', () => {
    expect(heard('text-group')).toEqual({
      kind: 'message',
      platform: 'wecom',
      eventId: 'bot-msg-1',
      speaker: { userId: 'liu01', nick: '', reachable: true },
      sentAt,
      conversation: { kind: 'group', id: 'wrkGroupOne_AbC' },
      text: '12号已改',
      pictures: [],
      mentioned: [],
      reply: { url: 'aibot:req-1', expiresAt: new Date('2024-05-11T16:35:00+08:00') },
    })
  })
  test.each([
    ['text-group-only-mention', undefined, ''],
    ['text-group-other-mention', undefined, '@王某 12号怎么样了'],
    ['text-group-spaced-name', '消防 清患', '12号已改'],
    ['text-group', '消防 清患', '12号已改'],
    ['text-direct', undefined, '@王某 12号已改'],
  ])('%s: only the leading mention of the bot goes', (name, botName, words) => {
    expect(heard(name, { botName })).toMatchObject({ text: words })
  })
  test('may carry pictures, in their order, each with its key', () => {
    const key = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY'
    const at = 'https://ww-aibot-img-1.cos.ap-guangzhou.myqcloud.com'
    expect(heard('mixed')).toMatchObject({
      text: '阳光花园3号楼堆满纸箱',
      pictures: [`file:${key}:${at}/a?sign=1:2`, `file:${key}:${at}/b`],
    })
  })
  test.each([
    ['text-quote', '12号隐患：楼道堆物'],
    ['text-quote-mixed', '15号'],
  ])('%s: brings the words it quotes', (name, words) => {
    expect(heard(name)).toMatchObject({ text: '这个改好了', quoted: { text: words } })
  })
  test('counts milliseconds where seconds are documented as what they are', () => {
    expect(heard('millis').sentAt).toEqual(sentAt)
  })
})

describe('what somebody says to the bot in private', () => {
  test('stands under his own id', () => {
    expect(heard('text-direct')).toMatchObject({ conversation: { kind: 'direct', id: 'liu01', door: 'bot' } })
  })
  test.each([
    ['voice', { text: '十二号已经改好了', spoken: true }],
    ['voice-silent', { text: '', spoken: true, unreadable: 'unknown' }],
    ['file', { text: '', files: [{ code: 'file::https://ww-aibot-img-1.cos.ap-guangzhou.myqcloud.com/d' }] }],
    ['video', { text: '', unreadable: 'video' }],
    ['unknown-type', { text: '', unreadable: 'unknown' }],
    ['image', { text: '', pictures: ['file::https://ww-aibot-img-1.cos.ap-guangzhou.myqcloud.com/c'] }],
  ])('%s', (name, expected) => {
    expect(heard(name)).toMatchObject(expected)
  })
})

describe('the address for an answer', () => {
  test('in URL mode is good for an hour', () => {
    const { reply } = heard('text-url-mode', { reqId: undefined }) as {
      reply?: { url: string; expiresAt: Date }
    }
    expect(reply?.url).toContain('response_code=invented')
    expect(reply?.expiresAt).toEqual(new Date('2024-05-10T17:35:00+08:00'))
  })
  test('at a stranger’s is dropped', () => {
    expect(heard('text-foreign-url', { reqId: undefined })).not.toHaveProperty('reply')
  })
  test('of the socket tells its request again, and no other does', () => {
    expect(reqIdOf({ url: 'aibot:req:1', expiresAt: sentAt })).toBe('req:1')
    expect(reqIdOf({ url: 'https://qyapi.weixin.qq.com/x', expiresAt: sentAt })).toBeUndefined()
  })
})

describe('a pressed button', () => {
  test.each(['press-nested', 'press-flat'])('%s says its sentence, wherever the key stands', (name) => {
    expect(heard(name)).toMatchObject({
      kind: 'card-action',
      say: '12号合格',
      speaker: { userId: 'liu01' },
      conversation: { kind: 'group', id: 'wrkGroupOne_AbC' },
    })
  })
  test('tells the id that the card was sent under', () => {
    expect(heard('press-nested')).toMatchObject({ cardId: 'qh-e9:group' })
    expect(app('press')).toMatchObject({ cardId: 'qh-e9:wecom:liu01', say: '12号已改' })
  })
  test('without an id of its own gets one that is the same on every delivery', () => {
    expect(heard('press-no-id').eventId).toBe(heard('press-no-id').eventId)
    expect(heard('press-no-id').eventId).not.toBe(heard('press-no-id', { reqId: 'req-2' }).eventId)
  })
  test('of the app brings the code for its next change', () => {
    expect(decodeApp(xml('press'), receivedAt)).toMatchObject({ responseCode: 'invented-code-1' })
  })
  test.each(['press-menu', 'press-selected'])('%s is a press too', (name) => {
    expect(app(name)).toMatchObject({ kind: 'card-action' })
  })
  test('twice within one second is two events, and one delivered twice is one', () => {
    const second = xml('press').replace('invented-code-1', 'invented-code-9')
    const other = decodeApp(second, receivedAt)
    expect(other.kind === 'event' && other.event.eventId).not.toBe(app('press').eventId)
    const later = decodeApp(xml('press'), new Date(receivedAt.getTime() + 9000))
    expect(later.kind === 'event' && later.event.eventId).toBe(app('press').eventId)
  })
})

describe('what somebody says to the app', () => {
  test('is a one-to-one message', () => {
    expect(app('text')).toEqual({
      kind: 'message',
      platform: 'wecom',
      eventId: 'app-7480000000000000001',
      speaker: { userId: 'liu01', nick: '', corpId: 'wwinvented0001', reachable: true },
      sentAt,
      conversation: { kind: 'direct', id: 'liu01', door: 'app' },
      text: '12号已改',
      pictures: [],
      mentioned: [],
    })
  })
  test.each([
    ['text-markup', { text: '<b>3#楼</b> & 2单元' }],
    ['text-big-id', { eventId: 'app-9223372036854775807' }],
    ['text-numeric-user', { speaker: { userId: '007' }, text: '0012' }],
    ['image', { text: '', pictures: ['media:media-id-1'] }],
    ['voice', { spoken: true, unreadable: 'unknown' }],
    ['video', { unreadable: 'video' }],
    ['file', { text: '', files: [{ code: 'media:media-id-5', name: '周报.xlsx' }] }],
    ['link', { unreadable: 'unknown' }],
    ['location', { text: '阳光花园3号楼' }],
    ['menu', { kind: 'message', text: '我们还有什么没改' }],
  ])('%s', (name, expected) => {
    expect(app(name)).toMatchObject(expected)
  })
})

describe('news that nobody has to answer', () => {
  test.each([
    ['enter', 'enter_agent'],
    ['contact', 'update_user'],
    ['inactive', 'inactive_alert'],
  ])('the app’s %s is only named', (name, said) => {
    expect(decodeApp(xml(name), receivedAt)).toEqual({ kind: 'signal', name: said })
  })
  test.each([
    ['feedback', { kind: 'nothing', name: 'feedback_event' }],
    ['stream-poll', { kind: 'nothing', name: 'stream' }],
    ['enter', { kind: 'entered', userId: 'liu01' }],
    ['disconnected', { kind: 'replaced' }],
  ])('the bot’s %s', (name, expected) => {
    expect(bot(name)).toEqual(expected)
  })
})

describe('a shape that we do not know', () => {
  test.each([
    ['bad-no-sender', ['from.userid']],
    ['bad-no-id', ['msgid']],
    ['bad-group-no-chat', ['chatid']],
    ['press-no-key', ['event_key']],
  ])('of the bot (%s) is named by its field', (name, fields) => {
    expect(() => bot(name)).toThrow(new UndecodableError('bot-callback', fields))
  })
  test.each([
    ['bad-no-sender', ['FromUserName']],
    ['bad-doctype', ['(doctype)']],
    ['press-no-task', ['TaskId']],
  ])('of the app (%s) is named by its field', (name, fields) => {
    expect(() => decodeApp(xml(name), receivedAt)).toThrow(new UndecodableError('app-callback', fields))
  })
  test.each(['', 'hello', '<xml>', '<a><b></a>', '<xml><xml/></xml>', '[]'])(
    '%s is refused, not taken for something',
    (text) => {
      expect(() => decodeApp(text, receivedAt)).toThrow(UndecodableError)
    },
  )
  test.each([null, [], 'text', 7, {}])('%j is refused, not taken for something', (json) => {
    expect(() => decodeBot(json, { receivedAt, replyHosts })).toThrow(UndecodableError)
  })
})

import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { InboundEvent } from '../../../src/chat/inbound.ts'
import {
  decodeCardCallback,
  decodeRobotMessage,
  UndecodableError,
} from '../../../src/platforms/dingtalk/decode.ts'
import { officialBases, replyHosts } from '../../../src/platforms/dingtalk/http.ts'
import { payload } from '../support/payload.ts'

const receivedAt = new Date('2024-05-10T07:55:01Z')
const options = { allowedHosts: replyHosts(officialBases), botName: '清患' }
const decode = (name: string, more: object = {}) =>
  decodeRobotMessage(payload(name), receivedAt, { ...options, ...more })

describe('a message in a group', () => {
  test('is read whole', () => {
    expect(decode('text-group')).toEqual({
      kind: 'message',
      platform: 'dingtalk',
      eventId: 'msgOne==',
      speaker: { userId: 'liu01', nick: '小刘', corpId: 'dingcorpone', reachable: true },
      sentAt: new Date(1715327700000),
      conversation: { kind: 'group', id: 'cidGroupOne==', title: '消防整治工作群' },
      text: '12号已改',
      pictures: [],
      mentioned: [],
      reply: {
        url: 'https://oapi.dingtalk.com/robot/sendBySession?session=abc123',
        expiresAt: new Date(1715333100000),
      },
    })
  })
  test('loses the space that a mention at its end leaves', () => {
    expect(decode('text-group-trailing-mention').text).toBe('12号怎么样了')
  })
  test('names everyone who was mentioned but the bot, once each, outsiders by their open id', () => {
    const event = decode('text-mentions-others')
    expect(event.mentioned).toEqual(['wang02', '$:LWCP_v1:$guest'])
    expect(event.text).toBe('@王工 12号转给你')
  })
  test('that only mentions the bot is an empty text, not an unreadable one', () => {
    expect(decode('text-only-mention')).toMatchObject({ text: '' })
    expect(decode('text-only-mention').unreadable).toBeUndefined()
  })
  test('from outside the organisation carries the open id of someone who cannot be written to', () => {
    expect(decode('text-outsider').speaker).toEqual({
      userId: '$:LWCP_v1:$zhou',
      nick: '物业老周',
      corpId: 'dingcorptwo',
      reachable: false,
    })
  })
  test('with numbers as text and text as numbers is read the same', () => {
    expect(decode('text-number-fields')).toEqual(decode('text-group'))
  })
  test('with its words in the place of the older documentation is read the same', () => {
    expect(decode('text-bare-content')).toEqual(decode('text-group'))
  })
  test('to a custom robot, which does not say who the bot is, still leaves the bot out of the mentioned', () => {
    expect(decode('text-custom-robot').mentioned).toEqual(['wang02'])
  })
})

describe('the address for the answer', () => {
  test('is dropped when it is not at DingTalk', () => {
    expect(decode('text-foreign-webhook').reply).toBeUndefined()
  })
  test.each([
    'http://oapi.dingtalk.com/robot/sendBySession?session=a',
    'https://oapi.dingtalk.com@example.org/robot/sendBySession',
    'https://oapi.dingtalk.com:8443/robot/sendBySession',
    'https://dingtalk.com.example.org/',
    'https://127.0.0.1/',
    'http://127.0.0.1:4000/robot/sendBySession',
    'file:///etc/passwd',
    'not an address',
  ])('%s is dropped', (sessionWebhook) => {
    expect(
      decodeRobotMessage({ ...payload('text-group'), sessionWebhook }, receivedAt, options).reply,
    ).toBeUndefined()
  })
  test('may be a local double when that is what is configured', () => {
    const allowedHosts = replyHosts({ apiBase: 'http://127.0.0.1:4000', oapiBase: 'http://127.0.0.1:4000' })
    const sessionWebhook = 'http://127.0.0.1:4000/robot/sendBySession?session=a'
    const message = { ...payload('text-group'), sessionWebhook }
    expect(decodeRobotMessage(message, receivedAt, { allowedHosts }).reply?.url).toBe(sessionWebhook)
  })
  test('lives 90 minutes when DingTalk does not say how long', () => {
    expect(decode('text-no-webhook-expiry').reply?.expiresAt).toEqual(new Date(1715327700000 + 90 * 60_000))
  })
})

describe('a reply', () => {
  test.each([
    ['text-reply', '已登记 12号（YC-0012）'],
    ['text-reply-json-string', '@清患 阳光花园3号楼'],
    ['text-legacy-quote', '5月20日前整改'],
    ['text-reply-unknown', ''],
  ])('%s quotes 「%s」', (name, text) => {
    expect(decode(name).quoted).toEqual({ text })
  })
  test('is not seen where there is none', () => {
    expect(decode('text-group').quoted).toBeUndefined()
  })
})

describe('one to one', () => {
  test('text is read', () => {
    expect(decode('text-direct')).toMatchObject({
      conversation: { kind: 'direct', id: 'cidDirectOne==' },
      text: '本周检查6个小区',
      mentioned: [],
    })
  })
  test('a picture is its download code', () => {
    expect(decode('picture')).toMatchObject({ text: '', pictures: ['code-1'] })
  })
  test('speech is what DingTalk heard', () => {
    expect(decode('audio')).toMatchObject({ text: '城关镇本周检查六个小区', spoken: true })
  })
  test('a document comes with its name', () => {
    const event = decode('file')
    expect(event).toMatchObject({ text: '', files: [{ code: 'code-f', name: '台账.xlsx' }] })
    expect(event.unreadable).toBeUndefined()
  })
  test.each([
    ['audio-silent', 'unknown'],
    ['video', 'video'],
    ['unknown-type', 'unknown'],
    ['chat-record', 'unknown'],
    ['quota', 'quota'],
    ['quota-other-spelling', 'quota'],
  ])('%s cannot be read: %s', (name, unreadable) => {
    expect(decode(name)).toMatchObject({ text: '', pictures: [], unreadable })
  })
})

describe('rich text', () => {
  test('loses the leading mention of the bot and keeps its pictures in order', () => {
    expect(decode('rich-text-pictures')).toMatchObject({
      text: '12号已改，请复查',
      pictures: ['code-1', 'pcode-2'],
    })
  })
  test('loses it as well when the name of the bot is not known and nobody else is mentioned', () => {
    expect(decode('rich-text-pictures', { botName: undefined }).text).toBe('12号已改，请复查')
  })
  test.each(['清患', undefined])('keeps the mention of somebody else (bot name %s)', (botName) => {
    expect(decode('rich-text-other-mention-first', { botName }).text).toBe('@王工 看一下')
  })
  test('one to one keeps everything that was typed', () => {
    expect(decode('rich-text-direct').text).toBe('@所有人 这句是正文')
  })
})

describe('a pressed button', () => {
  test('is the sentence it stands for', () => {
    expect(decodeCardCallback(payload('card-content'), 'frame-1', receivedAt)).toEqual({
      kind: 'card-action',
      platform: 'dingtalk',
      eventId: 'frame-1',
      speaker: { userId: 'li03', nick: '', corpId: 'dingcorpone', reachable: true },
      sentAt: receivedAt,
      cardId: 'hazard-12',
      conversation: { kind: 'group', id: 'cidGroupOne==' },
      say: '12号已改',
    })
  })
  test('is understood in every place that DingTalk documents', () => {
    expect(decodeCardCallback(payload('card-value'), 'frame-1', receivedAt).say).toBe('12号已改')
    expect(decodeCardCallback(payload('card-object'), 'frame-1', receivedAt).say).toBe('12号已改')
  })
  test('does not guess where its card lives', () => {
    expect(decodeCardCallback(payload('card-object'), 'frame-1', receivedAt).conversation).toBeUndefined()
  })
  test('that says nothing is not understood', () => {
    expect(() => decodeCardCallback(payload('card-no-say'), 'frame-1', receivedAt)).toThrow(UndecodableError)
  })
})

test.each(['bad-no-msg-id', 'bad-no-sender'])(
  '%s is not understood, and the error repeats no values',
  (name) => {
    expect(() => decode(name)).toThrow(UndecodableError)
    expect(() => decode(name)).not.toThrow(/liu01|小刘|session=/)
  },
)

test.each([null, 42, 'text', [], {}])('%j is not understood', (json) => {
  expect(() => decodeRobotMessage(json, receivedAt, options)).toThrow(UndecodableError)
  expect(() => decodeCardCallback(json, 'frame-1', receivedAt)).toThrow(UndecodableError)
})

const files = readdirSync(new URL('../../payloads/dingtalk/', import.meta.url)).map((file) =>
  file.replace('.json', ''),
)
test.each(files.filter((name) => !/^bad|no-say/.test(name)))('%s survives the store', (name) => {
  const event = name.startsWith('card')
    ? decodeCardCallback(payload(name), 'frame-1', receivedAt)
    : decode(name)
  expect(InboundEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
})

test.each(files.filter((name) => !/^bad|^card/.test(name)))(
  '%s with any one field broken is read or refused, never a crash',
  (name) => {
    const whole = payload(name)
    for (const key of Object.keys(whole)) {
      for (const broken of [null, 7, '', [], {}, [null], { content: 5 }]) {
        try {
          InboundEvent.parse(decodeRobotMessage({ ...whole, [key]: broken }, receivedAt, options))
        } catch (error) {
          expect(error).toBeInstanceOf(UndecodableError)
        }
      }
    }
  },
)

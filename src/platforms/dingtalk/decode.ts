import { z } from 'zod'
import type { CardActionEvent, MessageEvent, ReplyHandle } from '../../chat/inbound.ts'
import { isAllowedUrl } from '../shared/allowed-url.ts'
import { CardPayload, RobotPayload, wordsOf } from './payload.ts'
import type { Content, RichElement } from './payload.ts'

/** A session webhook lives 90 minutes; DingTalk normally says so itself. */
const SESSION_MS = 90 * 60 * 1000
const QUOTA_EXCEEDED = 20001

/** What came in has a shape that we do not know. `fields` names what is wrong; values are never repeated. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError'
  readonly what: 'robot-message' | 'card-callback'
  readonly fields: readonly string[]

  constructor(what: 'robot-message' | 'card-callback', fields: readonly string[]) {
    super(`${what}: ${fields.join(', ')}`)
    this.what = what
    this.fields = fields
  }
}

export type DecodeOptions = Readonly<{
  /** Hosts that answers may be sent to; a session webhook anywhere else is dropped. See `replyHosts`. */
  allowedHosts: readonly string[]
  /** The bot's display name, so that its mention can be taken off where DingTalk leaves it in. */
  botName?: string | undefined
}>

/**
 * Reads a robot message of any kind. What the bot cannot read becomes `unreadable`; only a message without the ids
 * that everything hangs on throws, and then an UndecodableError.
 *
 * https://open.dingtalk.com/document/orgapp/receive-message
 */
export function decodeRobotMessage(json: unknown, receivedAt: Date, options: DecodeOptions): MessageEvent {
  const payload = parse(RobotPayload, json, 'robot-message')
  const userId = payload.senderStaffId ?? payload.senderId
  if (userId === undefined) throw new UndecodableError('robot-message', ['senderStaffId', 'senderId'])
  const sentAt = payload.createAt === undefined ? receivedAt : new Date(payload.createAt)
  const content = contentOf(payload)
  const read = readContent(payload, content, options.botName)
  const quoted = quotedOf(payload, content)
  const reply = replyOf(payload, sentAt, options.allowedHosts)
  return {
    kind: 'message',
    platform: 'dingtalk',
    eventId: payload.msgId,
    speaker: {
      userId,
      nick: payload.senderNick ?? '',
      ...(payload.senderCorpId !== undefined && { corpId: payload.senderCorpId }),
      reachable: payload.senderStaffId !== undefined,
    },
    sentAt,
    conversation: {
      kind: isGroup(payload) ? 'group' : 'direct',
      id: payload.conversationId,
      ...(payload.conversationTitle !== undefined && { title: payload.conversationTitle }),
    },
    pictures: [],
    ...read,
    mentioned: mentionedIn(payload),
    ...(quoted && { quoted }),
    ...(reply && { reply }),
  }
}

/** Reads a pressed button; `params.say` is the sentence it stands for. Throws UndecodableError when there is none. */
export function decodeCardCallback(json: unknown, messageId: string, receivedAt: Date): CardActionEvent {
  const payload = parse(CardPayload, json, 'card-callback')
  const content = unfold(payload.content) ?? unfold(payload.value) ?? {}
  const inner = unfold(content['cardPrivateData']) ?? {}
  const params = unfold(inner['params']) ?? unfold(content['params']) ?? {}
  const say = params['say']
  if (typeof say !== 'string' || say.trim() === '')
    throw new UndecodableError('card-callback', ['params.say'])
  const kind = spaceKinds[payload.spaceType?.toUpperCase() ?? '']
  return {
    kind: 'card-action',
    platform: 'dingtalk',
    eventId: messageId,
    speaker: {
      userId: payload.userId,
      nick: '',
      ...(payload.corpId !== undefined && { corpId: payload.corpId }),
      reachable: !isOpaqueId(payload.userId),
    },
    sentAt: receivedAt,
    cardId: payload.outTrackId,
    ...(kind && payload.spaceId !== undefined && { conversation: { kind, id: payload.spaceId } }),
    say: say.trim(),
  }
}

/** People outside the bot's organisation have no staff id, only this opaque one, and cannot be written to by it. */
export function isOpaqueId(userId: string): boolean {
  return userId.startsWith('$:')
}

/** `IM` is seen for groups and for one-to-one, so it says nothing about where the card lives. */
const spaceKinds: Readonly<Record<string, 'group' | 'direct' | undefined>> = {
  IM_GROUP: 'group',
  IM_SINGLE: 'direct',
  IM_ROBOT: 'direct',
}

function parse<T>(schema: z.ZodType<T>, json: unknown, what: UndecodableError['what']): T {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  throw new UndecodableError(what, [
    ...new Set(result.error.issues.map((issue) => issue.path.join('.') || '(body)')),
  ])
}

function isGroup(payload: RobotPayload): boolean {
  if (payload.conversationType !== undefined) return payload.conversationType === '2'
  return payload.isInAtList !== undefined || payload.conversationTitle !== undefined
}

function contentOf(payload: RobotPayload): Content {
  if (payload.msgtype === 'text' && payload.text) return payload.text
  if (typeof payload.content === 'string') return { content: payload.content }
  return payload.content ?? payload.text ?? {}
}

type Read = Pick<MessageEvent, 'text'> &
  Partial<Pick<MessageEvent, 'pictures' | 'files' | 'spoken' | 'unreadable'>>

function readContent(payload: RobotPayload, content: Content, botName: string | undefined): Read {
  if ((payload.errorCode ?? payload.errCode) === QUOTA_EXCEEDED) return { text: '', unreadable: 'quota' }
  switch (payload.msgtype) {
    case 'text':
      return content.content === undefined
        ? { text: '', unreadable: 'unknown' }
        : { text: content.content.trim() }
    case 'richText': {
      if (!content.richText) return { text: '', unreadable: 'unknown' }
      const words = content.richText.map(wordsOfElement).join('').trim()
      return { text: withoutBot(words, payload, botName), pictures: content.richText.flatMap(pictureOf) }
    }
    case 'picture': {
      const pictures = pictureOf({ ...content, type: 'picture' })
      return pictures.length > 0 ? { text: '', pictures } : { text: '', unreadable: 'unknown' }
    }
    case 'audio': {
      const heard = content.recognition?.trim() ?? ''
      return heard === '' ? { text: '', spoken: true, unreadable: 'unknown' } : { text: heard, spoken: true }
    }
    case 'file': {
      const { downloadCode: code, fileName: name } = content
      if (code === undefined) return { text: '', unreadable: 'file' }
      return { text: '', files: [{ code, ...(name !== undefined && { name }) }] }
    }
    case 'video':
      return { text: '', unreadable: payload.msgtype }
    default:
      return { text: '', unreadable: 'unknown' }
  }
}

function wordsOfElement(element: RichElement): string {
  if (pictureOf(element).length > 0) return ''
  const words = element.text ?? element.content ?? ''
  // A mention is an element of its own; without a space it would grow together with the next one.
  return /^\s*@\S+$/u.test(words) ? `${words} ` : words
}

function pictureOf(element: RichElement): string[] {
  const code = element.downloadCode ?? element.pictureDownloadCode
  const type = element.type ?? element.msgType
  return code !== undefined && (type === undefined || type === 'picture' || type === 'image') ? [code] : []
}

/**
 * Rich text may start with "@bot", which plain text never does. With the bot's name known only that name is taken
 * off; without it, only a first "@word" in a message that mentions nobody but the bot.
 */
function withoutBot(words: string, payload: RobotPayload, botName: string | undefined): string {
  if (!words.startsWith('@') || !isGroup(payload)) return words
  if (botName !== undefined) {
    const rest = words.slice(1 + botName.length)
    return words.startsWith(botName, 1) && /^(\s|$)/u.test(rest) ? rest.trim() : words
  }
  return mentionedIn(payload).length > 0 ? words : words.replace(/^@\S+\s*/u, '')
}

/** Everyone mentioned but the bot itself. Where the message does not say which one that is, it is one without staff id. */
function mentionedIn(payload: RobotPayload): string[] {
  const others = (payload.atUsers ?? []).filter((user) =>
    payload.chatbotUserId === undefined
      ? user.staffId !== undefined
      : user.dingtalkId !== payload.chatbotUserId,
  )
  return [...new Set(others.flatMap((user) => user.staffId ?? user.dingtalkId ?? []))]
}

function quotedOf(payload: RobotPayload, content: Content): MessageEvent['quoted'] {
  const places = [content.repliedMsg, payload.repliedMsg, content.quoteMessage, payload.quoteMessage]
  const quoted = places.find((place) => place !== undefined && place !== null)
  if (quoted === undefined) return content.isReplyMsg === true ? { text: '' } : undefined
  return { text: wordsOf(quoted) }
}

function replyOf(
  payload: RobotPayload,
  sentAt: Date,
  allowedHosts: readonly string[],
): ReplyHandle | undefined {
  const url = payload.sessionWebhook
  if (url === undefined || !isAllowedUrl(url, allowedHosts)) return undefined
  return { url, expiresAt: new Date(payload.sessionWebhookExpiredTime ?? sentAt.getTime() + SESSION_MS) }
}

/** An object given as such or as the JSON text of one. */
function unfold(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const object = typeof value === 'string' ? fromJson(value) : value
  return typeof object === 'object' && object !== null && !Array.isArray(object)
    ? (object as Record<string, unknown>)
    : undefined
}

function fromJson(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

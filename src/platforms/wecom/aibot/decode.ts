import { z } from 'zod'
import type { CardActionEvent, InboundEvent, MessageEvent, ReplyHandle } from '../../../chat/inbound.ts'
import { isAllowedUrl } from '../../shared/allowed-url.ts'
import { cardIdOf } from '../card-encoder.ts'
import { idOf } from '../envelope.ts'
import { UndecodableError } from '../undecodable.ts'

/** A message may be answered for a day over the socket, and once within the hour by its address. */
const SOCKET_REPLY_MS = 24 * 60 * 60 * 1000
const URL_REPLY_MS = 60 * 60 * 1000
const REPLY_PREFIX = 'aibot:'

const text = z.string().optional().catch(undefined)
const id = z.string().trim().min(1).optional().catch(undefined)
const Words = z.object({ content: text }).optional().catch(undefined)
const Media = z.object({ url: id, aeskey: id }).optional().catch(undefined)
const Item = z.object({ msgtype: text, text: Words, image: Media })
const body = {
  msgtype: text,
  text: Words,
  image: Media,
  file: Media,
  voice: Words,
  mixed: z
    .object({ msg_item: z.array(Item.catch({})) })
    .optional()
    .catch(undefined),
}
const Press = z.object({ event_key: text, task_id: id })

/** A callback of the AI bot, the same by both roads, read liberally. */
const BotCallback = z.object({
  msgid: id,
  aibotid: id,
  chatid: id,
  chattype: text,
  from: z.object({ userid: id, corpid: id }).optional().catch(undefined),
  create_time: z.coerce.number().int().positive().max(8.64e12).optional().catch(undefined),
  response_url: id,
  ...body,
  quote: z.object(body).optional().catch(undefined),
  event: z
    .object({
      eventtype: text,
      ...Press.shape,
      template_card_event: Press.optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})
type BotCallback = Readonly<z.infer<typeof BotCallback>>

/**
 * What the AI bot heard. `entered`: somebody opened the one-to-one chat for the first time that day; `replaced`:
 * another connection has taken this one's place; `nothing`: news that asks nothing of us.
 */
export type BotNews =
  | Readonly<{ kind: 'event'; event: InboundEvent; taskId?: string }>
  | Readonly<{ kind: 'entered'; userId: string }>
  | Readonly<{ kind: 'replaced' }>
  | Readonly<{ kind: 'nothing'; name: string }>

export type BotDecodeOptions = Readonly<{
  receivedAt: Date
  /** The socket's id of this callback, which answers to it have to carry. */
  reqId?: string | undefined
  /** Hosts that a `response_url` may name; one anywhere else is dropped. */
  replyHosts: readonly string[]
  /** The bot's display name, where it has a space in it and the first word is not all of it. */
  botName?: string | undefined
}>

/**
 * Reads one callback of the AI bot, or throws UndecodableError. Conversation ids stay exactly as they came: they are
 * case-sensitive, and no API tells them again. Groups and people come without names.
 *
 * https://developer.work.weixin.qq.com/document/path/100719 and /101027
 */
export function decodeBot(json: unknown, options: BotDecodeOptions): BotNews {
  const result = BotCallback.safeParse(json)
  if (!result.success) throw new UndecodableError('bot-callback', ['(body)'])
  const payload = result.data
  if (payload.msgtype === 'event') return readEvent(payload, options)
  // URL mode asks again and again for the rest of an unfinished stream; ours are finished when they begin.
  if (payload.msgtype === 'stream') return { kind: 'nothing', name: 'stream' }
  const conversation = conversationOf(payload)
  const words = readBody(payload)
  const isGroup = conversation.kind === 'group'
  const quoted = payload.quote && readBody(payload.quote)
  const reply = replyOf(payload, options)
  const event: MessageEvent = {
    kind: 'message',
    ...common(payload, options),
    conversation,
    ...words,
    text: isGroup ? withoutBot(words.text, options.botName) : words.text.trim(),
    mentioned: [],
    ...(quoted && { quoted: { text: quoted.text.trim() } }),
    ...(reply && { reply }),
  }
  return { kind: 'event', event }
}

/** The socket's id of the callback that a reply handle answers, if it is one of the socket's. */
export function reqIdOf(handle: ReplyHandle): string | undefined {
  return handle.url.startsWith(REPLY_PREFIX) ? handle.url.slice(REPLY_PREFIX.length) : undefined
}

function readEvent(payload: BotCallback, options: BotDecodeOptions): BotNews {
  const { event } = payload
  switch (event?.eventtype) {
    case 'disconnected_event':
      return { kind: 'replaced' }
    case 'enter_chat':
      return { kind: 'entered', userId: speakerOf(payload) }
    case 'template_card_event': {
      // The documentation nests these; the SDK's types and its sample do not.
      const say = (event.template_card_event?.event_key ?? event.event_key ?? '').trim()
      const taskId = event.template_card_event?.task_id ?? event.task_id
      if (taskId === undefined || say === '')
        throw new UndecodableError('bot-callback', [taskId === undefined ? 'task_id' : 'event_key'])
      const action: CardActionEvent = {
        kind: 'card-action',
        ...common(payload, options, [say, taskId]),
        cardId: cardIdOf(taskId),
        conversation: conversationOf(payload),
        say,
      }
      return { kind: 'event', event: action, taskId }
    }
    default:
      return { kind: 'nothing', name: event?.eventtype ?? '' }
  }
}

function common(payload: BotCallback, options: BotDecodeOptions, parts: readonly string[] = []) {
  const userId = speakerOf(payload)
  const { msgid, create_time, chatid } = payload
  if (msgid === undefined && parts.length === 0) throw new UndecodableError('bot-callback', ['msgid'])
  return {
    platform: 'wecom',
    eventId: msgid
      ? `bot-${msgid}`
      : `bot-${idOf([userId, chatid, String(create_time), options.reqId, ...parts])}`,
    speaker: {
      userId,
      nick: '',
      ...(payload.from?.corpid !== undefined && { corpId: payload.from.corpid }),
      reachable: true,
    },
    sentAt: momentOf(payload, options.receivedAt),
  } as const
}

function speakerOf(payload: BotCallback): string {
  const userId = payload.from?.userid
  if (userId === undefined) throw new UndecodableError('bot-callback', ['from.userid'])
  return userId
}

function conversationOf(payload: BotCallback): MessageEvent['conversation'] {
  const { chattype, chatid } = payload
  if (chattype === 'group' || (chattype === undefined && chatid !== undefined)) {
    if (chatid === undefined) throw new UndecodableError('bot-callback', ['chatid'])
    return { kind: 'group', id: chatid }
  }
  return { kind: 'direct', id: speakerOf(payload), door: 'bot' }
}

type Body = Pick<BotCallback, keyof typeof body>
type Read = Pick<MessageEvent, 'text' | 'pictures'> &
  Partial<Pick<MessageEvent, 'files' | 'spoken' | 'unreadable'>>

function readBody(payload: Body): Read {
  switch (payload.msgtype) {
    case 'text':
      return { text: payload.text?.content ?? '', pictures: [] }
    case 'mixed': {
      const items = payload.mixed?.msg_item ?? []
      const words = items.flatMap(({ text: part }) => part?.content ?? [])
      return { text: words.join('\n'), pictures: items.flatMap(({ image }) => mediaCode(image)) }
    }
    case 'image': {
      const pictures = mediaCode(payload.image)
      return pictures.length > 0 ? { text: '', pictures } : { text: '', pictures, unreadable: 'unknown' }
    }
    case 'voice': {
      const heard = payload.voice?.content?.trim() ?? ''
      if (heard !== '') return { text: heard, pictures: [], spoken: true }
      return { text: '', pictures: [], spoken: true, unreadable: 'unknown' }
    }
    case 'file': {
      // The name comes with the download.
      const files = mediaCode(payload.file).map((code) => ({ code }))
      return files.length > 0
        ? { text: '', pictures: [], files }
        : { text: '', pictures: [], unreadable: 'file' }
    }
    case 'video':
      return { text: '', pictures: [], unreadable: payload.msgtype }
    default:
      return { text: '', pictures: [], unreadable: 'unknown' }
  }
}

/** The download code of an encrypted picture or document; its address lives five minutes. Without a key the bot's own is meant. */
function mediaCode(
  media: Readonly<{ url?: string | undefined; aeskey?: string | undefined }> | undefined,
): string[] {
  return media?.url === undefined ? [] : [`file:${media.aeskey ?? ''}:${media.url}`]
}

/** Group messages keep the leading "@bot": it is what brought them here. Other mentions stay, they are words. */
function withoutBot(words: string, botName: string | undefined): string {
  const trimmed = words.trim()
  const mention = botName === undefined ? undefined : `@${botName}`
  if (mention === undefined || !trimmed.includes(mention)) return trimmed.replace(/^@\S+(\s+|$)/u, '')
  return trimmed.startsWith(mention)
    ? trimmed.slice(mention.length).replace(/^[\s,，:：]+/u, '')
    : trimmed.replace(new RegExp(`\\s*${escapeRegExp(mention)}$`, 'u'), '')
}

function escapeRegExp(words: string): string {
  return words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** Seconds, by the documentation; what is far too large for that is taken for milliseconds. */
function momentOf({ create_time }: BotCallback, receivedAt: Date): Date {
  if (create_time === undefined) return receivedAt
  return new Date(create_time > 1e11 ? create_time : create_time * 1000)
}

function replyOf(payload: BotCallback, options: BotDecodeOptions): ReplyHandle | undefined {
  const from = momentOf(payload, options.receivedAt).getTime()
  if (options.reqId !== undefined)
    return { url: `${REPLY_PREFIX}${options.reqId}`, expiresAt: new Date(from + SOCKET_REPLY_MS) }
  const url = payload.response_url
  if (url === undefined || !isAllowedUrl(url, options.replyHosts)) return undefined
  return { url, expiresAt: new Date(from + URL_REPLY_MS) }
}

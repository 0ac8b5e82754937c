import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import type { CardActionEvent, InboundEvent, MessageEvent } from '../../../chat/inbound.ts'
import { cardIdOf } from '../card-encoder.ts'
import { idOf } from '../envelope.ts'
import { UndecodableError } from '../undecodable.ts'

/** Single elements of these would otherwise look different from several. */
const LISTS = new Set(['SelectedItem', 'OptionId', 'item'])

// Numbers stay text: message ids go beyond 2^53, and a userid may be "007".
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name: string) => LISTS.has(name),
  maxNestedTags: 20,
})

const text = z.string().optional().catch(undefined)
const id = z.string().trim().min(1).optional().catch(undefined)

/** A decrypted callback, read liberally: only what we cannot do without is required. */
const AppCallback = z.object({
  ToUserName: id,
  FromUserName: z.string().trim().min(1),
  CreateTime: z.coerce.number().int().positive().max(8.64e12).optional().catch(undefined),
  MsgType: z.string().trim().min(1),
  MsgId: id,
  AgentID: id,
  Content: text,
  MediaId: id,
  FileName: id,
  Recognition: text,
  Label: text,
  Event: text,
  EventKey: text,
  ChangeType: text,
  TaskId: id,
  CardType: text,
  ResponseCode: id,
})
type AppCallback = Readonly<z.infer<typeof AppCallback>>

/** What an app's callback says. `signal` is WeCom's own news, for the log: the app was suspended, a member changed. */
export type AppNews =
  | Readonly<{ kind: 'event'; event: InboundEvent; responseCode?: string }>
  | Readonly<{ kind: 'signal'; name: string }>

/**
 * Reads the decrypted XML of an app's callback, or throws UndecodableError. A menu item's key is the sentence it
 * stands for, as a button's is; both are handled as if the person had typed it.
 *
 * Messages are known by their MsgId. Events have none, and the official key (member and second) takes two presses in
 * one second for one, so theirs is made of everything that tells them apart.
 *
 * https://developer.work.weixin.qq.com/document/path/90239 and /90240
 */
export function decodeApp(xml: string, receivedAt: Date): AppNews {
  const payload = parse(xml)
  if (payload.MsgType === 'event') return readEvent(payload, receivedAt)
  return { kind: 'event', event: { ...message(payload, receivedAt), ...readContent(payload) } }
}

function parse(xml: string): AppCallback {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new UndecodableError('app-callback', ['(doctype)'])
  let root: unknown
  try {
    root = (parser.parse(xml) as Record<string, unknown>)['xml']
  } catch {
    throw new UndecodableError('app-callback', ['(xml)'])
  }
  const result = AppCallback.safeParse(root)
  if (result.success) return result.data
  const fields = result.error.issues.map((issue) => issue.path.join('.') || '(body)')
  throw new UndecodableError('app-callback', [...new Set(fields)])
}

function common(payload: AppCallback, receivedAt: Date) {
  return {
    platform: 'wecom',
    eventId: eventIdOf(payload),
    speaker: {
      userId: payload.FromUserName,
      nick: '',
      ...(payload.ToUserName !== undefined && { corpId: payload.ToUserName }),
      reachable: true,
    },
    sentAt: payload.CreateTime === undefined ? receivedAt : new Date(payload.CreateTime * 1000),
  } as const
}

function message(payload: AppCallback, receivedAt: Date): MessageEvent {
  return {
    kind: 'message',
    ...common(payload, receivedAt),
    conversation: { kind: 'direct', id: payload.FromUserName, door: 'app' },
    text: '',
    pictures: [],
    mentioned: [],
  }
}

function eventIdOf(payload: AppCallback): string {
  if (payload.MsgId !== undefined) return `app-${payload.MsgId}`
  const { AgentID, FromUserName, CreateTime, MsgType, Event, EventKey, TaskId, ResponseCode } = payload
  const parts = [
    AgentID,
    FromUserName,
    String(CreateTime ?? ''),
    MsgType,
    Event,
    EventKey,
    TaskId,
    ResponseCode,
  ]
  return `app-${idOf(parts)}`
}

type Read = Partial<Pick<MessageEvent, 'text' | 'pictures' | 'files' | 'spoken' | 'unreadable'>>

function readContent(payload: AppCallback): Read {
  switch (payload.MsgType) {
    case 'text':
      return payload.Content === undefined ? { unreadable: 'unknown' } : { text: payload.Content.trim() }
    case 'image':
      return payload.MediaId === undefined
        ? { unreadable: 'unknown' }
        : { pictures: [mediaCode(payload.MediaId)] }
    case 'voice': {
      const heard = payload.Recognition?.trim() ?? ''
      return heard === '' ? { spoken: true, unreadable: 'unknown' } : { text: heard, spoken: true }
    }
    // Somebody who sends where he stands says where the hazard is.
    case 'location': {
      const label = payload.Label?.trim() ?? ''
      return label === '' ? { unreadable: 'unknown' } : { text: label }
    }
    case 'video':
    case 'shortvideo':
      return { unreadable: 'video' }
    // Not among the documented kinds, but seen in the field with these two fields.
    case 'file': {
      const { MediaId, FileName: name } = payload
      if (MediaId === undefined) return { unreadable: 'file' }
      return { files: [{ code: mediaCode(MediaId), ...(name !== undefined && { name }) }] }
    }
    default:
      return { unreadable: 'unknown' }
  }
}

function readEvent(payload: AppCallback, receivedAt: Date): AppNews {
  const name = payload.Event ?? ''
  const say = payload.EventKey?.trim() ?? ''
  if (name === 'click' && say !== '')
    return { kind: 'event', event: { ...message(payload, receivedAt), text: say } }
  if (name === 'template_card_event' || name === 'template_card_menu_event') {
    if (payload.TaskId === undefined || say === '')
      throw new UndecodableError('app-callback', payload.TaskId === undefined ? ['TaskId'] : ['EventKey'])
    const event: CardActionEvent = {
      kind: 'card-action',
      ...common(payload, receivedAt),
      cardId: cardIdOf(payload.TaskId),
      conversation: { kind: 'direct', id: payload.FromUserName, door: 'app' },
      say,
    }
    return {
      kind: 'event',
      event,
      ...(payload.ResponseCode !== undefined && { responseCode: payload.ResponseCode }),
    }
  }
  return { kind: 'signal', name: payload.ChangeType ?? name }
}

/** The download code of a picture or document that WeCom keeps for three days under a media id. */
function mediaCode(mediaId: string): string {
  return `media:${mediaId}`
}

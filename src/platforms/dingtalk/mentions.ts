import type { Outgoing } from '../../chat/outgoing.ts'
import type { Fields } from '../shared/network.ts'
import type { RobotMessage } from './card-encoder.ts'
import { isOpaqueId } from './decode.ts'

/** DingTalk notifies at most so many people by one message. */
const MAX_MENTIONS = 50

/** Whom to notify: outsiders have no id that DingTalk would take, and theirs would only show as a row of signs. */
export function mentionsOf({ to, mention }: Outgoing): readonly string[] {
  if (to.kind !== 'group') return []
  return [...new Set(mention ?? [])].filter((id) => !isOpaqueId(id)).slice(0, MAX_MENTIONS)
}

export type Names = (userId: string) => string | undefined

/** Where each kind of webhook message keeps its words. */
const wordsAt = { text: 'content', markdown: 'text', actionCard: 'text' } as const

/** An @ only works when the same id stands in the words and in `at`. */
export function withMentionLine(body: Fields, ids: readonly string[]): Fields {
  const kind = body['msgtype']
  if (ids.length === 0 || !(kind === 'text' || kind === 'markdown' || kind === 'actionCard')) return body
  const part = body[kind] as Fields
  const words = String(part[wordsAt[kind]])
  const missing = ids.filter((id) => !mentionOf(id).test(words)).map((id) => `@${id}`)
  const line = missing.length === 0 ? words : `${missing.join(' ')} ${kind === 'text' ? '' : '\n\n'}${words}`
  return { ...body, [kind]: { ...part, [wordsAt[kind]]: line }, at: { atUserIds: ids, isAtAll: false } }
}

export function withNames(message: RobotMessage, ids: readonly string[], nameOf: Names): RobotMessage {
  const { text } = message.msgParam
  if (text === undefined) return message
  return { ...message, msgParam: { ...message.msgParam, text: withNameLine(text, ids, nameOf) } }
}

/** The robot API cannot notify by @, so an "@" would only pretend: people are named, or not mentioned at all. */
export function withNameLine(text: string, ids: readonly string[], nameOf: Names): string {
  const bare = ids.reduce((words, id) => words.replace(mentionOf(id, 'gu'), nameOf(id) ?? ''), text)
  const names = ids.flatMap((id) => nameOf(id) ?? []).filter((name) => !bare.includes(name))
  return names.length === 0 ? bare.trim() : `${names.join('、')}：\n\n${bare.trim()}`
}

function mentionOf(id: string, flags = 'u'): RegExp {
  return new RegExp(
    `@${id.replace(/[^\w]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`)}(?![\\w-])`,
    flags,
  )
}

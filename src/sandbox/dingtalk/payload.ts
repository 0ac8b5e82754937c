import { createHash } from 'node:crypto'
import type { Fields } from '../http.ts'
import type { Entry } from '../chats.ts'
import type { SandboxChat, SandboxOptions, SandboxPerson } from '../types.ts'
import type { RobotMessage } from './wire/route.ts'

export type Heard = Readonly<{
  entry: Entry
  chat: SandboxChat
  speaker: SandboxPerson
  /** What was typed, the bot's mention taken out and its blank left in. */
  content: string
  /** Download codes of the pictures. */
  codes: readonly string[]
  /** A document, with its download code; it comes alone. */
  file?: Readonly<{ code: string; name: string }>
  mentioned: readonly SandboxPerson[]
  quoted?: Readonly<{ entry: Entry; codes: readonly string[] }>
  session: Readonly<{ url: string; until: number }>
}>

/** A person's opaque id, which is all that the platform tells about people outside the organisation. */
export function openId(userId: string): string {
  return `$:LWCP_v1:$${createHash('sha256').update(userId).digest('base64').slice(0, 22)}`
}

/** The platform's id of a chat: a group's own, or one derived from the person for a one-to-one chat. */
export function conversationId(chat: SandboxChat): string {
  if (chat.kind === 'group') return chat.id
  return `cid${createHash('sha256').update(chat.id).digest('base64').slice(0, 22)}==`
}

/** The robot message exactly as the platform writes it in both modes (KB0699, developerpedia message.md). */
export function robotMessage(
  heard: Heard,
  options: Pick<SandboxOptions, 'app' | 'corpId'>,
  quotaExceeded: boolean,
): RobotMessage {
  const { app, corpId } = options
  const { entry, chat, speaker, mentioned, session } = heard
  const id = conversationId(chat)
  const group = chat.kind === 'group'
  return {
    senderPlatform: 'Android',
    conversationId: id,
    openThreadId: id,
    chatbotCorpId: corpId,
    chatbotUserId: openId(app.robotCode),
    msgId: entry.id,
    senderNick: speaker.name,
    isAdmin: false,
    senderId: openId(speaker.userId),
    ...(speaker.outsider ? {} : { senderStaffId: speaker.userId, senderCorpId: corpId }),
    sessionWebhook: session.url,
    sessionWebhookExpiredTime: session.until,
    createAt: entry.at.getTime(),
    conversationType: group ? '2' : '1',
    robotCode: app.robotCode,
    ...(group
      ? {
          conversationTitle: chat.title,
          isInAtList: true,
          atUsers: [{ dingtalkId: openId(app.robotCode) }, ...mentioned.map(atUser)],
        }
      : {}),
    // KB0699: over the quota a message comes without its text, with these two fields instead.
    ...(quotaExceeded
      ? { msgtype: 'text', errorCode: 20001, errorMessage: '本月消息接收额度已用完' }
      : content(heard, group, app.robotCode)),
  }
}

function atUser(person: SandboxPerson): Fields {
  return { dingtalkId: openId(person.userId), ...(person.outsider ? {} : { staffId: person.userId }) }
}

function content(heard: Heard, group: boolean, bot: string): Fields {
  const { file } = heard
  if (file)
    return {
      msgtype: 'file',
      content: { downloadCode: file.code, fileName: file.name, spaceId: '1', fileId: '2' },
    }
  const [code] = heard.codes
  const { inside, beside } = heard.quoted ? reply(heard.quoted, bot) : { inside: {}, beside: {} }
  if (code === undefined) return { msgtype: 'text', text: { content: heard.content, ...inside }, ...beside }
  if (!group && heard.codes.length === 1 && heard.content.trim() === '')
    return { msgtype: 'picture', content: { ...picture(code), ...inside }, ...beside }
  const words = heard.content.trim() === '' ? [] : [{ text: heard.content }]
  const pictures = heard.codes.map((each) => ({ type: 'picture', ...picture(each) }))
  return { msgtype: 'richText', content: { richText: [...words, ...pictures], ...inside }, ...beside }
}

function picture(code: string): Fields {
  return { downloadCode: code, pictureDownloadCode: code }
}

/** The reply fields known from the field: a quoted interactive card comes without its words. */
function reply(
  quoted: NonNullable<Heard['quoted']>,
  bot: string,
): Readonly<{ inside: Fields; beside: Fields }> {
  const { entry, codes } = quoted
  const text = entry.face(undefined).text
  const [code] = codes
  const shapes: Readonly<Record<Entry['kind'], Fields>> = {
    text: { msgType: 'text', content: { text } },
    // What a quoted markdown message looks like is undocumented: this is the plainest reading.
    markdown: { msgType: 'markdown', content: { text } },
    actionCard: { msgType: 'actionCard', content: { text } },
    card: { msgType: 'interactiveCard' },
    picture: { msgType: 'picture', content: code === undefined ? {} : { downloadCode: code } },
    richText: {
      msgType: 'richText',
      content: {
        richText: [
          { msgType: 'text', content: text },
          ...codes.map((each) => ({ msgType: 'picture', downloadCode: each })),
        ],
      },
    },
    template: { msgType: 'unknownMsgType' },
    system: { msgType: 'unknownMsgType' },
  }
  return {
    inside: {
      isReplyMsg: true,
      repliedMsg: {
        msgId: entry.id,
        senderId: openId(entry.from === 'bot' ? bot : entry.from),
        createdAt: entry.at.getTime(),
        ...shapes[entry.kind],
      },
    },
    beside: {
      originalMsgId: entry.id,
      ...(entry.queryKey === undefined ? {} : { originalProcessQueryKey: entry.queryKey }),
    },
  }
}

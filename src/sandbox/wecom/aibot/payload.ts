import { randomBytes } from 'node:crypto'
import type { Entry } from '../../chats.ts'
import type { Fields } from '../../http.ts'
import { pictureIdOf } from '../../shelves.ts'
import type { SandboxFile } from '../../shelves.ts'
import type { SandboxChat, SandboxPerson } from '../../types.ts'
import { keyOf } from '../crypto.ts'
import type { Ground } from '../ground.ts'
import type { Medium } from '../media.ts'
import type { WeComOptions } from '../options.ts'

export type Bot = NonNullable<WeComOptions['aibot']>

export type Heard = Readonly<{
  chat: SandboxChat
  speaker: SandboxPerson
  entry: Entry
  /** What was typed; in a group with the mention of the bot. */
  text: string
  /** Ids of the pictures. */
  ids: readonly string[]
  quoted: Entry | undefined
  form: 'voice' | 'video' | 'file' | undefined
  /** A document; it comes alone. */
  file?: SandboxFile
}>

/** A message as the AI bot is told of it (D100719); the same shape in both modes but for the pictures' keys. */
export function messageBody(ground: Ground, bot: Bot, heard: Heard): Fields {
  const { chat, speaker, entry, quoted } = heard
  return {
    msgid: entry.id,
    ...callbackOf(ground, bot, chat, speaker),
    create_time: Math.floor(entry.at.getTime() / 1000),
    ...contentOf(ground, bot, heard),
    ...(quoted ? { quote: quoteOf(ground, bot, quoted) } : {}),
  }
}

/** An event as the AI bot is told of it (D101027): its details nested under its own name. */
export function eventBody(
  ground: Ground,
  bot: Bot,
  given: Readonly<{ chat: SandboxChat; person: SandboxPerson; type: string; details?: Fields }>,
): Fields {
  return {
    msgid: newMsgId(),
    ...callbackOf(ground, bot, given.chat, given.person),
    create_time: Math.floor(ground.now().getTime() / 1000),
    msgtype: 'event',
    event: { eventtype: given.type, ...(given.details ? { [given.type]: given.details } : {}) },
  }
}

/** Ids of callbacks that are no message of a chat. */
export function newMsgId(): string {
  return randomBytes(16).toString('hex')
}

/** Neither names nor the group's title are told, only ids. */
function callbackOf(ground: Ground, bot: Bot, chat: SandboxChat, person: SandboxPerson): Fields {
  const group = chat.kind === 'group'
  return {
    aibotid: bot.id,
    ...(group ? { chatid: chat.id } : {}),
    chattype: group ? 'group' : 'single',
    from: { userid: ground.members.botIdOf(person.userId) },
  }
}

function contentOf(ground: Ground, bot: Bot, heard: Heard): Fields {
  const { text, ids, form, file } = heard
  if (file) {
    const { name, mime, bytes } = file
    return { msgtype: 'file', file: shared(ground, bot, { type: 'file', name, mime, bytes }) }
  }
  if (form === 'voice') return { msgtype: 'voice', voice: { content: text } }
  if (form) {
    const name = text.includes('.') ? text : `${text}.${form === 'video' ? 'mp4' : 'txt'}`
    const mime = 'application/octet-stream'
    const medium: Medium = { type: form, name, mime, bytes: Buffer.from(text) }
    return { msgtype: form, [form]: shared(ground, bot, medium) }
  }
  return wordsAndPictures(ground, bot, text, ids)
}

function wordsAndPictures(ground: Ground, bot: Bot, text: string, ids: readonly string[]): Fields {
  const images = ids.flatMap((id) => imageOf(ground, bot, id) ?? [])
  const [only] = images
  if (!only) return { msgtype: 'text', text: { content: text } }
  if (images.length === 1 && text.trim() === '') return { msgtype: 'image', image: only }
  const words = text.trim() === '' ? [] : [{ msgtype: 'text', text: { content: text } }]
  return {
    msgtype: 'mixed',
    mixed: { msg_item: [...words, ...images.map((image) => ({ msgtype: 'image', image }))] },
  }
}

/** What a quote holds: never the quoted message's id. How a quoted card looks is undocumented; its words stand in. */
function quoteOf(ground: Ground, bot: Bot, quoted: Entry): Fields {
  const { title, text } = quoted.face(undefined)
  const words = quoted.kind === 'template' && title !== undefined ? `${title}\n${text}` : text
  const ids = (quoted.pictures ?? []).flatMap((url) => pictureIdOf(url) ?? [])
  return wordsAndPictures(ground, bot, words, ids)
}

function imageOf(ground: Ground, bot: Bot, id: string): Fields | undefined {
  const picture = ground.pictures.get(id)
  if (!picture) return undefined
  const name = picture.mime === 'image/png' ? 'image.png' : 'image.jpg'
  return shared(ground, bot, { type: 'image', name, mime: picture.mime, bytes: picture.bytes })
}

/** Over the socket every file has a key of its own; in URL mode it is the bot's EncodingAESKey and goes unsaid. */
function shared(ground: Ground, bot: Bot, medium: Medium): Fields {
  if (bot.mode === 'socket') return ground.media.share(medium)
  const { url } = ground.media.share(medium, keyOf(bot.callback?.aesKey ?? ''))
  return { url }
}

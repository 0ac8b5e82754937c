import { createHash } from 'node:crypto'
import type { Button, Draft, Entry } from '../chats.ts'
import { fieldsOf, textOf, textsOf } from '../http.ts'
import type { Fields } from '../http.ts'
import { checkCard } from './cards/check.ts'
import type { CardMaker } from './cards/check.ts'
import type { Task } from './cards/store.ts'
import { CgiError } from './errors.ts'
import type { Ground } from './ground.ts'
import type { SandboxTemplate } from './template.ts'

/** A message of a bot, ready to be posted to one chat or many. */
export type Rendered = Readonly<{ draft: Omit<Draft, 'chat' | 'from'>; task?: Task }>

/** Who may send what: the app (D90236), the group webhook (D99110) and the AI bot (D101463). */
const allowed: Readonly<Record<CardMaker, readonly string[]>> = {
  app: ['text', 'markdown', 'image', 'voice', 'video', 'file', 'textcard', 'news', 'template_card'],
  webhook: ['text', 'markdown', 'markdown_v2', 'image', 'news', 'file', 'voice', 'template_card'],
  aibot: ['markdown', 'template_card', 'image', 'voice', 'video', 'file'],
}

/** Bytes, not characters. */
const markdownLimit: Readonly<Record<CardMaker, number>> = { app: 2048, webhook: 4096, aibot: 20480 }

/** Renders a body with `msgtype`; throws what the platform would answer. `owner` is whose media it may use. */
export function renderBody(ground: Ground, body: Fields, maker: CardMaker, owner: string = maker): Rendered {
  const type = textOf(body['msgtype'])
  if (!allowed[maker].includes(type)) throw new CgiError(40008, 'invalid message type')
  if (type === 'template_card') return renderCard(ground, body['template_card'], maker)
  const part = fieldsOf(body[type])
  if (!part) throw new CgiError(40058, `invalid Request Parameter, ${type}`)
  if (type === 'text') return plain(textOf(part['content']), maker)
  if (type === 'markdown' || type === 'markdown_v2') {
    const limit = markdownLimit[maker]
    return markdown(textOf(part['content']), limit, maker === 'aibot' || type === 'markdown_v2')
  }
  if (type === 'textcard' || type === 'news') return article(type, part)
  if (type === 'image' && maker === 'webhook') return picture(ground, part)
  const medium = ground.media.get(textOf(part['media_id']), owner, type as 'image')
  const found = ground.media.pictureOf(medium)
  if (found !== undefined) return { draft: { kind: 'picture', face: faceOf(''), pictures: [found] } }
  const names = { image: '图片', voice: '语音', video: '视频', file: '文件' }
  const file = ground.media.documentOf(medium)
  const face = faceOf(`[${names[medium.type]}] ${medium.name}`)
  return { draft: { kind: 'text', face, ...(file ? { file } : {}) } }
}

/** Markdown in the newer dialect, as the AI bot's streams write it; may still be empty. */
export function markdown(content: string, limit: number, isNew: boolean): Rendered {
  if (content.trim() === '') throw new CgiError(44004, 'empty content')
  if (Buffer.byteLength(content) > limit) throw new CgiError(45002, 'content size out of limit')
  return { draft: { kind: 'markdown', face: faceOf(content), dialect: isNew ? 'new' : 'old' } }
}

/** Plain text, cut at 2048 bytes without splitting a character; the links in it are shown as words. */
export function plain(content: string, maker: CardMaker): Rendered {
  if (content.trim() === '') throw new CgiError(44004, 'empty content')
  const links = content.replaceAll(/<a\s+href="([^"]*)"\s*>([^<]*)<\/a>/g, '$2（$1）')
  return { draft: { kind: 'text', face: faceOf(cut(maker === 'app' ? links : content)) } }
}

function cut(content: string): string {
  let size = 0
  let kept = ''
  for (const letter of content) {
    size += Buffer.byteLength(letter)
    if (size > 2048) return kept
    kept += letter
  }
  return kept
}

export function renderCard(ground: Ground, card: unknown, maker: CardMaker): Rendered {
  const task = ground.cards.create(maker, checkCard(card, maker))
  return { task, draft: { kind: 'template', face: (viewer) => ground.cards.face(task, viewer) } }
}

/** Posts what was rendered as the chat's bot, or under another name. */
export function post(ground: Ground, chat: string, rendered: Rendered, more: Partial<Draft> = {}): Entry {
  const entry = ground.chats.add({ chat, from: 'bot', ...rendered.draft, ...more })
  if (rendered.task) ground.cards.placed(rendered.task, entry.id)
  return entry
}

function faceOf(text: string, buttons: readonly Button[] = []): Draft['face'] {
  return () => ({ text, buttons })
}

/** The older link cards, drawn with the parts of a template card. */
function article(type: string, part: Fields): Rendered {
  const articles = type === 'textcard' ? [part] : articlesOf(part)
  const [first] = articles
  if (!first) throw new CgiError(40058, 'invalid Request Parameter, articles')
  const buttons = articles.map((each): Button => {
    const url = textOf(each['url'])
    if (textOf(each['title']) === '' || url === '')
      throw new CgiError(40058, `invalid Request Parameter, ${type}`)
    const label = type === 'textcard' ? textOf(each['btntxt']) || '详情' : textOf(each['title'])
    const address = /^https?:\/\//i.test(url) ? { url } : {}
    return { label, part: 'jump', ...address, press: { does: 'open' } }
  })
  const title = textOf(first['title'])
  const description = textOf(first['description'])
    .replaceAll(/<br\s*\/?>|<\/div>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
  const template: SandboxTemplate = {
    type,
    title,
    ...(description === '' ? {} : { description }),
    sections: [],
    rows: [],
    questions: [],
    pending: false,
  }
  return { draft: { kind: 'template', face: () => ({ title, text: description, buttons, template }) } }
}

function articlesOf(part: Fields): readonly Fields[] {
  const list = Array.isArray(part['articles']) ? part['articles'].map((each) => fieldsOf(each) ?? {}) : []
  return list.length <= 8 ? list : []
}

/** A webhook's picture comes in the body itself, with the MD5 of its bytes. */
function picture(ground: Ground, part: Fields): Rendered {
  const bytes = Buffer.from(textOf(part['base64']), 'base64')
  if (bytes.length === 0) throw new CgiError(44001, 'empty media data')
  if (bytes.length > 2 * 1024 * 1024) throw new CgiError(93018, 'image too big')
  const mime = bytes[0] === 0x89 ? 'image/png' : bytes[0] === 0xff ? 'image/jpeg' : ''
  if (mime === '') throw new CgiError(40005, 'invalid file type')
  const md5 = createHash('md5').update(bytes).digest('hex')
  if (md5 !== textOf(part['md5']).toLowerCase()) throw new CgiError(40058, 'invalid md5')
  const found = ground.media.pictureOf({ type: 'image', name: 'image', mime, bytes })
  return { draft: { kind: 'picture', face: faceOf(''), pictures: found === undefined ? [] : [found] } }
}

/**
 * `<@userid>` and the lists beside the text as real mentions of members (D99110), for webhooks in text and in the old
 * markdown. The AI bot has no documented way to mention anybody, so there the characters stay.
 */
export function withMentions(
  ground: Ground,
  rendered: Rendered,
  part: Fields,
  members: readonly string[],
): Pick<Draft, 'face' | 'mentions'> {
  const { text, buttons } = rendered.draft.face(undefined)
  const named = new Set<string>()
  const called = (id: string): string | undefined => {
    const person = ground.members.find(id)
    if (!person || !members.includes(person.userId)) return undefined
    named.add(person.userId)
    return `@${person.name}`
  }
  const shown = text.replaceAll(/<@([^<>\s]+)>/g, (whole, id: string) => called(id) ?? whole)
  const mobiles = textsOf(part['mentioned_mobile_list']) ?? []
  const listed = textsOf(part['mentioned_list']) ?? []
  const byMobile = ground.members.all.filter(({ mobile }) => mobile !== undefined && mobiles.includes(mobile))
  const calls = [...listed, ...byMobile.map(({ userId }) => userId)].flatMap((id) => called(id) ?? [])
  const everybody = [...listed, ...mobiles].includes('@all')
  const words = [shown, ...calls, ...(everybody ? ['@所有人'] : [])].join(' ')
  return { face: () => ({ text: words, buttons }), mentions: everybody ? members : [...named] }
}

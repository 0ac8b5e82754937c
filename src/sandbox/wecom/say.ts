import { checkSaid, quotation, show, withCalls } from '../acts.ts'
import type { Said, Saying } from '../acts.ts'
import { wecomAppChat } from '../chats.ts'
import type { Entry } from '../chats.ts'
import { PageError } from '../http.ts'
import type { AiBot } from './aibot/bot.ts'
import type { AppCallback } from './callback/app.ts'
import { CgiError } from './errors.ts'
import type { SandboxFile } from '../shelves.ts'
import type { Ground } from './ground.ts'
import type { Medium } from './media.ts'
import type { XmlValue } from './xml.ts'

type Bots = Readonly<{ app: AppCallback | undefined; aibot: AiBot | undefined }>

/**
 * Lets a member say something; returns the (first) message's id. In a group only what @s the AI bot reaches it, with the
 * @ left in the words; one-to-one everything does. People outside the organisation reach nobody.
 */
export function createSay(ground: Ground, bots: Bots): (said: Said) => string {
  return (said) => {
    const saying = checkSaid(ground, said)
    const { chat } = saying
    if (said.form && chat.kind === 'group') throw new PageError(400, '群里机器人只收得到@它的文字和图片。')
    const isApp = ground.wecom.app !== undefined && chat.id === wecomAppChat(said.as, ground.wecom)
    return chat.kind === 'direct' && isApp
      ? sayToApp(ground, bots.app, said, saying)
      : sayToAiBot(ground, bots.aibot, said, saying)
  }
}

function sayToAiBot(ground: Ground, aibot: AiBot | undefined, said: Said, saying: Saying): string {
  const { chat, speaker, shown, documents, quoted } = saying
  const form = said.form
  if (form === 'location' || form === 'link')
    throw new PageError(400, '智能机器人收不到位置和链接，请发文字。')
  const name = ground.wecom.aibot?.name ?? ''
  const at = said.at === true && chat.kind === 'group' && name !== ''
  const own = withCalls(ground.chats, said)
  const text = at && !own.includes(`@${name}`) ? `@${name} ${own}` : own
  const bare = text.trim() === '' && shown.length === 0 && documents.length > 0
  const apart = text.trim() === '' && shown.length > 1
  const parts = bare ? [] : apart ? shown.map((id) => [id]) : [shown]
  const entries = parts.map((ids) => {
    const entry = put(ground, said, { text: text.trimEnd(), ids, quoted, bot: name })
    const reaches = chat.kind === 'direct' || at
    if (reaches && ground.members.find(speaker.userId))
      aibot?.message({ chat, speaker, entry, text, ids, quoted, form })
    return entry
  })
  const sent = documents.map((file) => {
    const entry = put(ground, said, {
      text: `[文件] ${file.name}`,
      ids: [],
      quoted: undefined,
      bot: name,
      file,
    })
    const heard = { chat, speaker, entry, text: '', ids: [], quoted: undefined, form: undefined, file }
    if (ground.members.find(speaker.userId)) aibot?.message(heard)
    return entry
  })
  return [...entries, ...sent][0]?.id ?? ''
}

type Content = { readonly [tag: string]: XmlValue }
type Part = Readonly<{ text: string; ids: readonly string[]; content: Content | undefined }>

/** The app knows no message of words and pictures, so each goes by itself, as the client sends them. */
function sayToApp(ground: Ground, app: AppCallback | undefined, said: Said, saying: Saying): string {
  const { speaker, shown, documents, quoted, chat } = saying
  // D90239 lists no file among what an app is told of.
  if (documents.length > 0) throw new PageError(400, '应用收不到文件，请发给智能机器人。')
  const words: Content = { MsgType: 'text', Content: said.text }
  // All of it is made first, so that what cannot be sent is not shown either.
  const parts: readonly Part[] = [
    ...(said.text.trim() === ''
      ? []
      : [{ text: said.text, ids: [], content: said.form ? formOf(ground, said.form, said.text) : words }]),
    ...shown.map((id) => ({ text: '', ids: [id], content: imageOf(ground, id) })),
  ]
  const entries = parts.map(({ text, ids, content }) => {
    const entry = put(ground, said, { text, ids, quoted, bot: chat.title })
    if (content) app?.message(speaker, entry, content)
    return entry
  })
  return entries[0]?.id ?? ''
}

function put(
  ground: Ground,
  said: Said,
  given: Readonly<{
    text: string
    ids: readonly string[]
    quoted: Entry | undefined
    bot: string
    file?: SandboxFile
  }>,
): Entry {
  const { chats } = ground
  const names = { voice: '语音', video: '视频', file: '文件', location: '位置', link: '链接' }
  const text = said.form ? `[${names[said.form]}] ${given.text}` : given.text
  const quoted = given.quoted && quotation(chats, given.quoted, said.as, given.bot)
  return show(chats, said, { text, ids: given.ids, quoted, ...(given.file ? { file: given.file } : {}) })
}

function imageOf(ground: Ground, id: string): Content {
  const picture = ground.pictures.get(id)
  if (!picture) throw new PageError(404, '图片不在了，请重新选择。')
  const name = picture.mime === 'image/png' ? 'image.png' : 'image.jpg'
  const mediaId = keep(ground, { type: 'image', name, mime: picture.mime, bytes: picture.bytes })
  return { MsgType: 'image', PicUrl: `${ground.base()}/sandbox/pictures/${id}`, MediaId: mediaId }
}

/** What the app is told of anything else than words and pictures (D90239). */
function formOf(ground: Ground, form: NonNullable<Said['form']>, text: string): Content | undefined {
  const mime = 'application/octet-stream'
  const bytes = Buffer.from(`${form} ${text}`)
  if (form === 'voice') {
    const mediaId = keep(ground, { type: 'voice', name: 'voice.amr', mime: 'audio/amr', bytes })
    return { MsgType: 'voice', MediaId: mediaId, Format: 'amr' }
  }
  if (form === 'video') {
    const mediaId = keep(ground, { type: 'video', name: 'video.mp4', mime: 'video/mp4', bytes })
    const thumb = keep(ground, { type: 'image', name: 'thumb.jpg', mime, bytes })
    return { MsgType: 'video', MediaId: mediaId, ThumbMediaId: thumb }
  }
  if (form === 'location')
    return { MsgType: 'location', Location_X: '40.840000', Location_Y: '111.750000', Scale: 15, Label: text }
  if (form === 'link')
    return { MsgType: 'link', Title: text, Description: text, Url: 'https://example.com/', PicUrl: '' }
  // D90239 lists no file: whether an app is told of one is unknown, so it is not.
  return undefined
}

function keep(ground: Ground, medium: Medium): string {
  try {
    return ground.media.add({ type: medium.type, name: medium.name, bytes: medium.bytes, owner: 'app' })
  } catch (error) {
    if (error instanceof CgiError) throw new PageError(413, '企业微信里的图片最大10MB，这张发不了。')
    throw error
  }
}

import type { Button, Chats, Entry } from './chats.ts'
import { PageError } from './http.ts'
import { pictureUrl, shownFile } from './shelves.ts'
import type { Files, Pictures, SandboxFile } from './shelves.ts'
import type { Sandbox, SandboxChat, SandboxDrop, SandboxPerson } from './types.ts'

export type Said = Parameters<Sandbox['say']>[0]
export type Pressed = Parameters<Sandbox['press']>[0]

/** One platform's double, as the people at the page meet it. */
export interface Double {
  say(said: Said): string
  press(pressed: Pressed): ReturnType<Sandbox['press']>
  connected(): boolean
  drop(how: SandboxDrop): void
  close(): void
}

const longest = 5_000
const mostPictures = 20

export type Saying = Readonly<{
  chat: SandboxChat
  speaker: SandboxPerson
  /** Ids of the pictures shown. */
  shown: readonly string[]
  /** Documents, each a message of its own. */
  documents: readonly SandboxFile[]
  quoted: Entry | undefined
}>

/** Checks what somebody is about to say; throws a sentence for the person. */
export function checkSaid(
  needs: Readonly<{ chats: Chats; pictures: Pictures; files: Files }>,
  said: Said,
): Saying {
  const { chats, pictures, files } = needs
  const chat = chats.chat(said.chat)
  const speaker = chats.person(said.as)
  if (!speaker) throw new PageError(404, '没有这个人。')
  if (!chat?.members.includes(said.as)) throw new PageError(403, '这个人不在这个会话里。')
  const shown = said.pictures ?? []
  const documents = (said.files ?? []).flatMap((id) => files.get(id) ?? [])
  if (documents.length < (said.files ?? []).length) throw new PageError(404, '文件不在了，请重新选择。')
  if (documents.length > 0 && chat.kind === 'group')
    throw new PageError(400, '群里@不了文件，机器人收不到，请私聊发给它。')
  const nothing = said.text.trim() === '' && shown.length === 0
  if (nothing && documents.length === 0 && !said.at) throw new PageError(400, '先写点什么再发。')
  if (said.text.length > longest) throw new PageError(400, `一条消息最多${longest}个字。`)
  if (shown.length > mostPictures) throw new PageError(400, `一次最多发${mostPictures}张图片。`)
  if (shown.some((id) => !pictures.get(id))) throw new PageError(404, '图片不在了，请重新选择。')
  if ((said.mention ?? []).some((id) => !chat.members.includes(id)))
    throw new PageError(400, '只能@这个群里的人。')
  const quoted = said.quote === undefined ? undefined : chats.entry(said.quote)
  if (said.quote !== undefined && (quoted?.chat !== said.chat || !chats.sees(said.as, quoted)))
    throw new PageError(404, '要引用的消息找不到了。')
  return { chat, speaker, shown, documents, quoted }
}

/** What was typed with the people it calls; those whose name the text already holds are not called twice. */
export function withCalls(chats: Chats, said: Said): string {
  const calls = (said.mention ?? [])
    .map((id) => `@${chats.person(id)?.name ?? id}`)
    .filter((call) => !said.text.includes(call))
  return [...calls, said.text].filter((part) => part !== '').join(' ')
}

/** Puts what somebody said into the chat, as everybody there sees it. */
export function show(
  chats: Chats,
  said: Said,
  shown: Readonly<{ text: string; ids: readonly string[]; quoted: string | undefined; file?: SandboxFile }>,
): Entry {
  const { text, ids, quoted, file } = shown
  return chats.add({
    chat: said.chat,
    from: said.as,
    kind: ids.length === 0 ? 'text' : text.trim() === '' ? 'picture' : 'richText',
    face: () => ({ text, buttons: [] }),
    pictures: ids.map(pictureUrl),
    mentions: said.mention ?? [],
    ...(quoted === undefined ? {} : { quoted }),
    ...(file ? { file: shownFile(file) } : {}),
  })
}

/** A quoted message as one short line: who, and how it begins. */
export function quotation(chats: Chats, quoted: Entry, viewer: string, bot: string): string {
  const name = quoted.from === 'bot' ? (quoted.name ?? bot) : (chats.person(quoted.from)?.name ?? '')
  const { title, text } = quoted.face(viewer)
  const words = [title ?? '', ...text.split('\n')].find((line) => line.trim() !== '') ?? '[图片]'
  return `${name}：${[...words].slice(0, 60).join('')}`
}

/** The button that somebody presses, with its message; throws a sentence for the person when there is none. */
export function pressedButton(
  chats: Chats,
  { as, message, button }: Pressed,
): Readonly<{ entry: Entry; chat: SandboxChat; press: Button['press'] }> {
  const entry = chats.entry(message)
  const chat = chats.chat(entry?.chat ?? '')
  if (!entry || !chats.person(as) || !chat || !chats.sees(as, entry))
    throw new PageError(404, '这条消息找不到了。')
  const press = entry.recalled ? undefined : entry.face(as).buttons[button]?.press
  if (!press) throw new PageError(404, '这个按钮已经不在了。')
  return { entry, chat, press }
}

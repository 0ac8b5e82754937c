import type { Chats, Entry } from '../chats.ts'
import type { Faults } from '../faults.ts'
import { PageError } from '../http.ts'
import type { Allowance } from '../limits.ts'
import { pictureIdOf, pictureUrl } from '../pictures.ts'
import type { Pictures } from '../pictures.ts'
import type { Sandbox, SandboxOptions } from '../types.ts'
import { robotMessage } from './payload.ts'
import type { Route } from './wire/route.ts'
import type { Sessions } from './sessions.ts'

export type Said = Parameters<Sandbox['say']>[0]

type Needs = Readonly<{
  options: Pick<SandboxOptions, 'app' | 'corpId'>
  chats: Chats
  pictures: Pictures
  sessions: Sessions
  route: Route
  faults: Faults
  pushes: Allowance
  /** The address of a session webhook. */
  webhook: (session: string) => string
}>

const longest = 5_000
const mostPictures = 20

/**
 * Lets a person say something; returns the message's id. In groups only what @s the bot reaches it, one-to-one
 * everything does. Several pictures without words are several messages, as phones send them; the first one's id counts.
 */
export function createSay(needs: Needs): (said: Said) => string {
  return (said) => {
    const { chats, pictures } = needs
    const chat = chats.chat(said.chat)
    if (!chats.person(said.as)) throw new PageError(404, '没有这个人。')
    if (!chat?.members.includes(said.as)) throw new PageError(403, '这个人不在这个会话里。')
    const shown = said.pictures ?? []
    if (said.text.trim() === '' && shown.length === 0 && !said.at)
      throw new PageError(400, '先写点什么再发。')
    if (said.text.length > longest) throw new PageError(400, `一条消息最多${longest}个字。`)
    if (shown.length > mostPictures) throw new PageError(400, `一次最多发${mostPictures}张图片。`)
    if (shown.some((id) => !pictures.get(id))) throw new PageError(404, '图片不在了，请重新选择。')
    if ((said.mention ?? []).some((id) => !chat.members.includes(id)))
      throw new PageError(400, '只能@这个群里的人。')
    const quoted = said.quote === undefined ? undefined : chats.entry(said.quote)
    if (said.quote !== undefined && (quoted?.chat !== said.chat || !chats.sees(said.as, quoted)))
      throw new PageError(404, '要引用的消息找不到了。')

    const reaches = chat.kind === 'direct' || said.at === true
    const loose = said.text.trim() === '' && (chat.kind === 'direct' || !reaches)
    const parts = loose && shown.length > 1 ? shown.map((id) => [id]) : [shown]
    const entries = parts.map((ids) => {
      const { words, entry } = show(needs, said, ids, quoted)
      if (reaches) reach(needs, { said, entry, words, ids, quoted })
      return entry
    })
    return entries[0]?.id ?? ''
  }
}

/** Puts the message into the chat; `words` is what reaches the bot of it. */
function show(
  needs: Needs,
  said: Said,
  ids: readonly string[],
  quoted: Entry | undefined,
): Readonly<{ words: string; entry: Entry }> {
  const { chats } = needs
  const bot = `@${needs.options.app.name}`
  const at = said.at === true && chats.chat(said.chat)?.kind === 'group'
  const calls = (said.mention ?? [])
    .map((id) => `@${chats.person(id)?.name ?? id}`)
    .filter((call) => !said.text.includes(call))
  const own = [...calls, said.text].filter((part) => part !== '').join(' ')
  const typedBot = own.includes(bot)
  const text = at && !typedBot ? `${bot} ${own}`.trimEnd() : own
  // The platform takes the mention out and leaves the blank beside it, in front as well as at the end.
  const words = !at ? own : typedBot ? own.replace(bot, '') : ` ${own}`
  const wordless = text.trim() === ''
  const entry = chats.add({
    chat: said.chat,
    from: said.as,
    kind: ids.length === 0 ? 'text' : wordless ? 'picture' : 'richText',
    face: () => ({ text, buttons: [] }),
    pictures: ids.map(pictureUrl),
    mentions: said.mention ?? [],
    ...(quoted ? { quoted: quotation(needs, quoted, said.as) } : {}),
  })
  return { words, entry }
}

function quotation(needs: Needs, quoted: Entry, viewer: string): string {
  const name = quoted.from === 'bot' ? needs.options.app.name : (needs.chats.person(quoted.from)?.name ?? '')
  const { title, text } = quoted.face(viewer)
  const words = [title ?? '', ...text.split('\n')].find((line) => line.trim() !== '') ?? '[图片]'
  return `${name}：${[...words].slice(0, 60).join('')}`
}

function reach(
  needs: Needs,
  heard: Readonly<{
    said: Said
    entry: Entry
    words: string
    ids: readonly string[]
    quoted: Entry | undefined
  }>,
): void {
  const { chats, pictures, sessions, route, faults } = needs
  const { said, entry, quoted } = heard
  const chat = chats.chat(said.chat)
  const speaker = chats.person(said.as)
  if (!chat || !speaker) return
  const { session, until } = sessions.open(chat.id)
  const quotedIds = (quoted?.pictures ?? []).flatMap((url) => pictureIdOf(url) ?? [])
  const overQuota = !needs.pushes.take() || faults.take('quotaExceeded')
  const message = robotMessage(
    {
      entry,
      chat,
      speaker,
      content: heard.words,
      codes: heard.ids.map((id) => pictures.codeFor(id)),
      mentioned: (said.mention ?? []).flatMap((id) => chats.person(id) ?? []),
      session: { url: needs.webhook(session), until },
      ...(quoted ? { quoted: { entry: quoted, codes: quotedIds.map((id) => pictures.codeFor(id)) } } : {}),
    },
    needs.options,
    overQuota,
  )
  route.robot(message)
  if (faults.take('duplicate')) route.robot(message)
}

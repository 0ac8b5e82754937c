import { checkSaid, quotation, show, withCalls } from '../acts.ts'
import type { Said } from '../acts.ts'
import type { Chats, Entry } from '../chats.ts'
import type { Faults } from '../faults.ts'
import { PageError } from '../http.ts'
import type { Allowance } from '../limits.ts'
import { pictureIdOf } from '../shelves.ts'
import type { Files, Pictures, SandboxFile } from '../shelves.ts'
import type { SandboxOptions } from '../types.ts'
import { robotMessage } from './payload.ts'
import type { Route } from './wire/route.ts'
import type { Sessions } from './sessions.ts'

type Needs = Readonly<{
  options: Pick<SandboxOptions, 'app' | 'corpId'>
  chats: Chats
  pictures: Pictures
  files: Files
  sessions: Sessions
  route: Route
  faults: Faults
  pushes: Allowance
  /** The address of a session webhook. */
  webhook: (session: string) => string
}>

/**
 * Lets a person say something; returns the message's id. In groups only what @s the bot reaches it, one-to-one
 * everything does. Several pictures without words are several messages, as phones send them; the first one's id counts.
 */
export function createSay(needs: Needs): (said: Said) => string {
  return (said) => {
    const { chat, shown, documents, quoted } = checkSaid(needs, said)
    if (said.form) throw new PageError(400, '钉钉的演练里只能发文字和图片。')
    const reaches = chat.kind === 'direct' || said.at === true
    const loose = said.text.trim() === '' && (chat.kind === 'direct' || !reaches)
    const bare = said.text.trim() === '' && shown.length === 0 && documents.length > 0
    const parts = bare ? [] : loose && shown.length > 1 ? shown.map((id) => [id]) : [shown]
    const entries = parts.map((ids) => {
      const { words, text } = spoken(needs, said)
      const line = quoted && quotation(needs.chats, quoted, said.as, needs.options.app.name)
      const entry = show(needs.chats, said, { text, ids, quoted: line })
      if (reaches) reach(needs, { said, entry, words, ids, quoted })
      return entry
    })
    const sent = documents.map((document) => {
      const entry = show(needs.chats, said, {
        text: `[文件] ${document.name}`,
        ids: [],
        quoted: undefined,
        file: document,
      })
      reach(needs, { said, entry, words: '', ids: [], quoted: undefined, document })
      return entry
    })
    return [...entries, ...sent][0]?.id ?? ''
  }
}

/** What the chat shows, and the words of it that reach the bot. */
function spoken(needs: Needs, said: Said): Readonly<{ words: string; text: string }> {
  const bot = `@${needs.options.app.name}`
  const at = said.at === true && needs.chats.chat(said.chat)?.kind === 'group'
  const own = withCalls(needs.chats, said)
  const typedBot = own.includes(bot)
  const text = at && !typedBot ? `${bot} ${own}`.trimEnd() : own
  // The platform takes the mention out and leaves the blank beside it, in front as well as at the end.
  const words = !at ? own : typedBot ? own.replace(bot, '') : ` ${own}`
  return { words, text }
}

function reach(
  needs: Needs,
  heard: Readonly<{
    said: Said
    entry: Entry
    words: string
    ids: readonly string[]
    quoted: Entry | undefined
    document?: SandboxFile
  }>,
): void {
  const { chats, pictures, files, sessions, route, faults } = needs
  const { said, entry, quoted, document } = heard
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
      ...(document ? { file: { code: files.codeFor(document.id), name: document.name } } : {}),
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

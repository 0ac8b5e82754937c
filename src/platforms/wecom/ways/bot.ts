import type { ReplyHandle } from '../../../chat/inbound.ts'
import type { Address, MessengerDeps, Outgoing } from '../../../chat/outgoing.ts'
import { PlatformError } from '../../../chat/outgoing.ts'
import { reqIdOf } from '../aibot/decode.ts'
import { newReqId } from '../aibot/session.ts'
import type { BotSocket } from '../aibot/socket.ts'
import { streamAnswer } from '../aibot/speaker.ts'
import { isDeadReply } from '../api/errors.ts'
import type { Fields } from '../../shared/network.ts'
import type { Ids } from '../api/ids.ts'
import { uploadable } from '../api/media.ts'
import type { RobotClient } from '../api/robots.ts'
import { cardMarkdown, encodeCard } from '../card-encoder.ts'
import { maxBytes, renderMarkdown, splitBytes } from '../markdown.ts'
import type { Names, Pace, Piece, Way } from './way.ts'
import { createMediaIds, createMemory, mentionsOf, withNames } from './way.ts'

/** A handle about to expire is not worth a failed call. */
const HANDLE_MARGIN_MS = 5000

export type BotWayOptions = Readonly<{
  /** Absent in URL mode, where the bot can only answer, each message once. */
  socket: BotSocket | undefined
  robots: RobotClient
  ids: Ids
  pace: Pace
  nameOf: Names
  deps: MessengerDeps
}>

/** The same message as an answer over the socket, as an answer by address, and as one of our own accord. */
type Forms = Readonly<{ reply: Fields; url: Fields; push: Fields }>

export interface BotWay extends Way {
  /** Whether somebody there still waits for an answer. */
  isAsked(to: Address): Promise<boolean>
}

/**
 * The AI bot: the first message after somebody has written is an answer to that; further ones are pushes. An answer
 * that can no longer be given (the connection was another then, or a day is over) is pushed instead.
 */
export function createBotWay(options: BotWayOptions): BotWay {
  const { socket, robots, ids, deps } = options
  const spent = createMemory<true>()
  const mediaIds = createMediaIds(deps.now)

  /** The freshest handle of that chat, used or not. */
  async function handle(to: Address): Promise<ReplyHandle | undefined> {
    const found = await deps.replyHandle(to)
    const isAlive = found && found.expiresAt.getTime() - deps.now().getTime() > HANDLE_MARGIN_MS
    return isAlive ? found : undefined
  }

  async function deliver(to: Address, forms: Forms): Promise<void> {
    const live = await handle(to)
    const reqId = live && reqIdOf(live)
    options.pace('aibot/send', to.id)
    if (live && !spent.get(live.url) && (reqId === undefined || socket)) {
      spent.set(live.url, true)
      try {
        await (reqId !== undefined && socket
          ? socket.reply(reqId, forms.reply)
          : robots.answerByUrl(live.url, forms.url))
        return
      } catch (error) {
        // Nothing has been said yet, so the same way is open still.
        if (error instanceof PlatformError && error.outcome === 'later') spent.forget(live.url)
        if (!isDeadReply(error)) throw error
      }
    }
    if (!socket) throw new PlatformError('aibot/send', 'no-push', 'never')
    const id = to.kind === 'person' ? ids.asBotKnows(to.id) : to.id
    await socket.push({ kind: to.kind, id }, forms.push)
  }

  function words(message: Outgoing, text: string): readonly Piece[] {
    const named = withNames(renderMarkdown(text), mentionsOf(message), options.nameOf)
    return splitBytes(named, maxBytes.bot).map((content) => () => {
      const markdown = { msgtype: 'markdown', markdown: { content } }
      return deliver(message.to, { reply: streamAnswer(newReqId(), content), url: markdown, push: markdown })
    })
  }

  return {
    async isAsked(to) {
      const live = await handle(to)
      return live !== undefined && !spent.get(live.url)
    },
    text: words,
    card(message, cardId, card) {
      const { card: template_card, before } = encodeCard(card, cardId, 'bot')
      const body = { msgtype: 'template_card', template_card }
      // By address, a group takes no card.
      const url =
        message.to.kind === 'group'
          ? { msgtype: 'markdown', markdown: { content: cardMarkdown(card) } }
          : body
      const isWritten = before !== undefined && (url === body || socket !== undefined)
      return [
        ...(isWritten ? words(message, before) : []),
        () => deliver(message.to, { reply: body, url, push: body }),
      ]
    },
    picture({ to }, hash) {
      return [
        () =>
          sendMedia(to, 'image', hash, async (by) => {
            const { bytes, mime } = await deps.readMedia(hash)
            const extension = uploadable[mime]
            if (!extension) throw new PlatformError('aibot_upload_media', 'picture-not-uploadable', 'never')
            return by.upload('image', bytes, `picture.${extension}`)
          }),
      ]
    },
    file({ to }, hash, name) {
      return [
        () =>
          sendMedia(to, 'file', `${hash} ${name}`, async (by) =>
            by.upload('file', (await deps.readMedia(hash)).bytes, name),
          ),
      ]
    },
  }

  /** Only a connection can upload, so that in URL mode another way has to carry it. */
  async function sendMedia(
    to: Address,
    type: 'image' | 'file',
    key: string,
    upload: (by: BotSocket) => Promise<string>,
  ): Promise<void> {
    if (!socket) throw new PlatformError('aibot/send', 'no-push', 'never')
    await mediaIds.use(
      key,
      () => upload(socket),
      (media_id) => {
        const body = { msgtype: type, [type]: { media_id } }
        return deliver(to, { reply: body, url: body, push: body })
      },
    )
  }
}

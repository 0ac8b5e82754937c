import type { Card } from '../../../chat/cards/card.ts'
import type { MessengerDeps, Outgoing } from '../../../chat/outgoing.ts'
import { PlatformError } from '../../../chat/outgoing.ts'
import { errorName } from '../../../ports/log.ts'
import type { Log } from '../../../ports/log.ts'
import type { Cards } from '../api/cards.ts'
import type { WecomClient } from '../api/client.ts'
import type { Picture as Stored } from '../api/media.ts'
import type { Fields } from '../../shared/network.ts'
import { cardMarkdown, encodeCard } from '../card-encoder.ts'
import { isPlain, maxBytes, plainText, renderOldMarkdown, splitBytes } from '../markdown.ts'
import type { Pace, Piece, Way } from './way.ts'
import { createMediaIds } from './way.ts'

const SEND = 'message/send'
/** What concerns the receiver would be the same for any other message to him. */
const RECEIVER = /^(60011|60111|81013|82001|40003|46004)$/

export type AppWayOptions = Readonly<{
  client: WecomClient
  cards: Cards
  /** Whether the app can hear: without a callback address WeCom takes no card with buttons from it. */
  hears: boolean
  pace: Pace
  /** Waits for the pace of the API. */
  queue(call: string): Promise<void>
  deps: MessengerDeps
  log: Log | undefined
}>

export interface AppWay extends Way {
  /** Draws a sent card anew, as long as a code for it is known; otherwise nothing happens. */
  update(cardId: string, card: Card): Promise<void>
}

/** The self-built app: to one member at a time, without his having written first. */
export function createAppWay(options: AppWayOptions): AppWay {
  const { client, cards, deps, log } = options
  const mediaIds = createMediaIds(deps.now)

  async function send(userId: string, body: Fields) {
    options.pace(SEND, userId)
    await options.queue(SEND)
    return client.sendToPerson(userId, body)
  }

  function words({ to }: Outgoing, text: string): readonly Piece[] {
    const plain = isPlain(text)
    return splitBytes(plain ? plainText(text) : renderOldMarkdown(text), maxBytes.app).map(
      (content) => async () => {
        await send(
          to.id,
          plain ? { msgtype: 'text', text: { content } } : { msgtype: 'markdown', markdown: { content } },
        )
      },
    )
  }

  async function sendCard(message: Outgoing, cardId: string, card: Card): Promise<void> {
    const { card: template_card } = encodeCard(card, cardId, 'app')
    try {
      const { responseCode } = await send(message.to.id, { msgtype: 'template_card', template_card })
      if (responseCode === undefined) return
      await cards
        .remember(cardId, responseCode, message.to.id)
        .catch((error: unknown) => log?.warn({ error: errorName(error) }, 'response code not kept'))
    } catch (error) {
      if (!isCardProblem(error)) throw error
      log?.warn({ error: String(error) }, 'card refused, sent as a message instead')
      for (const piece of words(message, cardMarkdown(card))) await piece()
    }
  }

  async function upload<T>(hash: string, by: (stored: Stored) => Promise<T>): Promise<T> {
    const stored = await deps.readMedia(hash)
    await options.queue('media/upload')
    return by(stored)
  }

  return {
    text: words,
    card(message, cardId, card) {
      if (!options.hears) return words(message, cardMarkdown(card))
      const { before } = encodeCard(card, cardId, 'app')
      return [...(before === undefined ? [] : words(message, before)), () => sendCard(message, cardId, card)]
    },
    picture({ to }, hash) {
      return [
        () =>
          mediaIds.use(
            hash,
            () => upload(hash, client.uploadPicture),
            (media_id) => send(to.id, { msgtype: 'image', image: { media_id } }),
          ),
      ]
    },
    file({ to }, hash, name) {
      return [
        () =>
          mediaIds.use(
            `${hash} ${name}`,
            () => upload(hash, ({ bytes }) => client.uploadFile({ name, bytes })),
            (media_id) => send(to.id, { msgtype: 'file', file: { media_id } }),
          ),
      ]
    },
    async update(cardId, card) {
      await options.queue('message/update_template_card')
      for (let code = await cards.take(cardId); code; code = await cards.take(cardId)) {
        try {
          return await client.updateCard(code.userId, code.responseCode, encodeCard(card, cardId, 'app').card)
        } catch (error) {
          if (!(error instanceof PlatformError)) throw error
          if (error.outcome !== 'never') {
            await cards.remember(cardId, code.responseCode, code.userId)
            throw error
          }
          // Used or too old; there may be another. A card that stays as it was harms nobody.
          log?.warn({ error: String(error) }, 'card not drawn anew')
        }
      }
    },
  }
}

function isCardProblem(error: unknown): boolean {
  return (
    error instanceof PlatformError &&
    error.outcome === 'never' &&
    /^\d+$/.test(error.code) &&
    !RECEIVER.test(error.code)
  )
}

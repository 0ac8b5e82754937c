import type { MessengerDeps, Outgoing } from '../../../chat/outgoing.ts'
import { webhookPicture } from '../api/robots.ts'
import type { RobotClient } from '../api/robots.ts'
import type { Fields } from '../../shared/network.ts'
import { cardMarkdown } from '../card-encoder.ts'
import { isPlain, maxBytes, plainText, renderOldMarkdown, splitBytes } from '../markdown.ts'
import type { Pace, Piece, Way } from './way.ts'
import { mentionsOf, withCalls } from './way.ts'

export type WebhookWayOptions = Readonly<{
  robots: RobotClient
  key: string
  pace: Pace
  deps: MessengerDeps
}>

/** A group's webhook robot: it only speaks, has no buttons, and is the one that can notify members by @. */
export function createWebhookWay({ robots, key, pace, deps }: WebhookWayOptions): Way {
  async function send(body: Fields): Promise<void> {
    pace('webhook/send', key)
    await robots.sendByWebhook(key, body)
  }

  function words(message: Outgoing, text: string): readonly Piece[] {
    const ids = mentionsOf(message)
    if (isPlain(text) && ids.every((id) => !text.includes(`@${id}`)))
      return splitBytes(plainText(text), maxBytes.webhookText).map((content, i) => () => {
        const mentioned_list = i === 0 && ids.length > 0 ? ids : undefined
        return send({ msgtype: 'text', text: { content, ...(mentioned_list && { mentioned_list }) } })
      })
    const markdown = withCalls(renderOldMarkdown(text), ids)
    return splitBytes(markdown, maxBytes.webhook).map(
      (content) => () => send({ msgtype: 'markdown', markdown: { content } }),
    )
  }

  return {
    text: words,
    card: (message, _cardId, card) => words(message, cardMarkdown(card)),
    picture: (_message, hash) => [async () => send(webhookPicture(await deps.readMedia(hash)))],
    file: (_message, hash, name) => [
      async () => {
        const { bytes } = await deps.readMedia(hash)
        const media_id = await robots.uploadToWebhook(key, { name, bytes })
        await send({ msgtype: 'file', file: { media_id } })
      },
    ],
  }
}

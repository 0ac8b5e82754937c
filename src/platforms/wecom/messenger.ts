import { createHash } from 'node:crypto'
import type { Address, Messenger, MessengerDeps, Outgoing } from '../../chat/outgoing.ts'
import { PlatformError } from '../../chat/outgoing.ts'
import type { Log } from '../../ports/log.ts'
import type { BotSocket } from './aibot/socket.ts'
import type { Cards } from './api/cards.ts'
import type { WecomClient } from './api/client.ts'
import { isClosedChat } from './api/errors.ts'
import type { Ids } from './api/ids.ts'
import type { RobotClient } from './api/robots.ts'
import type { WecomSettings } from './settings.ts'
import { createAppWay } from './ways/app.ts'
import { createBotWay } from './ways/bot.ts'
import { createMemory, createPace, createQueue, mentionsOf, rates } from './ways/way.ts'
import type { Names, Way } from './ways/way.ts'
import { createWebhookWay } from './ways/webhook.ts'

/** An address that names a webhook outright, for a group that no bot hears. */
const WEBHOOK_PREFIX = 'webhook:'

export type WecomConfig = Readonly<{
  settings: WecomSettings
  client: WecomClient
  robots: RobotClient
  ids: Ids
  cards: Cards
  /** The AI bot's connection, in socket mode. */
  socket?: BotSocket | undefined
  /** A person's name, for messages that cannot notify by @. */
  nameOf?: Names | undefined
  /** A group's name by its chat id, as its webhook is called in the settings. WeCom itself tells no group names. */
  groupNameOf?: ((chatId: string) => string | undefined) | undefined
  log?: Log | undefined
}>

/**
 * WeCom's way out.
 *
 * To a group: the AI bot, if this copy of the program holds its connection; the group's webhook, if it has one, where
 * the bot may not speak, where there is no bot, and for words that have to notify somebody by @. To a person: the app,
 * or the AI bot's one-to-one chat when there is no app or when this answers what was said in it.
 *
 * Long texts go out in parts. The outbox repeats a whole message, so parts that were accepted before a failure are
 * remembered here and left out of the repetition.
 */
export function createWecomMessenger(config: WecomConfig, deps: MessengerDeps): Messenger {
  const { settings, client, robots, ids, cards, socket, log } = config
  const pacing = deps.wall ?? deps.now
  const perWebhook = createPace('webhook', pacing)
  const done = createMemory<number>()
  const botWay =
    settings.bot &&
    createBotWay({
      socket,
      robots,
      ids,
      pace: createPace('chat', pacing),
      nameOf: config.nameOf ?? (() => undefined),
      deps,
    })
  const appWay =
    settings.app &&
    createAppWay({
      client,
      cards,
      hears: settings.app.callback !== undefined,
      pace: createPace('chat', pacing),
      queue: createQueue(rates.api, pacing),
      deps,
      log,
    })

  function webhookOf(to: Address): Way | undefined {
    if (to.kind !== 'group') return undefined
    const name = config.groupNameOf?.(to.id)
    const places = [
      to.id,
      to.id.startsWith(WEBHOOK_PREFIX) ? to.id.slice(WEBHOOK_PREFIX.length) : undefined,
      name,
    ]
    const key = places.map((place) => own(settings.webhookKeys, place)).find((found) => found !== undefined)
    return key === undefined ? undefined : createWebhookWay({ robots, key, pace: perWebhook, deps })
  }

  /** The ways to that address, the best first. */
  async function waysFor(message: Outgoing): Promise<readonly Way[]> {
    const { to } = message
    const webhook = webhookOf(to)
    if (to.kind === 'group') {
      const isForWebhook = to.id.startsWith(WEBHOOK_PREFIX)
      const bot = isForWebhook ? undefined : botWay
      // Only the webhook can notify people. An answer finds its asker anyway, and buttons are worth more.
      const calls =
        mentionsOf(message).length > 0 && message.content.kind === 'text' && !(await bot?.isAsked(to))
      return (calls ? [webhook, bot] : [bot, webhook]).filter((way) => way !== undefined)
    }
    const ways = to.door === 'bot' ? [botWay, appWay] : [appWay ?? botWay]
    return ways.filter((way) => way !== undefined)
  }

  async function deliver(message: Outgoing, way: Way): Promise<void> {
    const { content } = message
    const pieces =
      content.kind === 'text'
        ? way.text(message, content.text)
        : content.kind === 'card'
          ? way.card(message, content.cardId, content.card)
          : content.kind === 'picture'
            ? way.picture(message, content.hash)
            : content.kind === 'file'
              ? way.file(message, content.hash, content.name)
              : []
    if (pieces.length === 0) throw new PlatformError('send', 'empty-text', 'never')
    const key = createHash('sha256').update(JSON.stringify(message)).digest('hex')
    const start = done.get(key) ?? 0
    for (const [i, piece] of pieces.entries()) {
      if (i < start) continue
      await piece()
      if (i + 1 < pieces.length) done.set(key, i + 1)
    }
    done.forget(key)
  }

  /** Where the bytes behind a download code lie. */
  function placeOf(
    code: string,
  ): Readonly<{ kind: 'media'; mediaId: string } | { kind: 'file'; url: string; aesKey: string }> {
    const [, mediaId] = /^media:(.+)$/.exec(code) ?? []
    if (mediaId !== undefined) return { kind: 'media', mediaId }
    const [, aesKey, url] = /^file:([^:]*):(.+)$/.exec(code) ?? []
    if (aesKey === undefined || url === undefined) throw new PlatformError('media/get', 'bad-code', 'never')
    // In URL mode everything is under the same key as the callbacks.
    const botKey = settings.bot?.mode === 'webhook' ? settings.bot.callback.encodingAesKey : ''
    return { kind: 'file', url, aesKey: aesKey === '' ? botKey : aesKey }
  }

  return {
    platform: 'wecom',
    async send(message) {
      const { content, to } = message
      if (content.kind === 'card-update') {
        // The AI bot's cards change only as the answer to a press.
        if (to.kind === 'person') await appWay?.update(content.cardId, content.card)
        return
      }
      const ways = await waysFor(message)
      if (ways.length === 0) throw new PlatformError('send', 'no-way', 'never')
      for (const [i, way] of ways.entries()) {
        try {
          return await deliver(message, way)
        } catch (error) {
          if (i + 1 === ways.length || !isClosed(error)) throw error
          log?.warn({ error: String(error) }, 'sent another way')
        }
      }
    },
    async fetchPicture(code) {
      const place = placeOf(code)
      return place.kind === 'media'
        ? client.downloadMedia(place.mediaId)
        : client.downloadEncrypted(place.url, place.aesKey)
    },
    async fetchFile(code) {
      const place = placeOf(code)
      return place.kind === 'media'
        ? client.downloadDocument(place.mediaId)
        : client.downloadEncryptedDocument(place.url, place.aesKey)
    },
  }
}

/** Whether this way cannot ever carry the message, so that the next one should. */
function isClosed(error: unknown): boolean {
  return isClosedChat(error) || (error instanceof PlatformError && error.code === 'no-push')
}

function own(keys: Readonly<Record<string, string>>, name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(keys, name) ? keys[name] : undefined
}

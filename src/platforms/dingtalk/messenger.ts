import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Card } from '../../chat/cards/card.ts'
import type { ReplyHandle } from '../../chat/inbound.ts'
import type { Address, Messenger, MessengerDeps, Outgoing } from '../../chat/outgoing.ts'
import { PlatformError } from '../../chat/outgoing.ts'
import type { Log } from '../../ports/log.ts'
import { createRateLimit } from '../shared/rate-limit.ts'
import type { CardTemplate, RobotMessage } from './card-encoder.ts'
import { encodeRobotCard, encodeTemplateCard, encodeWebhookCard } from './card-encoder.ts'
import { createDingtalkClient } from './client.ts'
import type { CardSpace, DingtalkApp, Picture as Stored } from './client.ts'
import { isOpaqueId } from './decode.ts'
import { asSendable, isSendablePicture } from './documents.ts'
import { isDeadSession, isTemplateProblem } from './errors.ts'
import { mentionsOf, withMentionLine, withNameLine, withNames, type Names } from './mentions.ts'
import type { Fields } from '../shared/network.ts'
import { isPlain, plainText, previewOf, renderMarkdown, splitText } from './markdown.ts'

/** A handle about to expire is not worth a failed call. */
const HANDLE_MARGIN_MS = 5000
const REMEMBERED = 500
const LONGEST_PACING_MS = 5000

export type DingtalkConfig = DingtalkApp &
  Readonly<{
    /** Interactive cards; without a published template, cards become action cards and cannot be redrawn. */
    card?:
      | Readonly<{
          templateId: string
          template: CardTemplate
          callback: Readonly<{ type: 'STREAM' }> | Readonly<{ type: 'HTTP'; routeKey: string }>
        }>
      | undefined
    /** A person's name, for messages that cannot notify by @. */
    nameOf?: ((userId: string) => string | undefined) | undefined
    log?: Log | undefined
  }>

/** One message in both of its forms: for a session webhook, if that takes it at all, and for the robot API. */
type Forms = Readonly<{ webhook?: Fields; robot: RobotMessage }>

/**
 * DingTalk's way out. Answers go through the conversation's session webhook while it lives, which is the only way to @
 * somebody, and otherwise through the robot API, which names people without notifying them.
 *
 * Long texts go out in parts, one after the other. The outbox repeats a whole message, so parts that were accepted
 * before a failure are remembered here and left out of the repetition. Only a restart in between, or a part whose
 * outcome is unknown, can show a part twice or not at all.
 */
export function createDingtalkMessenger(config: DingtalkConfig, deps: MessengerDeps): Messenger {
  const client = createDingtalkClient(config, deps.now, deps.meter)
  // Bursts of half the allowance, refilled at half its speed: never more than 20 in any minute, or any second.
  const perGroup = createRateLimit({ burst: 10, everyMs: 6000 }, deps.wall ?? deps.now)
  const perApi = createRateLimit({ burst: 10, everyMs: 100 }, deps.wall ?? deps.now)
  const deadHandles = new Set<string>()
  const partsDone = new Map<string, number>()
  const mediaIds = new Map<string, string>()

  /**
   * Keeps within the limits. A full group is left for later, which holds up that group alone; the pace of an API is
   * waited for here, because every message waits for the same one and sending it back to the queue would help nobody.
   */
  async function spend(api: string, group?: string): Promise<void> {
    const groupWaitMs = group === undefined ? 0 : perGroup.take(group)
    if (groupWaitMs > 0) throw new PlatformError(api, 'own-rate-limit', 'later', groupWaitMs)
    for (let waited = 0; ;) {
      const waitMs = perApi.take(api)
      if (waitMs === 0) return
      waited += waitMs
      if (waited > LONGEST_PACING_MS) throw new PlatformError(api, 'own-rate-limit', 'later', waitMs)
      await sleep(waitMs)
    }
  }

  async function liveHandle(to: Address): Promise<ReplyHandle | undefined> {
    const handle = await deps.replyHandle(to)
    if (!handle || deadHandles.has(handle.url)) return undefined
    return handle.expiresAt.getTime() - deps.now().getTime() > HANDLE_MARGIN_MS ? handle : undefined
  }

  async function deliver(to: Address, forms: Forms): Promise<void> {
    const handle = forms.webhook && (await liveHandle(to))
    if (handle && forms.webhook) {
      try {
        return await client.sendBySession(handle.url, forms.webhook)
      } catch (error) {
        if (!isDeadSession(error)) throw error
        remember(deadHandles, handle.url)
      }
    }
    if (to.kind === 'group') {
      await spend('robot/groupMessages/send', to.id)
      return client.sendToGroup(to.id, forms.robot)
    }
    refuseOutsiders(to)
    await spend('robot/oToMessages/batchSend')
    return client.sendToPerson(to.id, forms.robot)
  }

  async function sendText(message: Outgoing, text: string): Promise<void> {
    const parts = isPlain(text) ? splitText(plainText(text)) : splitText(renderMarkdown(text))
    if (parts.length === 0) throw new PlatformError('send', 'empty-text', 'never')
    const key = createHash('sha256').update(JSON.stringify(message)).digest('hex')
    const title = previewOf(text)
    const start = partsDone.get(key) ?? 0
    for (const [i, part] of parts.entries()) {
      if (i < start) continue
      const mention = i === 0 ? mentionsOf(message) : []
      await deliver(message.to, textForms({ title, text: part, plain: isPlain(text), mention, nameOf }))
      if (i + 1 < parts.length) remember(partsDone, key, i + 1)
    }
    partsDone.delete(key)
  }

  async function sendCard(message: Outgoing, cardId: string, card: Card): Promise<void> {
    if (config.card && !(message.to.kind === 'person' && isOpaqueId(message.to.id))) {
      const { templateId, template, callback } = config.card
      await spend('card/instances/createAndDeliver', message.to.kind === 'group' ? message.to.id : undefined)
      try {
        return await client.createCard({
          templateId,
          outTrackId: cardId,
          callback:
            callback.type === 'STREAM'
              ? { callbackType: 'STREAM' }
              : { callbackType: 'HTTP', callbackRouteKey: callback.routeKey },
          variables: encodeTemplateCard(card, template),
          space: cardSpace(message, card),
        })
      } catch (error) {
        if (!isTemplateProblem(error)) throw error
        config.log?.warn({ error: String(error) }, 'interactive card refused, sent as an action card instead')
      }
    }
    const ids = mentionsOf(message)
    const webhook = withMentionLine(encodeWebhookCard(card), ids)
    return deliver(message.to, { webhook, robot: withNames(encodeRobotCard(card), ids, nameOf) })
  }

  function cardSpace(message: Outgoing, card: Card): CardSpace {
    const { to } = message
    const space = { supportForward: true, lastMessageI18n: { ZH_CN: previewOf(card.title) } }
    if (to.kind === 'person')
      return {
        openSpaceId: `dtv1.card//IM_ROBOT.${to.id}`,
        models: {
          imRobotOpenSpaceModel: space,
          imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: config.robotCode },
        },
      }
    const at = mentionsOf(message).map((id) => [id, nameOf(id) ?? id])
    return {
      openSpaceId: `dtv1.card//IM_GROUP.${to.id}`,
      models: {
        imGroupOpenSpaceModel: space,
        imGroupOpenDeliverModel: {
          robotCode: config.robotCode,
          ...(at.length > 0 && { atUserIds: Object.fromEntries(at) }),
        },
      },
    }
  }

  async function uploaded(key: string, upload: () => Promise<string>): Promise<string> {
    const known = mediaIds.get(key)
    if (known !== undefined) return known
    await spend('media/upload')
    const mediaId = await upload()
    remember(mediaIds, key, mediaId)
    return mediaId
  }

  async function sendPicture(message: Outgoing, hash: string, known?: Stored): Promise<void> {
    const mediaId = await uploaded(hash, async () =>
      client.uploadPicture(known ?? (await deps.readMedia(hash))),
    )
    await deliver(message.to, {
      webhook: { msgtype: 'markdown', markdown: { title: '图片', text: `![图片](${mediaId})` } },
      robot: { msgKey: 'sampleImageMsg', msgParam: { photoURL: mediaId } },
    })
  }

  /** A session webhook takes no documents, so that these always go by the robot API. */
  async function sendFile(message: Outgoing, hash: string, name: string): Promise<void> {
    const stored = await deps.readMedia(hash)
    if (isSendablePicture(stored.mime)) return sendPicture(message, hash, stored)
    const file = asSendable({ name, bytes: stored.bytes })
    // The same bytes under another name are another parcel where they had to be packed.
    const mediaId = await uploaded(`${hash} ${file.name}`, () => client.uploadFile(file))
    const msgParam = { mediaId, fileName: file.name, fileType: file.type }
    await deliver(message.to, { robot: { msgKey: 'sampleFile', msgParam } })
  }

  /** False when there is no DING to be had (no quota, no permission, too many at once): the message then goes as any other. */
  async function sentAsDing({ to, content }: Outgoing): Promise<boolean> {
    if (to.kind !== 'person' || isOpaqueId(to.id)) return false
    if (content.kind !== 'text' && content.kind !== 'card') return false
    const words =
      content.kind === 'text' ? content.text : [content.card.title, ...content.card.lines].join('\n')
    try {
      await spend('robot/ding/send')
      await client.sendDing(to.id, plainText(words).replaceAll('**', ''))
      return true
    } catch (error) {
      // It may have rung already: saying it again is for the outbox to decide.
      if (error instanceof PlatformError && error.outcome === 'unknown') throw error
      config.log?.warn({ error: String(error) }, 'no DING to be had, sent as an ordinary message instead')
      return false
    }
  }

  function nameOf(userId: string): string | undefined {
    return config.nameOf?.(userId)
  }

  return {
    platform: 'dingtalk',
    async send(message) {
      const { content } = message
      if (message.ding && (await sentAsDing(message))) return
      switch (content.kind) {
        case 'text':
          return sendText(message, content.text)
        case 'card':
          return sendCard(message, content.cardId, content.card)
        case 'card-update':
          if (!config.card) return
          await spend('card/instances')
          return client.updateCard(content.cardId, encodeTemplateCard(content.card, config.card.template))
        case 'picture':
          return sendPicture(message, content.hash)
        case 'file':
          return sendFile(message, content.hash, content.name)
      }
    },
    async fetchPicture(code) {
      await spend('robot/messageFiles/download')
      return client.downloadPicture(code)
    },
    async fetchFile(code) {
      await spend('robot/messageFiles/download')
      return { bytes: await client.downloadFile(code) }
    },
  }
}

function refuseOutsiders(to: Address): void {
  if (isOpaqueId(to.id)) throw new PlatformError('robot/oToMessages/batchSend', 'outsider', 'never')
}

function textForms(
  given: Readonly<{ title: string; text: string; plain: boolean; mention: readonly string[]; nameOf: Names }>,
): Forms {
  const { title, text, plain, mention, nameOf } = given
  const named = withNameLine(text, mention, nameOf)
  return plain
    ? {
        webhook: withMentionLine({ msgtype: 'text', text: { content: text } }, mention),
        robot: { msgKey: 'sampleText', msgParam: { content: named } },
      }
    : {
        webhook: withMentionLine({ msgtype: 'markdown', markdown: { title, text } }, mention),
        robot: { msgKey: 'sampleMarkdown', msgParam: { title, text: named } },
      }
}

/** Keeps the newest few hundred. */
function remember(seen: Set<string>, key: string): void
function remember<T>(seen: Map<string, T>, key: string, value: T): void
function remember<T>(seen: Set<string> | Map<string, T>, key: string, value?: T): void {
  const [oldest] = seen.keys()
  if (seen.size >= REMEMBERED && oldest !== undefined) seen.delete(oldest)
  if (seen instanceof Set) seen.add(key)
  else if (value !== undefined) seen.set(key, value)
}

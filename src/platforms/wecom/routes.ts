import Router from '@koa/router'
import type { Context } from 'koa'
import type { Intake } from '../../chat/outgoing.ts'
import { errorName } from '../../ports/log.ts'
import type { Log } from '../../ports/log.ts'
import { readBounded } from '../shared/read-bounded.ts'
import { decodeBot } from './aibot/decode.ts'
import { streamAnswer, UNKNOWN_SPEAKER, withPlainSpeaker } from './aibot/speaker.ts'
import { apiHosts } from './api/http.ts'
import type { Ids } from './api/ids.ts'
import { decodeApp } from './app/decode.ts'
import { botCardUpdate, CARD_ANSWER_MS, changedCard } from './card-answer.ts'
import { cardXml } from './card-encoder.ts'
import type { Cards } from './api/cards.ts'
import { openSealed, RefusedError, seal } from './crypto.ts'
import { idOf, jsonEnvelope, sealedIn, toXml, xmlEnvelope } from './envelope.ts'
import type { CallbackKeys, WecomSettings } from './settings.ts'
import { UndecodableError } from './undecodable.ts'

const MAX_BODY = 256 * 1024

export type WecomRoutes = Readonly<{
  settings: WecomSettings
  intake: Intake
  ids: Ids
  cards: Cards
  now(): Date
  log: Log
  botName?: string | undefined
}>

/** One callback address: whose it is, how its envelope looks, and the keys that open it. */
type Door = Readonly<{ path: string; format: 'xml' | 'json'; keys: CallbackKeys; receiver: string }>

/**
 * WeCom's push by HTTP: `/wecom/app` for the self-built app and `/wecom/aibot` for an AI bot in URL mode, each only
 * where its keys are configured. GET is the console's check when the address is saved. A callback is verified before
 * anything of it is parsed, stored before it is answered, and answered before anything is done about it.
 *
 * 200 empty (or the changed card): taken, or not understood and not worth repeating · 401 not WeCom's, or not for us ·
 * 413 more than 256 KB · 503 could not be stored, send it again.
 *
 * https://developer.work.weixin.qq.com/document/path/90238 and /101033
 */
export function wecomRoutes(options: WecomRoutes): Router {
  const { settings, intake, ids, cards, now, log } = options
  const router = new Router()

  const { app, bot } = settings
  if (app?.callback) {
    const door: Door = { path: '/wecom/app', format: 'xml', keys: app.callback, receiver: app.corpId }
    router.get(door.path, (ctx) => greet(ctx, door))
    router.post(door.path, async (ctx) => {
      const late = AbortSignal.timeout(CARD_ANSWER_MS)
      const text = await open(ctx, door)
      if (text !== undefined) await guarded(ctx, () => hearApp(ctx, door, text, late))
    })
  }
  if (bot?.mode === 'webhook') {
    const door: Door = { path: '/wecom/aibot', format: 'json', keys: bot.callback, receiver: '' }
    router.get(door.path, (ctx) => greet(ctx, door))
    router.post(door.path, async (ctx) => {
      const late = AbortSignal.timeout(CARD_ANSWER_MS)
      const text = await open(ctx, door)
      if (text !== undefined) await guarded(ctx, () => hearBot(ctx, door, text, late))
    })
  }

  /** The console wants the decrypted text back within a second, exactly: no quotes, no line break. */
  function greet(ctx: Context, door: Door): void {
    const echo = ctx.query['echostr']
    // A "+" that was not escaped arrives as a space; base64 has none.
    const sealed = typeof echo === 'string' ? echo.replaceAll(' ', '+') : undefined
    const text = unsealed(ctx, door, sealed)
    if (text === undefined) return
    log.info({ path: door.path }, 'WeCom has checked the callback address')
    ctx.type = 'text/plain'
    ctx.body = text
  }

  async function open(ctx: Context, door: Door): Promise<string | undefined> {
    // Without a signature the body is not even read.
    if (typeof signedBy(ctx).signature !== 'string') return refuse(ctx, 401, 'unsigned')
    const declared = Number(ctx.req.headers['content-length'] ?? 0)
    const bytes =
      declared > MAX_BODY
        ? undefined
        : await readBounded(ctx.req.iterator({ destroyOnReturn: false }), MAX_BODY)
    if (!bytes) {
      // The rest of the body is not worth waiting for.
      ctx.set('Connection', 'close')
      return refuse(ctx, 413, 'too-large')
    }
    return unsealed(ctx, door, sealedIn(bytes.toString('utf8'), door.format))
  }

  function unsealed(ctx: Context, door: Door, sealed: string | undefined): string | undefined {
    if (sealed === undefined) return refuse(ctx, 401, 'not-encrypted')
    const { keys, receiver } = door
    try {
      return openSealed({ keys, receiver, signed: signedBy(ctx), sealed, now: now() })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return refuse(ctx, 401, error.why)
    }
  }

  async function hearApp(ctx: Context, door: Door, xml: string, late: AbortSignal): Promise<void> {
    const news = decodeApp(xml, now())
    if (news.kind === 'signal') {
      if (/inactive|low_active/.test(news.name))
        log.warn({ name: news.name }, '企业微信：应用因使用少即将或已被停用，请到管理后台处理')
      return taken(ctx)
    }
    const { event, responseCode } = news
    await intake.accept(event)
    taken(ctx)
    if (event.kind !== 'card-action') return
    // Each press brings a code for one more update, good for 72 hours.
    if (responseCode !== undefined)
      await cards
        .remember(event.cardId, responseCode, event.speaker.userId)
        .catch((error: unknown) => log.warn({ error: errorName(error) }, 'response code not kept'))
    const card = await changedCard({ event, intake, surface: 'app', late, log })
    if (!card) return
    const reply = toXml({
      ToUserName: event.speaker.userId,
      FromUserName: door.receiver,
      CreateTime: Math.floor(now().getTime() / 1000),
      MsgType: 'update_template_card',
      TemplateCard: cardXml(card),
    })
    const { keys, receiver } = door
    ctx.type = 'application/xml'
    ctx.body = xmlEnvelope(seal({ keys, receiver, text: reply, nonce: nonceOf(ctx), now: now() }))
  }

  async function hearBot(ctx: Context, door: Door, text: string, late: AbortSignal): Promise<void> {
    const news = decodeBot(fromJson(text), {
      receivedAt: now(),
      replyHosts: apiHosts(settings.apiBase),
      botName: options.botName,
    })
    if (news.kind !== 'event') return taken(ctx)
    const answer = (body: object): void => {
      const { keys, receiver } = door
      // OCP, the official plugin, sends it as plain text.
      ctx.type = 'text/plain'
      ctx.body = jsonEnvelope(
        seal({ keys, receiver, text: JSON.stringify(body), nonce: nonceOf(ctx), now: now() }),
      )
    }
    const event = await withPlainSpeaker(news.event, ids)
    taken(ctx)
    if (!event) {
      log.warn(
        { eventId: news.event.eventId },
        'AI bot callback of an encrypted id that cannot be told, refused',
      )
      if (news.event.kind === 'message') answer(streamAnswer(idOf([news.event.eventId]), UNKNOWN_SPEAKER))
      return
    }
    await intake.accept(event)
    if (event.kind !== 'card-action') return
    const card = await changedCard({ event, intake, surface: 'bot', late, log })
    if (card) answer(botCardUpdate(card, news.taskId))
  }

  /** A shape that we do not know stays unknown however often it is sent; what could not be stored may be sent again. */
  async function guarded(ctx: Context, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof UndecodableError) {
        log.warn({ what: error.what, fields: error.fields }, 'callback not understood')
        return taken(ctx)
      }
      log.error({ path: ctx.path, error: errorName(error) }, 'event could not be stored')
      ctx.set('Retry-After', '5')
      ctx.status = 503
      ctx.body = ''
    }
  }

  function refuse(ctx: Context, status: 401 | 413, why: string): undefined {
    const hint = hints[why]
    log.warn({ status, why, path: ctx.path, from: ctx.ip, ...(hint && { hint }) }, 'WeCom callback refused')
    ctx.status = status
    ctx.body = ''
  }

  return router
}

const hints: Readonly<Record<string, string>> = {
  forged: 'Token 和后台填的不一致，或者请求不是企业微信发来的',
  cipher: 'EncodingAESKey 和后台填的不一致',
  padding: 'EncodingAESKey 和后台填的不一致',
  length: 'EncodingAESKey 和后台填的不一致',
  receiver: '这是发给别的企业或别的应用的：请核对 WECOM_CORP_ID，两个回调网址也不要填反',
  stale: '请求的时间和本机相差超过一小时：请校准本机时间',
}

/** The AI bot's pages name the signature in two more ways. */
function signedBy(ctx: Context) {
  const { msg_signature, msgsignature, signature, timestamp, nonce } = ctx.query
  return { signature: msg_signature ?? msgsignature ?? signature, timestamp, nonce }
}

function nonceOf(ctx: Context): string {
  return String(ctx.query['nonce'])
}

function taken(ctx: Context): void {
  ctx.status = 200
  ctx.body = ''
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UndecodableError('bot-callback', ['(json)'])
  }
}

import { createHash } from 'node:crypto'
import Router from '@koa/router'
import type { Context } from 'koa'
import type { CardActionEvent } from '../../chat/inbound.ts'
import type { Intake } from '../../chat/outgoing.ts'
import { errorName } from '../../ports/log.ts'
import type { Log } from '../../ports/log.ts'
import { readBounded } from '../shared/read-bounded.ts'
import type { CardTemplate } from './card-encoder.ts'
import { answerWithin, CARD_ANSWER_MS } from './card-answer.ts'
import { decodeCardCallback, decodeRobotMessage, UndecodableError } from './decode.ts'
import type { DecodeOptions } from './decode.ts'
import { isAuthenticCard, isAuthenticRobot } from './signature.ts'

const MAX_BODY = 256 * 1024

export type DingtalkRoutes = DecodeOptions &
  Readonly<{
    /** The app secret, which signs robot messages. */
    robotSecret: string
    /** The secret given when the card callback address was registered. Without one, card callbacks are refused. */
    cardSecret?: string | undefined
    /** Needed to answer a pressed button with the changed card. */
    cardTemplate: CardTemplate | undefined
    intake: Intake
    now(): Date
    log: Log
  }>

/**
 * DingTalk's push by HTTP: `POST /dingtalk/robot` and `POST /dingtalk/card`. A request is verified before anything of
 * it is read, stored before it is answered, and answered before anything is done about it.
 *
 * 200 `{}` (or the changed card): taken, or not understood and not worth repeating · 400 not JSON · 401 not signed by
 * DingTalk within the hour · 413 more than 256 KB · 503 could not be stored, send it again.
 */
export function dingtalkRoutes(options: DingtalkRoutes): Router {
  const { robotSecret, cardSecret, cardTemplate, intake, now, log } = options
  const router = new Router()

  router.post('/dingtalk/robot', async (ctx) => {
    if (!isAuthenticRobot(ctx.req.headers, robotSecret, now()))
      return refuse(ctx, 401, 'robot callback not signed')
    const body = await readJson(ctx)
    if (!body) return
    const event = understand(ctx, () => decodeRobotMessage(body.json, now(), options))
    if (event && (await isStored(ctx, event.eventId, () => intake.accept(event)))) answer(ctx, {})
  })

  router.post('/dingtalk/card', async (ctx) => {
    if (!isAuthenticCard(ctx.req.headers, cardSecret ?? '', now()))
      return refuse(ctx, 401, 'card callback not signed')
    const late = AbortSignal.timeout(CARD_ANSWER_MS)
    const body = await readJson(ctx)
    if (!body) return
    const event = understand(ctx, () => decodeCardCallback(body.json, cardEventId(ctx, body.bytes), now()))
    if (event && (await isStored(ctx, event.eventId, () => intake.accept(event)))) {
      answer(ctx, await changedCard(event, late))
    }
  })

  /** Callbacks over HTTP carry no id. Two presses of one button differ in when they were signed. */
  function cardEventId(ctx: Context, bytes: Buffer): string {
    const timestamp = ctx.req.headers['x-ddpaas-signature-timestamp']
    return createHash('sha256')
      .update(`${String(timestamp)}\n`)
      .update(bytes)
      .digest('hex')
  }

  async function changedCard(event: CardActionEvent, late: AbortSignal) {
    return answerWithin({ event, intake, template: cardTemplate, late, log })
  }

  async function readJson(ctx: Context): Promise<Readonly<{ bytes: Buffer; json: unknown }> | undefined> {
    const declared = Number(ctx.req.headers['content-length'] ?? 0)
    const bytes =
      declared > MAX_BODY
        ? undefined
        : await readBounded(ctx.req.iterator({ destroyOnReturn: false }), MAX_BODY)
    if (!bytes) {
      // The rest of the body is not worth waiting for.
      ctx.set('Connection', 'close')
      refuse(ctx, 413, 'callback too large')
      return undefined
    }
    try {
      return { bytes, json: JSON.parse(bytes.toString('utf8')) }
    } catch {
      refuse(ctx, 400, 'callback is not JSON')
      return undefined
    }
  }

  /** A shape that we do not know stays unknown however often it is sent, so it is answered as taken. */
  function understand<T>(ctx: Context, decode: () => T): T | undefined {
    try {
      return decode()
    } catch (error) {
      if (!(error instanceof UndecodableError)) throw error
      log.warn({ what: error.what, fields: error.fields }, 'callback not understood')
      answer(ctx, {})
      return undefined
    }
  }

  async function isStored(ctx: Context, eventId: string, accept: () => Promise<unknown>): Promise<boolean> {
    try {
      await accept()
      return true
    } catch (error) {
      log.error({ eventId, error: errorName(error) }, 'event could not be stored')
      ctx.set('Retry-After', '5')
      ctx.status = 503
      ctx.body = {}
      return false
    }
  }

  function refuse(ctx: Context, status: 400 | 401 | 413, why: string): void {
    log.warn({ status, path: ctx.path, from: ctx.ip }, why)
    ctx.status = status
    ctx.body = {}
  }

  return router
}

function answer(ctx: Context, body: object): void {
  ctx.status = 200
  ctx.body = body
}

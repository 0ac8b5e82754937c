import type { Router } from '@koa/router'
import { randomBytes } from 'node:crypto'
import type { Chats } from '../../chats.ts'
import { directChat } from '../../chats.ts'
import { ApiError, fieldsOf, readJson, textOf, textsOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import type { SandboxApp } from '../../types.ts'
import { cardFace, setPrivate, setPublic, variablesOf } from './store.ts'
import type { CardInstance, Variables } from './store.ts'
import { spacesOf } from './spaces.ts'
import type { Space } from './spaces.ts'
import type { Guards } from '../wire/guards.ts'

type Needs = Readonly<{ app: SandboxApp; chats: Chats; guards: Guards }>

export type CallbackTarget = Readonly<{ url: string; secret?: string }>

/** The interactive cards and the addresses registered for their callbacks. */
export interface Cards {
  card(outTrackId: string): CardInstance | undefined
  callback(routeKey: string): CallbackTarget | undefined
}

type Created = Readonly<{ card: CardInstance; request: Fields }>

const keptCards = 20_000

/** The card APIs: create, deliver, both at once, update (KB0782, KB0783) and callback registration (KB0786). */
export function addCards(router: Router, needs: Needs): Cards {
  const { app, chats, guards } = needs
  const cards = new Map<string, Created>()
  const callbacks = new Map<string, CallbackTarget>()

  const create = (body: Fields): Created => {
    const created = { card: newCard(app, body), request: body }
    const { outTrackId } = created.card
    if (cards.has(outTrackId)) throw new ApiError(400, 'param.cardAlreadyExist', '卡片已存在')
    return created
  }
  const keep = (created: Created): void => {
    cards.set(created.card.outTrackId, created)
    for (const oldest of cards.keys()) {
      if (cards.size <= keptCards) break
      cards.delete(oldest)
    }
  }
  const find = (body: Fields): Created => {
    if (textOf(body['outTrackId']) === '')
      throw new ApiError(400, 'param.outTrackIdEmpty', 'outTrackId不能为空')
    const found = cards.get(textOf(body['outTrackId']))
    if (!found) throw new ApiError(400, 'param.cardNotExist', '卡片不存在')
    return found
  }

  router.post('/v1.0/card/instances/createAndDeliver', guards.api, async (ctx) => {
    const body = await readJson(ctx, invalid())
    const created = create(body)
    const spaces = spacesOf(body, body)
    keep(created)
    const deliverResults = spaces.map((space) => deliver(needs, created.card, space))
    ctx.body = { success: true, result: { outTrackId: created.card.outTrackId, deliverResults } }
  })

  router.post('/v1.0/card/instances', guards.api, async (ctx) => {
    const created = create(await readJson(ctx, invalid()))
    keep(created)
    ctx.body = { success: true, result: created.card.outTrackId }
  })

  router.post('/v1.0/card/instances/deliver', guards.api, async (ctx) => {
    const body = await readJson(ctx, invalid())
    const { card, request } = find(body)
    const spaces = spacesOf(body, request)
    ctx.body = { success: true, result: spaces.map((space) => deliver(needs, card, space)) }
  })

  router.put('/v1.0/card/instances', guards.api, async (ctx) => {
    const body = await readJson(ctx, invalid())
    const { card } = find(body)
    const shared = fieldsOf(body['cardData'])
    const personal = privateOf(body)
    if (!shared && personal.size === 0)
      throw new ApiError(400, 'param.cardDataAndPrivateDataBothEmpty', 'cardData和privateData不能同时为空')
    const values = shared ? variablesOf(shared) : undefined
    if (shared && !values) throw invalid()
    const options = fieldsOf(body['cardUpdateOptions'])
    if (values) setPublic(card, values, options?.['updateCardDataByKey'] === true)
    for (const [viewer, own] of personal)
      setPrivate(card, viewer, own, options?.['updatePrivateDataByKey'] === true)
    for (const message of card.messages) chats.redraw(message)
    ctx.body = { success: true, result: true }
  })

  router.post('/v1.0/card/callbacks/register', guards.api, async (ctx) => {
    const body = await readJson(ctx, invalid())
    const key = textOf(body['callbackRouteKey'])
    const url = textOf(body['callbackUrl'])
    if (key === '' || !isLoopback(url)) throw invalid()
    const secret = textOf(body['apiSecret'])
    const before = callbacks.get(key)
    const target =
      before && body['forceUpdate'] !== true ? before : { url, ...(secret === '' ? {} : { secret }) }
    callbacks.set(key, target)
    ctx.body = { success: true, result: { callbackUrl: target.url, apiSecret: target.secret ?? '' } }
  })

  return {
    card: (outTrackId) => cards.get(outTrackId)?.card,
    callback: (routeKey) => callbacks.get(routeKey),
  }
}

function newCard(app: SandboxApp, body: Fields): CardInstance {
  const outTrackId = textOf(body['outTrackId'])
  if (outTrackId === '') throw new ApiError(400, 'param.outTrackIdEmpty', 'outTrackId不能为空')
  if (outTrackId.length > 100) throw invalid()
  const template = textOf(body['cardTemplateId'])
  if (template === '') throw new ApiError(400, 'param.cardTemplateIdEmpty', 'cardTemplateId不能为空')
  if (app.unpublishedTemplates?.includes(template))
    throw new ApiError(400, 'param.templateUnpublished', '模板未发布')
  if (!app.cardTemplates?.includes(template)) throw new ApiError(400, 'param.templateNotExist', '模板不存在')
  if (!fieldsOf(fieldsOf(body['cardData'])?.['cardParamMap']))
    throw new ApiError(400, 'param.cardPublicDataEmpty', 'cardData不能为空')
  const values = variablesOf(body['cardData'])
  const callbackType = textOf(body['callbackType'])
  if (!values || !['', 'STREAM', 'HTTP'].includes(callbackType)) throw invalid()
  return {
    outTrackId,
    callbackType,
    routeKey: textOf(body['callbackRouteKey']),
    userIdType: body['userIdType'] === 2 ? 2 : 1,
    public: values,
    private: privateOf(body),
    own: new Map(),
    messages: [],
  }
}

/** The double never sends anything off this machine. */
function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return /^https?:$/.test(protocol) && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

function privateOf(body: Fields): Map<string, Variables> {
  const found = new Map<string, Variables>()
  for (const [viewer, data] of Object.entries(fieldsOf(body['privateData']) ?? {})) {
    const values = variablesOf(data)
    if (!values) throw invalid()
    found.set(viewer, values)
  }
  return found
}

/** Delivers to one space. Failing there is part of a successful answer: HTTP 200 and success at the top. */
function deliver(needs: Needs, card: CardInstance, space: Space): Fields {
  const { app, chats } = needs
  const chat = chats.chat(space.type === 'IM_GROUP' ? space.id : directChat(space.id))
  const robotCode = textOf(space.deliver['robotCode'])
  const fits = chat && chat.kind === (space.type === 'IM_GROUP' ? 'group' : 'direct')
  const refusal = !fits
    ? '接收者不存在'
    : robotCode !== '' && robotCode !== app.robotCode
      ? '机器人不在该会话中'
      : ''
  const result = { spaceType: space.type, spaceId: space.id }
  if (!chat || refusal !== '') return { ...result, success: false, carrierId: '', errorMsg: refusal }
  const called = Object.keys(fieldsOf(space.deliver['atUserIds']) ?? {})
  const recipients = textsOf(space.deliver['recipients'])
  const carrierId = randomBytes(24).toString('base64')
  const entry = chats.add({
    chat: chat.id,
    from: 'bot',
    kind: 'card',
    face: (viewer) => cardFace(card, viewer),
    mentions: called.includes('@ALL') ? chat.members : called.filter((id) => chat.members.includes(id)),
    ...(recipients && recipients.length > 0 ? { only: recipients } : {}),
    queryKey: carrierId,
  })
  card.messages.push(entry.id)
  return { ...result, success: true, carrierId, errorMsg: '' }
}

function invalid(): ApiError {
  return new ApiError(400, 'param.invalid', '参数不合法：cardParamMap的值都应为字符串')
}

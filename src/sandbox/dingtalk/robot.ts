import type { Router } from '@koa/router'
import { randomBytes } from 'node:crypto'
import type { Chats } from '../chats.ts'
import { directChat } from '../chats.ts'
import type { Faults } from '../faults.ts'
import { ApiError, OapiError, parseFields, readBody, readJson, textOf, textsOf } from '../http.ts'
import type { Fields } from '../http.ts'
import type { Allowance } from '../limits.ts'
import type { SandboxApp } from '../types.ts'
import type { Guards } from './wire/guards.ts'
import { mention } from './mentions.ts'
import { isTemplate, renderTemplate, renderWebhook } from './render.ts'
import type { Uploaded, Rendered } from './render.ts'
import type { Sessions } from './sessions.ts'

type Needs = Readonly<{
  app: SandboxApp
  chats: Chats
  sessions: Sessions
  guards: Guards
  faults: Faults
  /** Messages per group and minute, shared by webhook and API. */
  groupPace: Allowance
  media: Uploaded
}>

const webhookLimit = 20_000
const msgParamLimit = 15_000
const recipientLimit = 20

/** Everything by which the robot speaks: the session webhook (KB0699), group and one-to-one sends (KB0716, KB0714), recalls. */
export function addRobot(router: Router, needs: Needs): void {
  addWebhook(router, needs)
  addSends(router, needs)
  addRecalls(router, needs)
  addDing(router, needs)
}

function addWebhook(router: Router, needs: Needs): void {
  const { chats, sessions, faults } = needs
  router.post('/robot/sendBySession', needs.guards.webhook, async (ctx) => {
    const session = textOf(ctx.query['session'])
    if (faults.take('expiredSession')) sessions.end(session)
    const chat = chats.chat(sessions.chatOf(session) ?? '')
    if (!chat) throw new OapiError(300001, 'session 不存在')
    if (!ctx.is('json')) throw new OapiError(43004, '无效的HTTP HEADER Content-Type')
    const tooLong = new OapiError(460101, 'message too long, exceed 20000 bytes')
    const body = parseFields((await readBody(ctx, webhookLimit, tooLong)).toString('utf8'))
    if (!body) throw new OapiError(40035, '缺少参数 json')
    const type = textOf(body['msgtype'])
    if (type === 'empty') {
      ctx.body = { errcode: 0, errmsg: 'ok' }
      return
    }
    if (!['text', 'markdown', 'link', 'actionCard', 'feedCard'].includes(type))
      throw new OapiError(400105, '不支持的消息类型')
    const rendered = renderWebhook(body, needs.media)
    if (!rendered) throw new OapiError(40035, `缺少参数 ${type}`)
    if (faults.take('throttled') || (chat.kind === 'group' && !needs.groupPace.take(chat.id)))
      throw new OapiError(130101, 'send too fast, exceed 20 times per minute')
    const members = chat.kind === 'group' ? chat.members.flatMap((id) => chats.person(id) ?? []) : []
    // A link or a feed card cannot call anybody.
    const callable = type === 'link' || type === 'feedCard' ? undefined : body['at']
    const { text, mentions } = mention(rendered.text, callable, members)
    post(chats, chat.id, { ...rendered, text }, { mentions })
    ctx.body = { errcode: 0, errmsg: 'ok' }
  })
}

function addSends(router: Router, needs: Needs): void {
  const { app, chats, guards, faults } = needs
  router.post('/v1.0/robot/groupMessages/send', guards.api, async (ctx) => {
    const body = await readJson(ctx, invalidBody())
    checkRobot(app, body)
    const group = textOf(body['openConversationId'])
    if (group === '') throw new ApiError(400, 'miss.openConversationId', '缺少openConversationId')
    if (chats.chat(group)?.kind !== 'group')
      throw new ApiError(400, 'invalid.openConversationId', 'openConversationId不合法')
    const rendered = templateOf(body, needs.media)
    if (faults.take('throttled') || !needs.groupPace.take(group))
      throw new ApiError(400, 'send.too.fast', '消息发送太快，请稍后重试')
    const queryKey = newQueryKey()
    post(chats, group, rendered, { queryKey })
    ctx.body = { processQueryKey: queryKey }
  })

  router.post('/v1.0/robot/oToMessages/batchSend', guards.api, async (ctx) => {
    const body = await readJson(ctx, invalidBody())
    checkRobot(app, body)
    const userIds = textsOf(body['userIds'])
    if (!userIds || userIds.length === 0 || userIds.length > recipientLimit)
      throw new ApiError(400, 'invalidParameter.param.invalid', `userIds应为1到${recipientLimit}个`)
    const rendered = templateOf(body, needs.media)
    const queryKey = newQueryKey()
    const unique = [...new Set(userIds)]
    const known = unique.filter((id) => chats.chat(directChat(id)))
    for (const id of known) post(chats, directChat(id), rendered, { queryKey })
    ctx.body = {
      processQueryKey: queryKey,
      invalidStaffIdList: unique.filter((id) => !known.includes(id)),
      flowControlledStaffIdList: [],
    }
  })
}

const dingLimit = 200

/** DINGs inside the app (KB0712); those that ring a phone cost money and are not played. */
function addDing(router: Router, needs: Needs): void {
  const { app, chats, guards, faults } = needs
  router.post('/v1.0/robot/ding/send', guards.api, async (ctx) => {
    const body = await readJson(ctx, invalidBody())
    checkRobot(app, body)
    const receivers = textsOf(body['receiverUserIdList'])
    if (!receivers || receivers.length === 0 || receivers.length > dingLimit)
      throw new ApiError(400, 'invalidParameter.param.invalid', `receiverUserIdList应为1到${dingLimit}个`)
    const content = textOf(body['content'])
    if (content === '' || ![1, 2, 3].includes(Number(body['remindType'])))
      throw new ApiError(400, 'invalidParameter.param.invalid', 'content或remindType不合法')
    if (faults.take('dingQuota')) throw new ApiError(400, 'ding.serverquota.insufficient', 'DING额度不足')
    const known = receivers.filter((id) => chats.chat(directChat(id)))
    for (const id of known)
      post(chats, directChat(id), { kind: 'text', text: `【DING】${content}`, pictures: [], buttons: [] }, {})
    const failed = receivers.filter((id) => !known.includes(id))
    ctx.body = {
      openDingId: newQueryKey(),
      failedList: Object.fromEntries(failed.map((id) => [id, 'user.not.exist'])),
    }
  })
}

function addRecalls(router: Router, needs: Needs): void {
  const { app, chats, guards } = needs
  const recall = async (body: Fields, chat?: string) => {
    checkRobot(app, body)
    const keys = textsOf(body['processQueryKeys'])
    if (!keys || keys.length === 0 || keys.length > 20)
      throw new ApiError(400, 'invalidParameter.param.invalid', 'processQueryKeys应为1到20个')
    const done = keys.filter((key) => chats.recall(key, chat))
    const failed = keys.filter((key) => !done.includes(key))
    return {
      successResult: done,
      failedResult: Object.fromEntries(failed.map((key) => [key, 'processQueryKey.not.exist'])),
    }
  }
  router.post('/v1.0/robot/groupMessages/recall', guards.api, async (ctx) => {
    const body = await readJson(ctx, invalidBody())
    ctx.body = await recall(body, textOf(body['openConversationId']))
  })
  router.post('/v1.0/robot/otoMessages/batchRecall', guards.api, async (ctx) => {
    ctx.body = await recall(await readJson(ctx, invalidBody()))
  })
}

function checkRobot(app: SandboxApp, body: Fields): void {
  const robotCode = textOf(body['robotCode'])
  if (robotCode === '') throw new ApiError(400, 'invalidParameter.robotCode.empty', 'robotCode不能为空')
  if (robotCode !== app.robotCode)
    throw new ApiError(400, 'invalidParameter.robotCode.auth', '机器人权限校验不通过')
}

function templateOf(body: Fields, media: Uploaded): Rendered {
  const msgKey = textOf(body['msgKey'])
  if (!isTemplate(msgKey)) throw new ApiError(400, 'invalidParameter.msgKey.invalid', 'msgKey不合法')
  const msgParam = textOf(body['msgParam'])
  if (Buffer.byteLength(msgParam) > msgParamLimit)
    throw new ApiError(400, 'invalidParameter.msgParam.tooLong', 'msgParam过长')
  const param = parseFields(msgParam)
  const rendered = param ? renderTemplate(msgKey, param, media) : undefined
  if (!rendered) throw new ApiError(400, 'invalidParameter.msgParam.invalid', 'msgParam不合法')
  return rendered
}

function post(
  chats: Chats,
  chat: string,
  rendered: Rendered,
  more: Readonly<{ mentions?: readonly string[]; queryKey?: string }>,
): void {
  const { kind, title, text, pictures, buttons, file } = rendered
  const face = { text, buttons, ...(title === undefined ? {} : { title }) }
  chats.add({ chat, from: 'bot', kind, face: () => face, pictures, ...(file ? { file } : {}), ...more })
}

function invalidBody(): ApiError {
  return new ApiError(400, 'invalidParameter.param.invalid', '请求体应为JSON对象')
}

function newQueryKey(): string {
  return randomBytes(24).toString('base64')
}

import type { Router } from '@koa/router'
import { createHash, randomBytes } from 'node:crypto'
import { wecomAppChat } from '../../chats.ts'
import { fieldsOf, readJson, textOf, textsOf } from '../../http.ts'
import type { Fields } from '../../http.ts'
import { createWindow } from '../../limits.ts'
import { checkCard, isInteractive } from '../cards/check.ts'
import type { Change } from '../cards/store.ts'
import { CgiError } from '../errors.ts'
import type { Ground } from '../ground.ts'
import type { WeComOptions } from '../options.ts'
import { post, renderBody } from '../render.ts'
import { badJson } from './guards.ts'
import type { Guards } from './guards.ts'

type Receivers = Readonly<{
  known: readonly string[]
  unknown: readonly string[]
  parties: readonly string[]
}>

const recallMs = 24 * 3_600_000
const standardDuplicateSeconds = 1_800

/** message/send (D90236), message/update_template_card (D94888) and message/recall (D94867) of the self-built app. */
export function addMessages(
  router: Router,
  ground: Ground,
  needs: Readonly<{ app: NonNullable<WeComOptions['app']>; guards: Guards }>,
): void {
  const { chats, cards, members, limits, now, wecom } = ground
  const { app, guards } = needs
  const pace = createWindow(limits.memberPerMinute, 60_000, now)
  const sent = new Map<string, number>()
  const seen = new Map<string, number>()

  router.post('/cgi-bin/message/send', guards.app, async (ctx) => {
    const body = await readJson(ctx, badJson())
    checkAgent(app.agentId, body)
    const { known, unknown, parties } = receiversOf(ground, body)
    if (known.length === 0) throw new CgiError(81013, 'user & party & tag all invalid')
    const card = fieldsOf(body['template_card'])
    // The real code for a card that nobody could answer is unknown.
    if (body['msgtype'] === 'template_card' && card && isInteractive(card) && !app.callback)
      throw new CgiError(40058, 'invalid Request Parameter, callback not set')
    const rendered = isRepeat(body) ? undefined : renderBody(ground, body, 'app')
    const msgid = randomBytes(48).toString('base64url')
    for (const userId of known)
      // Above the limit WeCom says nothing and delivers nothing (D90312).
      if (rendered && pace.take(userId))
        post(ground, wecomAppChat(userId, wecom), rendered, { queryKey: msgid })
    sent.set(msgid, now().getTime())
    trim(sent)
    const task = rendered?.task
    ctx.body = {
      errcode: 0,
      errmsg: 'ok',
      ...(unknown.length > 0 ? { invaliduser: unknown.join('|').toLowerCase() } : {}),
      ...(parties.length > 0 ? { invalidparty: parties.join('|') } : {}),
      ...(textOf(body['totag']) === '' ? {} : { invalidtag: textOf(body['totag']) }),
      msgid,
      ...(task && isInteractive(task.card) ? { response_code: cards.code(task) } : {}),
    }
  })

  const isRepeat = (body: Fields): boolean => {
    if (body['enable_duplicate_check'] !== 1) return false
    const asked = body['duplicate_check_interval']
    const seconds = typeof asked === 'number' ? Math.min(asked, 14_400) : standardDuplicateSeconds
    const key = createHash('sha256').update(JSON.stringify(body)).digest('base64')
    const before = seen.get(key)
    const repeat = before !== undefined && now().getTime() - before < seconds * 1000
    if (!repeat) seen.set(key, now().getTime())
    trim(seen)
    return repeat
  }

  router.post('/cgi-bin/message/update_template_card', guards.app, async (ctx) => {
    const body = await readJson(ctx, badJson())
    checkAgent(app.agentId, body)
    const change = changeOf(body)
    const all = body['atall'] === 1
    const asked = textsOf(body['userids'] ?? []) ?? []
    if (!all && asked.length === 0) throw new CgiError(40058, 'invalid Request Parameter, userids')
    const task = cards.redeem(textOf(body['response_code']))
    // Used, over or never given: what the platform answers is unknown.
    if (!task) throw new CgiError(40058, 'invalid Request Parameter, response_code')
    const receivers = task.messages.flatMap((id) => chats.chat(chats.entry(id)?.chat ?? '')?.members ?? [])
    const found = asked.map((id) => ({ id, userId: members.find(id)?.userId }))
    const reached = found.flatMap(({ userId }) =>
      userId !== undefined && receivers.includes(userId) ? [userId] : [],
    )
    cards.update(task, all ? undefined : reached, change)
    const invalid = found.filter(({ userId }) => !reached.includes(userId ?? '')).map(({ id }) => id)
    ctx.body = { errcode: 0, errmsg: 'ok', ...(all ? {} : { invaliduser: invalid }) }
  })

  router.post('/cgi-bin/message/recall', guards.app, async (ctx) => {
    const msgid = textOf((await readJson(ctx, badJson()))['msgid'])
    const at = sent.get(msgid)
    if (at === undefined || now().getTime() - at >= recallMs)
      throw new CgiError(40058, 'invalid Request Parameter, msgid')
    sent.delete(msgid)
    chats.recall(msgid)
    ctx.body = { errcode: 0, errmsg: 'ok' }
  })
}

/** Forgets the oldest beyond what a day of play needs. */
function trim(map: Map<string, number>): void {
  for (const oldest of map.keys()) {
    if (map.size <= 20_000) break
    map.delete(oldest)
  }
}

function checkAgent(agentId: number, body: Fields): void {
  if (body['agentid'] === undefined) throw new CgiError(41011, 'agentid missing')
  if (body['agentid'] !== agentId) throw new CgiError(40056, 'invalid agentid')
}

/** The members that `touser` and `toparty` name; tags the double has none of. */
function receiversOf(ground: Ground, body: Fields): Receivers {
  const { members } = ground
  const users = listOf(body['touser'])
  if (users.includes('@all'))
    return { known: members.all.map(({ userId }) => userId), unknown: [], parties: [] }
  const wanted = listOf(body['toparty'])
  if (users.length > 1000 || wanted.length > 100)
    throw new CgiError(40058, 'invalid Request Parameter, too many receivers')
  const departments = wanted.map((id) => members.departments.find((each) => String(each.id) === id))
  const known = new Set([
    ...users.flatMap((id) => members.find(id)?.userId ?? []),
    ...departments.flatMap((each) => each?.members.map(({ userId }) => userId) ?? []),
  ])
  return {
    known: [...known],
    unknown: users.filter((id) => !members.find(id)),
    parties: wanted.filter((_, at) => !departments[at]),
  }
}

function listOf(value: unknown): readonly string[] {
  return textOf(value)
    .split('|')
    .filter((each) => each !== '')
}

/** What an update wants: a greyed button with new words, or another card. */
function changeOf(body: Fields): Change {
  const replaceName = textOf(fieldsOf(body['button'])?.['replace_name'])
  if (replaceName !== '') return { replaceName }
  const card = fieldsOf(body['template_card'])
  if (!card) throw new CgiError(40058, 'invalid Request Parameter, button or template_card')
  // The task_id counts only when a card is sent (D94888), so an update may leave it out.
  return { card: checkCard({ task_id: 'update', ...card }, 'app') }
}

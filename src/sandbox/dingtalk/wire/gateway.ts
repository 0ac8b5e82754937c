import type { Router } from '@koa/router'
import { randomUUID } from 'node:crypto'
import { ApiError, OapiError, fieldsOf, readJson, textOf } from '../../http.ts'
import type { Tokens } from './tokens.ts'

/** Tickets for the socket, each good for one connection. */
export interface Tickets {
  /** The topics subscribed to as `TYPE topic`, once; undefined for an unknown, used or expired ticket. */
  redeem(ticket: string): ReadonlySet<string> | undefined
}

type Needs = Readonly<{
  tokens: Tokens
  now: () => Date
  ticketTtlMs: number
  /** The socket's address, e.g. `ws://127.0.0.1:1234/connect`. */
  endpoint: () => string
  opened: () => void
}>

/**
 * Opening a Stream connection and fetching tokens.
 * https://open.dingtalk.com/document/development/obtain-the-access-token-of-an-internal-app
 */
export function addGateway(router: Router, needs: Needs): Tickets {
  const { tokens, now } = needs
  const open = new Map<string, Readonly<{ topics: ReadonlySet<string>; until: number }>>()

  router.post('/v1.0/gateway/connections/open', async (ctx) => {
    needs.opened()
    const body = await readJson(ctx, new ApiError(400, 'invalidParameter', 'The body is not a JSON object.'))
    // The real bodies of these errors are not documented; the SDK only sees that the call failed.
    if (!tokens.knows(body['clientId'], body['clientSecret']))
      throw new ApiError(401, 'authFailed', 'The clientId or clientSecret is invalid.')
    const topics = topicsOf(body['subscriptions'])
    if (!topics) throw new ApiError(400, 'invalidParameter', 'The subscriptions are invalid.')
    for (const [ticket, { until }] of open) if (until <= now().getTime()) open.delete(ticket)
    // The SDK puts the ticket into the URL unencoded, and a UUID needs no encoding.
    const ticket = randomUUID()
    open.set(ticket, { topics, until: now().getTime() + needs.ticketTtlMs })
    ctx.body = { endpoint: needs.endpoint(), ticket }
  })

  router.post('/v1.0/oauth2/accessToken', async (ctx) => {
    const body = await readJson(ctx, new ApiError(400, 'invalidParameter', 'The body is not a JSON object.'))
    if (!tokens.knows(body['appKey'], body['appSecret']))
      throw new ApiError(400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret')
    const { token, seconds } = tokens.issue()
    ctx.body = { accessToken: token, expireIn: seconds }
  })

  router.get('/gettoken', (ctx) => {
    if (!tokens.knows(ctx.query['appkey'], ctx.query['appsecret']))
      throw new OapiError(40089, '不合法的appKey或appSecret')
    const { token, seconds } = tokens.issue()
    ctx.body = { errcode: 0, errmsg: 'ok', access_token: token, expires_in: seconds }
  })

  return {
    redeem(ticket) {
      const found = open.get(ticket)
      open.delete(ticket)
      return found && now().getTime() < found.until ? found.topics : undefined
    },
  }
}

function topicsOf(subscriptions: unknown): ReadonlySet<string> | undefined {
  if (!Array.isArray(subscriptions) || subscriptions.length > 100) return undefined
  const topics = new Set<string>()
  for (const each of subscriptions) {
    const type = textOf(fieldsOf(each)?.['type'])
    const topic = textOf(fieldsOf(each)?.['topic'])
    if (!['EVENT', 'CALLBACK', 'SYSTEM'].includes(type) || topic === '') return undefined
    // Which events arrive is chosen in the console, so `*` is the only legal topic for them.
    if (type === 'EVENT' && topic !== '*') return undefined
    topics.add(`${type} ${topic}`)
  }
  return topics
}

import type { Router } from '@koa/router'
import { fieldsOf, readJson, textOf } from '../../http.ts'
import { createWindow } from '../../limits.ts'
import { CgiError } from '../errors.ts'
import type { Ground } from '../ground.ts'
import { post, renderBody, withMentions } from '../render.ts'
import { badJson } from './guards.ts'
import type { Guards } from './guards.ts'
import { webhookOf } from './uploads.ts'

/** webhook/send (D99110): no token, no trusted address, one key one group, and nothing comes back. */
export function addWebhook(router: Router, ground: Ground, guards: Guards): void {
  const { chats, limits, now, wecom } = ground
  const pace = createWindow(limits.webhookPerMinute, 60_000, now)

  router.post('/cgi-bin/webhook/send', guards.envelope, async (ctx) => {
    const { key, group } = webhookOf(wecom, textOf(ctx.query['key']))
    const body = await readJson(ctx, badJson())
    const members = chats.chat(group)?.members ?? []
    const rendered = renderBody(ground, body, 'webhook', `webhook ${key}`)
    if (!pace.take(key)) throw new CgiError(45009, 'api freq out of limit')
    const type = textOf(body['msgtype'])
    const calls = type === 'text' || type === 'markdown'
    const mentions = calls ? withMentions(ground, rendered, fieldsOf(body[type]) ?? {}, members) : {}
    post(ground, group, rendered, { name: '消息推送', ...mentions })
    ctx.body = { errcode: 0, errmsg: 'ok' }
  })
}

import type { Router } from '@koa/router'
import { textOf } from '../../http.ts'
import { createWindow } from '../../limits.ts'
import { CgiError } from '../errors.ts'
import type { Ground } from '../ground.ts'
import type { WeComOptions } from '../options.ts'
import type { Guards, Tokens } from './guards.ts'

/** gettoken (D91039). Hammering it is refused with 45009. */
export function addToken(
  router: Router,
  ground: Ground,
  needs: Readonly<{ app: NonNullable<WeComOptions['app']>; tokens: Tokens; guards: Guards }>,
): void {
  const { wecom, limits, now } = ground
  const pace = createWindow(limits.tokensPerMinute, 60_000, now)
  router.get('/cgi-bin/gettoken', needs.guards.envelope, (ctx) => {
    const corpId = textOf(ctx.query['corpid'])
    const secret = textOf(ctx.query['corpsecret'])
    if (corpId === '') throw new CgiError(41002, 'corpid missing')
    if (secret === '') throw new CgiError(41004, 'corpsecret missing')
    if (corpId !== wecom.corpId) throw new CgiError(40013, 'invalid corpid')
    // An AI bot's secret is for its socket only; here it is as wrong as any other.
    if (secret !== needs.app.secret) throw new CgiError(40001, 'invalid credential')
    if (!pace.take()) throw new CgiError(45009, 'api freq out of limit')
    const { token, seconds } = needs.tokens.issue()
    ctx.body = { errcode: 0, errmsg: 'ok', access_token: token, expires_in: seconds }
  })
}

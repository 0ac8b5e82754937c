import type { Context, Middleware, Next } from 'koa'
import { createMonthly, createWindow } from '../../limits.ts'
import { ApiError, OapiError, withhold } from '../../http.ts'
import type { Faults } from '../../faults.ts'
import type { SandboxLimits } from '../../types.ts'
import type { Tokens } from './tokens.ts'

/** What stands before the platform's APIs: faults on demand, the token, the rates and the monthly quota. */
export type Guards = Readonly<{
  /** Before calls of api.dingtalk.com. */
  api: Middleware
  /** Before calls of oapi.dingtalk.com that need a token; contacts do not count against the monthly quota (KB1432). */
  oapi: Middleware
  /** Before the session webhook, which needs no token. */
  webhook: Middleware
}>

/** Builds the guards; every API has its own per-second window, all of them share the month. */
export function createGuards(
  needs: Readonly<{ tokens: Tokens; faults: Faults; limits: SandboxLimits; now: () => Date }>,
): Guards {
  const { tokens, faults, limits, now } = needs
  const perSecond = createWindow(limits.apiPerSecond, 1_000, now)
  const perMonth = createMonthly(limits.apiPerMonth, now)

  return {
    async api(ctx, next) {
      if (faults.take('qps')) throw qpsExceeded()
      if (faults.take('busy')) throw new ApiError(500, 'system.busy', '系统繁忙')
      if (faults.take('expiredToken')) tokens.revoke()
      if (!tokens.valid(ctx.get('x-acs-dingtalk-access-token')))
        throw new ApiError(400, 'InvalidAuthentication', '不合法的access_token')
      if (!perSecond.take(`${ctx.method} ${ctx.path}`)) throw qpsExceeded()
      if (!perMonth.take())
        throw new ApiError(403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', '当前企业本月调用次数已用完')
      await answerUnlessWithheld(ctx, next, faults)
    },
    async oapi(ctx, next) {
      if (faults.take('expiredToken')) tokens.revoke()
      const given = ctx.query['access_token']
      if (typeof given !== 'string' || !tokens.valid(given))
        throw new OapiError(40014, '不合法的access_token')
      if (!perSecond.take(`${ctx.method} ${ctx.path}`))
        throw new OapiError(90018, '应用调用该接口的QPS超过限制')
      await next()
    },
    webhook: (ctx, next) => answerUnlessWithheld(ctx, next, faults),
  }
}

function qpsExceeded(): ApiError {
  return new ApiError(
    403,
    'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',
    'The request was denied by the per-second limit of this app and API.',
  )
}

/** With the `timeout` fault the call takes effect but its answer never arrives. */
async function answerUnlessWithheld(ctx: Context, next: Next, faults: Faults): Promise<void> {
  if (!faults.take('timeout')) {
    await next()
    return
  }
  await withhold(ctx, next)
  throw new ApiError(504, 'ServiceTimeout', 'The request has timed out.')
}

import type { Middleware } from 'koa'
import { randomBytes } from 'node:crypto'
import { textOf, withhold } from '../../http.ts'
import { createWindow } from '../../limits.ts'
import { CgiError, errmsgOf } from '../errors.ts'
import type { Ground } from '../ground.ts'

/** The app's access token (D91039): the same one until it is two hours old. */
export interface Tokens {
  issue(): Readonly<{ token: string; seconds: number }>
  /** Throws 41001, 40014 or 42001. */
  check(token: string): void
}

/** What stands before the platform's API. */
export type Guards = Readonly<{
  /** Writes refusals as the platform does: HTTP 200 with errcode and errmsg. */
  envelope: Middleware
  /** As `envelope`, and asks for the token, a trusted address and a pace within the limits. */
  app: Middleware
}>

const tokenSeconds = 7_200

export function createTokens(ground: Ground): Tokens {
  const { now, faults } = ground
  let current: Readonly<{ token: string; until: number }> | undefined
  const over = new Set<string>()
  const end = (): void => {
    if (current) over.add(current.token)
    current = undefined
  }
  return {
    issue() {
      if (current && now().getTime() >= current.until) end()
      current ??= {
        token: randomBytes(96).toString('base64url'),
        until: now().getTime() + tokenSeconds * 1000,
      }
      const seconds = Math.max(1, Math.floor((current.until - now().getTime()) / 1000))
      return { token: current.token, seconds }
    },
    check(token) {
      if (token === '') throw new CgiError(41001, 'access_token missing')
      if (faults.take('wecomExpiredToken')) end()
      if (faults.take('wecomInvalidToken')) current = undefined
      if (current && now().getTime() >= current.until) end()
      if (over.has(token)) throw new CgiError(42001, 'access_token expired')
      if (token !== current?.token) throw new CgiError(40014, 'invalid access_token')
    },
  }
}

export function createGuards(ground: Ground, tokens: Tokens): Guards {
  const { faults, limits, now, wecom } = ground
  const pace = createWindow(limits.apiPerMinute, 60_000, now)
  // Everybody who reaches the double comes from here.
  const trusted = wecom.trustedIps === undefined || wecom.trustedIps.includes('127.0.0.1')

  const envelope: Middleware = async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      if (!(error instanceof CgiError)) throw error
      ctx.status = 200
      ctx.body = { errcode: error.errcode, errmsg: errmsgOf(error) }
    }
  }
  const app: Middleware = (ctx, next) =>
    envelope(ctx, async () => {
      tokens.check(textOf(ctx.query['access_token']))
      if (!trusted || faults.take('wecomUntrustedIp'))
        throw new CgiError(60020, 'not allow to access from your ip')
      if (faults.take('wecomConcurrency')) throw new CgiError(45033, 'api concurrent out of limit')
      if (faults.take('wecomQuota') || !pace.take(ctx.path))
        throw new CgiError(45009, 'api freq out of limit')
      if (faults.take('wecomBusy')) throw new CgiError(-1, 'system error')
      if (!faults.take('wecomTimeout')) return next()
      await withhold(ctx, next)
    })
  return { envelope, app }
}

/** What a body that is no JSON object is answered with. */
export function badJson(): CgiError {
  return new CgiError(40035, 'Warning: wrong json format. ')
}

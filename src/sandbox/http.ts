import type { Context, Middleware, Next } from 'koa'
import { randomUUID } from 'node:crypto'

/** An error of api.dingtalk.com: HTTP status and a code, written as `{code, message, requestid}`. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message = code) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** An error of oapi.dingtalk.com: always HTTP 200, written as `{errcode, errmsg, request_id}`. */
export class OapiError extends Error {
  override readonly name = 'OapiError'
  readonly errcode: number

  constructor(errcode: number, errmsg: string) {
    super(errmsg)
    this.errcode = errcode
  }
}

/** A refusal that the person at the sandbox's page reads, written as `{error}`. */
export class PageError extends Error {
  override readonly name = 'PageError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Writes every thrown error in the envelope of the side that was called; anything unforeseen is a 500. */
export const envelopes: Middleware = async (ctx: Context, next: Next) => {
  try {
    await next()
    if (ctx.status === 404 && ctx.body === undefined && ctx.path.startsWith('/v1.0/'))
      throw new ApiError(404, 'InvalidAction.NotFound', 'Specified api is not found, please check your url.')
  } catch (error) {
    // Once an event stream has begun there is no envelope left to write.
    if (ctx.res.headersSent) return
    if (error instanceof PageError) {
      ctx.status = error.status
      ctx.body = { error: error.message }
    } else if (error instanceof OapiError) {
      ctx.status = 200
      ctx.body = { errcode: error.errcode, errmsg: error.message, request_id: randomUUID() }
    } else {
      const known = error instanceof ApiError
      if (!known) ctx.app.emit('error', error, ctx)
      const requestId = randomUUID().toUpperCase()
      ctx.status = known ? error.status : 500
      ctx.set('x-acs-dingtalk-request-id', requestId)
      ctx.body = {
        code: known ? error.code : 'system.error',
        message: known ? error.message : 'system error',
        requestid: requestId,
      }
    }
  }
}

/**
 * Lets only this machine's own programs and the sandbox's own page in: the Host must be loopback (a foreign name that
 * resolves to 127.0.0.1 is refused) and a browser must not come from another site.
 */
export const loopbackOnly: Middleware = async (ctx: Context, next: Next) => {
  // Following a link to the page is fine wherever the link stood: whoever set it learns nothing from it.
  const followed = ctx.method === 'GET' && ctx.get('sec-fetch-dest') === 'document'
  const site = followed ? 'none' : ctx.get('sec-fetch-site')
  if (!isOwn(ctx.get('host'), ctx.get('origin'), site)) throw new PageError(403, '沙箱只接受本机自己的页面。')
  await next()
}

/** Whether a request with these headers comes from this machine and not from a foreign page. */
export function isOwn(host: string, origin: string, site: string): boolean {
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)) return false
  if (origin !== '' && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return false
  return site === '' || site === 'same-origin' || site === 'none'
}

/** The request's bytes; rejects with `tooLarge` beyond `limit` bytes. */
export async function readBody(ctx: Context, limit: number, tooLarge: Error): Promise<Buffer> {
  if (Number(ctx.get('content-length')) > limit) throw tooLarge
  const parts: Buffer[] = []
  let size = 0
  for await (const part of ctx.req) {
    const bytes = part as Buffer
    size += bytes.length
    if (size > limit) throw tooLarge
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

/** The request's JSON object, at most 1 MB; rejects with `invalid` when it is anything else. */
export async function readJson(ctx: Context, invalid: Error): Promise<Fields> {
  const bytes = await readBody(ctx, 1024 * 1024, invalid)
  const fields = parseFields(bytes.toString('utf8'))
  if (!fields) throw invalid
  return fields
}

/** A JSON object whose values nobody has looked at yet. */
export type Fields = Readonly<Record<string, unknown>>

/** The value as an object, or undefined for anything else (arrays included). */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

/** The object that the JSON text holds, or undefined. */
export function parseFields(text: unknown): Fields | undefined {
  if (typeof text !== 'string') return undefined
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** The value as a string, or empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The strings of an array, or undefined when it is no array of strings. */
export function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((each): each is string => typeof each === 'string')
    ? value
    : undefined
}

/** Longer than any client waits. */
const withheldMs = 60_000

/** Lets a call take effect and keeps its answer back until the caller gives up: the worst case for the sender. */
export async function withhold(ctx: Context, next: Next): Promise<void> {
  await next().catch(() => undefined)
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, withheldMs)
    ctx.req.socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

import { PlatformError } from '../../../chat/outgoing.ts'
import { isAllowedUrl } from '../../shared/allowed-url.ts'
import { exchange } from '../../shared/exchange.ts'
import type { Alarm } from './errors.ts'
import { jsonFields, networkError, type Fields } from '../../shared/network.ts'
import { platformError } from './errors.ts'

const MAX_ANSWER = 1024 * 1024
const TIMEOUT_MS = 5000

export type Call = Readonly<{
  /** The API's name in errors and meters; never an address, those hold tokens and keys. */
  name: string
  url: string
  method: 'GET' | 'POST'
  allowedHosts: readonly string[]
  /** Sent as JSON, unless it is a form. */
  body?: unknown
  repeatable: boolean
  timeoutMs?: number | undefined
  alarm?: Alarm | undefined
}>

/** Where answers may go: the API itself. `response_url` lies there too. */
export function apiHosts(apiBase: string): readonly string[] {
  return [new URL(apiBase).origin]
}

/** Where pictures may be fetched: those sent to the AI bot lie in Tencent's object storage. */
export function pictureHosts(apiBase: string): readonly string[] {
  return [...apiHosts(apiBase), '*.myqcloud.com']
}

/**
 * Makes one call and returns the fields of its JSON answer. Everything else is a PlatformError: addresses that are not
 * allowed, redirects, no answer, HTTP errors, and an `errcode` other than 0, which WeCom sends with HTTP 200.
 */
export async function callJson(call: Call): Promise<Fields> {
  const { response, bytes } = await callBytes(call, MAX_ANSWER)
  const fields = jsonFields(bytes)
  if (!fields || !response.ok) {
    const code = response.ok ? 'not-json' : String(response.status)
    throw platformError({ call: call.name, status: response.status, code, repeatable: call.repeatable })
  }
  throwRefusal(call, fields)
  return fields
}

/** Throws when the fields hold an `errcode` other than 0; tells the operator if it is his to mend. */
export function throwRefusal(call: Call, fields: Fields): void {
  const { errcode, errmsg } = fields
  const code = errcode === undefined ? '0' : String(errcode)
  if (code === '0') return
  // The address that WeCom sees us come from is in no field of its own, and is just what the operator needs.
  const fromIp = /from ip: ?([0-9a-fA-F.:]+)/.exec(String(errmsg ?? ''))?.[1]
  call.alarm?.raise({ code, call: call.name, fromIp })
  throw platformError({ call: call.name, status: 200, code, repeatable: call.repeatable })
}

/** Whether the answer is a good one, and its HTTP status. */
export type Status = Readonly<{ ok: boolean; status: number; disposition?: string }>

/** Makes one call and returns its answer's bytes, whatever the status; more than `limit` of them is `too-large`. */
export async function callBytes(
  call: Call,
  limit: number,
): Promise<Readonly<{ response: Status; bytes: Buffer }>> {
  if (!isAllowedUrl(call.url, call.allowedHosts))
    throw new PlatformError(call.name, 'host-not-allowed', 'never')
  const { url, method, body, timeoutMs = TIMEOUT_MS } = call
  const isJson = body !== undefined && !(body instanceof FormData)
  try {
    const { status, bytes, disposition } = await exchange({
      url,
      method,
      headers: isJson ? { 'content-type': 'application/json' } : {},
      body: isJson ? JSON.stringify(body) : body,
      timeoutMs,
      limit,
    })
    // A redirect would lead past the list of allowed hosts.
    if (status >= 300 && status < 400) throw new PlatformError(call.name, 'redirected', 'never')
    if (!bytes) throw new PlatformError(call.name, 'too-large', 'never')
    const ok = status >= 200 && status < 300
    return { response: { ok, status, ...(disposition === undefined ? {} : { disposition }) }, bytes }
  } catch (thrown) {
    if (thrown instanceof PlatformError) throw thrown
    throw networkError(call.name, thrown, call.repeatable)
  }
}

/** Lets at most `most` pieces of work run at once; the others wait their turn. */
export function createGate(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    // Who is let in takes over the place of the one who left, so nobody can slip in between.
    if (running < most) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

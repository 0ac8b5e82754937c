import { PlatformError } from '../../chat/outgoing.ts'
import { isAllowedUrl } from '../shared/allowed-url.ts'
import { exchange } from '../shared/exchange.ts'
import { jsonFields, networkError, type Fields } from '../shared/network.ts'
import { platformError } from './errors.ts'

/** Where DingTalk's two API families live; configurable so that a local double can stand in. */
export type Bases = Readonly<{ apiBase: string; oapiBase: string }>

/** The published addresses of https://open.dingtalk.com/document/development/learn-about-server-side-development. */
export const officialBases: Bases = {
  apiBase: 'https://api.dingtalk.com',
  oapiBase: 'https://oapi.dingtalk.com',
}

/**
 * Hosts that a message may name for its answers. Stricter than `downloadHosts`: a robot callback's signature does not
 * cover its body, so this address may be a stranger's, and anybody can rent a host under aliyuncs.com.
 */
export function replyHosts(bases: Bases): readonly string[] {
  return ['*.dingtalk.com', new URL(bases.apiBase).origin, new URL(bases.oapiBase).origin]
}

/** Hosts that DingTalk's API may send us to for a file; pictures lie in Aliyun's object storage. */
export function downloadHosts(bases: Bases): readonly string[] {
  return [...replyHosts(bases), '*.aliyuncs.com']
}

const MAX_ANSWER = 1024 * 1024
/** DingTalk gives up on its own side after 3 s, so an answer that takes 5 s does not come. */
const TIMEOUT_MS = 5000

export type Call = Readonly<{
  /** The API's name in errors and meters; never an address, those hold secrets. */
  name: string
  url: string
  method: 'GET' | 'POST' | 'PUT'
  allowedHosts: readonly string[]
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON, unless it is a form. */
  body?: unknown
  repeatable: boolean
  timeoutMs?: number | undefined
  /** Gives the call up, for a process that is stopping. */
  signal?: AbortSignal | undefined
}>

/**
 * Makes one call and returns the fields of its JSON answer. Everything else is a PlatformError: addresses that are not
 * allowed, redirects, no answer, HTTP errors, and errors inside an HTTP 200 (`errcode`).
 */
export async function callJson(call: Call): Promise<Fields> {
  const { response, bytes } = await callBytes(call, MAX_ANSWER)
  const fields = jsonFields(bytes)
  const code = fields
    ? errorCode(fields, response.status)
    : response.ok
      ? 'not-json'
      : String(response.status)
  if (fields && code === undefined && response.ok) return fields
  throw platformError({
    call: call.name,
    status: response.status,
    code: code ?? String(response.status),
    repeatable: call.repeatable,
  })
}

/** Makes one call and returns its answer's bytes, whatever the status; more than `limit` of them is `too-large`. */
export async function callBytes(
  call: Call,
  limit: number,
): Promise<Readonly<{ response: Readonly<{ status: number; ok: boolean }>; bytes: Buffer }>> {
  if (!isAllowedUrl(call.url, call.allowedHosts))
    throw new PlatformError(call.name, 'host-not-allowed', 'never')
  const { url, method, body, timeoutMs = TIMEOUT_MS, signal } = call
  const isJson = body !== undefined && !(body instanceof FormData)
  try {
    const { status, bytes } = await exchange({
      url,
      method,
      headers: {
        accept: 'application/json',
        ...(isJson && { 'content-type': 'application/json' }),
        ...call.headers,
      },
      body: isJson ? JSON.stringify(body) : body,
      timeoutMs,
      signal,
      limit,
    })
    // A redirect would lead past the list of allowed hosts.
    if (status >= 300 && status < 400) throw new PlatformError(call.name, 'redirected', 'never')
    if (!bytes) throw new PlatformError(call.name, 'too-large', 'never')
    return { response: { status, ok: status >= 200 && status < 300 }, bytes }
  } catch (thrown) {
    if (thrown instanceof PlatformError) throw thrown
    throw networkError(call.name, thrown, call.repeatable)
  }
}

/**
 * The code in any of DingTalk's three envelopes: `errcode` of the old API (a number, in places a string), `code` of
 * the new one, and the page that a banned egress address gets. Undefined when the answer is a good one.
 */
function errorCode(fields: Fields, status: number): string | undefined {
  const { errcode, code, punish } = fields
  if (punish !== undefined) return 'egress-banned'
  const oapi = errcode === undefined ? undefined : String(errcode)
  if (oapi === '88' && fields['sub_code'] !== undefined) return String(fields['sub_code'])
  if (oapi !== undefined && oapi !== '0') return oapi
  if (status < 400) return undefined
  return typeof code === 'string' && code !== '' ? code : String(status)
}

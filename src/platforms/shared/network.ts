import { PlatformError } from '../../chat/outgoing.ts'

/** What a JSON object holds, before anything is known of it. */
export type Fields = Readonly<Record<string, unknown>>

/** The fields of a JSON object, or undefined. */
export function jsonFields(bytes: Buffer): Fields | undefined {
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : undefined
  } catch {
    return undefined
  }
}

/** Failures before anything was sent. */
const unreached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** What a call without any answer means: nothing was sent, or nobody knows. */
export function networkError(call: string, thrown: unknown, repeatable: boolean): PlatformError {
  const code = networkCode(thrown)
  const safe = repeatable || unreached.has(code) || code.startsWith('CERT_') || code.startsWith('ERR_TLS')
  return new PlatformError(call, code, safe ? 'later' : 'unknown')
}

function networkCode(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'network'
  if (thrown.name === 'TimeoutError' || thrown.name === 'AbortError') return 'timeout'
  const cause: unknown = thrown.cause ?? thrown
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : 'network'
}

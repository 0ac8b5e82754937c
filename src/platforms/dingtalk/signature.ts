import { createHmac, timingSafeEqual } from 'node:crypto'

const MAX_SKEW_MS = 60 * 60 * 1000

/** Request headers as Node gives them; a repeated header is an array and is refused. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Whether a robot callback was signed with the app's secret within the last hour (either way, clocks differ).
 * The signature covers neither body nor address, so a replay passes: the event id has to catch it.
 *
 * https://open.dingtalk.com/document/orgapp/receive-message
 */
export function isAuthenticRobot(headers: Headers, appSecret: string, now: Date): boolean {
  const { timestamp, sign } = headers
  if (appSecret === '' || !isFresh(timestamp, now)) return false
  return isSame(sign, hmac(appSecret, `${timestamp}\n${appSecret}`))
}

/**
 * The same for a card callback over HTTP, which signs the timestamp alone with the secret given when the
 * callback address was registered. Without a secret nothing is authentic.
 *
 * https://open.dingtalk.com/document/orgapp/event-callback-card
 */
export function isAuthenticCard(headers: Headers, secret: string, now: Date): boolean {
  const timestamp = headers['x-ddpaas-signature-timestamp']
  if (secret === '' || !isFresh(timestamp, now)) return false
  return isSame(headers['x-ddpaas-signature'], hmac(secret, timestamp))
}

function isFresh(timestamp: unknown, now: Date): timestamp is string {
  if (typeof timestamp !== 'string' || !/^\d{1,15}$/.test(timestamp)) return false
  return Math.abs(now.getTime() - Number(timestamp)) <= MAX_SKEW_MS
}

function hmac(secret: string, message: string): string {
  return createHmac('sha256', secret).update(message).digest('base64')
}

/** Compares as text: decoding first would let many spellings of one signature pass. */
function isSame(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}

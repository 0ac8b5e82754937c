import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { wecom } from './secrets.ts'

const key = Buffer.from(`${wecom.aesKey}=`, 'base64')
const iv = key.subarray(0, 16)
/** Random bytes and a length before the message. */
const HEAD = 20
const BLOCK = 32
const MAX_SKEW_SECONDS = 3600

function sign(timestamp: string, nonce: string, encrypted: string): string {
  const parts = [wecom.token, timestamp, nonce, encrypted]
  return createHash('sha1').update(parts.sort().join('')).digest('hex')
}

/** A message as WeCom encrypts it, and the query that signs it. */
export function seal(message: string): Readonly<{ encrypted: string; query: string }> {
  const words = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(words.length)
  const plain = Buffer.concat([randomBytes(16), length, words, Buffer.from(wecom.corpId)])
  const pad = BLOCK - (plain.length % BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
  const whole = Buffer.concat([plain, Buffer.alloc(pad, pad)])
  const encrypted = Buffer.concat([cipher.update(whole), cipher.final()]).toString('base64')
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), randomBytes(8).toString('hex')]
  const query = new URLSearchParams({ msg_signature: sign(timestamp, nonce, encrypted), timestamp, nonce })
  return { encrypted, query: query.toString() }
}

/** The message inside, or undefined when it is not WeCom's, too old, or not for us. */
export function unseal(query: URLSearchParams, encrypted: string): string | undefined {
  const [given, timestamp, nonce] = ['msg_signature', 'timestamp', 'nonce'].map(
    (name) => query.get(name) ?? '',
  )
  if (given === undefined || timestamp === undefined || nonce === undefined) return undefined
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= MAX_SKEW_SECONDS)) return undefined
  const [a, b] = [Buffer.from(given), Buffer.from(sign(timestamp, nonce, encrypted))]
  if (a.length !== b.length || !timingSafeEqual(a, b)) return undefined
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()])
  const end = HEAD + plain.readUInt32BE(16)
  const pad = plain[plain.length - 1] ?? 0
  const receiver = plain.subarray(end, plain.length - pad).toString('utf8')
  return receiver === wecom.corpId ? plain.subarray(HEAD, end).toString('utf8') : undefined
}

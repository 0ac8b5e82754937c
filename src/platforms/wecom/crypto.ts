import { createDecipheriv, timingSafeEqual } from 'node:crypto'
import { encrypt, getSignature } from '@wecom/crypto'
import type { CallbackKeys } from './settings.ts'

const MOST_PADDING = 32
/** Random bytes and a length stand before every message. */
const HEAD = 20
const MAX_SKEW_MS = 60 * 60 * 1000

/** Why a callback was not opened. The first three are a stranger's doing or a wrong Token, the rest a wrong key. */
export type Refused =
  'unsigned' | 'forged' | 'stale' | 'cipher' | 'padding' | 'length' | 'receiver' | 'not-text'

/** A callback that is not WeCom's, or not for us. Nothing of it has been parsed. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly why: Refused

  constructor(why: Refused) {
    super(`callback refused: ${why}`)
    this.why = why
  }
}

/** What stands in a callback's query. Every part has to be there exactly once. */
export type Signed = Readonly<{ signature: unknown; timestamp: unknown; nonce: unknown }>

/**
 * The text inside an encrypted callback, or a RefusedError. The signature is compared first and in constant time; then
 * the timestamp (one hour either way, clocks differ), the padding (PKCS#7 to 32 bytes, every byte of it), the length,
 * and the receiver: the corp id for an app, empty for an in-house AI bot.
 *
 * https://developer.work.weixin.qq.com/document/path/91144
 */
export function openSealed(
  given: Readonly<{ keys: CallbackKeys; receiver: string; signed: Signed; sealed: string; now: Date }>,
): string {
  const { keys, receiver, signed, sealed, now } = given
  const { signature, timestamp, nonce } = signed
  if (typeof signature !== 'string' || typeof timestamp !== 'string' || typeof nonce !== 'string')
    throw new RefusedError('unsigned')
  if (keys.token === '' || !isSame(signature, getSignature(keys.token, timestamp, nonce, sealed)))
    throw new RefusedError('forged')
  if (!isFresh(timestamp, now)) throw new RefusedError('stale')
  return unwrap(sealed, keys.encodingAesKey, receiver)
}

/** A passive reply: our own signature over our own timestamp (seconds) and nonce. */
export type Sealed = Readonly<{ encrypt: string; signature: string; timestamp: string; nonce: string }>

/** Encrypts a passive reply. An AI bot's answer has to carry the nonce of the request it answers. */
export function seal(
  given: Readonly<{ keys: CallbackKeys; receiver: string; text: string; nonce: string; now: Date }>,
): Sealed {
  const { keys, receiver, text, nonce, now } = given
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const sealed = encrypt(keys.encodingAesKey, text, receiver)
  return { encrypt: sealed, signature: getSignature(keys.token, timestamp, nonce, sealed), timestamp, nonce }
}

/**
 * The bytes of a picture or file sent to an AI bot: AES-256-CBC, the IV being the key's first 16 bytes, padded to 32.
 * `aesKey` is base64, with or without its `=`. Throws RefusedError.
 *
 * https://developer.work.weixin.qq.com/document/path/100719
 */
export function openMedia(bytes: Uint8Array, aesKey: string): Buffer {
  // The length is held to the cipher's own block only: a sender that pads to 16 does no harm here.
  return decipher(bytes, keyOf(aesKey), 16)
}

/** The library's own `decrypt` looks at neither padding nor receiver and returns rubbish as a message, hence this. */
function unwrap(sealed: string, encodingAesKey: string, receiver: string): string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(sealed)) throw new RefusedError('cipher')
  const plain = decipher(Buffer.from(sealed, 'base64'), keyOf(encodingAesKey), MOST_PADDING)
  if (plain.length < HEAD) throw new RefusedError('length')
  const end = HEAD + plain.readUInt32BE(16)
  if (end > plain.length) throw new RefusedError('length')
  if (!plain.subarray(end).equals(Buffer.from(receiver))) throw new RefusedError('receiver')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain.subarray(HEAD, end))
  } catch {
    throw new RefusedError('not-text')
  }
}

function decipher(bytes: Uint8Array, key: Buffer, block: number): Buffer {
  if (bytes.length === 0 || bytes.length % block !== 0) throw new RefusedError('cipher')
  const machine = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16))
  // Node would take off at most 16 bytes of padding; WeCom pads to 32.
  machine.setAutoPadding(false)
  const plain = Buffer.concat([machine.update(bytes), machine.final()])
  const pad = plain[plain.length - 1] ?? 0
  if (pad < 1 || pad > MOST_PADDING) throw new RefusedError('padding')
  const end = plain.length - pad
  if (!plain.subarray(end).equals(Buffer.alloc(pad, pad))) throw new RefusedError('padding')
  return plain.subarray(0, end)
}

function keyOf(encoded: string): Buffer {
  // One report from the field has it in hexadecimal.
  const key = Buffer.from(encoded, /^[0-9a-f]{64}$/i.test(encoded) ? 'hex' : 'base64')
  if (key.length !== 32) throw new RefusedError('cipher')
  return key
}

function isFresh(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false
  return Math.abs(now.getTime() - Number(timestamp) * 1000) <= MAX_SKEW_MS
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}

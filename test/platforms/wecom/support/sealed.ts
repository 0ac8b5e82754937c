import { createCipheriv, createHash } from 'node:crypto'
import type { CallbackKeys } from '../../../../src/platforms/wecom/settings.ts'

export const keys: CallbackKeys = {
  token: 'invented-token',
  encodingAesKey: 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY',
}
export const corpId = 'wwinvented0001'
export const now = new Date('2024-05-10T16:35:00+08:00')

type Making = Readonly<{
  encodingAesKey?: string
  receiver?: string
  /** Instead of PKCS#7 to 32. */
  pad?: (length: number) => Buffer
  /** Instead of the message's own length. */
  length?: number
}>

/** A ciphertext made by hand from the documentation, not by the library under test. */
export function cipher(message: string | Buffer, making: Making = {}): string {
  const text = Buffer.from(message)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(making.length ?? text.length)
  const head = Buffer.from('0123456789abcdef')
  const plain = Buffer.concat([head, size, text, Buffer.from(making.receiver ?? corpId)])
  return encryptPadded(plain, making.encodingAesKey ?? keys.encodingAesKey, making.pad).toString('base64')
}

/** A file as it lies in WeCom's storage. */
export function encryptPadded(plain: Uint8Array, aesKey: string, pad = pkcs7): Buffer {
  const key = Buffer.from(aesKey, 'base64')
  const machine = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([machine.update(Buffer.concat([plain, pad(plain.length)])), machine.final()])
}

export function pkcs7(length: number): Buffer {
  const pad = 32 - (length % 32)
  return Buffer.alloc(pad, pad)
}

export function signature(sealed: string, timestamp: string, nonce: string, token = keys.token): string {
  return createHash('sha1').update([token, timestamp, nonce, sealed].sort().join('')).digest('hex')
}

/** What stands in the query of a callback that is WeCom's own. */
export function signed(sealed: string, at = now, token = keys.token) {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  return { signature: signature(sealed, timestamp, 'nonce-1', token), timestamp, nonce: 'nonce-1' }
}

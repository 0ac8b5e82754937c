import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/*
 * The platform's side of the callback encryption (D91144), written anew so that it checks what the bot's libraries do:
 * AES-256-CBC, the first 16 bytes of the key as IV, padding to 32 bytes, and inside
 * `random(16) | length of the message (4 bytes, big-endian) | message | receiver`.
 */

const block = 32

/** The 32 bytes of a 43-character EncodingAESKey; throws when they are not 32. */
export function keyOf(aesKey: string): Buffer {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  if (aesKey.length !== 43 || key.length !== 32) throw new Error('the EncodingAESKey must have 43 characters')
  return key
}

/** The hex signature over token, timestamp, nonce and ciphertext. */
export function signatureOf(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex')
}

/** Encrypts a message for that receiver, as base64. */
export function seal(aesKey: string, message: string, receiver: string): string {
  const bytes = Buffer.from(message, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  const plain = Buffer.concat([randomBytes(16), length, bytes, Buffer.from(receiver)])
  return encryptBytes(keyOf(aesKey), plain).toString('base64')
}

/** Decrypts what the bot answered; undefined when the padding, the length or the base64 is not as it must be. */
export function unseal(
  aesKey: string,
  encrypted: string,
): Readonly<{ message: string; receiver: string }> | undefined {
  const plain = decryptBytes(keyOf(aesKey), Buffer.from(encrypted, 'base64'))
  if (!plain || plain.length < 20) return undefined
  const end = 20 + plain.readUInt32BE(16)
  if (end > plain.length) return undefined
  return {
    message: plain.subarray(20, end).toString('utf8'),
    receiver: plain.subarray(end).toString('utf8'),
  }
}

/** Encrypts bytes as pictures for AI bots are: the same cipher and padding without the envelope. */
export function encryptBytes(key: Buffer, bytes: Uint8Array): Buffer {
  const pad = block - (bytes.length % block)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(bytes), cipher.update(Buffer.alloc(pad, pad)), cipher.final()])
}

function decryptBytes(key: Buffer, bytes: Buffer): Buffer | undefined {
  if (bytes.length === 0 || bytes.length % block !== 0) return undefined
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()])
  const pad = padded.at(-1) ?? 0
  const tail = padded.subarray(-pad)
  if (pad < 1 || pad > block || tail.some((each) => each !== pad)) return undefined
  return padded.subarray(0, -pad)
}

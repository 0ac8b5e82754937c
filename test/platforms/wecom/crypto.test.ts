import { describe, expect, test } from 'vitest'
import { openMedia, openSealed, RefusedError, seal } from '../../../src/platforms/wecom/crypto.ts'
import { cipher, corpId, encryptPadded, keys, now, pkcs7, signature, signed } from './support/sealed.ts'

const open = (sealed: string, given: Partial<Parameters<typeof openSealed>[0]> = {}) =>
  openSealed({ keys, receiver: corpId, signed: signed(sealed), sealed, now, ...given })

function why(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof RefusedError) return error.why
    throw error
  }
  return 'opened'
}

describe('a callback of WeCom', () => {
  test.each(['<xml/>', '12号已改', '', '😀'.repeat(3000)])(
    'opens to the very text that was sealed',
    (text) => {
      expect(open(cipher(text))).toBe(text)
    },
  )
  test.each(Array.from({ length: 33 }, (_, i) => i))(
    'opens whatever its padding: %i more letters',
    (more) => {
      expect(open(cipher('x'.repeat(more)))).toBe('x'.repeat(more))
    },
  )
  test('keeps a byte order mark, which the console wants back', () => {
    expect(open(cipher('\ufeffok'))).toBe('\ufeffok')
  })
  test('of an AI bot names no receiver', () => {
    expect(open(cipher('{}', { receiver: '' }), { receiver: '' })).toBe('{}')
  })
})

describe('refused without a look inside', () => {
  const sealed = cipher('<xml/>')
  test.each([
    ['signed with another token', signed(sealed, now, 'another-token'), 'forged'],
    ['signed for another text', signed(cipher('<xml>')), 'forged'],
    [
      'with a signature in capitals',
      { ...signed(sealed), signature: signed(sealed).signature.toUpperCase() },
      'forged',
    ],
    [
      'with half a signature',
      { ...signed(sealed), signature: signed(sealed).signature.slice(0, 20) },
      'forged',
    ],
    ['without a signature', { ...signed(sealed), signature: undefined }, 'unsigned'],
    ['with two signatures', { ...signed(sealed), signature: ['a', 'b'] }, 'unsigned'],
    ['without a nonce', { ...signed(sealed), nonce: undefined }, 'unsigned'],
    ['from two hours ago', signed(sealed, new Date(now.getTime() - 7200_000)), 'stale'],
    ['from two hours ahead', signed(sealed, new Date(now.getTime() + 7200_000)), 'stale'],
    ['without a time', { signature: signature(sealed, 'soon', 'n'), timestamp: 'soon', nonce: 'n' }, 'stale'],
  ])('%s', (_what, given, reason) => {
    expect(why(() => open(sealed, { signed: given }))).toBe(reason)
  })
  test('when no token is configured, although the signature fits', () => {
    const bare = { ...keys, token: '' }
    expect(why(() => open(sealed, { keys: bare, signed: signed(sealed, now, '') }))).toBe('forged')
  })
})

describe('refused although it is signed', () => {
  const pads = (fill: (length: number) => Buffer) => cipher('<xml/>', { pad: fill })
  test.each([
    ['plain text where a ciphertext is due', '<xml>hello</xml>', 'cipher'],
    ['base64 that is not whole blocks', Buffer.alloc(40).toString('base64'), 'cipher'],
    ['nothing', '', 'cipher'],
    [
      'another key',
      cipher('<xml/>', { encodingAesKey: 'ZmVkY2JhZmVkY2JhZmVkY2JhZmVkY2JhZmVkY2JhZmU' }),
      'padding',
    ],
    ['padding of zeros', pads((length) => Buffer.alloc(pkcs7(length).length, 0)), 'padding'],
    ['padding beyond 32', pads((length) => Buffer.alloc(pkcs7(length).length, 33)), 'padding'],
    [
      'padding whose first byte is wrong',
      pads((length) => {
        const pad = pkcs7(length)
        pad[0] = 0
        return pad
      }),
      'padding',
    ],
    ['a length that reaches beyond the end', cipher('<xml/>', { length: 4_000_000_000 }), 'length'],
    ['another receiver', cipher('<xml/>', { receiver: 'wwsomebodyelse' }), 'receiver'],
    ['no receiver', cipher('<xml/>', { receiver: '' }), 'receiver'],
    ['a length that swallows half the receiver', cipher('<xml/>', { length: 8 }), 'receiver'],
    ['bytes that are no text', cipher(Buffer.from([0xff, 0xfe, 0xfd])), 'not-text'],
  ])('%s', (_what, sealed, reason) => {
    expect(why(() => open(sealed))).toBe(reason)
  })
})

describe('our answer', () => {
  test('can be opened by whoever has the keys, and carries the nonce it was given', () => {
    const { encrypt, signature, timestamp, nonce } = seal({
      keys,
      receiver: corpId,
      text: '好',
      nonce: 'n-9',
      now,
    })
    expect(nonce).toBe('n-9')
    expect(timestamp).toBe('1715330100')
    expect(open(encrypt, { signed: { signature, timestamp, nonce } })).toBe('好')
  })
  test('never looks the same twice', () => {
    const once = () => seal({ keys, receiver: '', text: '好', nonce: 'n', now }).encrypt
    expect(once()).not.toBe(once())
  })
})

describe('an encrypted picture', () => {
  const aesKey = keys.encodingAesKey
  const bytes = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
  test.each([aesKey, `${aesKey}=`, Buffer.from(aesKey, 'base64').toString('hex')])(
    'opens with its key, however spelled',
    (key) => {
      expect(openMedia(encryptPadded(bytes, aesKey), key)).toEqual(Buffer.from(bytes))
    },
  )
  test('does not open with another key', () => {
    expect(
      why(() => openMedia(encryptPadded(bytes, aesKey), 'ZmVkY2JhZmVkY2JhZmVkY2JhZmVkY2JhZmVkY2JhZmU')),
    ).toBe('padding')
  })
  test('that is not encrypted at all is refused', () => {
    expect(why(() => openMedia(bytes, aesKey))).toBe('cipher')
  })
  test('with half a key is refused', () => {
    expect(why(() => openMedia(encryptPadded(bytes, aesKey), 'QUJD'))).toBe('cipher')
  })
})

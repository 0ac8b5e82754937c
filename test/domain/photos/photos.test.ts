import fc from 'fast-check'
import imghash from 'imghash'
import { describe, expect, it, test } from 'vitest'
import { cameraNotes } from '../../../src/domain/photos/exif.ts'
import { ALIKE_BITS, distance, isTelling, piecesOf } from '../../../src/domain/photos/likeness.ts'
import { countOf, sideBySide } from '../../../src/domain/photos/pairing.ts'
import { remarksOn } from '../../../src/domain/photos/remarks.ts'
import { sizeOf } from '../../../src/domain/photos/size.ts'
import { withoutNotes } from '../../../src/domain/photos/strip.ts'
import { phoneJpeg, plainJpeg, scene, withPngNotes } from '../../support/pictures.ts'

const webp = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=', 'base64')

describe('what a phone notes in a picture', () => {
  it('is read: when, where, and the way up', () => {
    expect(cameraNotes(phoneJpeg({ orientation: 6 }))).toEqual({
      takenAt: new Date('2026-11-03T09:12:00+08:00'),
      latitude: 40.5,
      longitude: 110.25,
      orientation: 6,
    })
    expect(cameraNotes(withPngNotes(scene(1), { gps: false }))).toMatchObject({
      takenAt: new Date('2026-11-03T09:12:00+08:00'),
      latitude: null,
    })
  })

  it.each([['0000:00:00 00:00:00'], ['2000:01:01 00:00:00'], ['gestern, halb zehn ']])(
    'is no time when the clock says %s',
    (takenAt) => {
      expect(cameraNotes(phoneJpeg({ takenAt })).takenAt).toBeNull()
    },
  )

  it('is gone from what is sent on, with comments and what hides behind the picture', () => {
    const sent = Buffer.from(withoutNotes(phoneJpeg()))
    expect(sent.equals(plainJpeg())).toBe(true)
    for (const hidden of ['Exif', '2026', '某某', '第二张']) expect(sent.includes(hidden)).toBe(false)
    const png = withoutNotes(withPngNotes(scene(1)))
    expect(Buffer.from(png).equals(Buffer.from(scene(1)))).toBe(true)
  })

  it('leaves a turned picture turned, and nothing else', () => {
    const sent = withoutNotes(phoneJpeg({ orientation: 6 }))
    expect(cameraNotes(sent)).toEqual({ takenAt: null, latitude: null, longitude: null, orientation: 6 })
    expect(Buffer.from(withoutNotes(sent)).equals(Buffer.from(sent))).toBe(true)
  })

  it('is gone from a WebP, whose head then says so', () => {
    const size = Buffer.from([0, 0, 0, 0, 0, 0])
    const chunk = (name: string, content: Buffer): Buffer => {
      const head = Buffer.alloc(8)
      head.write(name, 'latin1')
      head.writeUInt32LE(content.length, 4)
      return Buffer.concat([head, content])
    }
    const inner = webp.subarray(12)
    const vp8x = chunk('VP8X', Buffer.concat([Buffer.from([0x0c, 0, 0, 0]), size]))
    const whole = Buffer.concat([
      webp.subarray(0, 12),
      vp8x,
      inner,
      chunk('EXIF', Buffer.from('ort und zeit')),
    ])
    const sent = Buffer.from(withoutNotes(whole))
    expect(sent.includes('EXIF')).toBe(false)
    expect(sent[20]).toBe(0)
    expect(sent.readUInt32LE(4)).toBe(sent.length - 8)
  })

  test('whatever the bytes, nothing throws, and what is sent is never longer than a way up more', () => {
    const seeds = [phoneJpeg(), Buffer.from(withPngNotes(scene(2))), webp]
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 12 }),
        fc.nat(3000),
        (seed, changes, cut) => {
          const bytes = Buffer.from(seed.subarray(0, Math.max(12, seed.length - cut)))
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
          cameraNotes(bytes)
          sizeOf(bytes)
          expect(withoutNotes(bytes).length).toBeLessThanOrEqual(bytes.length + 36)
        },
      ),
    )
  })
})

test('the size is read from the head, before anything is unpacked', () => {
  expect(sizeOf(plainJpeg())).toEqual({ width: 72, height: 72 })
  expect(sizeOf(scene(1))).toEqual({ width: 320, height: 240 })
  expect(sizeOf(webp)).toEqual({ width: 1, height: 1 })
  expect(sizeOf(Buffer.from('GIF89a'))).toBeNull()
})

describe('photos that look alike', () => {
  const likeness = (bytes: Uint8Array): Promise<string> => imghash.hash(Buffer.from(bytes), 16)

  it('are told from others: a copy a little lighter is near, another scene is far', async () => {
    const [one, lighter, other] = await Promise.all([scene(1), scene(1, 6), scene(2)].map(likeness))
    expect(isTelling(one ?? '')).toBe(true)
    expect(distance(one ?? '', lighter ?? '')).toBeLessThanOrEqual(ALIKE_BITS)
    expect(distance(one ?? '', other ?? '')).toBeGreaterThan(60)
  })

  const hashes = fc
    .array(fc.nat(15), { minLength: 64, maxLength: 64 })
    .map((digits) => digits.map((digit) => digit.toString(16)).join(''))
  const flip = (hash: string, bits: readonly number[]): string => {
    const digits = [...hash].map((digit) => Number.parseInt(digit, 16))
    for (const bit of bits) digits[bit >> 2] = (digits[bit >> 2] ?? 0) ^ (1 << (bit & 3))
    return digits.map((digit) => digit.toString(16)).join('')
  }

  test('two hashes of fewer than 16 different bits always share a piece', () => {
    fc.assert(
      fc.property(hashes, fc.uniqueArray(fc.nat(255), { maxLength: 15 }), (hash, bits) => {
        const other = flip(hash, bits)
        expect(distance(hash, other)).toBe(bits.length)
        const pieces = new Set(piecesOf(hash))
        expect(piecesOf(other).some((piece) => pieces.has(piece))).toBe(true)
      }),
    )
  })
})

describe('what the re-inspector is asked to look at', () => {
  const foundAt = new Date('2026-11-20T09:00:00+08:00')
  const limits = { between: 12, within: 4 }
  const photo = { hazardId: 1, step: 'after', takenAt: null, foundAt }

  test.each([
    [
      'the same photo at another hazard',
      [{ hazardId: 2, step: 'after', bits: 0, sameBytes: true }],
      [{ kind: 'same', otherHazardId: 2 }],
    ],
    [
      'nearly the same there',
      [{ hazardId: 2, step: 'before', bits: 9, sameBytes: false }],
      [{ kind: 'alike', otherHazardId: 2 }],
    ],
    [
      'the photo from before once more',
      [{ hazardId: 1, step: 'before', bits: 0, sameBytes: true }],
      [{ kind: 'same', otherHazardId: 1 }],
    ],
    ['the same spot after the work', [{ hazardId: 1, step: 'before', bits: 9, sameBytes: false }], []],
    ['a second photo of the same work', [{ hazardId: 1, step: 'after', bits: 0, sameBytes: true }], []],
    ['something else', [{ hazardId: 2, step: 'after', bits: 40, sameBytes: false }], []],
  ])('%s', (_, lookalikes, remarks) => {
    expect(remarksOn(photo, lookalikes, limits)).toEqual(remarks)
  })

  test.each([
    ['after', '2026-11-03', true],
    ['after', '2026-11-19T20:00:00+08:00', false],
    ['before', '2026-11-03', false],
    ['before', '2026-09-03', true],
  ])('a photo of %s taken on %s is old: %s', (step, taken, old) => {
    const takenAt = new Date(taken)
    expect(remarksOn({ ...photo, step, takenAt }, [], limits)).toEqual(old ? [{ kind: 'old', takenAt }] : [])
  })
})

describe('before and after side by side', () => {
  const photos = (before: number, after: number) => [
    ...Array.from({ length: before }, (_, i) => ({ hash: `b${i}`, step: 'before' })),
    ...Array.from({ length: after }, (_, i) => ({ hash: `a${i}`, step: 'after' })),
  ]
  test.each([
    [3, 3, ['b1', 'b2', 'a1', 'a2']],
    [0, 6, ['a2', 'a3', 'a4', 'a5']],
    [6, 0, ['b2', 'b3', 'b4', 'b5']],
    [1, 6, ['b0', 'a3', 'a4', 'a5']],
    [6, 1, ['b3', 'b4', 'b5', 'a0']],
    [1, 1, ['b0', 'a0']],
  ])('%d before and %d after', (before, after, shown) => {
    expect(sideBySide(photos(before, after), 4).map(({ hash }) => hash)).toEqual(shown)
  })

  test('are counted', () => {
    expect(countOf(photos(3, 2))).toBe('照片5张：整改前3张、整改后2张')
    expect(countOf(photos(2, 0))).toBe('整改前照片2张')
    expect(countOf(photos(0, 1))).toBe('整改后照片1张')
  })
})

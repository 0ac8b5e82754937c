import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createCanvas } from '../../src/demo/photos/png.ts'
import { drawPhoto } from '../../src/demo/photos/photo.ts'
import { scenes, type Scene } from '../../src/demo/photos/scenes.ts'

const stamp = '2026-11-25 09:12'

/** The chunks of a PNG, each with what its checksum should be. */
function chunksOf(png: Uint8Array) {
  const bytes = Buffer.from(png)
  const chunks: { type: string; data: Buffer; sum: number; expected: number }[] = []
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const end = at + 8 + length
    chunks.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      data: bytes.subarray(at + 8, end),
      sum: bytes.readUInt32BE(end),
      expected: crc32(bytes.subarray(at + 4, end)),
    })
    at = end + 4
  }
  return chunks
}

describe('the drawn photos', () => {
  test.each(Object.keys(scenes) as Scene[])('%s is a whole PNG, before and after', (scene) => {
    for (const fixed of [false, true]) {
      const chunks = chunksOf(drawPhoto({ scene, fixed, seed: 'x', stamp }))
      expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND'])
      for (const { sum, expected } of chunks) expect(sum).toBe(expected)
      const pixels = inflateSync(chunks[2]?.data ?? Buffer.alloc(0))
      expect(pixels.length).toBe(360 * 481)
      expect(new Set(pixels).size).toBeGreaterThan(5)
    }
  })

  test('the same request gives the same bytes; another place, state or time gives others', () => {
    const photo = { scene: 'lane', fixed: false, seed: '锦绣城', stamp } as const
    const once = Buffer.from(drawPhoto(photo))
    expect(once.equals(drawPhoto(photo))).toBe(true)
    for (const other of [{ seed: '翡翠湾' }, { fixed: true }, { stamp: '2026-11-25 09:13' }])
      expect(once.equals(drawPhoto({ ...photo, ...other }))).toBe(false)
  })

  test('a shape fills what lies inside its outline and nothing else', () => {
    const canvas = createCanvas(4, 4)
    canvas.rect('#000000', 0, 0, 4, 4)
    canvas.shape('#ffffff', [1, 1, 3, 1, 3, 3, 1, 3])
    const pixels = inflateSync(chunksOf(canvas.png())[2]?.data ?? Buffer.alloc(0))
    const rows = [0, 1, 2, 3].map((y) => [...pixels.subarray(y * 5 + 1, y * 5 + 5)].join(''))
    expect(rows).toEqual(['0000', '0110', '0110', '0000'])
  })
})

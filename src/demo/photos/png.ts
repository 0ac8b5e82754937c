import { crc32, deflateSync } from 'node:zlib'

/** A colour, `#rrggbb`. */
export type Colour = `#${string}`

/** A picture in the making: at most 256 colours, filled shapes only. Coordinates are pixels from the upper left. */
export interface Canvas {
  readonly width: number
  readonly height: number
  rect(colour: Colour, x: number, y: number, width: number, height: number): void
  /** A filled polygon; x and y in turn. */
  shape(colour: Colour, points: readonly number[]): void
  disc(colour: Colour, x: number, y: number, radius: number): void
  /** The same picture for the same drawing, byte for byte. */
  png(): Uint8Array
}

/** An empty canvas, black until something is drawn. */
export function createCanvas(width: number, height: number): Canvas {
  const pixels = new Uint8Array(width * height)
  const palette = new Map<Colour, number>()

  const indexOf = (colour: Colour): number => {
    const held = palette.get(colour)
    if (held !== undefined) return held
    if (palette.size === 256) throw new Error('a picture has at most 256 colours')
    palette.set(colour, palette.size)
    return palette.size - 1
  }

  function row(index: number, y: number, from: number, to: number): void {
    if (y < 0 || y >= height) return
    const start = Math.max(0, Math.round(from))
    const end = Math.min(width, Math.round(to))
    if (end > start) pixels.fill(index, y * width + start, y * width + end)
  }

  return {
    width,
    height,
    rect(colour, x, y, w, h) {
      const index = indexOf(colour)
      for (let line = Math.round(y); line < Math.round(y + h); line += 1) row(index, line, x, x + w)
    },
    shape(colour, points) {
      const index = indexOf(colour)
      const corners = Array.from({ length: points.length >> 1 }, (_, i) => ({
        x: points[2 * i] ?? 0,
        y: points[2 * i + 1] ?? 0,
      }))
      const top = Math.max(0, Math.floor(Math.min(...corners.map(({ y }) => y))))
      const bottom = Math.min(height, Math.ceil(Math.max(...corners.map(({ y }) => y))))
      for (let line = top; line < bottom; line += 1) {
        const crossings = crossingsAt(corners, line + 0.5)
        for (let i = 0; i + 1 < crossings.length; i += 2)
          row(index, line, crossings[i] ?? 0, crossings[i + 1] ?? 0)
      }
    },
    disc(colour, x, y, radius) {
      const index = indexOf(colour)
      for (let line = Math.floor(y - radius); line <= y + radius; line += 1) {
        const half = Math.sqrt(Math.max(0, radius ** 2 - (line + 0.5 - y) ** 2))
        row(index, line, x - half, x + half)
      }
    },
    png: () => encode(width, height, pixels, [...palette.keys()]),
  }
}

type Corner = Readonly<{ x: number; y: number }>

/** Where the outline crosses a horizontal line, from left to right. */
function crossingsAt(corners: readonly Corner[], y: number): readonly number[] {
  const found: number[] = []
  for (const [i, a] of corners.entries()) {
    const b = corners[(i + 1) % corners.length] ?? a
    if (a.y <= y === b.y <= y) continue
    found.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x))
  }
  return found.sort((a, b) => a - b)
}

/** PNG with a palette (W3C PNG, colour type 3, eight bits). */
function encode(width: number, height: number, pixels: Uint8Array, palette: readonly Colour[]): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const lines = Buffer.alloc(height * (width + 1))
  // Each line begins with its filter, 0 for none.
  for (let y = 0; y < height; y += 1)
    lines.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.map((colour) => colour.slice(1)).join(''), 'hex')),
    chunk('IDAT', deflateSync(lines, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

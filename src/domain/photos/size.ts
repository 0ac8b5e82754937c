import { partsOf, type Part } from './parts.ts'

export type Size = Readonly<{ width: number; height: number }>

/** How large a JPEG, PNG or WebP says that it is, read from its head; null for everything else. */
export function sizeOf(bytes: Uint8Array): Size | null {
  const { kind, parts } = partsOf(bytes)
  if (kind === 'jpeg') return jpegSize(parts)
  if (kind === 'png') {
    const head = parts[0]
    return head?.name === 'IHDR' && head.content.length >= 8
      ? { width: big(head.content, 0, 4), height: big(head.content, 4, 4) }
      : null
  }
  return kind === 'webp' ? webpSize(parts) : null
}

/** Start of frame: C0 to CF without the tables C4, C8 and CC. */
function jpegSize(parts: readonly Part[]): Size | null {
  const frame = parts.find(({ name }) => /^c[0-35-79-bd-f]$/.test(name))
  return frame && frame.content.length >= 5
    ? { height: big(frame.content, 1, 2), width: big(frame.content, 3, 2) }
    : null
}

function webpSize(parts: readonly Part[]): Size | null {
  const [head] = parts
  if (!head || head.content.length < 10) return null
  const b = head.content
  switch (head.name) {
    case 'VP8X':
      return { width: little(b, 4, 3) + 1, height: little(b, 7, 3) + 1 }
    case 'VP8 ':
      return { width: little(b, 6, 2) & 0x3fff, height: little(b, 8, 2) & 0x3fff }
    case 'VP8L': {
      const bits = little(b, 1, 4)
      return { width: (bits & 0x3fff) + 1, height: (Math.floor(bits / 0x4000) & 0x3fff) + 1 }
    }
    default:
      return null
  }
}

function big(bytes: Uint8Array, start: number, length: number): number {
  return bytes.subarray(start, start + length).reduce((sum, byte) => sum * 256 + byte, 0)
}

function little(bytes: Uint8Array, start: number, length: number): number {
  return bytes.subarray(start, start + length).reduceRight((sum, byte) => sum * 256 + byte, 0)
}

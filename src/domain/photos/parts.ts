/** A stretch of a picture's bytes; `content` leaves out the marker and the length. */
export type Part = Readonly<{ name: string; start: number; end: number; content: Uint8Array }>

/** The parts that a picture consists of, in their order; `rest` is where they end. Never throws, whatever the bytes. */
export type Parts = Readonly<{ kind: 'jpeg' | 'png' | 'webp' | 'other'; parts: readonly Part[]; end: number }>

/** So many parts at most are looked at: an honest picture has a few dozen. */
const MOST_PARTS = 10_000

/** Takes a JPEG, PNG or WebP apart. Only walks over lengths; nothing is unpacked. */
export function partsOf(bytes: Uint8Array): Parts {
  if (at(bytes, 0, 'FFD8FF')) return { kind: 'jpeg', ...jpegParts(bytes) }
  if (at(bytes, 0, '89504E470D0A1A0A')) return { kind: 'png', ...pngParts(bytes) }
  if (at(bytes, 0, '52494646') && at(bytes, 8, '57454250')) return { kind: 'webp', ...webpParts(bytes) }
  return { kind: 'other', parts: [], end: bytes.length }
}

type Walked = Readonly<{ parts: readonly Part[]; end: number }>

/** Segments by the hex of their marker; a scan and what is compressed after it is one part, `scan`. */
function jpegParts(bytes: Uint8Array): Walked {
  const parts: Part[] = []
  let i = 2
  while (i + 4 <= bytes.length && bytes[i] === 0xff && parts.length < MOST_PARTS) {
    const marker = bytes[i + 1] ?? 0
    if (marker === 0xff) {
      i += 1
      continue
    }
    if (marker === 0xd9) break
    const length = ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0)
    let end = i + 2 + length
    if (length < 2 || end > bytes.length) break
    const content = bytes.subarray(i + 4, end)
    if (marker === 0xda) end = endOfScan(bytes, end)
    parts.push({ name: marker === 0xda ? 'scan' : marker.toString(16), start: i, end, content })
    i = end
  }
  // What lies behind the end belongs to no picture: some phones keep a second one there, with its own notes.
  const isWhole = bytes[i] === 0xff && bytes[i + 1] === 0xd9
  return { parts, end: isWhole ? i + 2 : bytes.length }
}

/** In compressed data a marker's sign is followed by 00 or by a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let i = bytes.indexOf(0xff, from); i >= 0; i = bytes.indexOf(0xff, i + 1)) {
    const next = bytes[i + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return i
  }
  return bytes.length
}

function pngParts(bytes: Uint8Array): Walked {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Part[] = []
  let i = 8
  while (i + 12 <= bytes.length && parts.length < MOST_PARTS) {
    const end = i + 12 + view.getUint32(i)
    if (end > bytes.length) break
    const name = latin(bytes, i + 4, 4)
    parts.push({ name, start: i, end, content: bytes.subarray(i + 8, end - 4) })
    i = end
    if (name === 'IEND') return { parts, end }
  }
  return { parts, end: bytes.length }
}

function webpParts(bytes: Uint8Array): Walked {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Part[] = []
  let i = 12
  while (i + 8 <= bytes.length && parts.length < MOST_PARTS) {
    const length = view.getUint32(i + 4, true)
    if (i + 8 + length > bytes.length) break
    const end = Math.min(bytes.length, i + 8 + length + (length % 2))
    parts.push({
      name: latin(bytes, i, 4),
      start: i,
      end,
      content: bytes.subarray(i + 8, i + 8 + length),
    })
    i = end
  }
  return { parts, end: i }
}

/** The bytes as the letters that they stand for. */
export function latin(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length))
}

function at(bytes: Uint8Array, start: number, hex: string): boolean {
  return [...hex.matchAll(/../g)].every(([pair], i) => bytes[start + i] === Number.parseInt(pair, 16))
}

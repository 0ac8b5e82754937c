import { cameraNotes } from './exif.ts'
import { latin, partsOf, type Part } from './parts.ts'

/**
 * The picture without what it says about its maker: time, place, device, comments, hidden previews. Its pixels stay
 * byte for byte, and so does the way up. Other kinds than JPEG, PNG and WebP come back as they are.
 */
export function withoutNotes(bytes: Uint8Array): Uint8Array {
  const { kind, parts, end } = partsOf(bytes)
  if (kind === 'other' || parts.length === 0) return bytes
  const kept = parts.filter((part) => stays(kind, part))
  const last = parts.at(-1)?.end ?? 0
  if (kept.length === parts.length && end === bytes.length) return bytes
  const start = parts[0]?.start ?? 0
  const { orientation } = kind === 'jpeg' ? cameraNotes(bytes) : { orientation: 1 }
  const whole = Buffer.concat([
    bytes.subarray(0, start),
    ...(orientation === 1 ? [] : [wayUp(orientation)]),
    ...kept.map((part) => withoutFlags(kind, part, bytes.subarray(part.start, part.end))),
    // What follows is the end mark, or what could not be read any more.
    bytes.subarray(last, end),
  ])
  if (kind === 'webp') whole.writeUInt32LE(whole.length - 8, 4)
  return whole
}

function stays(kind: 'jpeg' | 'png' | 'webp', { name, content }: Part): boolean {
  switch (kind) {
    case 'jpeg':
      // Colours need the profile (APP2) and Adobe's note (APP14); everything else of APP1 to APP15 tells of the maker.
      if (name === 'e2') return latin(content, 0, 11) === 'ICC_PROFILE'
      return name === 'e0' || name === 'ee' || !/^(?:e[1-9a-f]|fe)$/.test(name)
    case 'png':
      return !/^(?:eXIf|tEXt|zTXt|iTXt|tIME)$/.test(name)
    case 'webp':
      return name !== 'EXIF' && name !== 'XMP '
  }
}

/** A WebP's head says which notes follow. */
function withoutFlags(kind: string, { name }: Part, whole: Uint8Array): Uint8Array {
  if (kind !== 'webp' || name !== 'VP8X') return whole
  const copy = Uint8Array.from(whole)
  copy[8] = (copy[8] ?? 0) & ~0x0c
  return copy
}

/** EXIF that says nothing but how to turn the picture. */
function wayUp(orientation: number): Uint8Array {
  return Buffer.from(
    `ffe10022457869660000${'4d4d002a00000008'}${'0001'}${'01120003000000010'}${orientation.toString(16).padStart(3, '0')}0000${'00000000'}`,
    'hex',
  )
}

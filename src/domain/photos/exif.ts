import { latin, partsOf } from './parts.ts'

/** What a camera has noted in a picture, as far as it matters as evidence. */
export type CameraNotes = Readonly<{
  takenAt: Date | null
  latitude: number | null
  longitude: number | null
  /** 1 to 8: how the picture has to be turned. */
  orientation: number
}>

const nothing: CameraNotes = { takenAt: null, latitude: null, longitude: null, orientation: 1 }

const TAGS = {
  orientation: 0x0112,
  exif: 0x8769,
  gps: 0x8825,
  taken: 0x9003,
  offset: 0x9011,
  latitudeRef: 1,
  latitude: 2,
  longitudeRef: 3,
  longitude: 4,
} as const

/** Reads the EXIF notes of a JPEG, PNG or WebP. Never throws: what cannot be read is as if it were not there. */
export function cameraNotes(bytes: Uint8Array): CameraNotes {
  const { kind, parts } = partsOf(bytes)
  const holder = parts.find(({ name, content }) =>
    kind === 'jpeg'
      ? name === 'e1' && latin(content, 0, 6) === 'Exif\0\0'
      : name === 'eXIf' || name === 'EXIF',
  )
  if (!holder) return nothing
  const isWrapped = latin(holder.content, 0, 6) === 'Exif\0\0'
  try {
    return read(isWrapped ? holder.content.subarray(6) : holder.content)
  } catch {
    return nothing
  }
}

function read(tiff: Uint8Array): CameraNotes {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const little = latin(tiff, 0, 2) === 'II'
  if (!little && latin(tiff, 0, 2) !== 'MM') return nothing
  const directory = (start: number) => entriesOf(view, start, little)
  const main = directory(view.getUint32(4, little))
  const within = (tag: number) => {
    const at = main.get(tag)?.number()
    return at === undefined ? undefined : directory(at)
  }
  const exif = within(TAGS.exif)
  const gps = within(TAGS.gps)
  const orientation = main.get(TAGS.orientation)?.number() ?? 1
  return {
    takenAt: momentOf(exif?.get(TAGS.taken)?.text(), exif?.get(TAGS.offset)?.text()),
    latitude: degrees(gps, TAGS.latitude, TAGS.latitudeRef, 'S', 90),
    longitude: degrees(gps, TAGS.longitude, TAGS.longitudeRef, 'W', 180),
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
  }
}

type Entry = Readonly<{ number(): number | undefined; text(): string; fractions(): readonly number[] }>

/** One directory of TIFF 6.0: twelve bytes an entry, its value in place or where the last four point. */
function entriesOf(view: DataView, start: number, little: boolean): ReadonlyMap<number, Entry> {
  const entries = new Map<number, Entry>()
  const count = Math.min(view.getUint16(start, little), 200)
  for (let i = 0; i < count; i += 1) {
    const at = start + 2 + 12 * i
    const type = view.getUint16(at + 2, little)
    const length = Math.min(view.getUint32(at + 4, little), 64)
    const pointed = (size: number): number => (size <= 4 ? at + 8 : view.getUint32(at + 8, little))
    entries.set(view.getUint16(at, little), {
      number: () =>
        type === 3 ? view.getUint16(at + 8, little) : type === 4 ? view.getUint32(at + 8, little) : undefined,
      text() {
        const from = pointed(length)
        return Array.from({ length }, (_, n) => String.fromCharCode(view.getUint8(from + n)))
          .join('')
          .split('\0')[0] as string
      },
      fractions() {
        const from = pointed(8 * length)
        return Array.from({ length }, (_, n) => {
          const below = view.getUint32(from + 8 * n + 4, little)
          return below === 0 ? NaN : view.getUint32(from + 8 * n, little) / below
        })
      },
    })
  }
  return entries
}

/** `2026:11:03 09:12:00`, by the camera's clock: Shanghai's unless it notes another. */
function momentOf(text: string | undefined, offset: string | undefined): Date | null {
  const [, y, m, d, time] = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text ?? '') ?? []
  if (!y) return null
  const zone = /^[+-]\d\d:\d\d$/.test(offset ?? '') ? offset : '+08:00'
  const moment = new Date(`${y}-${m}-${d}T${time}${zone}`)
  // A camera whose clock was never set says 1970 or 2000.
  return Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 2005 ? null : moment
}

function degrees(
  gps: ReadonlyMap<number, Entry> | undefined,
  tag: number,
  refTag: number,
  negative: string,
  most: number,
): number | null {
  const [whole = NaN, minutes = NaN, seconds = NaN] = gps?.get(tag)?.fractions() ?? []
  const value = whole + minutes / 60 + seconds / 3600
  if (Number.isNaN(value) || value > most) return null
  return gps?.get(refTag)?.text() === negative ? -value : value
}

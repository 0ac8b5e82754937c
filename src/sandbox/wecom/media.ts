import { randomBytes } from 'node:crypto'
import { pictureUrl, shownFile } from '../shelves.ts'
import type { Files, Pictures, ShownFile } from '../shelves.ts'
import { encryptBytes } from './crypto.ts'
import { CgiError } from './errors.ts'

export type Medium = Readonly<{ type: MediaType; name: string; mime: string; bytes: Uint8Array }>
export type MediaType = 'image' | 'voice' | 'video' | 'file'
type Kept = Readonly<{ medium: Medium; until: number; owner: string }>

/** Largest sizes (D90253); what is not above 5 bytes is refused for every type. */
const limits: Readonly<Record<MediaType, number>> = {
  image: 10 * 1024 * 1024,
  voice: 2 * 1024 * 1024,
  video: 10 * 1024 * 1024,
  file: 20 * 1024 * 1024,
}
const endings: Readonly<Record<MediaType, RegExp>> = {
  image: /\.(jpe?g|png)$/i,
  voice: /\.amr$/i,
  video: /\.mp4$/i,
  file: /./,
}
const mimes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  amr: 'audio/amr',
  mp4: 'video/mp4',
}
/** What one store holds; the oldest go first. */
const keptMedia = 500
/** Uploads and media ids live three days, the files that an AI bot is shown five minutes. */
const mediaMs = 3 * 24 * 3_600_000
const fileMs = 5 * 60_000

/** Temporary media, and the encrypted files behind an AI bot's messages. */
export interface Media {
  /** Keeps an upload for three days; `owner` is who alone may use it. Throws the platform's errors. */
  add(given: Readonly<{ type: string; name: string; bytes: Uint8Array; owner: string }>): string
  /** A medium by its id; throws 40007 when it is gone or somebody else's. */
  get(mediaId: string, owner: string, type?: MediaType): Medium
  /** The address of an encrypted copy that works for five minutes; a fresh key is made when none is given. */
  share(medium: Medium, key?: Buffer): Readonly<{ url: string; aeskey: string }>
  file(key: string): Readonly<{ bytes: Buffer; name: string }> | undefined
  /** Where the page finds an uploaded picture; undefined for anything else. */
  pictureOf(medium: Medium): string | undefined
  /** How the page shows an uploaded document; undefined for anything else. */
  documentOf(medium: Medium): ShownFile | undefined
}

export function createMedia(
  needs: Readonly<{ pictures: Pictures; files: Files; now: () => Date; base: () => string }>,
): Media {
  const { pictures, files, now } = needs
  const media = new Map<string, Kept>()
  const shared = new Map<string, Readonly<{ bytes: Buffer; name: string; until: number }>>()
  const time = (): number => now().getTime()
  return {
    add({ type, name, bytes, owner }) {
      const medium = mediumOf(type, name, bytes)
      const id = `${randomBytes(24).toString('base64url')}_${randomBytes(8).toString('base64url')}`
      media.set(id, { medium, until: time() + mediaMs, owner })
      trim(media)
      return id
    },
    get(mediaId, owner, type) {
      const kept = media.get(mediaId)
      if (!kept || kept.owner !== owner || kept.until <= time() || (type && kept.medium.type !== type))
        throw new CgiError(40007, 'invalid media_id')
      return kept.medium
    },
    share(medium, key = randomBytes(32)) {
      const id = randomBytes(16).toString('hex')
      shared.set(id, { bytes: encryptBytes(key, medium.bytes), name: medium.name, until: time() + fileMs })
      trim(shared)
      // Field reports: the key comes as base64 without its padding.
      return {
        url: `${needs.base()}/sandbox/wecom-files/${id}`,
        aeskey: key.toString('base64').replace(/=+$/, ''),
      }
    },
    file(id) {
      const found = shared.get(id)
      return found && time() < found.until ? found : undefined
    },
    pictureOf(medium) {
      const id = medium.type === 'image' ? pictures.add(medium.bytes, medium.mime) : undefined
      return id === undefined ? undefined : pictureUrl(id)
    },
    documentOf(medium) {
      const file = medium.type === 'file' ? files.get(files.add(medium.bytes, medium.name) ?? '') : undefined
      return file && shownFile(file)
    },
  }
}

function mediumOf(type: string, name: string, bytes: Uint8Array): Medium {
  if (type !== 'image' && type !== 'voice' && type !== 'video' && type !== 'file')
    throw new CgiError(40004, 'invalid media type')
  if (bytes.length === 0) throw new CgiError(44001, 'empty media data')
  if (bytes.length <= 5 || bytes.length > limits[type]) throw new CgiError(40006, 'invalid media size')
  if (!endings[type].test(name)) throw new CgiError(40005, 'invalid file type')
  const ending = name.split('.').at(-1)?.toLowerCase() ?? ''
  return { type, name, bytes, mime: mimes[ending] ?? 'application/octet-stream' }
}

function trim(map: Map<string, unknown>): void {
  for (const oldest of map.keys()) {
    if (map.size <= keptMedia) break
    map.delete(oldest)
  }
}

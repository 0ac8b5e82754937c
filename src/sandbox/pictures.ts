import { randomBytes } from 'node:crypto'

export type Picture = Readonly<{ id: string; bytes: Uint8Array; mime: string }>

/** 20 MB, DingTalk's own bound for pictures (KB0646). */
export const pictureLimit = 20 * 1024 * 1024

/** All pictures together; the oldest go first. */
const memoryLimit = 256 * 1024 * 1024

/** Pictures that people and the bot have shown, in memory. */
export interface Pictures {
  /** Keeps a picture and returns its id; undefined when it is no raster image of at most 20 MB. */
  add(bytes: Uint8Array, mime: string): string | undefined
  get(id: string): Picture | undefined
  /** A code under which the bot may fetch the picture, as robot messages carry them. */
  codeFor(id: string): string
  byCode(code: string): Picture | undefined
}

/** Keeps pictures within a bounded memory. SVG is refused: served from this origin it could run scripts. */
export function createPictures(): Pictures {
  const kept = new Map<string, Picture>()
  const codes = new Map<string, string>()
  let total = 0
  return {
    add(bytes, mime) {
      const type = mime.split(';')[0]?.trim().toLowerCase() ?? ''
      if (!/^image\/[\w.+-]+$/.test(type) || type.includes('svg') || type.includes('xml')) return undefined
      if (bytes.length === 0 || bytes.length > pictureLimit) return undefined
      const id = randomBytes(12).toString('base64url')
      kept.set(id, { id, bytes, mime: type })
      total += bytes.length
      for (const [oldest, picture] of kept) {
        if (total <= memoryLimit) break
        kept.delete(oldest)
        total -= picture.bytes.length
      }
      return id
    },
    get: (id) => kept.get(id),
    codeFor(id) {
      const code = randomBytes(24).toString('base64')
      codes.set(code, id)
      for (const oldest of codes.keys()) {
        if (codes.size <= 10_000) break
        codes.delete(oldest)
      }
      return code
    },
    byCode: (code) => kept.get(codes.get(code) ?? ''),
  }
}

/** The address of a kept picture, relative to the sandbox. */
export function pictureUrl(id: string): string {
  return `/sandbox/pictures/${id}`
}

/** The id in such an address; undefined for addresses elsewhere. */
export function pictureIdOf(url: string): string | undefined {
  const [, id] = /^\/sandbox\/pictures\/([\w-]+)$/.exec(url) ?? []
  return id
}

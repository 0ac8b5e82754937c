import { randomBytes } from 'node:crypto'

export type Picture = Readonly<{ id: string; bytes: Uint8Array; mime: string }>
export type SandboxFile = Picture & Readonly<{ name: string }>

/** 20 MB, DingTalk's own bound for pictures (KB0646). */
export const pictureLimit = 20 * 1024 * 1024
/** A little more than what the bot takes, so that a file which is too large can be sent too. */
export const fileLimit = 24 * 1024 * 1024

/** All pictures together, and all documents together; the oldest go first. */
const memoryLimits = { pictures: 256 * 1024 * 1024, files: 128 * 1024 * 1024 }
/** Codes outlive what they stand for; so many are remembered. */
const keptCodes = 10_000

interface Kept<T> {
  get(id: string): T | undefined
  /** A code under which the bot may fetch it, as robot messages carry them. */
  codeFor(id: string): string
  byCode(code: string): T | undefined
}

/** Pictures that people and the bot have shown, in memory. */
export interface Pictures extends Kept<Picture> {
  /** Keeps a picture and returns its id; undefined when it is no raster image of at most 20 MB. */
  add(bytes: Uint8Array, mime: string): string | undefined
}

/** Documents that people and the bot have sent, in memory. */
export interface Files extends Kept<SandboxFile> {
  /** Keeps a document of any kind and returns its id; undefined when it is larger than 24 MB. */
  add(bytes: Uint8Array, name: string): string | undefined
}

/** Keeps pictures within a bounded memory. SVG is refused: served from this origin it could run scripts. */
export function createPictures(): Pictures {
  const { put, ...kept } = createShelf<Picture>(memoryLimits.pictures)
  return {
    ...kept,
    add(bytes, mime) {
      const type = mime.split(';')[0]?.trim().toLowerCase() ?? ''
      if (!/^image\/[\w.+-]+$/.test(type) || type.includes('svg') || type.includes('xml')) return undefined
      if (bytes.length === 0 || bytes.length > pictureLimit) return undefined
      return put({ bytes, mime: type })
    },
  }
}

/** Keeps documents within a bounded memory. */
export function createFiles(): Files {
  const { put, ...kept } = createShelf<SandboxFile>(memoryLimits.files)
  return {
    ...kept,
    add(bytes, name) {
      if (bytes.length > fileLimit || name.trim() === '') return undefined
      return put({ bytes, name: name.trim().slice(0, 200), mime: 'application/octet-stream' })
    },
  }
}

function createShelf<T extends Picture>(memory: number): Kept<T> & { put(thing: Omit<T, 'id'>): string } {
  const kept = new Map<string, T>()
  const codes = new Map<string, string>()
  let total = 0
  return {
    put(thing) {
      const id = randomBytes(12).toString('base64url')
      const whole = { ...thing, id } as T
      kept.set(id, whole)
      total += whole.bytes.length
      for (const [oldest, { bytes }] of kept) {
        if (total <= memory) break
        kept.delete(oldest)
        total -= bytes.length
      }
      return id
    },
    get: (id) => kept.get(id),
    codeFor(id) {
      const code = randomBytes(24).toString('base64')
      codes.set(code, id)
      for (const oldest of codes.keys()) {
        if (codes.size <= keptCodes) break
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

/** A document as a message shows it: its name, its size, and where the page fetches it. */
export type ShownFile = Readonly<{ name: string; bytes: number; url: string }>

/** `called`: the name that the message gives it, where that is another one than it was uploaded under. */
export function shownFile({ id, name, bytes }: SandboxFile, called = name): ShownFile {
  const query = called === name ? '' : `?name=${encodeURIComponent(called)}`
  return { name: called, bytes: bytes.length, url: `/sandbox/documents/${id}${query}` }
}

/** How the head of an answer names a file, whatever letters its name has. */
export function disposition(name: string): string {
  const plain = name.replaceAll(/[^\w.-]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}

import { randomBytes } from 'node:crypto'

export type SandboxFile = Readonly<{ id: string; name: string; bytes: Uint8Array; mime: string }>

/** A little more than what the bot takes, so that a file which is too large can be sent too. */
export const fileLimit = 24 * 1024 * 1024
/** All files together; the oldest go first. */
const memoryLimit = 128 * 1024 * 1024

/** Documents that people have sent, in memory. */
export interface Files {
  /** Keeps a document of any kind and returns its id; undefined when it is larger than 24 MB. */
  add(bytes: Uint8Array, name: string): string | undefined
  get(id: string): SandboxFile | undefined
  /** A code under which the bot may fetch it, as robot messages carry them. */
  codeFor(id: string): string
  byCode(code: string): SandboxFile | undefined
}

export function createFiles(): Files {
  const kept = new Map<string, SandboxFile>()
  const codes = new Map<string, string>()
  let total = 0
  return {
    add(bytes, name) {
      if (bytes.length > fileLimit || name.trim() === '') return undefined
      const id = randomBytes(12).toString('base64url')
      kept.set(id, { id, name: name.trim().slice(0, 200), bytes, mime: 'application/octet-stream' })
      total += bytes.length
      for (const [oldest, file] of kept) {
        if (total <= memoryLimit) break
        kept.delete(oldest)
        total -= file.bytes.length
      }
      return id
    },
    get: (id) => kept.get(id),
    codeFor(id) {
      const code = randomBytes(24).toString('base64')
      codes.set(code, id)
      for (const oldest of codes.keys()) {
        if (codes.size <= 1_000) break
        codes.delete(oldest)
      }
      return code
    },
    byCode: (code) => kept.get(codes.get(code) ?? ''),
  }
}

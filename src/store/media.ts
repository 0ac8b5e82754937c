import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tx } from './open.ts'

export type Picture = Readonly<{ bytes: Uint8Array; mime: string }>

/** Pictures by content hash: bytes in files, what they are in the database. */
export interface MediaStore {
  /** Keeps the bytes once, however often they come; answers their SHA-256 in hex. */
  put(db: Tx, picture: Picture, now: Date): Promise<string>
  get(db: Tx, hash: string): Promise<Picture | null>
}

/** Opens the folder of pictures. Several copies of the program must share it. */
export function mediaStore(folder: string): MediaStore {
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash)
  return {
    async put(db, picture, now) {
      const hash = createHash('sha256').update(picture.bytes).digest('hex')
      const path = pathOf(hash)
      const exists = await stat(path).then(
        () => true,
        () => false,
      )
      if (!exists) {
        await mkdir(join(folder, hash.slice(0, 2)), { recursive: true })
        // Written aside and moved, so that a crash leaves no half picture under a whole one's name.
        const aside = `${path}.${randomUUID()}`
        await writeFile(aside, picture.bytes)
        await rename(aside, path)
      }
      await db.media.createMany({
        data: [{ hash, mime: picture.mime, bytes: picture.bytes.byteLength, createdAt: now }],
        skipDuplicates: true,
      })
      return hash
    },
    async get(db, hash) {
      const row = await db.media.findUnique({ where: { hash } })
      return row ? { bytes: await readFile(pathOf(hash)), mime: row.mime } : null
    },
  }
}

import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tx } from './open.ts'

export type Picture = Readonly<{ bytes: Uint8Array; mime: string }>

/** Pictures and documents by content hash: bytes in files, what they are in the database. */
export interface MediaStore {
  /** Keeps the bytes once, however often they come; answers their SHA-256 in hex. */
  put(db: Tx, picture: Picture, now: Date): Promise<string>
  get(db: Tx, hash: string): Promise<Picture | null>
}

/** What each of these is; those that are not stored are left out. */
export async function mimesOf(db: Tx, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.media.findMany({
    where: { hash: { in: [...hashes] } },
    select: { hash: true, mime: true },
  })
  return new Map(rows.map(({ hash, mime }) => [hash, mime]))
}

/** Opens the folder of pictures and documents. Several copies of the program must share it. */
export function mediaStore(folder: string): MediaStore {
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash)
  return {
    async put(db, picture, now) {
      const hash = createHash('sha256').update(picture.bytes).digest('hex')
      const path = pathOf(hash)
      const { byteLength } = picture.bytes
      // A file of another length is what a failing disk left; it is written anew.
      const isWhole = await stat(path).then(
        ({ size }) => size === byteLength,
        () => false,
      )
      if (!isWhole) {
        await mkdir(join(folder, hash.slice(0, 2)), { recursive: true })
        await writeWhole(path, picture.bytes)
      }
      await db.media.createMany({
        data: [{ hash, mime: picture.mime, bytes: byteLength, createdAt: now }],
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

/** Written aside, brought to the disk and then moved, so that a crash leaves no half picture under a whole one's name. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    const file = await open(aside, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

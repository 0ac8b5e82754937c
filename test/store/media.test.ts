import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mediaStore, type Picture } from '../../src/store/media.ts'
import { moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

const now = moment('2026-11-27 10:00')

function picture(text: string): Picture {
  return { bytes: new TextEncoder().encode(text), mime: 'image/png' }
}

describe.each(databases)('pictures, on $name', (database) => {
  const the = useStore(database)
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'qinghuan-media-'))
    await the().db.media.deleteMany()
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const files = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)

  it('are kept once under the hash of what they show, however many people send them at once', async () => {
    const media = mediaStore(folder)
    const same = picture('通道')
    const hashes = await Promise.all(Array.from({ length: 6 }, () => media.put(the().db, same, now)))
    const hash = createHash('sha256').update(same.bytes).digest('hex')
    expect(new Set(hashes)).toEqual(new Set([hash]))
    expect(await files()).toEqual([hash])
    expect(await the().db.media.findMany()).toEqual([
      { hash, mime: 'image/png', bytes: same.bytes.byteLength, createdAt: now },
    ])
    const read = await media.get(the().db, hash)
    expect(read && Buffer.from(read.bytes).equals(same.bytes)).toBe(true)
  })

  it('are not there when nobody sent them', async () => {
    expect(await mediaStore(folder).get(the().db, '0'.repeat(64))).toBeNull()
  })

  it('are mended when the machine failed in the middle of writing one', async () => {
    const media = mediaStore(folder)
    const hash = await media.put(the().db, picture('通道'), now)
    await writeFile(join(folder, hash.slice(0, 2), hash), '')
    await media.put(the().db, picture('通道'), now)
    expect(await readFile(join(folder, hash.slice(0, 2), hash), 'utf8')).toBe('通道')
  })

  it('leave no half file behind when the disk refuses', async () => {
    const media = mediaStore(folder)
    const hash = createHash('sha256').update(picture('通道').bytes).digest('hex')
    // A folder where the picture should go: the last step of writing fails.
    await mediaStore(folder).put(the().db, picture('另一张'), now)
    await mkdir(join(folder, hash.slice(0, 2), hash, 'in-the-way'), { recursive: true })
    await expect(media.put(the().db, picture('通道'), now)).rejects.toThrow()
    expect(await files()).toHaveLength(1)
    expect(await the().db.media.count()).toBe(1)
  })
})

import { crc32 } from 'node:zlib'

/** A zip of files as they are, not compressed: what goes in are mostly photos, which are so already. */
export function zip(files: ReadonlyMap<string, Uint8Array>, at: Date): Uint8Array {
  const stamp = stampOf(at)
  const bodies: Buffer[] = []
  const index: Buffer[] = []
  let offset = 0
  for (const [name, content] of files) {
    const title = Buffer.from(name, 'utf8')
    const common = Buffer.alloc(26)
    // Version 2.0, names in UTF-8, stored.
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt32LE(stamp, 6)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(title.length, 22)
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, title, Buffer.from(content))
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    index.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, title)
    offset += 30 + title.length + content.length
  }
  const listed = Buffer.concat(index)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, listed, end])
}

/** The first day that a package can name, for one that is to be the same whenever it is packed. */
export const NO_DAY = new Date('1980-01-01T00:00:00+08:00')

/** MS-DOS date and time, in Shanghai. */
function stampOf(at: Date): number {
  const local = new Date(at.getTime() + 8 * 3_600_000)
  const time = (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1)
  const day = ((local.getUTCFullYear() - 1980) << 9) | ((local.getUTCMonth() + 1) << 5) | local.getUTCDate()
  return day * 65_536 + time
}

import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

const inflate = promisify(inflateRaw)

/** The most that a package may hold once it is unpacked, and the most entries. */
export const MOST_UNPACKED = 50 * 1024 * 1024
const MOST_ENTRIES = 500

export type Entry = Readonly<{ name: string; bytes: Uint8Array }>

/** Thrown for a package that is none, or that is not worth unpacking. */
export class BadPackage extends Error {
  override readonly name = 'BadPackage'
}

/**
 * The entries of a ZIP package, as far as they are wanted, unpacked to at most `MOST_UNPACKED` bytes in all. What its
 * directory says of sizes is checked before anything is inflated, and inflating itself stops at the limit: a bomb that
 * lies about its size gets no further than one that does not.
 */
export async function unpack(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
): Promise<readonly Entry[]> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = directoryOf(zip)
  if (entries.reduce((sum, { unpacked }) => sum + unpacked, 0) > MOST_UNPACKED)
    throw new BadPackage('too large')
  const found: Entry[] = []
  let left = MOST_UNPACKED
  for (const { name, method, packed, offset } of entries) {
    if (!wanted(name)) continue
    const data = dataOf(zip, offset, packed)
    const plain = method === 0 ? data : await bounded(data, left)
    left -= plain.length
    if (left < 0) throw new BadPackage('too large')
    found.push({ name, bytes: plain })
  }
  return found
}

async function bounded(data: Buffer, most: number): Promise<Buffer> {
  try {
    return await inflate(data, { maxOutputLength: Math.max(1, most) })
  } catch (error) {
    throw new BadPackage(error instanceof RangeError ? 'too large' : 'broken')
  }
}

type Listed = Readonly<{ name: string; method: number; packed: number; unpacked: number; offset: number }>

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50

/** What the package's own directory lists. */
function directoryOf(zip: Buffer): readonly Listed[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== END) throw new BadPackage('broken')
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  if (count > MOST_ENTRIES) throw new BadPackage('too large')
  const listed: Listed[] = []
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== CENTRAL) throw new BadPackage('broken')
    const method = zip.readUInt16LE(at + 10)
    const isSecret = (zip.readUInt16LE(at + 8) & 1) === 1
    if (isSecret || (method !== 0 && method !== 8)) throw new BadPackage('broken')
    const length = zip.readUInt16LE(at + 28)
    listed.push({
      name: zip.toString('utf8', at + 46, at + 46 + length),
      method,
      packed: zip.readUInt32LE(at + 20),
      unpacked: zip.readUInt32LE(at + 24),
      offset: zip.readUInt32LE(at + 42),
    })
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return listed
}

function dataOf(zip: Buffer, offset: number, packed: number): Buffer {
  if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== LOCAL) throw new BadPackage('broken')
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
  if (start + packed > zip.length) throw new BadPackage('broken')
  return zip.subarray(start, start + packed)
}

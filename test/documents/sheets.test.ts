import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSheet } from '../../src/documents/read-sheet.ts'
import { unpack } from '../../src/documents/unpack.ts'
import { harmless, writeSheet } from '../../src/documents/write-sheet.ts'

const isOurs = (name: string): boolean => name === '表'
const table = (rows: (string | number | null)[][]) =>
  writeSheet({ sheet: '表', head: ['小区名称', '户数'], rows, widths: [20, 8] })

/** A package of stored or deflated entries; `claims` is the size that its directory lies about. */
function zip(entries: readonly Readonly<{ name: string; bytes: Buffer; claims?: number }>[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, bytes, claims } of entries) {
    const packed = deflateRawSync(bytes)
    const label = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(claims ?? bytes.length, 22)
    local.writeUInt16LE(label.length, 26)
    const listed = Buffer.alloc(46)
    listed.writeUInt32LE(0x02014b50, 0)
    listed.writeUInt16LE(8, 10)
    listed.writeUInt32LE(packed.length, 20)
    listed.writeUInt32LE(claims ?? bytes.length, 24)
    listed.writeUInt16LE(label.length, 28)
    listed.writeUInt32LE(offset, 42)
    parts.push(local, label, packed)
    central.push(listed, label)
    offset += local.length + label.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(Buffer.concat(central).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...central, end])
}

const book = Buffer.from('<workbook><sheets><sheet name="表" sheetId="1"/></sheets></workbook>')

describe('a table goes out and comes back', () => {
  test('with the same cells', async () => {
    const bytes = await table([
      ['阳光花园', 860],
      ['锦绣城', null],
      [null, 12],
    ])
    expect(await readSheet(bytes, isOurs)).toEqual({
      ok: true,
      rows: [
        ['小区名称', '户数'],
        ['阳光花园', '860'],
        ['锦绣城', ''],
        ['', '12'],
      ],
    })
  })

  test('without a cell that a spreadsheet would reckon, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(harmless(text)).not.toMatch(/^[=+\-@\t\r]/u)
        expect(harmless(text).trimStart().endsWith(text.trimStart())).toBe(true)
      }),
      { examples: [[' =1+1'], ['\t@SUM(A1)']] },
    )
  })

  test('and is not opened when it is somebody else’s', async () => {
    expect(await readSheet(await table([]), () => false)).toEqual({ ok: false, why: 'not-ours' })
  })
})

describe('what is no table', () => {
  test.each<[string, Buffer]>([
    ['a photo called xlsx', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])],
    ['nothing', Buffer.alloc(0)],
    ['an empty package', zip([])],
    ['a package cut off', zip([{ name: 'xl/workbook.xml', bytes: book }]).subarray(0, 60)],
    ['a book without sheets', zip([{ name: 'xl/workbook.xml', bytes: Buffer.from('<workbook/>') }])],
  ])('%s', async (_, bytes) => {
    expect(await readSheet(bytes, isOurs)).toMatchObject({ ok: false })
  })

  test('random bytes never do more than say so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const glued = Buffer.concat([zip([{ name: 'xl/workbook.xml', bytes: book }]), bytes])
        expect((await readSheet(glued, isOurs)).ok).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a bomb', () => {
  const large = Buffer.alloc(60 * 1024 * 1024)

  test('that says its size is not inflated at all', async () => {
    const bytes = zip([
      { name: 'xl/workbook.xml', bytes: book },
      { name: 'xl/worksheets/sheet1.xml', bytes: large },
    ])
    expect(bytes.length).toBeLessThan(100_000)
    expect(await readSheet(bytes, isOurs)).toEqual({ ok: false, why: 'too-large' })
  })

  test('that lies about its size is stopped at the limit', async () => {
    const bytes = zip([{ name: 'a', bytes: large, claims: 10 }])
    await expect(unpack(bytes, () => true)).rejects.toThrow('too large')
  })

  test('of rows is stopped before the table is built', async () => {
    const rows = Array.from({ length: 5_001 }, (_, n) => [`第${n}个小区`, n])
    expect(await readSheet(await table(rows), isOurs)).toEqual({ ok: false, why: 'too-large' })
  })
})

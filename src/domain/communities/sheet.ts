import { changesIn, contradiction } from './file.ts'
import { fields, howToWrite, readValue, type Facts, type FieldKey } from './fields.ts'

/** The sheet by which a table is known as ours when it comes back. */
export const SHEET = '一小区一档'

const own = ['小区编号', '小区名称', '属地', '物业企业'] as const
const stewardColumn = '楼长'
/** Written for the reader and not read back. */
export const derived = ['排查隐患数', '已销号', '未销号', '整改率', '检查次数'] as const

/** The columns, in the order of the 情况汇总表. */
export const columns: readonly string[] = [
  ...own,
  ...fields.map(({ label }) => label),
  stewardColumn,
  ...derived,
]

export type SheetSteward = Readonly<{ building: string; name: string; phone: string | null }>

/** A community as it stands in the table. */
export type SheetPlace = Readonly<{
  key: string
  name: string
  unit: string
  /** The property company's name; '' when there is none. */
  property: string
  facts: Facts
  stewards: readonly SheetSteward[]
}>

/** A row of the table, without the derived columns. Numbers of 楼长 stay at home. */
export function rowOf(place: SheetPlace): readonly (string | number | null)[] {
  return [
    place.key,
    place.name,
    place.unit,
    place.property === '' ? '无' : place.property,
    ...fields.map(({ key }) => place.facts[key] ?? null),
    place.stewards.map(({ building, name }) => `${building} ${name}`).join('；') || null,
  ]
}

/** Something wrong in a row, by its number in the table as people see it. */
export type Fault = Readonly<{ row: number; problem: string }>

/** What a row says of a community; only what is filled in. `property` is null for none. */
export type RowRead = Readonly<{
  row: number
  key: string
  name: string
  unit: string
  property?: string | null
  facts: Facts
  stewards: readonly SheetSteward[]
}>

/** What the rows say, and every fault in them. The head may stand in any order; a column that is not ours is left out. */
export function readRows(
  rows: readonly (readonly string[])[],
): Readonly<{ read: readonly RowRead[]; faults: readonly Fault[] }> {
  const head = (rows[0] ?? []).map((name) => name.replace(/\s/gu, ''))
  if (!head.includes('小区名称')) {
    return { read: [], faults: [{ row: 1, problem: '第一行要有「小区名称」这一列；请用导出的表来填' }] }
  }
  const faults: Fault[] = []
  const read: RowRead[] = []
  for (const [index, cells] of rows.entries()) {
    if (index === 0 || cells.every((cell) => cell.trim() === '')) continue
    const row = index + 1
    const at = (name: string): string => plain(cells[head.indexOf(name)] ?? '')
    const said = readRow(row, at)
    faults.push(...said.faults)
    const { key, name } = said.read
    if (name === '' && key === '') faults.push({ row, problem: '小区名称没有写' })
    const twin = read.find(
      (other) => (key !== '' && other.key === key) || (name !== '' && other.name === name),
    )
    if (twin) faults.push({ row, problem: `和第${twin.row}行是同一个小区` })
    read.push(said.read)
  }
  return { read, faults }
}

/** The apostrophe that kept a text from being a formula is no part of it. */
const plain = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@])/u, '')

function readRow(
  row: number,
  at: (name: string) => string,
): Readonly<{ read: RowRead; faults: readonly Fault[] }> {
  const faults: Fault[] = []
  const facts: Partial<Record<FieldKey, string | number>> = {}
  for (const { key, label } of fields) {
    const written = at(label)
    if (written === '') continue
    const value = readValue(key, written)
    if (value === undefined)
      faults.push({ row, problem: `${label}${howToWrite(key)}，写的是「${written.slice(0, 12)}」` })
    else facts[key] = value
  }
  const wrong = contradiction(facts)
  if (wrong) faults.push({ row, problem: wrong })
  const stewards: SheetSteward[] = []
  for (const piece of at(stewardColumn).split(/[；;、，,\n]+/u)) {
    if (piece.trim() === '') continue
    const steward = readSteward(piece.trim())
    if (steward) stewards.push(steward)
    else
      faults.push({
        row,
        problem: `楼长要写成「3号楼 李某；5号楼 王某」，写的是「${piece.trim().slice(0, 12)}」`,
      })
  }
  const property = at('物业企业')
  return {
    faults,
    read: {
      row,
      key: at('小区编号'),
      name: at('小区名称'),
      unit: at('属地'),
      ...(property === '' ? {} : { property: /^(?:无|没有|无物业)$/u.test(property) ? null : property }),
      facts,
      stewards,
    },
  }
}

function readSteward(text: string): SheetSteward | undefined {
  const m =
    /^(?:(\d{1,3})(?:号楼|号|栋|幢|#楼?)|([A-Za-z])(?:座|栋|幢))(?:楼长)?[ ：:]*([\u4e00-\u9fff·]{2,12})[ ：:]*(1[3-9]\d{9})?$/u.exec(
      text,
    )
  if (!m) return undefined
  const [, number, letter, name = '', phone = null] = m
  return { building: letter ? `${letter.toUpperCase()}座` : `${Number(number)}号楼`, name, phone }
}

/** What a row changes in a file. */
export function changesOf(held: Facts, row: RowRead): Facts {
  return changesIn(held, row.facts)
}

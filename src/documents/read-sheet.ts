import readExcelFile from 'read-excel-file/universal'
import { BadPackage, unpack } from './unpack.ts'

/** The most of a table that is read. */
export const MOST_ROWS = 5_000
const MOST_COLUMNS = 100
const MOST_CELLS = 400_000
const MOST_CELL_TEXT = 1_000

/** A table as texts, row by row; dates as `YYYY-MM-DD`, what is empty as ''. */
export type Sheet = Readonly<{ ok: true; rows: readonly (readonly string[])[] }>
export type NoSheet = Readonly<{ ok: false; why: 'not-ours' | 'broken' | 'too-large' }>

/**
 * Reads the first sheet of an xlsx file, if it is called so. Everything is bounded before the table is built: what the
 * package holds unpacked, its cells, rows and columns. A formula is read as the value that it was saved with.
 */
export async function readSheet(
  bytes: Uint8Array,
  called: (sheet: string) => boolean,
): Promise<Sheet | NoSheet> {
  try {
    const [book] = await unpack(bytes, (name) => name === 'xl/workbook.xml')
    if (!book) return { ok: false, why: 'broken' }
    const first = /<(?:\w+:)?sheet\b[^>]*\bname="([^"]*)"/u.exec(text(book.bytes))?.[1]
    if (first === undefined || !called(first)) return { ok: false, why: 'not-ours' }
    const parts = await unpack(bytes, () => true)
    const sheets = parts.filter(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/u.test(name))
    if (sheets.some((sheet) => isTooLarge(text(sheet.bytes)))) return { ok: false, why: 'too-large' }
    const [sheet] = await patiently(readExcelFile(new Uint8Array(bytes).buffer))
    const rows = (sheet?.data ?? []).map((row) => row.map(asText))
    return rows.length > MOST_ROWS + 1 ? { ok: false, why: 'too-large' } : { ok: true, rows }
  } catch (error) {
    const isLarge = error instanceof BadPackage && error.message === 'too large'
    return { ok: false, why: isLarge ? 'too-large' : 'broken' }
  }
}

/** No package, however broken, holds up what comes after it. */
const PATIENCE_MS = 15_000

async function patiently<T>(reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BadPackage('broken')), PATIENCE_MS)
  })
  try {
    return await Promise.race([reading, late])
  } finally {
    clearTimeout(timer)
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Cells with something in them beyond the last row or column that is read, or too many cells of any kind. */
function isTooLarge(xml: string): boolean {
  let cells = 0
  for (const [, column = '', row, rest = ''] of xml.matchAll(
    /<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>/gu,
  )) {
    cells += 1
    if (cells > MOST_CELLS) return true
    if (!rest.endsWith('/') && (Number(row) > MOST_ROWS + 1 || columnOf(column) > MOST_COLUMNS)) return true
  }
  return false
}

function columnOf(letters: string): number {
  let n = 0
  for (const letter of letters) n = n * 26 + letter.charCodeAt(0) - 64
  return n
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  // Excel's days have no zone: they come as midnight of UTC.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value === 'number') return String(Number(value.toPrecision(12)))
  return typeof value === 'string' || typeof value === 'boolean' ? String(value).slice(0, MOST_CELL_TEXT) : ''
}

import writeExcelFile from 'write-excel-file/node'
import { harmlessCell, type Cell } from './sheets.ts'

/** A table to be written: its head, its rows, and how wide its columns are, in characters. */
export type Table = Readonly<{
  sheet: string
  head: readonly string[]
  rows: readonly (readonly Cell[])[]
  widths: readonly number[]
  /** Columns that stay in view when one scrolls to the right. */
  stickyColumns?: number
}>

/**
 * An xlsx file of one sheet. Texts are written as texts, never as formulas, and what a spreadsheet might still take for
 * one when it is pasted on begins with an apostrophe.
 */
export async function writeSheet(table: Table): Promise<Uint8Array> {
  const head = table.head.map((value) => ({ value, type: String, fontWeight: 'bold' as const, wrap: true }))
  const rows = table.rows.map((row) => row.map(asCell))
  return writeExcelFile([head, ...rows], {
    sheet: table.sheet,
    columns: table.widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    ...(table.stickyColumns === undefined ? {} : { stickyColumnsCount: table.stickyColumns }),
  }).toBuffer()
}

function asCell(value: Cell) {
  if (value === null || value === '') return null
  return typeof value === 'number' ? { value, type: Number } : { value: harmless(value), type: String }
}

/** A text that no spreadsheet takes for a formula. */
export function harmless(text: string): string {
  return String(harmlessCell(text))
}

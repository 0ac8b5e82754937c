import writeXlsx from 'write-excel-file/node'
import { harmlessCell, type Cell, type Sheet } from './sheets.ts'

const LINE = { borderStyle: 'thin', borderColor: '#000000' } as const

/** Tables as the bytes of one xlsx file: title, what it covers, and the heads of the columns stay in sight. */
export async function xlsxOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  return writeXlsx(sheets.map(written)).toBuffer()
}

function written({ name, title, about, columns, rows }: Sheet) {
  const across = (value: string, look: object) => [
    { value: String(harmlessCell(value)), type: String, columnSpan: columns.length, ...look },
    ...columns.slice(1).map(() => null),
  ]
  return {
    sheet: name,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 3,
    orientation: 'landscape' as const,
    data: [
      across(title, { fontSize: 16, fontWeight: 'bold', align: 'center' }),
      across(about, { wrap: true }),
      columns.map((column) => ({
        value: column.name,
        type: String,
        fontWeight: 'bold' as const,
        align: 'center' as const,
        alignVertical: 'center' as const,
        wrap: true,
        backgroundColor: '#E7F0FD',
        ...LINE,
      })),
      ...rows.map((row) => row.map(cellOf)),
    ],
  }
}

function cellOf(given: Cell) {
  const cell = harmlessCell(given)
  const look = { alignVertical: 'top' as const, wrap: true, ...LINE }
  if (typeof cell === 'number') return { value: cell, type: Number, ...look }
  return { value: cell ?? '', type: String, ...look }
}

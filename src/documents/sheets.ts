/** What stands in a cell: words, a number, or nothing. Days are words, so that every program shows them alike. */
export type Cell = string | number | null

export type Column = Readonly<{ name: string; width: number }>

/** One table: its title, what it covers, its columns, and its rows, each with a cell for every column. */
export type Sheet = Readonly<{
  name: string
  title: string
  about: string
  columns: readonly Column[]
  rows: readonly (readonly Cell[])[]
}>

/** More than anybody reads in a cell; a spreadsheet takes 32,767 signs. */
const LONGEST = 2000

/**
 * Words as a cell may hold them: never read as a formula, also not when the table is saved as CSV and opened again.
 * People write hazards' descriptions, so that a cell may begin with anything.
 */
export function harmlessCell(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell
  const tidy = [...cell.replace(/[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/gu, (sign) => (sign === '\n' ? '\n' : ''))]
    .slice(0, LONGEST)
    .join('')
  // Blanks before the sign do not hinder every program, nor does its full-width twin.
  return /^\s*[=+\-@＝＋－＠]/u.test(tidy) ? `'${tidy.trimStart()}` : tidy
}

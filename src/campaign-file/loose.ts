import type { Path } from './lines.ts'
import { valueAt } from './wording.ts'

/** One entry of a list in the file, readable even when parts of it are wrong. */
export type LooseEntry = Readonly<{
  path: Path
  /** The text of the field, undefined when it is missing or no text. */
  text(field: string): string | undefined
  /** The texts of a list field with their own paths; empty when it is missing or no list. */
  texts(field: string): readonly Readonly<{ path: Path; text: string }>[]
}>

/** The lists of a file. */
export type Sections = Readonly<
  Record<
    | 'stages'
    | 'units'
    | 'people'
    | 'communities'
    | 'categories'
    | 'duties'
    | 'targets'
    | 'consultations'
    | 'nodes'
    | 'meetings'
    | 'groups',
    readonly LooseEntry[]
  >
>

/** Something wrong at a place, in a sentence. */
export type Complaint = Readonly<{ path: Path; message: string }>

/** The entries of a section. Cross checks read these, so that one wrong field hides no other fault. */
export function entriesOf(data: unknown, section: string): readonly LooseEntry[] {
  const list = valueAt(data, [section])
  if (!Array.isArray(list)) return []
  return list.map((_, index) => looseEntry(data, [section, index]))
}

/** The map at the path as an entry. */
export function looseEntry(data: unknown, path: Path): LooseEntry {
  return {
    path,
    text(field) {
      const value = valueAt(data, [...path, field])
      return typeof value === 'string' ? value : undefined
    },
    texts(field) {
      const value = valueAt(data, [...path, field])
      if (!Array.isArray(value)) return []
      return value.flatMap((text: unknown, index) =>
        typeof text === 'string' ? [{ path: [...path, field, index], text }] : [],
      )
    },
  }
}

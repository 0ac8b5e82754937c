import type { ContactRole } from '../../domain/people/contacts.ts'
import { withoutPhones } from '../saying/harmless.ts'
import type { Book } from './book.ts'

type Named = Readonly<{ name: string; phone: string | null }>

/** Who answers for a unit's rectification, the first of them that is named; and who of its leaders does. */
const sought: Readonly<Record<'responsible' | 'leader', readonly ContactRole[]>> = {
  responsible: ['responsible', 'liaison'],
  leader: ['deputy', 'principal'],
}

/** Whom a unit has named for that, else for its rectification whoever of its people the bot knows. */
export function contactOf(
  book: Book,
  unitId: string | null,
  as: 'responsible' | 'leader' = 'responsible',
): Named | undefined {
  if (unitId === null) return undefined
  for (const role of sought[as]) {
    const held = book.contacts.find((contact) => contact.unitId === unitId && contact.role === role)
    if (held) return held
  }
  if (as === 'leader') return undefined
  const person = [...book.directory.people.values()].find(
    ({ unitId: of, roles }) =>
      of === unitId && roles.some((role) => role === 'property' || role === 'liaison'),
  )
  return person && { name: person.name, phone: book.phones.get(person.id) ?? null }
}

/** Somebody's name as whoever gets the table may read it: 刘敏, or 刘某 where many read it. */
export function nameFor({ scope }: Book, name: string | undefined): string | null {
  if (name === undefined) return null
  return scope.many ? `${[...name][0] ?? ''}某` : name
}

/** A telephone number as whoever gets the table may read it. */
export function phoneOf({ scope }: Book, unitId: string | null, contact: Named | undefined): string | null {
  if (!contact?.phone) return null
  return scope.phones || unitId === scope.readerUnitId ? contact.phone : withoutPhones<string>(contact.phone)
}

const names = new WeakMap<Book, readonly string[]>()

/** The names of everybody whom the bot knows in the county, read off once for each table. */
export function namesOf(book: Book): readonly string[] {
  const held = names.get(book) ?? [...book.directory.people.values()].map(({ name }) => name)
  names.set(book, held)
  return held
}

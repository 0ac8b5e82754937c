import { DomainError } from '../../domain/errors.ts'
import { touch, type Directory, type Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import * as newcomers from '../../store/roster/newcomers.ts'

export type Named = Readonly<{
  directory: Directory
  unitId: string
  name: string
  phone: string | undefined
  eventId: bigint
}>

/** The people of a unit with that name; what stands before the name is forgiven. */
export function colleaguesNamed(directory: Directory, unitId: string, name: string): readonly Person[] {
  const staff = [...directory.people.values()].filter((person) => person.unitId === unitId)
  const exact = staff.filter((person) => person.name === name)
  return exact.length > 0
    ? exact
    : staff.filter((person) => person.name.length >= 2 && name.endsWith(person.name))
}

/**
 * Somebody of the unit by name, put on its roster with no role when a phone number was said and nobody there is called
 * so. Refuses `person.needs_phone` without a number, `person.elsewhere` for a number that belongs to another unit or
 * name, and `person.two_of_unit`.
 */
export async function findOrAdd(
  tx: Tx,
  input: Named,
  by: Person,
  now: Date,
): Promise<Readonly<{ person: Person; added: boolean }>> {
  const { directory, unitId, name, phone } = input
  const found = colleaguesNamed(directory, unitId, name)
  const [match, ...others] = found
  const known = phone === undefined ? null : await newcomers.byPhone(tx, directory.regionId, phone)
  const meant = known && found.find(({ id }) => id === known.id)
  if (meant) return { person: meant, added: false }
  if (known && (known.unitId !== unitId || known.name !== name)) {
    throw new DomainError('person.elsewhere', {
      name: known.name,
      unit: directory.units.get(known.unitId)?.name ?? '别的单位',
    })
  }
  if (match) {
    if (others.length > 0) throw new DomainError('person.two_of_unit', { name: match.name })
    if (phone !== undefined) await newcomers.notePhone(tx, match.id, phone)
    return { person: match, added: false }
  }
  if (phone === undefined) throw new DomainError('person.needs_phone', { name })
  const { regionId } = directory
  const id = await newcomers.add(tx, { regionId, unitId, name, phone })
  await touch(tx, regionId)
  await ledger.append(tx, {
    campaignId: null,
    subject: 'person',
    subjectId: id,
    type: 'PersonAdded',
    data: { unit: unitId },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return {
    person: { id, regionId, unitId, name, title: null, roles: [], accounts: [] },
    added: true,
  }
}

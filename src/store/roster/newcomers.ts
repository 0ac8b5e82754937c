import type { Tx } from '../open.ts'

/** Somebody active in the region with that phone number, or null. */
export async function byPhone(db: Tx, regionId: string, phone: string) {
  return db.person.findFirst({
    where: { regionId, phone, active: true },
    select: { id: true, name: true, unitId: true },
    orderBy: { id: 'asc' },
  })
}

/**
 * Puts somebody on a unit's roster, under the id that a campaign file without a key of its own would give him, so that
 * a later file finds him. Somebody of that id who was taken off the roster is on it again.
 */
export async function add(
  tx: Tx,
  person: Readonly<{ regionId: string; unitId: string; name: string; phone: string }>,
): Promise<string> {
  const id = `${person.unitId}/${person.name}`
  await tx.person.upsert({
    where: { id },
    create: { id, ...person, roles: [] },
    update: { phone: person.phone, active: true },
  })
  return id
}

/** Notes a phone number of somebody who has none on the roster. */
export async function notePhone(tx: Tx, id: string, phone: string): Promise<void> {
  await tx.person.updateMany({ where: { id, phone: null }, data: { phone } })
}

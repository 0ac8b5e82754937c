import { contactRoles, isShared, type Contact, type ContactRole } from '../../domain/people/contacts.ts'
import type { Tx } from '../open.ts'

export type Held = Contact & Readonly<{ unitId: string; personId: string | null; since: Date }>

const asHeld = <Row extends { role: string }>(row: Row): Row & { role: ContactRole } => ({
  ...row,
  role: row.role as ContactRole,
})

const facts = { unitId: true, role: true, name: true, phone: true, personId: true, since: true } as const

/** Who holds which role now, of one unit or of all, in the order of the roles. */
export async function current(db: Tx, campaignId: string, unitId?: string): Promise<readonly Held[]> {
  const rows = await db.unitContact.findMany({
    where: { campaignId, until: null, ...(unitId === undefined ? {} : { unitId }) },
    select: facts,
    orderBy: { id: 'asc' },
  })
  const place = (role: ContactRole): number => contactRoles.indexOf(role)
  return rows.map(asHeld).toSorted((a, b) => place(a.role) - place(b.role))
}

/** The unit's 主要领导 and 分管领导 in that campaign; `personId` where the bot knows them as a person. */
export async function leadersOf(
  db: Tx,
  campaignId: string,
  unitId: string,
): Promise<readonly (Held & Readonly<{ role: 'principal' | 'deputy' }>)[]> {
  const held = await current(db, campaignId, unitId)
  return held.flatMap(({ role, ...rest }) =>
    role === 'principal' || role === 'deputy' ? [{ ...rest, role }] : [],
  )
}

export type NewContact = Contact &
  Readonly<{
    campaignId: string
    unitId: string
    personId: string | null
    byId: string
    at: Date
  }>

/**
 * Puts somebody into a role. Whoever held it before is relieved, except where several hold it. Answers whom he
 * followed, or undefined when nothing changes.
 */
export async function put(
  tx: Tx,
  { at, ...contact }: NewContact,
): Promise<Readonly<{ before: readonly string[] }> | undefined> {
  const { campaignId, unitId, role, name } = contact
  const held = await tx.unitContact.findMany({ where: { campaignId, unitId, role, until: null } })
  const same = held.find((row) => row.name === name)
  if (same && (contact.phone === null || same.phone === contact.phone)) return undefined
  const relieved = isShared(role) ? (same ? [same] : []) : held
  await tx.unitContact.updateMany({
    where: { id: { in: relieved.map(({ id }) => id) } },
    data: { until: at },
  })
  await tx.unitContact.create({ data: { ...contact, phone: contact.phone ?? null, since: at } })
  return { before: relieved.map((row) => row.name) }
}

/** Relieves everybody of a shared role who is not among the names; answers who that was. */
export async function keepOnly(
  tx: Tx,
  of: Readonly<{ campaignId: string; unitId: string; role: ContactRole; names: readonly string[]; at: Date }>,
): Promise<readonly string[]> {
  const { campaignId, unitId, role, names, at } = of
  const where = { campaignId, unitId, role, until: null, name: { notIn: [...names] } }
  const gone = await tx.unitContact.findMany({ where, select: { name: true } })
  await tx.unitContact.updateMany({ where, data: { until: at } })
  return gone.map(({ name }) => name)
}

/** The newest changes of a unit's roles, newest first. */
export async function changes(db: Tx, campaignId: string, unitId: string, most: number) {
  const rows = await db.unitContact.findMany({
    where: { campaignId, unitId },
    select: { role: true, name: true, since: true, until: true },
    orderBy: { id: 'desc' },
    take: most,
  })
  return rows.map(asHeld)
}

/** A liaison's post has gone to somebody else: the roles that name the old one follow, in every campaign. */
export async function passOn(
  tx: Tx,
  from: Readonly<{ unitId: string; personId: string }>,
  to: Readonly<{ personId: string; name: string; phone: string | null }>,
  by: Readonly<{ id: string; at: Date }>,
): Promise<void> {
  const where = { unitId: from.unitId, personId: from.personId, role: 'liaison', until: null }
  const held = await tx.unitContact.findMany({ where, select: { campaignId: true } })
  await tx.unitContact.updateMany({ where, data: { until: by.at } })
  await tx.unitContact.createMany({
    data: held.map(({ campaignId }) => ({
      campaignId,
      unitId: from.unitId,
      role: 'liaison',
      ...to,
      since: by.at,
      byId: by.id,
    })),
  })
}

/** The phone numbers of these people as their roster has them. They are personal data: say them only to whom they concern. */
export async function phonesOf(db: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.person.findMany({
    where: { id: { in: [...personIds] }, phone: { not: null } },
    select: { id: true, phone: true },
  })
  return new Map(rows.flatMap(({ id, phone }) => (phone === null ? [] : [[id, phone] as const])))
}

/** The leaders of a region's units as far as the bot knows them as people. */
export async function leadersIn(
  db: Tx,
  regionId: string,
): Promise<readonly Readonly<{ unitId: string; personId: string }>[]> {
  return db.$queryRaw<{ unitId: string; personId: string }[]>`
    SELECT DISTINCT c.unit_id AS "unitId", c.person_id AS "personId" FROM unit u
    JOIN unit_contact c ON c.unit_id = u.id AND c.until IS NULL AND c.role IN ('principal', 'deputy')
    WHERE u.region_id = ${regionId} AND c.person_id IS NOT NULL ORDER BY 1, 2`
}

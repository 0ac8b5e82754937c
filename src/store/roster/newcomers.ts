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

/** Somebody's name and phone number. */
export async function facts(db: Tx, id: string): Promise<Readonly<{ name: string; phone: string | null }>> {
  return db.person.findUniqueOrThrow({ where: { id }, select: { name: true, phone: true } })
}

/** Notes a phone number of somebody who has none on the roster. */
export async function notePhone(tx: Tx, id: string, phone: string): Promise<void> {
  await tx.person.updateMany({ where: { id, phone: null }, data: { phone } })
}

type Named = Readonly<{ id: string; unitId: string; name: string; phone: string | null }>

/** Those of the named whom chat may have put on the roster before, under the id that `add` gives. */
export async function amongChatAdded(db: Tx, named: readonly Named[]): Promise<readonly Named[]> {
  const chatId = ({ unitId, name }: Named): string => `${unitId}/${name}`
  const found = await db.person.findMany({ where: { id: { in: named.map(chatId) } }, select: { id: true } })
  const ids = new Set(found.map(({ id }) => id))
  return named.filter((person) => chatId(person) !== person.id && ids.has(chatId(person)))
}

/** Whoever chat has put on the roster is the one whom a campaign file now names with an id of its own. */
export async function adopt(tx: Tx, named: Named): Promise<void> {
  const from = `${named.unitId}/${named.name}`
  if (from === named.id) return
  const held = await tx.person.findUnique({ where: { id: from } })
  const inAFile = await tx.campaignPerson.count({ where: { personId: from } })
  if (
    !held?.active ||
    inAFile > 0 ||
    (held.phone !== null && named.phone !== null && held.phone !== named.phone)
  )
    return
  const to = named.id
  await tx.account.updateMany({ where: { personId: from }, data: { personId: to } })
  await tx.absence.updateMany({ where: { personId: from }, data: { personId: to } })
  await tx.absence.updateMany({ where: { standInId: from }, data: { standInId: to } })
  await tx.handOver.updateMany({ where: { fromId: from }, data: { fromId: to } })
  await tx.handOver.updateMany({ where: { toId: from }, data: { toId: to } })
  await tx.unitContact.updateMany({ where: { personId: from }, data: { personId: to } })
  await tx.roleDecision.deleteMany({ where: { personId: to } })
  await tx.roleDecision.updateMany({ where: { personId: from }, data: { personId: to } })
  await tx.person.update({ where: { id: from }, data: { active: false, roles: [] } })
}

/**
 * Notes whom a campaign's file names now, and takes the roles of those whom it named before and no file names any more.
 * Their rows stay, as their history does. Answers their names.
 */
export async function leaveRoster(
  tx: Tx,
  campaignId: string,
  personIds: readonly string[],
): Promise<readonly string[]> {
  const before = await tx.campaignPerson.findMany({
    where: { campaignId, personId: { notIn: [...personIds] } },
    select: { personId: true },
  })
  await tx.campaignPerson.deleteMany({ where: { campaignId, personId: { notIn: [...personIds] } } })
  await tx.campaignPerson.createMany({
    data: personIds.map((personId) => ({ campaignId, personId })),
    skipDuplicates: true,
  })
  const gone = before.map(({ personId }) => personId)
  if (gone.length === 0) return []
  // A role taken in chat that no file gives any more: there is nothing left to stand against.
  await tx.$executeRaw`
    DELETE FROM role_decision d WHERE d.person_id = ANY(${gone}) AND NOT d.held
      AND NOT EXISTS (SELECT 1 FROM campaign_person c WHERE c.person_id = d.person_id)`
  // Roles that chat gave, such as the administrator's, are no file's to take.
  const rows = await tx.$queryRaw<{ name: string }[]>`
    UPDATE person p SET roles = ARRAY(
      SELECT r FROM unnest(p.roles) r WHERE r = 'admin'
        OR EXISTS (SELECT 1 FROM role_decision d WHERE d.person_id = p.id AND d.role = r AND d.held)
    )
    WHERE p.id = ANY(${gone}) AND NOT EXISTS (SELECT 1 FROM campaign_person c WHERE c.person_id = p.id)
    RETURNING p.name`
  return rows.map(({ name }) => name)
}

import type { Role } from '../../domain/roles.ts'
import type { Tx } from '../open.ts'

/** Gives or takes a role by decision in chat; a campaign file that says otherwise does not undo it. */
export async function decide(
  tx: Tx,
  decision: Readonly<{ personId: string; role: Role; held: boolean; byId: string; at: Date }>,
): Promise<void> {
  const { personId, role, held, byId, at } = decision
  await tx.$executeRaw`
    UPDATE person SET roles = CASE WHEN ${held} THEN array_append(array_remove(roles, ${role}::text), ${role}::text)
      ELSE array_remove(roles, ${role}::text) END
    WHERE id = ${personId}`
  await tx.roleDecision.upsert({
    where: { personId_role: { personId, role } },
    create: { personId, role, held, byId, at },
    update: { held, byId, at },
  })
}

/**
 * The roles that somebody holds whom a campaign file names with `named`. A decision with which the file agrees has done
 * its work and is forgotten; the others stand.
 */
export async function settle(
  tx: Tx,
  personId: string,
  named: readonly Role[],
  decisions: readonly Readonly<{ role: string; held: boolean }>[],
): Promise<readonly Role[]> {
  const agreed = decisions.filter(({ role, held }) => named.includes(role as Role) === held)
  if (agreed.length > 0) {
    await tx.roleDecision.deleteMany({
      where: { personId, role: { in: agreed.map(({ role }) => role) } },
    })
  }
  const given = decisions.filter(({ held }) => held).map(({ role }) => role as Role)
  const taken = new Set(decisions.filter(({ held }) => !held).map(({ role }) => role))
  return [...new Set([...named, ...given])].filter((role) => !taken.has(role))
}

/** What was decided about the people of a region, by person. */
export async function decisionsOf(db: Tx, regionId: string) {
  return db.$queryRaw<{ personId: string; role: string; held: boolean }[]>`
    SELECT d.person_id AS "personId", d.role, d.held FROM role_decision d
    JOIN person p ON p.id = d.person_id WHERE p.region_id = ${regionId}`
}

import type { CampaignFile } from '../../campaign-file/view.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { Role } from '../../domain/roles.ts'
import type { Tx } from '../../store/open.ts'
import * as newcomers from '../../store/roster/newcomers.ts'
import * as decided from '../../store/roster/roles.ts'

/**
 * The people of a campaign file. What was decided about a role in chat stands against the file until the file says the
 * same: a hand-over is not undone by loading a file that still names the old liaison.
 */
export async function loadPeople(
  tx: Tx,
  file: CampaignFile,
  id: (key: string) => string,
  now: Date,
): Promise<void> {
  const regionId = file.region.key
  const decisions = async () => groupBy(await decided.decisionsOf(tx, regionId), ({ personId }) => personId)
  let known = await decisions()
  for (const person of file.people) {
    const personId = id(person.key)
    const facts = {
      regionId,
      unitId: id(person.unit),
      name: person.name,
      title: person.title ?? null,
      phone: person.phone ?? null,
      active: true,
    }
    const held = await tx.person.findUnique({ where: { id: personId }, select: { roles: true } })
    if (!held) {
      await tx.person.create({ data: { id: personId, ...facts, roles: [] } })
      await newcomers.adopt(tx, { id: personId, ...facts })
      known = await decisions()
    }
    const settled = await decided.settle(tx, personId, person.roles, known.get(personId) ?? [])
    // Whoever claimed the bot stays administrator, also when the file does not say so.
    const admin: readonly Role[] = held?.roles.includes('admin') ? ['admin'] : []
    const roles = [...new Set([...settled, ...admin])]
    await tx.person.update({ where: { id: personId }, data: { ...facts, roles } })
    for (const [platform, userId] of [
      ['dingtalk', person.dingtalk],
      ['wecom', person.wecom],
    ] as const) {
      if (userId === undefined) continue
      await tx.account.upsert({
        where: { platform_userId: { platform, userId } },
        create: { platform, userId, nick: person.name, personId, boundAt: now },
        update: { personId },
      })
    }
  }
}

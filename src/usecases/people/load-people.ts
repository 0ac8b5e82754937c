import type { CampaignFile } from '../../campaign-file/view.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { Role } from '../../domain/roles.ts'
import type { Tx } from '../../store/open.ts'
import * as rows from '../../store/roster/file-rows.ts'
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
  const named = file.people.map((person) => ({
    id: id(person.key),
    unitId: id(person.unit),
    name: person.name,
    title: person.title ?? null,
    phone: person.phone ?? null,
  }))
  const held = await rows.rolesHeld(
    tx,
    named.map((person) => person.id),
  )
  const fresh = named.filter((person) => !held.has(person.id))
  await rows.savePeople(
    tx,
    regionId,
    fresh.map((person) => ({ ...person, roles: [] })),
  )
  for (const person of await newcomers.amongChatAdded(tx, fresh)) await newcomers.adopt(tx, person)

  const known = groupBy(await decided.decisionsOf(tx, regionId), ({ personId }) => personId)
  const settled = []
  for (const [index, person] of named.entries()) {
    const wanted = file.people[index]?.roles ?? []
    const decisions = known.get(person.id)
    const roles = decisions ? await decided.settle(tx, person.id, wanted, decisions) : wanted
    // Whoever claimed the bot stays administrator, also when the file does not say so.
    const admin: readonly Role[] = held.get(person.id)?.includes('admin') ? ['admin'] : []
    settled.push({ ...person, roles: [...new Set([...roles, ...admin])] })
  }
  await rows.savePeople(tx, regionId, settled)
  await rows.bindAccounts(
    tx,
    file.people.flatMap(({ key, name, dingtalk, wecom }) =>
      (
        [
          ['dingtalk', dingtalk],
          ['wecom', wecom],
        ] as const
      ).flatMap(([platform, userId]) =>
        userId === undefined ? [] : [{ platform, userId, nick: name, personId: id(key) }],
      ),
    ),
    now,
  )
}

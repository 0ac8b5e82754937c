import { changesIn, contradiction } from '../../domain/communities/file.ts'
import type { Facts, FieldKey } from '../../domain/communities/fields.ts'
import { mayKeep } from '../../domain/communities/keeping.ts'
import { DomainError } from '../../domain/errors.ts'
import * as files from '../../store/communities/files.ts'
import { touch, type Community, type Directory, type Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

export type KeepFile = Readonly<{
  directory: Directory
  community: Community
  facts: Facts
  /** The property company: its unit, or null for none; absent leaves it as it is. */
  propertyId?: string | null
  /** Which row of which table it came from, for the history. */
  from?: string
  eventId: bigint
}>

export type KeptFile = Readonly<{ changed: readonly FieldKey[]; propertyChanged: boolean; facts: Facts }>

/** Refuses unless the speaker may change that community's file. */
export function requireKeeper(directory: Directory, community: Community, by: Person): void {
  const parentId = directory.units.get(by.unitId)?.parentId ?? null
  if (!mayKeep({ unitId: by.unitId, parentId, roles: by.roles }, community))
    throw new DomainError('community.not_yours', { name: community.name })
}

/** Writes facts into a community's file (一小区一档); the ledger keeps what stood there before. */
export async function keepFile(tx: Tx, input: KeepFile, by: Person, now: Date): Promise<KeptFile> {
  const { directory, community, eventId } = input
  requireKeeper(directory, community, by)
  const held = await files.lock(tx, community.id, now)
  const changed = changesIn(held.facts, input.facts)
  const facts = { ...held.facts, ...changed }
  const wrong = contradiction(facts)
  if (wrong) throw new DomainError('community.contradiction', { name: community.name, why: wrong })
  const keys = Object.keys(changed) as FieldKey[]
  const { propertyId } = input
  const propertyChanged = propertyId !== undefined && propertyId !== community.propertyId
  if (keys.length > 0) await files.saveFacts(tx, { communityId: community.id, facts, byId: by.id, at: now })
  if (propertyChanged) {
    await files.saveProperty(tx, community.id, propertyId)
    await touch(tx, directory.regionId)
  }
  if (keys.length > 0 || propertyChanged) {
    const was = Object.fromEntries(keys.map((key) => [key, held.facts[key] ?? null]))
    await ledger.append(tx, {
      campaignId: null,
      subject: 'community',
      subjectId: community.id,
      type: 'CommunityFileKept',
      data: {
        was: propertyChanged ? { ...was, property: community.propertyId } : was,
        now: propertyChanged ? { ...changed, property: propertyId } : changed,
        ...(input.from ? { from: input.from } : {}),
      },
      byId: by.id,
      at: now,
      eventId,
    })
  }
  return { changed: keys, propertyChanged, facts }
}

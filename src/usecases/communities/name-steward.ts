import * as files from '../../store/communities/files.ts'
import type { Community, Directory, Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import { requireKeeper } from './keep-file.ts'

export type NameSteward = Readonly<{
  directory: Directory
  community: Community
  building: string
  name: string
  phone: string | null
  eventId: bigint
}>

/** Names the 楼长 of a building; answers whom he follows, or undefined when nothing changes. */
export async function nameSteward(
  tx: Tx,
  input: NameSteward,
  by: Person,
  now: Date,
): Promise<Readonly<{ before: string | null }> | undefined> {
  const { directory, community, building, name, phone, eventId } = input
  requireKeeper(directory, community, by)
  const put = await files.putSteward(tx, {
    communityId: community.id,
    building,
    name,
    phone,
    byId: by.id,
    at: now,
  })
  if (put)
    await ledger.append(tx, {
      campaignId: null,
      subject: 'community',
      subjectId: community.id,
      type: 'StewardNamed',
      data: { building, name, before: put.before },
      byId: by.id,
      at: now,
      eventId,
    })
  return put
}

import { WATCH_DAYS } from '../../domain/communities/file.ts'
import { DomainError } from '../../domain/errors.ts'
import { may } from '../../domain/roles.ts'
import { dayOf } from '../../domain/time/calendar.ts'
import * as files from '../../store/communities/files.ts'
import type { Community, Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

/**
 * Puts a community on the watch list (重点名单) with its check cycle, or takes it off. Answers the cycle in days, or
 * undefined when nothing changes.
 */
export async function watchCommunity(
  tx: Tx,
  input: Readonly<{ community: Community; on: boolean; days?: number; eventId: bigint }>,
  by: Person,
  now: Date,
): Promise<number | undefined> {
  if (!may(by.roles, 'watch')) throw new DomainError('role.not_allowed')
  const { community, on, eventId } = input
  const held = await files.lock(tx, community.id, now)
  const days = input.days ?? held.watchDays ?? WATCH_DAYS
  const isOn = held.watchedOn !== null
  if (isOn === on && (!on || days === held.watchDays)) return undefined
  await files.saveWatch(tx, {
    communityId: community.id,
    on: on ? (held.watchedOn ?? dayOf(now)) : null,
    days: on ? days : null,
  })
  await ledger.append(tx, {
    campaignId: null,
    subject: 'community',
    subjectId: community.id,
    type: on ? 'CommunityWatched' : 'CommunityUnwatched',
    data: on ? { days } : {},
    byId: by.id,
    at: now,
    eventId,
  })
  return days
}

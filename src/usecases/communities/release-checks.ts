import { DomainError } from '../../domain/errors.ts'
import * as checks from '../../store/communities/checks.ts'
import type { PlaceCheck } from '../../store/communities/checks.ts'
import type { Campaign, Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

/** Makes the speaker's covert checks known, of one community or all; what did not fit there becomes hazards after it. */
export async function releaseChecks(
  tx: Tx,
  input: Readonly<{ campaign: Campaign; communityId?: string | undefined; eventId: bigint }>,
  by: Person,
  now: Date,
): Promise<readonly PlaceCheck[]> {
  const { campaign, communityId, eventId } = input
  const own = await checks.unreleased(tx, campaign.id, by.id)
  const released = own.filter((check) => communityId === undefined || check.communityId === communityId)
  if (released.length === 0) throw new DomainError('check.no_covert')
  await checks.release(
    tx,
    released.map(({ id }) => id),
    now,
  )
  for (const { id, checklist, communityId: community, results, at } of released)
    await ledger.append(tx, {
      campaignId: campaign.id,
      subject: 'check',
      subjectId: String(id),
      type: 'CovertCheckReleased',
      data: { checklist, community, results, checkedAt: at },
      byId: by.id,
      at: now,
      eventId,
    })
  return released
}

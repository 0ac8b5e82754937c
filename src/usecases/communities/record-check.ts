import type { Found } from '../../domain/communities/checks.ts'
import { DomainError } from '../../domain/errors.ts'
import { may } from '../../domain/roles.ts'
import * as checks from '../../store/communities/checks.ts'
import type { Campaign, Community, Person } from '../../store/directory.ts'
import * as draws from '../../store/draws.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

/**
 * Writes down a check (检查记录). One that the newest draw asked for counts as its result. A covert one (暗访) stays
 * with its maker: even the history does not name the place until it is released.
 */
export async function recordCheck(
  tx: Tx,
  input: Readonly<{
    campaign: Campaign
    community: Community
    checklist: string
    results: readonly Found[]
    covert: boolean
    eventId: bigint
  }>,
  by: Person,
  now: Date,
): Promise<Readonly<{ drawNumber: number | null }>> {
  const { campaign, community, checklist, results, covert, eventId } = input
  if (!may(by.roles, covert ? 'check-covertly' : 'check')) throw new DomainError('role.not_allowed')
  const [newest] = await draws.newest(tx, campaign.id, 1, 'community')
  const draw = newest?.picked.includes(community.name) ? newest : undefined
  const id = await checks.insert(tx, {
    campaignId: campaign.id,
    communityId: community.id,
    checklist,
    results,
    at: now,
    byId: by.id,
    unitId: by.unitId,
    covert,
    drawId: draw?.id ?? null,
  })
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'check',
    subjectId: String(id),
    type: covert ? 'CovertCheckRecorded' : 'CheckRecorded',
    data: covert ? { checklist } : { checklist, community: community.id, results },
    byId: by.id,
    at: now,
    eventId,
  })
  return { drawNumber: covert ? null : (draw?.number ?? null) }
}

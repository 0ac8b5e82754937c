import type { Action, ActivityCounts } from '../domain/submissions/activities.ts'
import type { Campaign, Person } from '../store/directory.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as activities from '../store/submissions/activities.ts'

/** Writes down what the speaker's unit has done; answers the unit's sum of that action with it. */
export async function recordActivity(
  tx: Tx,
  input: Readonly<{
    campaign: Campaign
    action: Action
    counts: ActivityCounts
    text: string
    eventId: bigint
  }>,
  by: Person,
  now: Date,
): Promise<ActivityCounts> {
  const { campaign, action, counts, text, eventId } = input
  const { unitId } = by
  const id = await activities.insert(tx, {
    campaignId: campaign.id,
    unitId,
    action,
    counts,
    text,
    at: now,
    byId: by.id,
  })
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'activity',
    subjectId: String(id),
    type: 'ActivityRecorded',
    data: { action, unitId, counts },
    byId: by.id,
    at: now,
    eventId,
  })
  const own = await activities.sums(tx, campaign.id, unitId)
  return own.find((each) => each.action === action)?.counts ?? counts
}

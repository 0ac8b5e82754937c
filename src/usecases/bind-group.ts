import * as conversations from '../store/conversations.ts'
import type { Campaign, Person } from '../store/directory.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'

export type BindGroup = Readonly<{
  conversationRow: number
  title: string | null
  campaign: Campaign
  eventId: bigint
}>

/** From now on what is said in that conversation is about this campaign, unless it names another. */
export async function bindGroup(tx: Tx, input: BindGroup, by: Person, now: Date): Promise<void> {
  await conversations.bindGroup(tx, input.conversationRow, input.campaign.id)
  await ledger.append(tx, {
    campaignId: input.campaign.id,
    subject: 'group',
    subjectId: String(input.conversationRow),
    type: 'GroupBound',
    data: { title: input.title },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
}

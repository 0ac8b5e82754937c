import type { Attachment } from '../domain/submissions/deliverables.ts'
import type { Campaign, Person } from '../store/directory.ts'
import * as information from '../store/submissions/information.ts'
import type { Information, InformationKind } from '../store/submissions/information.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'

/** Keeps what a unit writes of its own accord (信息报送、专题报告); `nth` is how many of the kind it has sent with this. */
export async function keepInformation(
  tx: Tx,
  input: Readonly<{
    campaign: Campaign
    kind: InformationKind
    text: string
    codes: readonly string[]
    attachments: readonly Attachment[]
    eventId?: bigint | undefined
  }>,
  by: Person,
  now: Date,
): Promise<Readonly<{ information: Information; nth: number }>> {
  const { campaign, kind, text, codes, attachments } = input
  const kept = await information.insert(tx, {
    campaignId: campaign.id,
    kind,
    unitId: by.unitId,
    text,
    attachments,
    codes,
    at: now,
    byId: by.id,
  })
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'information',
    subjectId: String(kept.id),
    type: 'InformationReceived',
    data: { kind, text, codes, attachments },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  const counts = await information.counts(tx, campaign.id)
  const nth = counts.find((each) => each.unitId === by.unitId && each.kind === kind)?.count ?? 1
  return { information: kept, nth }
}

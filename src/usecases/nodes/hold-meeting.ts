import { dayOf, type Day } from '../../domain/time/calendar.ts'
import { DomainError } from '../../domain/errors.ts'
import type { MeetingRule } from '../../domain/plan.ts'
import type { Campaign, Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import * as meetings from '../../store/roster/meetings.ts'

export type HoldMeeting = Readonly<{
  campaign: Campaign
  /** As said, e.g. 工作例会; picks one of several rules. */
  name: string
  minutes: string | null
  photos: readonly string[]
  eventId: bigint
}>

/** Notes that the newest meeting that was due by today was held, with its minutes. Refuses `meeting.none`. */
export async function holdMeeting(
  tx: Tx,
  input: HoldMeeting,
  by: Person,
  now: Date,
): Promise<Readonly<{ meeting: MeetingRule; on: Day }>> {
  const { campaign, name, minutes, photos, eventId } = input
  const today = dayOf(now)
  const rules = campaign.plan.meetings
  const fitting = rules.filter((rule) => rule.name.includes(name) || name.includes(rule.name))
  const found = (fitting.length > 0 ? fitting : rules)
    .flatMap((meeting) => meeting.dates.filter((on) => on <= today).map((on) => ({ meeting, on })))
    .toSorted((a, b) => (a.on < b.on ? 1 : -1))[0]
  if (!found) throw new DomainError('meeting.none')
  await meetings.hold(tx, {
    campaignId: campaign.id,
    meeting: found.meeting.key,
    on: found.on,
    minutes,
    photos,
    byId: by.id,
    at: now,
  })
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'campaign',
    subjectId: campaign.id,
    type: 'MeetingHeld',
    data: { meeting: found.meeting.key, on: found.on, photos: photos.length },
    byId: by.id,
    at: now,
    eventId,
  })
  return found
}

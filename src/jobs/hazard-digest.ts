import { addDays, at, dayOf, day, type Day, type WorkdayTable } from '../domain/time/calendar.ts'
import { hazardDigests, type OpenHazard, type Reminder } from '../domain/reminding/reminders.ts'
import type { DueReminder } from '../domain/reminding/slots.ts'
import { shortNumber, whatIsWrong, whereabouts } from '../chat/saying/names.ts'
import { say, type Notice } from '../chat/saying/speech.ts'
import type { Campaign, Directory } from '../store/directory.ts'
import type { Hazard } from '../store/hazards.ts'
import * as hazards from '../store/hazards.ts'
import type { Tx } from '../store/open.ts'
import type { CampaignTopic } from './planner/job.ts'

/** The morning's word about hazards that are due soon, due today or overdue. */
export const hazardDigestJob: CampaignTopic = ({ directory, campaign, workdays }) => ({
  name: `hazards ${campaign.id}`,
  slots: (after, upTo) => digestSlots(campaign, after, upTo),
  notices: (tx, due, now) => hazardDigestNotices(tx, { directory, campaign, due, now, workdays }),
})

/** Hazards are chased this long after the campaign's last day: what is open does not end with it. */
const AFTERMATH_DAYS = 30
/** How far ahead a limit can lie and still be spoken of today. */
const LOOK_AHEAD_DAYS = 15
const LINES = 6

/** Nine o'clock of every day of the campaign, as slots. A slot that is missed counts for its own day only. */
export function digestSlots(campaign: Campaign, after: Date, upTo: Date): readonly Reminder[] {
  const last = addDays(day(campaign.endsOn), AFTERMATH_DAYS)
  const slots: Reminder[] = []
  const begin = dayOf(after) < campaign.startsOn ? day(campaign.startsOn) : dayOf(after)
  for (let on = begin; on <= last && at(on, '09:00') <= upTo; on = addDays(on, 1)) {
    const moment = at(on, '09:00')
    if (moment <= after) continue
    slots.push({ duty: 'hazards', period: on, kind: 'morning', at: moment, dueAt: at(on, '20:00') })
  }
  return slots
}

/** One digest for each unit with hazards that are due soon, due today or overdue. */
async function hazardDigestNotices(
  tx: Tx,
  given: Readonly<{
    directory: Directory
    campaign: Campaign
    due: readonly DueReminder[]
    now: Date
    workdays: WorkdayTable
  }>,
): Promise<readonly Notice[]> {
  const { directory, campaign, now } = given
  const newest = given.due.at(-1)
  if (!newest) return []
  const today = dayOf(newest.sendAt)
  const open = await hazards.dueBefore(tx, campaign.id, at(addDays(today, LOOK_AHEAD_DAYS), '00:00'))
  const digests = hazardDigests({
    hazards: open.filter((row) => !isUrgent(row, today)).flatMap(asOpenHazard),
    on: today,
    table: given.workdays,
  })
  return digests.map(({ unit, overdue, dueToday, dueSoon }) => ({
    to: { unitId: unit },
    speech: say(text(directory, { overdue, dueToday, dueSoon }, now)),
    key: `hazards:${campaign.id}:${today}:${unit}`,
    subject: `hazards:${campaign.id}:${unit}`,
    // What is due today is said today; the rest comes again on other days.
    ...(dueToday.length > 0 ? { urgency: 'timely' as const } : { repeats: true as const }),
    ...dueOf(overdue[0] ?? dueToday[0] ?? dueSoon[0]),
  }))
}

/** Said as something urgent, by itself. */
function isUrgent({ grade, dueAt }: Hazard, today: Day): boolean {
  return grade === 'major' && dueAt !== null && dayOf(dueAt) <= today
}

function dueOf(hazard: Open | undefined): Readonly<{ due?: Date }> {
  return hazard ? { due: hazard.dueAt } : {}
}

type Open = OpenHazard & Readonly<{ row: Hazard }>

function asOpenHazard(row: Hazard): readonly Open[] {
  if (!row.responsibleId || !row.dueAt) return []
  return [{ code: row.code, unit: row.responsibleId, registeredAt: row.foundAt, dueAt: row.dueAt, row }]
}

function text(
  directory: Directory,
  lists: Readonly<Record<'overdue' | 'dueToday' | 'dueSoon', readonly Open[]>>,
  now: Date,
): string {
  const { overdue, dueToday, dueSoon } = lists
  const all = [
    ...overdue.map((hazard) => line(directory, hazard, `已逾期${daysOver(hazard, now)}天`)),
    ...dueToday.map((hazard) => line(directory, hazard, '**今天到期**')),
    ...dueSoon.map((hazard) => line(directory, hazard, `还剩${-daysOver(hazard, now)}天`)),
  ]
  const counts = [
    overdue.length > 0 ? `逾期${overdue.length}处` : '',
    dueToday.length > 0 ? `今天到期${dueToday.length}处` : '',
    dueSoon.length > 0 ? `快到期${dueSoon.length}处` : '',
  ].filter(Boolean)
  const rest = all.length - LINES
  const first = overdue[0] ?? dueToday[0] ?? dueSoon[0]
  return [
    `今日隐患提醒：${counts.join('，')}。`,
    ...all.slice(0, LINES),
    ...(rest > 0 ? [`还有${rest}处，发「我的待办」看全部。`] : []),
    `改好了回「${first ? shortNumber(first.row) : '12号'}已改」并附照片；一时改不了请联系消安委办延期。`,
  ].join('\n')
}

function daysOver(hazard: Open, now: Date): number {
  return Math.round(
    (at(dayOf(now), '00:00').getTime() - at(dayOf(hazard.dueAt), '00:00').getTime()) / 86_400_000,
  )
}

function line(directory: Directory, { row }: Open, when: string): string {
  return `- ${shortNumber(row)} ${whereabouts(directory, row)} ${whatIsWrong(directory, row)} · ${when}`
}

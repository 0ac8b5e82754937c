import { addDays, at, dayOf, day, formatDay, type Day, type WorkdayTable } from '../domain/time/calendar.ts'
import { mornings } from '../domain/reminding/morning.ts'
import { hazardDigests, type OpenHazard } from '../domain/reminding/reminders.ts'
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
  // One message makes up for all mornings that were missed.
  slots: (after, upTo) =>
    mornings({
      duty: 'hazards',
      kind: 'event',
      starts: day(campaign.startsOn),
      ends: day(campaign.endsOn),
      after,
      upTo,
    }),
  notices: (tx, due, now) => hazardDigestNotices(tx, { directory, campaign, due, now, workdays }),
})

/** How far ahead a limit can lie and still be spoken of today. */
const LOOK_AHEAD_DAYS = 15
const LINES = 6

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
    missed: given.due.map(({ reminder }) => dayOf(reminder.at)).filter((morning) => morning < today),
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
  const n = first ? shortNumber(first.row) : '12号'
  // A week from now is an example that can be sent as it stands.
  const later = formatDay(addDays(dayOf(now), 7))
  return [
    `今日隐患提醒：${counts.join('，')}。`,
    ...all.slice(0, LINES),
    ...(rest > 0 ? [`还有${rest}处，发「我的待办」看全部。`] : []),
    `改好了回「${n}已改」并附照片；一时改不了回「${n}延期到${later}，原因：……」。`,
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

import {
  at,
  day,
  dayOf,
  isWorkday,
  nextWorkday,
  type Day,
  type WorkdayTable,
} from '../domain/time/calendar.ts'
import { groupBy } from '../domain/group-by.ts'
import { MORNING } from '../domain/reminding/morning.ts'
import type { Reminder } from '../domain/reminding/reminders.ts'
import { dueSlots } from '../domain/reminding/slots.ts'
import { say, type Notice } from '../chat/saying/speech.ts'
import type { Campaign } from '../store/directory.ts'
import { periods } from '../usecases/due-reports.ts'
import type { CampaignTopic } from './planner/job.ts'

/**
 * A word to the administrators when deadlines lie in a year whose holidays are not out: when the campaign begins, and
 * in the middle of the December before that year, when the arrangement is there and the program has to be updated.
 */
export const unpublishedYearsJob: CampaignTopic = ({ campaign, workdays }) => {
  const years = guesses(campaign, workdays)
  const plan = [...years.keys()].flatMap((year) =>
    [day(campaign.startsOn), day(`${year - 1}-12-15`)]
      .filter((on) => on >= campaign.startsOn)
      .map((on, index): Reminder => ({
        duty: 'unpublished',
        period: String(year),
        kind: 'event',
        at: at(isWorkday(on, workdays) ? on : nextWorkday(on, workdays), MORNING),
        dueAt: at(day(`${year}-01-01`), '00:00'),
        nth: index + 1,
      })),
  )
  return {
    name: `unpublished ${campaign.id}`,
    slots: (after, upTo) => dueSlots(plan, { after, upTo }),
    notices: async (_, due) =>
      due.flatMap(({ reminder: { period, nth } }) => {
        const days = years.get(Number(period)) ?? []
        return days.length === 0 ? [] : [warning(campaign, `${period}`, days.length, nth ?? 1)]
      }),
  }
}

/** The deadlines of each year whose holidays are not out. */
function guesses(campaign: Campaign, table: WorkdayTable): ReadonlyMap<number, readonly Day[]> {
  const days = campaign.plan.duties.flatMap((duty) =>
    periods(duty, table).flatMap(({ dueAt, shiftedFrom, unpublished }) =>
      unpublished ? [shiftedFrom ?? dayOf(dueAt)] : [],
    ),
  )
  return groupBy(days, (on) => Number(on.slice(0, 4)))
}

function warning(campaign: Campaign, year: string, count: number, nth: number): Notice {
  return {
    to: { regionRole: 'admin' },
    speech: say(
      [
        `${year}年的放假安排程序里还没有，${campaign.title}有${count}次截止落在那一年。`,
        '先按周一到周五推算，提醒里都会注明。',
        '国务院公布以后（一般在11月）请更新程序，截止时间会自动重算。',
      ].join('\n'),
    ),
    key: `unpublished:${campaign.id}:${year}:${nth}`,
  }
}

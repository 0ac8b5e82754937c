import { addDays, at, day, dayOf, isWorkday, nextWorkday, type Day } from '../domain/time/calendar.ts'
import { MORNING } from '../domain/reminding/morning.ts'
import { accountText, monthBefore } from '../chat/intents/queries/message-account.ts'
import { say } from '../chat/saying/speech.ts'
import type { RegionTopic } from './planner/job.ts'

/** On the first working day of a month: to the office, who was disturbed how often in the month before (减负账本). */
export const monthlyAccountJob: RegionTopic = ({ directory, workdays }) => {
  const firstWorkday = (month: Day): Day =>
    isWorkday(month, workdays) ? month : nextWorkday(month, workdays)
  return {
    name: `account ${directory.regionId}`,
    slots(after, upTo) {
      const slots = []
      for (
        let month = day(`${dayOf(after).slice(0, 7)}-01`);
        at(month, '00:00') <= upTo;
        month = following(month)
      ) {
        const moment = at(firstWorkday(month), MORNING)
        if (moment > after && moment <= upTo)
          slots.push({
            duty: 'account',
            period: monthBefore(month.slice(0, 7)),
            kind: 'event' as const,
            at: moment,
            dueAt: moment,
          })
      }
      return slots
    },
    async notices(tx, due) {
      const newest = due.at(-1)
      // Nobody needs an account of a month in which no campaign ran.
      if (
        !newest ||
        !directory.campaigns.some(({ startsOn, endsOn }) => runsIn(newest.reminder.period, startsOn, endsOn))
      )
        return []
      const { period } = newest.reminder
      return [
        {
          to: { regionRole: 'office' as const },
          speech: say(await accountText(tx, directory, period, true)),
          key: `account:${directory.regionId}:${period}`,
        },
      ]
    },
  }
}

function following(month: Day): Day {
  return day(`${addDays(month, 31).slice(0, 7)}-01`)
}

function runsIn(month: string, startsOn: string, endsOn: string): boolean {
  return startsOn.slice(0, 7) <= month && month <= endsOn.slice(0, 7)
}

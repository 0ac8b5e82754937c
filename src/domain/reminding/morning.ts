import {
  addDays,
  at,
  dayOf,
  isWorkday,
  previousWorkday,
  weekday,
  type ClockTime,
  type Day,
  type WorkdayTable,
} from '../time/calendar.ts'
import type { Reminder } from './reminders.ts'

/**
 * When everything is said that is looked through each morning: what is due, hazards, chases, what climbs, what begins.
 * One moment for all of it, so that each person hears it in one message.
 */
export const MORNING = '10:00'

/** What is overdue is looked at so long after a campaign's last day: it does not end with it. */
export const AFTERMATH_DAYS = 30

/** The mornings of a campaign and of the month after it, as slots; of working days only where `table` is given. */
export function mornings(
  given: Readonly<{
    duty: string
    kind: Reminder['kind']
    starts: Day
    ends: Day
    after: Date
    upTo: Date
    table?: WorkdayTable
    /** Another moment than everybody's. */
    time?: ClockTime
  }>,
): readonly Reminder[] {
  const { duty, kind, starts, ends, after, upTo, table, time = MORNING } = given
  const last = addDays(ends, AFTERMATH_DAYS)
  const slots: Reminder[] = []
  const begin = dayOf(after) < starts ? starts : dayOf(after)
  for (let on = begin; on <= last && at(on, time) <= upTo; on = addDays(on, 1)) {
    const moment = at(on, time)
    if (moment <= after || (table && !isWorkday(on, table))) continue
    slots.push({ duty, period: on, kind, at: moment, dueAt: at(on, '20:00') })
  }
  return slots
}

/** Whether a day is the first working day of its week, Monday to Sunday. */
export function isFirstOfWeek(on: Day, table: WorkdayTable): boolean {
  return isWorkday(on, table) && mondayOf(previousWorkday(on, table)) !== mondayOf(on)
}

function mondayOf(on: Day): Day {
  return addDays(on, 1 - weekday(on))
}

import { dayOf, formatDay, weekdayName, type Day, type WorkdayTable } from '../../domain/time/calendar.ts'

/** 3月5日（周五）, with the statutory holiday's name where a table is given and knows one: 1月1日（周五，元旦）. */
export function sayDay(on: Day, now: Date, table?: WorkdayTable): string {
  const holiday = table?.holidays.get(on)
  return `${formatDay(on, Number(dayOf(now).slice(0, 4)))}（${weekdayName(on)}${holiday ? `，${holiday}` : ''}）`
}

/** One day, or the first and the last of several. */
export function sayDays(from: Day, until: Day, now: Date): string {
  return from === until ? sayDay(from, now) : `${sayDay(from, now)}到${sayDay(until, now)}`
}

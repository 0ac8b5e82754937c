import { dayOf, daysBetween } from '../time/calendar.ts'
import { isUnrectified, type HazardStatus } from './hazard.ts'

type Limited = Readonly<{ status: HazardStatus; dueAt: Date | null; rectifiedAt: Date | null }>

/**
 * 逾期天数, derived and never kept: of what is not rectified up to now, of what was rectified too late up to that day; 0
 * within the limit or without one. Begun days count, so that what is overdue at all is so by a day.
 */
export function daysOverdue({ status, dueAt, rectifiedAt }: Limited, now: Date): number {
  if (dueAt === null) return 0
  const until = isUnrectified(status) ? now : rectifiedAt
  if (until === null || until <= dueAt) return 0
  return Math.max(1, daysBetween(dayOf(dueAt), dayOf(until)))
}

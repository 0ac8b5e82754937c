import {
  addDays,
  addWorkdays,
  at,
  dayOf,
  daysBetween,
  isWorkday,
  previousWorkday,
  timeOf,
  type Day,
  type WorkdayTable,
} from './calendar.ts'
import type { Period } from './cadence.ts'

/**
 * `heads-up`: tomorrow it is due, to all who owe it. `morning` and `last-call`: today, only to those missing.
 * `missing-list`: who did not report, to the office. `overdue`: a chase on later working days, only to those missing.
 * `event`: anything else that is said once, however late (a tip, a step, a summary).
 */
export type ReminderKind = 'heads-up' | 'morning' | 'last-call' | 'missing-list' | 'overdue' | 'event'

/** One planned reminder of one period. */
export type Reminder = Readonly<{
  duty: string
  period: string
  kind: ReminderKind
  at: Date
  /** The deadline that it is about. */
  dueAt: Date
  /** 1 for the first chase after the deadline; only with `overdue`. */
  nth?: number
}>

const MINUTE = 60_000
const CHASES = 5
const NOON_ISH = '14:00'

/** Whether nothing ordinary may be sent: 21:00 up to, not including, 8:00. */
export function isQuiet(instant: Date): boolean {
  const time = timeOf(instant)
  return time >= '21:00' || time < '08:00'
}

/** The instant itself, or 8:00 of the next morning when it lies in the quiet hours. */
export function afterQuiet(instant: Date): Date {
  if (!isQuiet(instant)) return instant
  const today = dayOf(instant)
  return at(timeOf(instant) < '08:00' ? today : addDays(today, 1), '08:00')
}

/** The instant itself, or 20:30 of the evening before when it lies in the quiet hours. */
function beforeQuiet(instant: Date): Date {
  if (!isQuiet(instant)) return instant
  const today = dayOf(instant)
  return at(timeOf(instant) < '08:00' ? addDays(today, -1) : today, '20:30')
}

/**
 * The reminders of one period in their order: 10:00 on the day before (the working day before, when that is a day
 * off), the morning and the last call of the day (10:00 and an hour before; 9:00 and half an hour before when it is
 * due before 14:00), the list of the missing five minutes after, then one chase a working day at 9:30, five at
 * most, ending before the day on which `next` is announced, so that nobody hears twice in one morning. Nothing falls into the quiet hours, nothing before the
 * period opens.
 */
export function reminderPlan(
  given: Readonly<{ period: Period; next?: Period | undefined; table: WorkdayTable }>,
): readonly Reminder[] {
  const { period, next, table } = given
  const dueDay = dayOf(period.dueAt)
  const early = timeOf(period.dueAt) < NOON_ISH
  const lastCall = beforeQuiet(new Date(period.dueAt.getTime() - (early ? 30 : 60) * MINUTE))
  const base = { duty: period.duty, period: period.key, dueAt: period.dueAt }

  const asks: Reminder[] = [
    {
      ...base,
      kind: 'heads-up',
      at: at(announcedOn(dueDay, table), '10:00'),
    },
    { ...base, kind: 'morning', at: at(dueDay, early ? '09:00' : '10:00') },
    { ...base, kind: 'last-call', at: lastCall },
  ]
  return [
    ...asks.filter(
      (ask) =>
        ask.at >= period.opensAt && (ask.kind === 'last-call' || ask.at.getTime() < lastCall.getTime()),
    ),
    { ...base, kind: 'missing-list', at: afterQuiet(new Date(period.dueAt.getTime() + 5 * MINUTE)) },
    ...chases(dueDay, next && announcedOn(dayOf(next.dueAt), table), table).map((on, index) => ({
      ...base,
      kind: 'overdue' as const,
      at: at(on, '09:30'),
      nth: index + 1,
    })),
  ]
}

/** The day before, or the working day before when that is a day off. */
function announcedOn(dueDay: Day, table: WorkdayTable): Day {
  const dayBefore = addDays(dueDay, -1)
  return isWorkday(dayBefore, table) ? dayBefore : previousWorkday(dueDay, table)
}

/** The plan of all periods of one duty, earliest first. */
export function planOf(periods: readonly Period[], table: WorkdayTable): readonly Reminder[] {
  return periods
    .flatMap((period, index) => reminderPlan({ period, next: periods[index + 1], table }))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** A name for the reminder that is the same every time and unlike every other within a campaign. */
export function reminderKey({ duty, period, kind, nth }: Reminder): string {
  return [duty, period, kind, ...(nth === undefined ? [] : [nth])].join(':')
}

function chases(dueDay: Day, until: Day | undefined, table: WorkdayTable): readonly Day[] {
  return Array.from({ length: CHASES }, (_, index) => addWorkdays(dueDay, index + 1, table)).filter(
    (on) => until === undefined || on < until,
  )
}

/** What the reminders need to know of an open hazard. */
export type OpenHazard = Readonly<{ code: string; unit: string; registeredAt: Date; dueAt: Date }>

/** One message to one unit on one day about all its hazards that need a word. */
export type HazardDigest<H extends OpenHazard = OpenHazard> = Readonly<{
  unit: string
  at: Date
  overdue: readonly H[]
  dueToday: readonly H[]
  dueSoon: readonly H[]
}>

/**
 * The digests of a day at 9:00, one a unit, most overdue first. A hazard is named on the day it is due, whatever
 * day that is; on every working day after; and once ahead: three days before with a limit over seven days, one
 * day before otherwise, on the working day before that when it is a day off. Whoever heard of a hazard only that
 * day is not told again. Pass the open hazards that still wait for their unit.
 */
export function hazardDigests<H extends OpenHazard>(
  given: Readonly<{ hazards: readonly H[]; on: Day; table: WorkdayTable }>,
): readonly HazardDigest<H>[] {
  const moment = at(given.on, '09:00')
  const units = new Map<string, { overdue: H[]; dueToday: H[]; dueSoon: H[] }>()
  for (const hazard of given.hazards.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())) {
    const what = hazardReminder({ hazard, on: given.on, table: given.table })
    if (what === undefined) continue
    const unit = units.get(hazard.unit) ?? { overdue: [], dueToday: [], dueSoon: [] }
    unit[what].push(hazard)
    units.set(hazard.unit, unit)
  }
  return [...units].map(([unit, lists]) => ({ unit, at: moment, ...lists }))
}

/** Why the hazard belongs into its unit's digest of the day, or undefined when it does not. */
export function hazardReminder(
  given: Readonly<{ hazard: OpenHazard; on: Day; table: WorkdayTable }>,
): 'overdue' | 'dueToday' | 'dueSoon' | undefined {
  const { hazard, on, table } = given
  const registered = dayOf(hazard.registeredAt)
  if (registered >= on) return undefined
  const dueDay = dayOf(hazard.dueAt)
  if (dueDay === on) return 'dueToday'
  if (dueDay < on) return isWorkday(on, table) ? 'overdue' : undefined
  const ahead = addDays(dueDay, daysBetween(registered, dueDay) > 7 ? -3 : -1)
  return on === (isWorkday(ahead, table) ? ahead : previousWorkday(ahead, table)) ? 'dueSoon' : undefined
}

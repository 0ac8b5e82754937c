import {
  addDays,
  addWorkdays,
  at,
  dayOf,
  daysBetween,
  isWorkday,
  previousWorkday,
  timeOf,
  workdaysBetween,
  type Day,
  type WorkdayTable,
} from '../time/calendar.ts'
import { isFirstOfWeek, MORNING } from './morning.ts'
import type { Period } from '../time/cadence.ts'
import { DEFAULT_CHASES, type AskRule, type ReminderRules } from '../plan.ts'

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
  /** 1 for the first chase after the deadline; of several asks of one kind the second and later ones have it too. */
  nth?: number
}>

const MINUTE = 60_000
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

type Rules = Pick<ReminderRules, 'asks' | 'chases'>

/**
 * The reminders of one period in their order. Where the campaign has no rules of its own, these are: 10:00 on the day
 * before, the morning and the last call of the day (10:00 and an hour before; 9:00 and half an hour before when it is
 * due before 14:00). What falls on a day off ahead of the due day moves to the working day before it. The last ask is
 * the last call, whatever its rule. Then the list of the missing five minutes after, and chases in the morning of every
 * second working day, ending before the day on which `next` is announced: who is asked anew is chased no more. Nothing falls
 * into the quiet hours, nothing before the period opens.
 */
export function reminderPlan(
  given: Readonly<{ period: Period; next?: Period | undefined; table: WorkdayTable; rules?: Rules }>,
): readonly Reminder[] {
  const { period, next, table, rules = { chases: DEFAULT_CHASES } } = given
  const dueDay = dayOf(period.dueAt)
  const base = { duty: period.duty, period: period.key, dueAt: period.dueAt }
  const moments = askMoments(period, rules, table)
  const lastCall = moments.at(-1)
  const counted = new Map<ReminderKind, number>()
  const asks = moments
    .filter((moment) => moment >= period.opensAt)
    .map((moment): Reminder => {
      const kind = moment === lastCall ? 'last-call' : dayOf(moment) === dueDay ? 'morning' : 'heads-up'
      const nth = (counted.get(kind) ?? 0) + 1
      counted.set(kind, nth)
      return { ...base, kind, at: moment, ...(nth > 1 ? { nth } : {}) }
    })
  const announced = next && askMoments(next, rules, table)[0]
  const until = next && dayOf(announced ?? next.dueAt)
  return [
    ...asks,
    { ...base, kind: 'missing-list', at: afterQuiet(new Date(period.dueAt.getTime() + 5 * MINUTE)) },
    ...chases({ dueDay, until, count: rules.chases, table }).map((on, index) => ({
      ...base,
      kind: 'overdue' as const,
      at: at(on, MORNING),
      nth: index + 1,
    })),
  ]
}

/** When a period is asked for, earliest first, each moment once; none in the quiet hours, none after the last call. */
function askMoments(period: Period, rules: Rules, table: WorkdayTable): readonly Date[] {
  const early = timeOf(period.dueAt) < NOON_ISH
  const asks: readonly AskRule[] = rules.asks ?? [
    { days: 1, at: MORNING },
    { days: 0, at: early ? '09:00' : MORNING },
    { minutes: early ? 30 : 60 },
  ]
  const moments = asks
    .map((ask) => beforeQuiet(momentOf(ask, period.dueAt, table)).getTime())
    .filter((moment) => moment < period.dueAt.getTime())
  return [...new Set(moments)].sort((a, b) => a - b).map((moment) => new Date(moment))
}

function momentOf(ask: AskRule, dueAt: Date, table: WorkdayTable): Date {
  if ('minutes' in ask) return new Date(dueAt.getTime() - ask.minutes * MINUTE)
  const on = addDays(dayOf(dueAt), -ask.days)
  return at(ask.days === 0 || isWorkday(on, table) ? on : previousWorkday(on, table), ask.at)
}

/**
 * Whether 「收到」 said at `acknowledgedAt` spares its unit this reminder: only the next ordinary ask after it, never the
 * last call, the list of the missing or a chase. `plan` are the reminders of the period, earliest first.
 */
export function isSpared(reminder: Reminder, plan: readonly Reminder[], acknowledgedAt: Date): boolean {
  if (reminder.kind !== 'heads-up' && reminder.kind !== 'morning') return false
  if (acknowledgedAt >= reminder.at) return false
  return !plan.some(({ at }) => acknowledgedAt < at && at < reminder.at)
}

/** The plan of all periods of one duty, earliest first. */
export function planOf(periods: readonly Period[], table: WorkdayTable, rules?: Rules): readonly Reminder[] {
  return periods
    .flatMap((period, index) =>
      reminderPlan({ period, next: periods[index + 1], table, ...(rules ? { rules } : {}) }),
    )
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** A name for the reminder that is the same every time and unlike every other within a campaign. */
export function reminderKey({ duty, period, kind, nth }: Reminder): string {
  return [duty, period, kind, ...(nth === undefined ? [] : [nth])].join(':')
}

function chases(
  given: Readonly<{ dueDay: Day; until: Day | undefined; count: number; table: WorkdayTable }>,
): readonly Day[] {
  const { dueDay, until, count, table } = given
  // A day to act lies between: whoever is asked every morning stops reading.
  return Array.from({ length: count }, (_, index) => addWorkdays(dueDay, 2 * index + 1, table)).filter(
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
 * The digests of a morning, one a unit, most overdue first. A hazard is named on the day it is due, whatever day that
 * is; on the three working days after and then once a week; and once ahead: three days before with a limit over seven days, one
 * day before otherwise, on the working day before that when it is a day off, or when the limit itself ends on one.
 * Whoever heard of a hazard only that day is not told again. Pass the open hazards that still wait for their unit, and
 * as `missed` the mornings on which nobody could speak: what should have been said then is said now.
 */
export function hazardDigests<H extends OpenHazard>(
  given: Readonly<{ hazards: readonly H[]; on: Day; missed?: readonly Day[]; table: WorkdayTable }>,
): readonly HazardDigest<H>[] {
  const moment = at(given.on, MORNING)
  const units = new Map<string, { overdue: H[]; dueToday: H[]; dueSoon: H[] }>()
  for (const hazard of given.hazards.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())) {
    const what = hazardReminder({ hazard, on: given.on, table: given.table }) ?? madeUp({ ...given, hazard })
    if (what === undefined) continue
    const unit = units.get(hazard.unit) ?? { overdue: [], dueToday: [], dueSoon: [] }
    unit[what].push(hazard)
    units.set(hazard.unit, unit)
  }
  // Whoever hears of one hears of all that he has overdue.
  for (const hazard of given.hazards) {
    const overdue = units.get(hazard.unit)?.overdue
    if (overdue && dayOf(hazard.dueAt) < given.on && !overdue.includes(hazard)) overdue.push(hazard)
  }
  for (const { overdue } of units.values()) overdue.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
  return [...units].map(([unit, lists]) => ({ unit, at: moment, ...lists }))
}

/** What a missed morning should have said, as it stands by now; nothing of what is overdue is said on a day off. */
function madeUp(
  given: Readonly<{ hazard: OpenHazard; on: Day; missed?: readonly Day[]; table: WorkdayTable }>,
): 'overdue' | 'dueSoon' | undefined {
  const { hazard, on, missed = [], table } = given
  if (!missed.some((morning) => hazardReminder({ hazard, on: morning, table }))) return undefined
  if (dayOf(hazard.dueAt) > on) return 'dueSoon'
  return isWorkday(on, table) ? 'overdue' : undefined
}

/** On each of the first three working days, and then on the first one of every week: what lies long is known by now. */
const FRESH_DAYS = 3

function isToldOverdue(dueDay: Day, on: Day, table: WorkdayTable): boolean {
  if (!isWorkday(on, table)) return false
  return workdaysBetween(dueDay, on, table) <= FRESH_DAYS || isFirstOfWeek(on, table)
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
  if (dueDay < on) return isToldOverdue(dueDay, on, table) ? 'overdue' : undefined
  // What ends on a day off is spoken of on the last day on which people are there to act.
  const ahead = isWorkday(dueDay, table)
    ? addDays(dueDay, daysBetween(registered, dueDay) > 7 ? -3 : -1)
    : previousWorkday(dueDay, table)
  return on === (isWorkday(ahead, table) ? ahead : previousWorkday(ahead, table)) ? 'dueSoon' : undefined
}

import {
  at,
  addDays,
  dayOf,
  formatDay,
  isStatutoryHoliday,
  isWorkday,
  kindOfDay,
  monthEnd,
  nextWorkday,
  parseDay,
  previousWorkday,
  weekday,
  weekdayName,
  type ClockTime,
  type Day,
  type Weekday,
  type WorkdayTable,
} from './calendar.ts'

/** A day of the month; a number past the month's end means its last day. */
export type DayOfMonth = number | 'end'

/**
 * How often a report is due. A monthly, quarterly or half-yearly deadline in the first ten days of a month is
 * about the time before that month (每月5日前报上月); a half-monthly one in the first seven days likewise.
 */
export type Cadence =
  | Readonly<{ kind: 'daily'; days: 'all' | 'workdays' }>
  | Readonly<{ kind: 'weekly'; weekday: Weekday }>
  /** The 10th, the 20th and the last day of every month (上旬、中旬、下旬). */
  | Readonly<{ kind: 'ten-daily' }>
  | Readonly<{ kind: 'half-monthly'; days: readonly [DayOfMonth, DayOfMonth] }>
  | Readonly<{ kind: 'monthly'; day: DayOfMonth }>
  | Readonly<{ kind: 'quarterly'; day: DayOfMonth }>
  | Readonly<{ kind: 'half-yearly'; day: DayOfMonth }>
  | Readonly<{ kind: 'yearly'; month: number; day: DayOfMonth }>
  | Readonly<{ kind: 'dated'; dates: readonly Readonly<{ day: Day; name?: string }>[] }>
  | Readonly<{ kind: 'once'; day: Day }>

/**
 * What a deadline on a day off does: stays (照常), moves to the working day before (提前) or after (顺延), or falls
 * out (跳过). A weekly deadline moves for statutory holidays only, as its weekday was chosen; 跳过 and `daily`
 * look at statutory holidays only too. The others also move off ordinary weekends.
 */
export type HolidayPolicy = 'as-usual' | 'earlier' | 'later' | 'skip'

/** One reporting obligation of a campaign. Repeating ones have their deadlines from `starts` to `ends`, both included. */
export type Duty = Readonly<{
  key: string
  name: string
  cadence: Cadence
  time: ClockTime
  holiday: HolidayPolicy
  starts: Day
  ends: Day
}>

/** One issue of a duty. It runs from after the deadline before it (`opensAt`) up to its own, that instant included. */
export type Period = Readonly<{
  duty: string
  /** Stable and unique within the duty: `2026-W47`, `2026-11-H1`, `2026-11`, `2026-Q4`, a day, or `once`. */
  key: string
  /** What people call it: 第7期, 11月上半月. */
  label: string
  opensAt: Date
  dueAt: Date
  /** The day it would have been due on, when a day off moved it. */
  shiftedFrom?: Day
  /** The year's holidays are not out: whether the day is a working day is a guess that messages should admit. */
  unpublished?: true
}>

type Nominal = Readonly<{ day: Day; key: string; label: string }>

/** Every period of the duty in order. `第n期` counts the periods that really take place. */
export function periodsOf(duty: Duty, table: WorkdayTable): readonly Period[] {
  const periods: Period[] = []
  let opensAt = at(duty.starts, '00:00')
  for (const nominal of nominalDays(duty, table)) {
    const on = settle(nominal.day, duty, table)
    if (on === undefined) continue
    const dueAt = at(on, duty.time)
    // Two deadlines that a long holiday pushes onto one day are one.
    if (dueAt.getTime() <= (periods.at(-1)?.dueAt.getTime() ?? -Infinity)) continue
    periods.push({
      duty: duty.key,
      key: nominal.key,
      label: duty.cadence.kind === 'weekly' ? `第${periods.length + 1}期` : nominal.label,
      // A deadline that lies before the campaign (报联系人) is open from its own day on.
      opensAt: opensAt < dueAt ? opensAt : at(on, '00:00'),
      dueAt,
      ...(on === nominal.day ? {} : { shiftedFrom: nominal.day }),
      ...(kindOfDay(nominal.day, table) === 'unpublished' ? { unpublished: true as const } : {}),
    })
    opensAt = dueAt
  }
  return periods
}

/** The periods whose deadline lies after `from` and not after `to`. */
export function periodsBetween(periods: readonly Period[], from: Date, to: Date): readonly Period[] {
  return periods.filter(({ dueAt }) => dueAt > from && dueAt <= to)
}

/** `open`: the period running at the instant, its deadline included. `passed`: the last one whose deadline is over. */
export function periodAt(
  periods: readonly Period[],
  instant: Date,
): Readonly<{ open?: Period; passed?: Period }> {
  const open = periods.find(({ opensAt, dueAt }) => opensAt <= instant && instant <= dueAt)
  const passed = periods.findLast(({ dueAt }) => dueAt < instant)
  return { ...(open && { open }), ...(passed && { passed }) }
}

/**
 * The period that a report sent now is for, when the words do not say. After a deadline that is the one just
 * passed, as a late report, unless the unit has submitted it; from 10:00 on the day before the next deadline,
 * when that one is being asked for, it is the open one. Undefined before the first period opens, and when
 * the last one is over and submitted.
 */
export function periodForReport(
  given: Readonly<{ periods: readonly Period[]; sentAt: Date; submitted: ReadonlySet<string> }>,
): Period | undefined {
  const { open, passed } = periodAt(given.periods, given.sentAt)
  if (!passed || given.submitted.has(passed.key)) return open
  if (!open) return passed
  return given.sentAt < askedFrom(open, passed) ? passed : open
}

/**
 * What has to be said with a deadline that is not where people expect it, in brackets, or nothing: that a holiday
 * moved it and from where, and that the working days of its year are a guess.
 */
export function deadlineNote({ dueAt, shiftedFrom, unpublished }: Period): string {
  const notes = [
    ...(shiftedFrom === undefined
      ? []
      : [
          `原定${weekdayName(shiftedFrom)}（${formatDay(shiftedFrom)}），逢休息日${shiftedFrom > dayOf(dueAt) ? '提前' : '顺延'}`,
        ]),
    ...(unpublished ? [`${yearOf(shiftedFrom ?? dayOf(dueAt))}年放假安排还没公布，先按周一到周五推算`] : []),
  ]
  return notes.length === 0 ? '' : `（${notes.join('；')}）`
}

/** Whether a report sent then is on time: 18:00:00.000 is, a millisecond later is not. */
export function isOnTime(period: Period, sentAt: Date): boolean {
  return sentAt.getTime() <= period.dueAt.getTime()
}

function askedFrom(open: Period, passed: Period): Date {
  const headsUp = at(addDays(dayOf(open.dueAt), -1), '10:00')
  return headsUp > passed.dueAt ? headsUp : at(addDays(dayOf(passed.dueAt), 1), '00:00')
}

/** The day that the holiday policy makes of a nominal day; undefined when the period falls out. */
function settle(on: Day, { cadence, holiday }: Duty, table: WorkdayTable): Day | undefined {
  if (holiday === 'as-usual') return on
  if (holiday === 'skip' || cadence.kind === 'daily') return isStatutoryHoliday(on, table) ? undefined : on
  const off = cadence.kind === 'weekly' ? isStatutoryHoliday(on, table) : !isWorkday(on, table)
  if (!off) return on
  return holiday === 'earlier' ? previousWorkday(on, table) : nextWorkday(on, table)
}

function nominalDays(duty: Duty, table: WorkdayTable): readonly Nominal[] {
  const { cadence, starts, ends } = duty
  // Dates written out one by one hold even outside the campaign: a summary is due after its end.
  if (cadence.kind === 'once') return [{ day: cadence.day, key: 'once', label: duty.name }]
  if (cadence.kind === 'dated') {
    return cadence.dates
      .map(({ day: on, name }) => ({ day: on, key: on, label: name ?? formatDay(on, yearOf(starts)) }))
      .sort((a, b) => (a.day < b.day ? -1 : 1))
  }
  const found: Nominal[] = []
  for (let on = starts; on <= ends; on = addDays(on, 1)) {
    const named = nameOf(on, cadence, table)
    if (named === undefined) continue
    const otherYear = named.year !== yearOf(starts) && cadence.kind !== 'yearly'
    found.push({ day: on, key: named.key, label: otherYear ? `${named.year}年${named.label}` : named.label })
  }
  return found
}

type Named = Readonly<{ key: string; label: string; year: number }>

/** The period that ends on the day under this cadence, or undefined when none does. */
function nameOf(
  on: Day,
  cadence: Exclude<Cadence, { kind: 'once' | 'dated' }>,
  table: WorkdayTable,
): Named | undefined {
  const year = yearOf(on)
  const month = Number(on.slice(5, 7))
  switch (cadence.kind) {
    case 'daily':
      if (cadence.days === 'workdays' && !isWorkday(on, table)) return undefined
      return { key: on, label: formatDay(on), year }
    case 'weekly':
      return weekday(on) === cadence.weekday ? { key: isoWeek(on), label: isoWeek(on), year } : undefined
    case 'ten-daily': {
      const third = ([10, 20, 'end'] as const).findIndex((wanted) => falls(on, wanted))
      if (third < 0) return undefined
      return { key: `${on.slice(0, 7)}-T${third + 1}`, label: `${month}月${'上中下'[third] ?? ''}旬`, year }
    }
    case 'half-monthly':
      return cadence.days.some((wanted) => falls(on, wanted)) ? halfMonth(on) : undefined
    case 'monthly':
      return falls(on, cadence.day) ? span(on, 1) : undefined
    case 'quarterly':
      return falls(on, cadence.day) ? span(on, 3) : undefined
    case 'half-yearly':
      return falls(on, cadence.day) ? span(on, 6) : undefined
    case 'yearly': {
      if (month !== cadence.month || !falls(on, cadence.day)) return undefined
      const about = month === 1 ? year - 1 : year
      return { key: String(about), label: `${about}年`, year: about }
    }
  }
}

function falls(on: Day, wanted: DayOfMonth): boolean {
  const last = monthEnd(on)
  return wanted === 'end' || wanted > Number(last.slice(8)) ? on === last : Number(on.slice(8)) === wanted
}

function halfMonth(on: Day): Named {
  const about = Number(on.slice(8)) <= 7 ? monthBefore(on) : on
  const half = Number(about.slice(8)) <= 22 ? 1 : 2
  return {
    key: `${about.slice(0, 7)}-H${half}`,
    label: `${Number(about.slice(5, 7))}月${half === 1 ? '上' : '下'}半月`,
    year: yearOf(about),
  }
}

/** The month, quarter or half-year that a deadline in this month closes; undefined in the months between. */
function span(on: Day, months: 1 | 3 | 6): Named | undefined {
  const about = Number(on.slice(8)) <= 10 ? monthBefore(on) : on
  const month = Number(about.slice(5, 7))
  if (month % months !== 0) return undefined
  const year = yearOf(about)
  const n = month / months
  if (months === 1) return { key: about.slice(0, 7), label: `${month}月`, year }
  if (months === 3) return { key: `${year}-Q${n}`, label: `第${n}季度`, year }
  return { key: `${year}-HY${n}`, label: `${n === 1 ? '上' : '下'}半年`, year }
}

/** The ISO 8601 week of the day, `2026-W47`; it belongs to the year of its Thursday. */
export function isoWeek(on: Day): string {
  const thursday = addDays(on, 4 - weekday(on))
  const first = parseDay(`${thursday.slice(0, 4)}-01-01`) ?? thursday
  const week = Math.floor((Date.parse(thursday) - Date.parse(first)) / (7 * 24 * 3600_000)) + 1
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`
}

/** The last day of the month before. */
function monthBefore(on: Day): Day {
  return addDays(on, -Number(on.slice(8)))
}

function yearOf(on: Day): number {
  return Number(on.slice(0, 4))
}

declare const dayBrand: unique symbol

/** A Shanghai calendar day, `YYYY-MM-DD`. Days compare and sort as strings. */
export type Day = string & { readonly [dayBrand]: true }

/** A time of day, `HH:mm`. `24:00` is the last millisecond of its day, for deadlines that name only a date. */
export type ClockTime = `${number}:${number}`

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** What the State Council published about working and resting, from whatever source. */
export type WorkdayTable = Readonly<{
  /** Years whose arrangement is out. Everything said about another year is a guess. */
  published: ReadonlySet<number>
  /** Days off with the holiday's Chinese name, weekends inside a holiday included. */
  holidays: ReadonlyMap<Day, string>
  /** Weekend days that are worked to make up for a holiday. */
  workdays: ReadonlySet<Day>
}>

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
// China has kept UTC+8 without daylight saving since 1992, so a fixed offset is exact.
const OFFSET = 8 * 60 * MINUTE

const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const

// Holidays that the law fixes by date (全国年节及纪念日放假办法, 2024 revision); the lunar ones move.
const fixedHolidays: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])

const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY
const fromNumber = (n: number): Day => new Date(n * DAY).toISOString().slice(0, 10) as Day

/** The day that the text names, or undefined when it is no real date written `YYYY-MM-DD`. */
export function parseDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const time = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(time)) return undefined
  return new Date(time).toISOString().slice(0, 10) === text ? (text as Day) : undefined
}

/** Like `parseDay`, for days written in the program: throws on anything else. */
export function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`not a calendar day: ${text}`)
  return parsed
}

/** The time that the text names, or undefined unless it is `HH:mm` between 00:00 and 24:00. */
export function parseTime(text: string): ClockTime | undefined {
  return /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text) ? (text as ClockTime) : undefined
}

/** The Shanghai day on which the instant falls. */
export function dayOf(instant: Date): Day {
  return fromNumber(Math.floor((instant.getTime() + OFFSET) / DAY))
}

/** The instant at which a Shanghai clock shows that time on that day. */
export function at(on: Day, time: ClockTime): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const instant = numberOf(on) * DAY - OFFSET + (hours * 60 + minutes) * MINUTE
  return new Date(time === '24:00' ? instant - 1 : instant)
}

/** What a Shanghai clock shows at the instant, `HH:mm`; a day's last millisecond reads `24:00`. */
export function timeOf(instant: Date): ClockTime {
  const inDay = (((instant.getTime() + OFFSET) % DAY) + DAY) % DAY
  const minutes = inDay === DAY - 1 ? 24 * 60 : Math.floor(inDay / MINUTE)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` as ClockTime
}

/** The day `n` days later, or earlier when `n` is negative. */
export function addDays(from: Day, n: number): Day {
  return fromNumber(numberOf(from) + n)
}

/** Days from one to the other, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from)
}

/** Day of the week, 1 for Monday to 7 for Sunday. */
export function weekday(on: Day): Weekday {
  return (((((numberOf(on) + 3) % 7) + 7) % 7) + 1) as Weekday
}

/** 周一 to 周日. */
export function weekdayName(on: Day): string {
  return weekdayNames[weekday(on) - 1] ?? ''
}

/** The last day of the month in which the day lies. */
export function monthEnd(on: Day): Day {
  return fromNumber(Date.UTC(Number(on.slice(0, 4)), Number(on.slice(5, 7)), 0) / DAY)
}

/**
 * Whether people work on that day. Weekends count as holidays unless they are worked to make up for one;
 * every day of a year that is not published is `unpublished`, as nobody can know yet.
 */
export function kindOfDay(on: Day, table: WorkdayTable): 'workday' | 'holiday' | 'unpublished' {
  if (!table.published.has(Number(on.slice(0, 4)))) return 'unpublished'
  if (table.workdays.has(on)) return 'workday'
  return table.holidays.has(on) || weekday(on) > 5 ? 'holiday' : 'workday'
}

/**
 * Whether to treat the day as a working day. For an unpublished year this is a guess: Monday to Friday,
 * less the holidays that the law fixes by date. Ask `kindOfDay` when the guess has to be owned up to.
 */
export function isWorkday(on: Day, table: WorkdayTable): boolean {
  const kind = kindOfDay(on, table)
  if (kind !== 'unpublished') return kind === 'workday'
  return weekday(on) <= 5 && !fixedHolidays.has(on.slice(5))
}

/** Whether the day is off because of a statutory holiday; an ordinary weekend is not. Guesses like `isWorkday`. */
export function isStatutoryHoliday(on: Day, table: WorkdayTable): boolean {
  return kindOfDay(on, table) === 'unpublished' ? fixedHolidays.has(on.slice(5)) : table.holidays.has(on)
}

/** The first working day after the day, never the day itself. */
export function nextWorkday(after: Day, table: WorkdayTable): Day {
  return addWorkdays(after, 1, table)
}

/** The last working day before the day, never the day itself. */
export function previousWorkday(before: Day, table: WorkdayTable): Day {
  return addWorkdays(before, -1, table)
}

/** The n-th working day after the day (before it when `n` is negative); 0 gives the day back, whatever it is. */
export function addWorkdays(from: Day, n: number, table: WorkdayTable): Day {
  let found = from
  for (let left = Math.abs(n); left > 0;) {
    found = addDays(found, Math.sign(n))
    if (isWorkday(found, table)) left -= 1
  }
  return found
}

/** How many working days lie after `from`, up to and including `to`; 0 when `to` is not later. */
export function workdaysBetween(from: Day, to: Day, table: WorkdayTable): number {
  let count = 0
  for (let on = addDays(from, 1); on <= to; on = addDays(on, 1)) if (isWorkday(on, table)) count += 1
  return count
}

/**
 * Whole days left until a deadline, negative once its day has passed. Counts calendar days in Shanghai,
 * not 24-hour spans: what is due at 18:00 today has 0 days left all day.
 */
export function daysLeft(due: Date, now: Date): number {
  return daysBetween(dayOf(now), dayOf(due))
}

/** `5月10日`, with the year in front when a year is given and differs. */
export function formatDay(on: Day, thisYear?: number): string {
  const year = Number(on.slice(0, 4))
  const prefix = thisYear === undefined || thisYear === year ? '' : `${year}年`
  return `${prefix}${Number(on.slice(5, 7))}月${Number(on.slice(8))}日`
}

/** The moment alone: `周五（5月10日）18:00`, with the year when it is another one than now's. */
export function formatMoment(instant: Date, now: Date): string {
  const on = dayOf(instant)
  return `${weekdayName(on)}（${formatDay(on, Number(dayOf(now).slice(0, 4)))}）${timeOf(instant)}`
}

/** A deadline by its nearest name: `今天18:00`, `明天（周五）18:00`, `昨天18:00`, else `周五（5月10日）18:00`. */
export function nameMoment(instant: Date, now: Date): string {
  const left = daysLeft(instant, now)
  if (left === 0) return `今天${timeOf(instant)}`
  if (left === 1) return `明天（${weekdayName(dayOf(instant))}）${timeOf(instant)}`
  if (left === -1) return `昨天${timeOf(instant)}`
  return formatMoment(instant, now)
}

/**
 * A deadline and what is left of it, for people: `周五（5月10日）18:00，还剩2天`, `今天18:00`,
 * `今天18:00已截止` once the minute has passed, `已逾期3天` from the next day on.
 */
export function formatDue(due: Date, now: Date): string {
  const left = daysLeft(due, now)
  if (left < 0) return `已逾期${-left}天`
  if (left === 0) return `今天${timeOf(due)}${now.getTime() > due.getTime() ? '已截止' : ''}`
  return `${formatMoment(due, now)}，还剩${left}天`
}

/** Days since 1970-01-01, counted in Shanghai. */
export type Day = number

const DAY = 86_400_000
const SHANGHAI = 8 * 3_600_000

export const dayOf = (now: Date): Day => Math.floor((now.getTime() + SHANGHAI) / DAY)
export const toDay = (year: number, month: number, day: number): Day =>
  Math.floor(Date.UTC(year, month - 1, day) / DAY)

/** Year, month (1–12) and day of the month. */
export function fromDay(day: Day): Readonly<{ year: number; month: number; date: number }> {
  const d = new Date(day * DAY)
  return { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, date: d.getUTCDate() }
}

/** `YYYY-MM-DD`. */
export const isoDay = (day: Day): string => new Date(day * DAY).toISOString().slice(0, 10)

/** 1 is Monday, 7 is Sunday. */
export const weekday = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1

export const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate()
export const isDate = (year: number, month: number, date: number): boolean =>
  month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month)

/** The day that comes `count` weekdays after; public holidays are not looked at. */
export function addWeekdays(day: Day, count: number): Day {
  let left = Math.min(count, 400)
  let at = day
  while (left > 0) {
    at++
    if (weekday(at) <= 5) left--
  }
  return at
}

// The moon's feasts have no formula short enough to trust: published dates of the Purple Mountain Observatory.
const lunar: Readonly<Record<string, Readonly<Record<number, readonly [number, number]>>>> = {
  spring: { 2025: [1, 29], 2026: [2, 17], 2027: [2, 6], 2028: [1, 26], 2029: [2, 13], 2030: [2, 3] },
  dragon: { 2025: [5, 31], 2026: [6, 19], 2027: [6, 9], 2028: [5, 28], 2029: [6, 16], 2030: [6, 5] },
  moon: { 2025: [10, 6], 2026: [9, 25], 2027: [9, 15], 2028: [10, 3], 2029: [9, 22], 2030: [9, 12] },
}
const solar: Readonly<Record<string, readonly [number, number]>> = {
  元旦: [1, 1],
  清明: [4, 5],
  五一: [5, 1],
  劳动节: [5, 1],
  十一: [10, 1],
  国庆: [10, 1],
}
const names: Readonly<Record<string, string>> = {
  春节: 'spring',
  过年: 'spring',
  端午: 'dragon',
  中秋: 'moon',
}

/** First day of the next holiday of that name on or after `today`; undefined for years with no table. */
export function nextHoliday(name: string, today: Day): Day | undefined {
  const { year } = fromDay(today)
  for (const y of [year, year + 1]) {
    const fixed = solar[name] ?? lunar[names[name] ?? '']?.[y]
    if (!fixed) continue
    const day = toDay(y, fixed[0], fixed[1])
    if (day >= today) return day
  }
  return undefined
}

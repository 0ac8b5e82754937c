import { addDays, day, daysBetween, monthEnd, parseDay, type Day } from './calendar.ts'

/** A span of days, both included. */
export type Span = Readonly<{ from: Day; to: Day }>

/** The days that a text names; `before` when it names only the last of them (9月30日前). */
export type NamedDays = Span & Readonly<{ before: boolean }>

/** What a text says before it is known which year it means. */
type Spoken = Readonly<{ year?: number; inYear(year: number): Span | undefined }>

/**
 * The days that the words of a notice mean: `2024-05-10`, `5月10日`, `2023-11`, `5月上旬` (1–10), `中旬` (11–20),
 * `下旬` (21 to the month's end), `4月底` (its last day), `2022年`, `2020年底`, `下半年`, two of them joined by 至, and
 * one of them followed by 前, which includes the day itself. Without a year it is the one that lies in the span
 * around it, or nearest to it, the earlier of two. Undefined for anything else.
 */
export function namedDays(text: string, around: Span): NamedDays | undefined {
  const clean = text
    .normalize('NFKC')
    .replaceAll(/\s*([年月日前至到~—–])\s*/g, '$1')
    .trim()
  const [first = '', second, ...more] = clean.split(/至|到|~|—+|–| - /)
  if (more.length > 0) return undefined
  const before = /[之以]?前$/.test(second ?? first)
  const last = (second ?? first).replace(/[之以]?前$/, '')
  if (second === undefined) {
    const span = place(last, around)
    return span && { ...span, before }
  }
  const from = place(first, around)
  if (from === undefined) return undefined
  const end = spoken(last)
  const to = end && (end.year === undefined ? firstAfter(end, from) : end.inYear(end.year))
  return to && to.to >= from.from ? { from: from.from, to: to.to, before: false } : undefined
}

function place(text: string, around: Span): Span | undefined {
  const said = spoken(text)
  if (said === undefined) return undefined
  if (said.year !== undefined) return said.inYear(said.year)
  const years = Array.from(
    { length: yearOf(around.to) - yearOf(around.from) + 3 },
    (_, index) => yearOf(around.from) - 1 + index,
  )
  const candidates = years.flatMap((year) => said.inYear(year) ?? [])
  // The sort is stable: of two that are equally near, the earlier year.
  return candidates.toSorted((a, b) => distance(a, around) - distance(b, around))[0]
}

function firstAfter(said: Spoken, { from }: Span): Span | undefined {
  return [0, 1].flatMap((more) => said.inYear(yearOf(from) + more) ?? []).find(({ to }) => to >= from)
}

function distance(span: Span, around: Span): number {
  return Math.max(0, daysBetween(span.to, around.from), daysBetween(around.to, span.from))
}

const THIRDS = { 上旬: [1, 10], 中旬: [11, 20], 下旬: [21, 31] } as const
const QUARTERS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 1: 1, 2: 2, 3: 3, 4: 4 }

function spoken(text: string): Spoken | undefined {
  const iso = parseDay(text)
  if (iso) return { year: yearOf(iso), inYear: () => ({ from: iso, to: iso }) }
  const parts = /^(?:(\d{4})(?:年|[-./](?=\d)|$))?(.*)$/.exec(text)
  const rest = parts?.[2] ?? ''
  const inYear = withinYear(rest)
  if (!parts || !inYear) return undefined
  // Without a year, 底 is the end of nothing in particular.
  if (parts[1] === undefined ? /^[底末]?$/.test(rest) : !/^(?:19|20|21)/.test(parts[1])) return undefined
  return { ...(parts[1] === undefined ? {} : { year: Number(parts[1]) }), inYear }
}

function withinYear(rest: string): Spoken['inYear'] | undefined {
  if (rest === '') return (year) => months(year, 1, 12)
  if (/^年?[底末]$/.test(rest)) return (year) => ({ from: day(`${year}-12-31`), to: day(`${year}-12-31`) })
  if (rest === '上半年') return (year) => months(year, 1, 6)
  if (rest === '下半年') return (year) => months(year, 7, 12)
  const quarter = QUARTERS[/^第?([一二三四1-4])季度$/.exec(rest)?.[1] ?? '']
  if (quarter !== undefined) return (year) => months(year, quarter * 3 - 2, quarter * 3)

  const [, month = '', dot, tail = ''] = /^(\d{1,2})(月份?|[-./]|$)(.*)$/.exec(rest) ?? []
  const m = Number(month)
  if (m < 1 || m > 12 || dot === undefined) return undefined
  if (tail === '') return dot === '' || dot.startsWith('月') ? (year) => months(year, m, m) : undefined
  if (/^[底末]$/.test(tail))
    return (year) => {
      const last = monthEnd(dayIn(year, m, 1))
      return { from: last, to: last }
    }
  if (tail in THIRDS) {
    const [from, to] = THIRDS[tail as keyof typeof THIRDS]
    return (year) => {
      const last = monthEnd(dayIn(year, m, 1))
      const end = addDays(dayIn(year, m, 1), to - 1)
      return { from: dayIn(year, m, from), to: end < last ? end : last }
    }
  }
  const number = /^(\d{1,2})[日号]?$/.exec(tail)?.[1]
  if (number === undefined) return undefined
  return (year) => {
    const on = parseDay(`${year}-${two(m)}-${two(Number(number))}`)
    return on && { from: on, to: on }
  }
}

function months(year: number, first: number, last: number): Span {
  return { from: dayIn(year, first, 1), to: monthEnd(dayIn(year, last, 1)) }
}

function dayIn(year: number, month: number, date: number): Day {
  return day(`${year}-${two(month)}-${two(date)}`)
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}

function yearOf(on: Day): number {
  return Number(on.slice(0, 4))
}

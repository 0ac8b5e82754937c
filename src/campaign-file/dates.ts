import { addDays, formatDay, parseDay, type Day } from '../domain/time/calendar.ts'
import { namedDays, type Span } from '../domain/time/named-days.ts'
import type { Path } from './lines.ts'
import { entriesOf, looseEntry, type Complaint, type LooseEntry } from './loose.ts'
import { nameOfPlace, quoted, valueAt } from './wording.ts'

/** The file's data with every day written out, what had to be understood for that, and what could not be. */
export type Dated = Readonly<{
  data: unknown
  /** Sentences for whoever wrote the file, to be confirmed: 阶段“自查摸底”写的是“5月上旬”，按…算. */
  readings: readonly string[]
  complaints: readonly Complaint[]
}>

type Desk = Readonly<{
  data: unknown
  set(path: Path, value: unknown): void
  say(sentence: string): void
  /** A single day that several entries may have said in the same words. */
  sayDay(what: string, said: string, meaning: string): void
  complain(path: Path, message: string): void
}>

/**
 * Puts days in place of what notices say for them: `5月上旬`, `8月底前`, `2023-11`, and `when: 5月中旬至6月底` for a
 * pair of days. A stage that names only its end begins where the one before ends, or with the campaign. What is not
 * understood stays, for the schema to complain about.
 */
export function withDays(raw: unknown): Dated {
  const readings: string[] = []
  const days = new Map<string, { said: string; meaning: string; places: string[] }>()
  const complaints: Complaint[] = []
  const data: unknown = structuredClone(raw)
  const desk: Desk = {
    data,
    set: (path, value) => put(data, path, value),
    say: (sentence) => readings.push(sentence),
    sayDay(what, said, meaning) {
      const key = `${said}\n${meaning}`
      const known = days.get(key)
      if (known) known.places.push(what)
      else days.set(key, { said, meaning, places: [what] })
    },
    complain: (path, message) => complaints.push({ path, message }),
  }
  const campaign = looseEntry(data, ['campaign'])
  const whole = span(desk, campaign, undefined)
  if (whole === undefined) return { data, readings, complaints }
  single(desk, looseEntry(data, ['campaign', 'notice']), 'issued', whole, 'from')
  stages(desk, whole)
  for (const section of ['duties', 'meetings'] as const) {
    for (const entry of entriesOf(data, section)) {
      single(desk, entry, 'starts', whole, 'from')
      single(desk, entry, 'ends', whole, 'to')
      single(desk, entry, 'date', whole, 'to')
      dates(desk, entry, whole)
    }
  }
  for (const entry of entriesOf(data, 'targets')) single(desk, entry, 'due', whole, 'to')
  for (const entry of entriesOf(data, 'consultations')) {
    single(desk, entry, 'opens', whole, 'from')
    single(desk, entry, 'due', whole, 'to')
  }
  for (const entry of entriesOf(data, 'nodes')) {
    span(desk, entry, whole)
    const tips = valueAt(data, [...entry.path, 'tips'])
    for (const index of Array.isArray(tips) ? tips.keys() : [])
      single(desk, looseEntry(data, [...entry.path, 'tips', index]), 'on', whole, 'from')
  }
  return { data, readings: [...readings, ...[...days.values()].map(dayInWords)], complaints }
}

function dayInWords(day: Readonly<{ said: string; meaning: string; places: readonly string[] }>): string {
  const [first = '', ...others] = day.places
  const where = others.length === 0 ? first : `${first}等${day.places.length}处`
  return `${where}写的是${quoted(day.said)}，按${day.meaning}算`
}

function stages(desk: Desk, whole: Span): void {
  let before: Span | undefined
  for (const entry of entriesOf(desk.data, 'stages')) {
    const around = { from: before?.from ?? whole.from, to: whole.to }
    const found = span(desk, entry, around, (to) => {
      // What is written the wrong way round is complained about as it stands.
      const next = before && addDays(before.to, 1)
      const from = next !== undefined && next <= to ? next : before ? before.to : whole.from
      return from <= to ? { from, to } : undefined
    })
    before = found ?? before
  }
}

/** The days of an entry with `starts` and `ends`, or with `when` instead of them. */
function span(
  desk: Desk,
  entry: LooseEntry,
  around: Span | undefined,
  upTo?: (to: Day) => Span | undefined,
): Span | undefined {
  const when = entry.text('when')
  if (when !== undefined) {
    const named = understood(when, around)
    if (named === undefined || (named.before && !upTo)) {
      desk.complain(
        [...entry.path, 'when'],
        `${nameOfPlace([...entry.path, 'when'], desk.data)}看不懂，可以写 5月上旬、5月中旬至6月底、2023年11月至2024年3月`,
      )
      // A stand-in, so that the one complaint stays alone.
      replaceWhen(desk, entry, around ?? { from: '2000-01-01' as Day, to: '2000-12-31' as Day })
      return undefined
    }
    const days = named.before && upTo ? (upTo(named.to) ?? named) : named
    replaceWhen(desk, entry, days)
    desk.say(
      `${called(entry, desk)}写的是${quoted(when)}，按${inWords(days)}算${named.before ? '，截止那天也算在内' : ''}`,
    )
    return { from: days.from, to: days.to }
  }
  const starts = single(desk, entry, 'starts', around, 'from')
  const ends = single(desk, entry, 'ends', around ?? (starts && yearFrom(starts)), 'to')
  if (ends !== undefined && upTo && entry.text('starts') === undefined) {
    const days = upTo(ends)
    if (days === undefined) return undefined
    desk.set([...entry.path, 'starts'], days.from)
    desk.say(`${called(entry, desk)}只写了结束日期，按${inWords(days)}算`)
    return days
  }
  return starts && ends && starts <= ends ? { from: starts, to: ends } : undefined
}

function replaceWhen(desk: Desk, { path }: LooseEntry, days: Span): void {
  desk.set([...path, 'when'], undefined)
  desk.set([...path, 'starts'], days.from)
  desk.set([...path, 'ends'], days.to)
}

/** One day; of a longer span that the words name, its first or its last. */
function single(
  desk: Desk,
  entry: LooseEntry,
  field: string,
  around: Span | undefined,
  end: 'from' | 'to',
): Day | undefined {
  const text = entry.text(field)
  if (text === undefined) return undefined
  const exact = parseDay(text)
  if (exact) return exact
  const named = understood(text, around)
  if (named === undefined) return undefined
  desk.set([...entry.path, field], named[end])
  // A day with its year and number can mean one thing only.
  if (!/^\d{4}\D\d{1,2}\D\d{1,2}/.test(text))
    desk.sayDay(called(entry, desk), text, inWords({ from: named[end], to: named[end] }))
  return named[end]
}

/** The dates of a dated entry; a bare date stands for one without a name. */
function dates(desk: Desk, entry: LooseEntry, whole: Span): void {
  const list = valueAt(desk.data, [...entry.path, 'dates'])
  if (!Array.isArray(list)) return
  for (const index of list.keys()) {
    const path = [...entry.path, 'dates', index]
    const bare: unknown = list[index]
    if (typeof bare === 'string') desk.set(path, { date: bare })
    single(desk, looseEntry(desk.data, path), 'date', whole, 'to')
  }
}

/** Without anything around it only words with a year mean something. */
function understood(text: string, around: Span | undefined): ReturnType<typeof namedDays> {
  if (around) return namedDays(text, around)
  const year = /\d{4}/.exec(text)?.[0]
  const first = parseDay(`${year ?? ''}-01-01`)
  return first && namedDays(text, { from: first, to: first })
}

function yearFrom(from: Day): Span {
  return { from, to: addDays(from, 364) }
}

function called({ path }: LooseEntry, { data }: Desk): string {
  return path[1] === 'notice' ? '印发日期' : nameOfPlace(path.slice(0, 2), data).replace(/（.*）$/, '')
}

function inWords({ from, to }: Span): string {
  const year = Number(from.slice(0, 4))
  const first = `${year}年${formatDay(from)}`
  return from === to ? first : `${first}至${formatDay(to, year)}`
}

function put(data: unknown, path: Path, value: unknown): void {
  const last = path.at(-1)
  const holder = valueAt(data, path.slice(0, -1))
  if (last === undefined || holder === null || typeof holder !== 'object') return
  if (value === undefined) Reflect.deleteProperty(holder, last)
  else Reflect.set(holder, last, value)
}

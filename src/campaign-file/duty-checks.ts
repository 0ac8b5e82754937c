import { periodsOf } from '../domain/time/cadence.ts'
import type { Day } from '../domain/time/calendar.ts'
import { publishedDays } from '../domain/time/published-days.ts'
import type { Complaint, LooseEntry, Sections } from './loose.ts'
import { isListed, withImplicit, type Listable, type UnitList } from './owners.ts'
import { cadenceOf, DutyEntry, MeetingEntry } from './schema/duties.ts'
import { CampaignHead, StageEntry } from './schema/file.ts'
import { valueAt } from './wording.ts'

type Written = Readonly<{ entry: LooseEntry; duty: DutyEntry; owing: readonly LooseEntry[] }>
type Span = Readonly<{ starts: Day; ends: Day }>

/** What does not fit about the duties and meetings: nobody who owes or receives one, or no day on which it is due. */
export function checkDuties(data: unknown, sections: Sections): readonly Complaint[] {
  const head = CampaignHead.safeParse(valueAt(data, ['campaign'])).data
  const implicit = textsAt(data, ['settings', 'alsoOwe'])
  const duties: readonly Written[] = sections.duties.flatMap((entry) => {
    const { data: duty } = DutyEntry.safeParse(valueAt(data, entry.path))
    if (duty === undefined) return []
    const list = withImplicit(duty, implicit)
    const owing = sections.units.filter((unit) => isListed(listable(unit, data), list, duty.key))
    return [{ entry, duty, owing }]
  })
  return [
    ...duties.flatMap((written) => [
      ...withoutReceiver(written.entry, sections),
      ...withoutUnits(written),
      ...strangers(written, sections.units),
      ...withParts(written),
      ...withoutDays(written, spanOf(written, data, sections, head)),
    ]),
    ...sections.meetings.flatMap((entry) => checkMeeting(entry, data, sections, head)),
    ...withoutLiaison(new Set(duties.flatMap(({ owing }) => owing)), sections),
  ]
}

/** A unit of the file as far as lists of units look at it. */
export function listable(unit: LooseEntry, data: unknown): Listable {
  const everything = valueAt(data, [...unit.path, 'reports']) === 'true'
  return {
    key: unit.text('key') ?? '',
    kind: unit.text('kind') ?? '',
    reports: everything || unit.texts('reports').map(({ text }) => text),
  }
}

/** The texts of a list at the path. */
function textsAt(data: unknown, path: readonly string[]): readonly string[] {
  const list = valueAt(data, path)
  return Array.isArray(list) ? list.filter((text) => typeof text === 'string') : []
}

/** Whoever is to receive something has to have somebody who reads it. */
export function withoutReceiver(entry: LooseEntry, { units, people }: Sections): readonly Complaint[] {
  const to = entry.text('to')
  const known = units.some((unit) => unit.text('key') === to)
  if (!known || people.some((person) => person.text('unit') === to)) return []
  return [{ path: [...entry.path, 'to'], message: `接收单位“${to ?? ''}”在名单里没有人，报了也没人收` }]
}

function withoutUnits({ entry, duty, owing }: Written): readonly Complaint[] {
  if (owing.length > 0) return []
  const message = `“${duty.name}”没有单位要报：请在 units 里写单位，或者给单位写 reports: true`
  return [{ path: [...entry.path, 'units'], message }]
}

/** Units that name a duty which is only for other units. */
function strangers({ duty, owing }: Written, units: readonly LooseEntry[]): readonly Complaint[] {
  const message = `报送任务“${duty.key}”的 units 里没有这个单位，两处要一致`
  return units
    .filter((unit) => !owing.includes(unit))
    .flatMap((unit) => unit.texts('reports'))
    .flatMap(({ path, text }) => (text === duty.key ? [{ path, message }] : []))
}

function withParts({ entry, duty }: Written): readonly Complaint[] {
  if (duty.parts === undefined || duty.deliverable === 'counts') return []
  return [
    { path: [...entry.path, 'parts'], message: '只有报数字的任务才分几部分，请删掉 parts 或改 deliverable' },
  ]
}

/** When the duty runs: its stage, or else the whole campaign; undefined when that is wrong in itself. */
function spanOf(
  { duty }: Written,
  data: unknown,
  sections: Sections,
  head: Span | undefined,
): Span | undefined {
  const stage = sections.stages.find((one) => one.text('key') === duty.stage)
  const around =
    duty.stage === undefined ? head : stage && StageEntry.safeParse(valueAt(data, stage.path)).data
  return around && { starts: duty.starts ?? around.starts, ends: duty.ends ?? around.ends }
}

function withoutDays({ entry, duty }: Written, span: Span | undefined): readonly Complaint[] {
  const halves = oneHalfTwice(entry, duty)
  if (halves.length > 0 || span === undefined || deadlines(duty, span) > 0) return halves
  const own = duty.starts ?? duty.ends
  if (own !== undefined && span.ends < span.starts) {
    const field = duty.ends === undefined ? 'starts' : 'ends'
    return [{ path: [...entry.path, field], message: `“${duty.name}”的结束日期在开始日期之前` }]
  }
  const during = own !== undefined ? '起止日期之间' : duty.stage === undefined ? '行动期间' : '这个阶段期间'
  const message = `“${duty.name}”在${during}一次也轮不到，请核对日子`
  return [{ path: [...entry.path, 'kind'], message }]
}

function oneHalfTwice(entry: LooseEntry, written: DutyEntry | MeetingEntry): readonly Complaint[] {
  if (written.kind !== 'half-monthly' || halfOf(written.days[0]) !== halfOf(written.days[1])) return []
  return [{ path: [...entry.path, 'days'], message: '两个日子落在同一个半月里，例如可以写 [15, 月末]' }]
}

function checkMeeting(
  entry: LooseEntry,
  data: unknown,
  sections: Sections,
  span: Span | undefined,
): readonly Complaint[] {
  const { data: meeting } = MeetingEntry.safeParse(valueAt(data, entry.path))
  if (meeting === undefined) return []
  const halves = oneHalfTwice(entry, meeting)
  return [
    ...halves,
    ...(halves.length > 0 || span === undefined || deadlines(meeting, span) > 0
      ? []
      : [{ path: [...entry.path, 'kind'], message: `“${meeting.name}”在行动期间一次也轮不到，请核对日子` }]),
    ...nobodyIn(entry, meeting.units, data, sections),
  ]
}

/** A list of units that means none of the file's. */
export function nobodyIn(
  entry: LooseEntry,
  list: UnitList,
  data: unknown,
  { units }: Sections,
): readonly Complaint[] {
  if (units.some((unit) => isListed(listable(unit, data), list))) return []
  const name = entry.text('name') ?? entry.text('title') ?? ''
  return [
    {
      path: [...entry.path, 'units'],
      message: `“${name}”没有单位参加：请在 units 里写单位，或者给单位写 reports: true`,
    },
  ]
}

function withoutLiaison(owing: ReadonlySet<LooseEntry>, { people, units }: Sections): readonly Complaint[] {
  const known = new Set(units.map((unit) => unit.text('key')))
  // The liaison may be there under a misspelt unit, which is complained about already.
  if (people.some((person) => !known.has(person.text('unit')))) return []
  const staffed = new Set(
    people
      .filter((person) => person.texts('roles').some(({ text }) => text === 'liaison' || text === 'office'))
      .map((person) => person.text('unit')),
  )
  return [...owing]
    .filter((unit) => !staffed.has(unit.text('key')))
    .map((unit) => ({
      path: [...unit.path, 'name'],
      message: `“${unit.text('name') ?? ''}”要报送，但名单里没有它的联络员（liaison）`,
    }))
}

function halfOf(on: number | 'end'): 1 | 2 {
  return on === 'end' || on <= 7 || on >= 23 ? 2 : 1
}

/** How often it falls due, up to a few: what counts is whether the rhythm meets the campaign at all. */
function deadlines(written: DutyEntry | MeetingEntry, { starts, ends }: Span): number {
  const { key, name, time, holiday } = written
  const rhythm = { key, name, time, cadence: cadenceOf(written), starts, ends }
  const nothing = { published: new Set<number>(), holidays: new Map(), workdays: new Set<Day>() }
  const days = periodsOf({ ...rhythm, holiday: 'as-usual' }, nothing).length
  // Reading the holidays takes its time; only a handful of days can all be skipped.
  if (holiday !== 'skip' || days > 10) return days
  return periodsOf({ ...rhythm, holiday }, publishedDays()).length
}

import { periodsOf } from '../domain/cadence.ts'
import type { Complaint, LooseEntry, Sections } from './loose.ts'
import { CampaignHead, cadenceOf, DutyEntry } from './schema.ts'
import { valueAt } from './wording.ts'

type Written = Readonly<{ entry: LooseEntry; duty: DutyEntry; owing: readonly LooseEntry[] }>

/** What does not fit about the reporting duties: nobody who owes or receives one, or no day on which it is due. */
export function checkDuties(data: unknown, sections: Sections): readonly Complaint[] {
  const head = CampaignHead.safeParse(valueAt(data, ['campaign']))
  const duties: readonly Written[] = sections.duties.flatMap((entry) => {
    const { data: duty } = DutyEntry.safeParse(valueAt(data, entry.path))
    if (duty === undefined) return []
    return [{ entry, duty, owing: sections.units.filter((unit) => owes(unit, duty, data)) }]
  })
  return [
    ...duties.flatMap((written) => [
      ...withoutReceiver(written, sections),
      ...withoutUnits(written),
      ...strangers(written, sections.units),
      ...withoutDays(written, head.data),
    ]),
    ...withoutLiaison(new Set(duties.flatMap(({ owing }) => owing)), sections),
  ]
}

function owes(unit: LooseEntry, { key, units }: DutyEntry, data: unknown): boolean {
  if (typeof units !== 'string') return units.includes(unit.text('key') ?? '')
  return (
    valueAt(data, [...unit.path, 'reports']) === 'true' ||
    unit.texts('reports').some(({ text }) => text === key)
  )
}

function withoutReceiver(
  { entry, duty: { to } }: Written,
  { units, people }: Sections,
): readonly Complaint[] {
  const known = units.some((unit) => unit.text('key') === to)
  if (!known || people.some((person) => person.text('unit') === to)) return []
  return [{ path: [...entry.path, 'to'], message: `接收单位“${to}”在名单里没有人，报了也没人收` }]
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

function withoutDays({ entry, duty }: Written, head: CampaignHead | undefined): readonly Complaint[] {
  if (duty.kind === 'half-monthly' && halfOf(duty.days[0]) === halfOf(duty.days[1])) {
    return [{ path: [...entry.path, 'days'], message: '两个日子落在同一个半月里，例如可以写 [15, 月末]' }]
  }
  if (head === undefined || deadlines(duty, head) > 0) return []
  return [{ path: [...entry.path, 'kind'], message: `“${duty.name}”在行动期间一次也轮不到，请核对日子` }]
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

function deadlines(duty: DutyEntry, { starts, ends }: CampaignHead): number {
  const { key, name, time } = duty
  // No holiday moves a deadline here: what counts is whether the rhythm meets the campaign at all.
  return periodsOf(
    { key, name, time, cadence: cadenceOf(duty), holiday: 'as-usual', starts, ends },
    { published: new Set(), holidays: new Map(), workdays: new Set() },
  ).length
}

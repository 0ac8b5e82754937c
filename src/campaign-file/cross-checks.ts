import { parseDay } from '../domain/time/calendar.ts'
import { checkDuties } from './duty-checks.ts'
import type { Path } from './lines.ts'
import { entriesOf, looseEntry, type Complaint, type LooseEntry, type Sections } from './loose.ts'
import { unitWords } from './owners.ts'
import { checkPlan } from './plan-checks.ts'
import { quoted } from './wording.ts'

/** A text with its place. */
type Said = Readonly<{ path: Path; text: string }>

/** Everything that does not fit together in the file, in no particular order. */
export function crossChecks(data: unknown): readonly Complaint[] {
  const sections = {
    stages: entriesOf(data, 'stages'),
    units: entriesOf(data, 'units'),
    people: entriesOf(data, 'people'),
    communities: entriesOf(data, 'communities'),
    categories: entriesOf(data, 'categories'),
    duties: entriesOf(data, 'duties'),
    targets: entriesOf(data, 'targets'),
    consultations: entriesOf(data, 'consultations'),
    nodes: entriesOf(data, 'nodes'),
    meetings: entriesOf(data, 'meetings'),
    groups: entriesOf(data, 'groups'),
  }
  return [
    ...Object.values(sections).flatMap((entries) => repeated(said(entries, 'key'), taken('标识'))),
    ...repeated(namesOf(sections.units), taken('单位名称或别名')),
    ...repeated(namesOf(sections.communities), taken('小区名称或别名')),
    ...repeated(said(sections.duties, 'name'), taken('任务名称')),
    ...checkPeople(sections.people),
    ...references(data, sections),
    ...parentCycles(sections.units),
    ...checkDates(looseEntry(data, ['campaign']), sections.stages),
    ...checkDuties(data, sections),
    ...checkPlan(data, sections),
  ]
}

function said(entries: readonly LooseEntry[], field: string): readonly Said[] {
  return entries.flatMap((entry) => {
    const text = entry.text(field)
    return text === undefined ? [] : [{ path: [...entry.path, field], text }]
  })
}

function namesOf(entries: readonly LooseEntry[]): readonly Said[] {
  return entries.flatMap((entry) => [...said([entry], 'name'), ...entry.texts('aliases')])
}

/** A complaint about every text that stood somewhere before. */
function repeated(all: readonly Said[], sentence: (text: string) => string): readonly Complaint[] {
  const seen = new Set<string>()
  return all.flatMap(({ path, text }) => {
    if (seen.has(text)) return [{ path, message: sentence(text) }]
    seen.add(text)
    return []
  })
}

const taken = (what: string) => (text: string) => `${what}${quoted(text)}前面已经用过了`

/** Phone numbers and accounts are not repeated in a sentence that may end up in a log. */
const shared = (what: string) => () => `${what}和前面另一个人的相同`

function checkPeople(people: readonly LooseEntry[]): readonly Complaint[] {
  const inUnit = people.flatMap((person) => {
    const [name, unit] = [person.text('name'), person.text('unit')]
    return name === undefined || unit === undefined
      ? []
      : [{ path: [...person.path, 'name'], text: `${name} ${unit}` }]
  })
  return [
    ...repeated(said(people, 'phone'), shared('手机号')),
    ...repeated(said(people, 'dingtalk'), shared('钉钉账号')),
    ...repeated(said(people, 'wecom'), shared('企业微信账号')),
    ...repeated(inUnit, () => '同一单位里有两个同名的人，请在名字上区分，例如“王强（二科）”'),
    ...(people.length === 0 || people.some(heads)
      ? []
      : [
          {
            path: ['people'],
            message: '名单里至少要有一个消安委办（office）或管理员（admin），不然没有人能确认身份',
          },
        ]),
  ]
}

function heads(person: LooseEntry): boolean {
  return person.texts('roles').some(({ text }) => text === 'office' || text === 'admin')
}

/** Where words that stand for all units of a kind are understood. */
const listFields: ReadonlySet<string> = new Set(['units', 'alsoOwe'])

function references(data: unknown, sections: Sections): readonly Complaint[] {
  const kinds = new Map(sections.units.map((unit) => [unit.text('key'), unit.text('kind')]))
  const unitIn = (entries: readonly LooseEntry[], field: string): readonly Complaint[] =>
    [...said(entries, field), ...entries.flatMap((entry) => entry.texts(field))].flatMap(({ path, text }) =>
      kinds.has(text) || text === 'all-reporting' || (unitWords[text] && listFields.has(field))
        ? []
        : [{ path, message: `没有标识为${quoted(text)}的单位` }],
    )
  const dutyKeys = new Set(sections.duties.map((duty) => duty.text('key')))
  const stageKeys = new Set(sections.stages.map((stage) => stage.text('key')))
  const settings = [looseEntry(data, ['settings'])]
  const rosters = sections.nodes.map(({ path }) => looseEntry(data, [...path, 'roster']))
  return [
    ...unitIn(sections.units, 'parent'),
    ...unitIn(sections.people, 'unit'),
    ...unitIn(sections.communities, 'unit'),
    ...unitIn(sections.communities, 'property'),
    ...unitIn(sections.categories, 'lead'),
    ...unitIn(sections.duties, 'to'),
    ...unitIn(sections.duties, 'units'),
    ...unitIn(sections.duties, 'assisting'),
    ...unitIn([...sections.targets, ...sections.consultations], 'to'),
    ...unitIn([...sections.targets, ...sections.consultations, ...sections.meetings], 'units'),
    ...unitIn(rosters, 'units'),
    ...unitIn(settings, 'pilots'),
    ...unitIn(settings, 'alsoOwe'),
    ...unitIn(sections.groups, 'units'),
    ...said(sections.duties, 'stage').flatMap(({ path, text }) =>
      stageKeys.has(text) ? [] : [{ path, message: `没有标识为${quoted(text)}的阶段` }],
    ),
    ...said(sections.communities, 'property').flatMap(({ path, text }) =>
      kinds.has(text) && kinds.get(text) !== 'property'
        ? [{ path, message: `“${text}”不是物业企业（kind: property），不能当小区的物业` }]
        : [],
    ),
    ...sections.units
      .flatMap((unit) => unit.texts('reports'))
      .flatMap(({ path, text }) =>
        dutyKeys.has(text) ? [] : [{ path, message: `没有标识为${quoted(text)}的报送任务` }],
      ),
  ]
}

function parentCycles(units: readonly LooseEntry[]): readonly Complaint[] {
  const parents = new Map(units.map((unit) => [unit.text('key'), unit.text('parent')]))
  return units.flatMap((unit) => {
    const start = unit.text('key')
    const seen = new Set<string>()
    for (let at = parents.get(start); at !== undefined && !seen.has(at); at = parents.get(at)) {
      if (at === start)
        return [{ path: [...unit.path, 'parent'], message: '上级单位绕成了圈，最后又回到它自己' }]
      seen.add(at)
    }
    return []
  })
}

function checkDates(campaign: LooseEntry, stages: readonly LooseEntry[]): readonly Complaint[] {
  const complaints: Complaint[] = []
  const dayIn = (entry: LooseEntry, field: string) => parseDay(entry.text(field) ?? '')
  const whole = { starts: dayIn(campaign, 'starts'), ends: dayIn(campaign, 'ends') }
  if (whole.starts && whole.ends && whole.ends < whole.starts) {
    complaints.push({ path: ['campaign', 'ends'], message: '行动的结束日期在开始日期之前' })
  }
  let before: Readonly<{ name: string; ends: string }> | undefined
  for (const stage of stages) {
    const name = stage.text('name') ?? '这个阶段'
    const [starts, ends] = [dayIn(stage, 'starts'), dayIn(stage, 'ends')]
    if (starts && ends && ends < starts) {
      complaints.push({ path: [...stage.path, 'ends'], message: `“${name}”的结束日期在开始日期之前` })
    }
    if (starts && whole.starts && starts < whole.starts) {
      complaints.push({
        path: [...stage.path, 'starts'],
        message: `“${name}”在行动开始（${whole.starts}）之前就开始了`,
      })
    }
    if (ends && whole.ends && ends > whole.ends) {
      complaints.push({
        path: [...stage.path, 'ends'],
        message: `“${name}”到行动结束（${whole.ends}）之后才结束`,
      })
    }
    // Notices often end one stage and start the next on the same day; that day is shared.
    if (before && starts && starts < before.ends) {
      complaints.push({
        path: [...stage.path, 'starts'],
        message: `“${name}”和“${before.name}”的日期重叠，或者先后顺序不对`,
      })
    }
    if (ends) before = { name, ends }
  }
  return complaints
}

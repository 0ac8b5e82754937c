import { dayOf, formatDay, timeOf, weekdayName, type WorkdayTable } from '../domain/time/calendar.ts'
import { groupBy } from '../domain/group-by.ts'
import type { Planned, Reached, Roster } from '../domain/preview/planned.ts'
import { previewOf } from '../domain/preview/preview.ts'
import { roleNames } from '../domain/roles.ts'
import { withTargets } from '../domain/submissions/targets.ts'
import { planFrom } from './plan.ts'
import type { CampaignFile } from './view.ts'

/** One duty or reminder of a campaign, for machines: units by name, times ISO 8601 with +08:00. */
export type CalendarRow = Readonly<{
  kind: 'duty' | 'reminder'
  unit: string
  what: string
  period?: string
  due: string
  shiftedFrom?: string
  to: string
  why: string
}>

/** Every duty and reminder of the file, earliest first; reminders as if nobody had handed in anything. */
export function calendarOf(file: CampaignFile, table: WorkdayTable): readonly CalendarRow[] {
  const nameOf = namesOf(file)
  return plannedOf(file, table).map(({ kind, unitId, what, period, at, shiftedFrom, to, why }) => ({
    kind,
    unit: nameOf(unitId),
    what,
    ...(period === undefined ? {} : { period }),
    due: iso(at),
    ...(shiftedFrom === undefined ? {} : { shiftedFrom }),
    to: inWords(to, nameOf),
    why,
  }))
}

/** The same as a table to read: one line for each thing and moment, with the units that it is for. */
export function tableOf(file: CampaignFile, table: WorkdayTable): readonly string[] {
  const nameOf = namesOf(file)
  const rows = plannedOf(file, table)
  const groups = [...groupBy(rows, sameLine).values()]
  const cells = groups.flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { kind, what, period, at, why, to } = first
    const units = [...new Set(group.map(({ unitId }) => nameOf(unitId)))]
    const who = kind === 'duty' ? units : to === 'groups' ? ['工作群'] : units
    return [
      [
        `${dayOf(at)} ${weekdayName(dayOf(at))} ${timeOf(at)}`,
        kind === 'duty' ? '截止' : '提醒',
        `${what}${period === undefined ? '' : `（${period}）`}`,
        who.length === 1 ? (who[0] ?? '') : `${who.length}家`,
        why,
      ],
    ]
  })
  const members = [...groupBy(file.duties, ({ units }) => units.join()).values()]
  return [
    ...aligned([['时间', '种类', '事项', '单位', '说明'], ...cells]),
    '',
    ...members.flatMap((duties) => {
      const units = duties[0]?.units.map(nameOf) ?? []
      return units.length < 2
        ? []
        : [`${duties.map(({ name }) => name).join('、')}（${units.length}家）：${units.join('、')}`]
    }),
    `共${rows.length}条：截止${rows.filter(({ kind }) => kind === 'duty').length}条，提醒${rows.filter(({ kind }) => kind === 'reminder').length}条（按都没报算，已报的不再提醒）。`,
  ]
}

/** What the plan of the file makes due and has said. */
export function plannedOf(file: CampaignFile, table: WorkdayTable): readonly Planned[] {
  const roster = rosterOf(file)
  const { plan, members } = withTargets(
    planFrom(file, (key) => key, table),
    roster.starts,
    roster.members,
  )
  return previewOf(plan, { ...roster, members }, { table })
}

/** Who takes part and who works there, as far as the file says. */
function rosterOf(file: CampaignFile): Roster {
  const kinds = new Map(file.units.map(({ key, kind }) => [key, kind]))
  return {
    starts: file.campaign.starts,
    ends: file.campaign.ends,
    members: file.units.map(({ key, duties }) => ({
      unitId: key,
      duties,
      joinedOn: file.campaign.starts,
      leftOn: null,
    })),
    people: file.people.map(({ unit, roles }) => ({ unitId: unit, unitKind: kinds.get(unit) ?? '', roles })),
  }
}

function namesOf(file: CampaignFile): (key: string) => string {
  const names = new Map(file.units.map(({ key, name }) => [key, name]))
  return (key) => names.get(key) ?? key
}

/** Seconds are enough; a day's last moment stays on its day. */
function iso(moment: Date): string {
  return `${new Date(moment.getTime() + 8 * 3600_000).toISOString().slice(0, 19)}+08:00`
}

function inWords(to: Reached, nameOf: (key: string) => string): string {
  if (to === 'groups') return '工作群'
  return `${nameOf(to.unitId)}${(to.roles ?? []).map((role) => roleNames[role]).join('、')}`
}

function sameLine({ kind, what, period, at, to, why }: Planned): string {
  return JSON.stringify([kind, what, period, at.getTime(), to === 'groups', why])
}

/** The cells in columns as wide as their widest; a Chinese character is as wide as two letters. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)),
      )
      .join('  '),
  )
}

function widthOf(text: string): number {
  let width = 0
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\uffdc\u{20000}-\u{3ffff}]/u.test(character) ? 2 : 1
  return width
}

import { addDays, at, formatDay, nameMoment, timeOf, type Day, type WorkdayTable } from './calendar.ts'
import { deadlineNote, periodsOf, type Period } from './cadence.ts'
import { OPENS_AT, remindersOf } from './consultation.ts'
import { owing, type Member } from './members.ts'
import type { Audience, Plan, PlanDuty } from './plan.ts'
import { planOf, type Reminder } from './reminders.ts'
import { rhythmInWords } from './rhythm.ts'
import type { Role } from './roles.ts'
import { stageEntries } from './stages.ts'

/** Who is there: the units that take part, and who works in them. */
export type Roster = Readonly<{
  starts: Day
  members: readonly Member[]
  people: readonly Readonly<{ unitId: string; unitKind: string; roles: readonly Role[] }>[]
}>

/** Who gets it: people of a unit, or the groups of the campaign. */
export type Reached = Readonly<{ unitId: string; roles?: readonly Role[] }> | 'groups'

/** One thing that the plan makes happen: something due, or something that is said. */
export type Planned = Readonly<{
  kind: 'duty' | 'reminder'
  /** The unit that owes it, or that hears it. */
  unitId: string
  what: string
  period?: string
  /** When it is due, or said. */
  at: Date
  /** Of something due: the day off from which it was moved. */
  shiftedFrom?: Day
  to: Reached
  why: string
}>

type Span = Readonly<{ from: Date; to: Date }>

/**
 * Everything that the plan makes due or has said within the span, earliest first, for each unit by itself. Reminders
 * stand there as if nobody had handed in anything: whoever has is not asked.
 */
export function previewOf(
  plan: Plan,
  roster: Roster,
  given: Readonly<{ table: WorkdayTable; span?: Span }>,
): readonly Planned[] {
  const { table, span } = given
  const inside = (moment: Date): boolean => !span || (moment >= span.from && moment < span.to)
  return [
    ...plan.duties.flatMap((duty) => ofDuty(duty, plan, roster, table, inside)),
    ...ofTargets(plan),
    ...ofConsultations(plan, table, inside),
    ...ofMeetings(plan),
    ...ofStages(plan, roster, table),
    ...ofNodes(plan, roster),
  ]
    .filter((planned) => inside(planned.at))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

type Inside = (moment: Date) => boolean

function ofDuty(
  duty: PlanDuty,
  plan: Plan,
  roster: Roster,
  table: WorkdayTable,
  inside: Inside,
): readonly Planned[] {
  const periods = periodsOf(duty, table)
  const byKey = new Map(periods.map((period) => [period.key, period]))
  const rhythm = rhythmInWords(duty.cadence, duty.time)
  const named = (period: Period) => ({
    what: duty.name,
    ...(period.label === duty.name ? {} : { period: period.label }),
  })
  const dues = periods
    .filter(({ dueAt }) => inside(dueAt))
    .flatMap((period) =>
      owing(roster.members, duty.key, period).map((unitId): Planned => ({
        kind: 'duty',
        unitId,
        ...named(period),
        at: period.dueAt,
        ...(period.shiftedFrom === undefined ? {} : { shiftedFrom: period.shiftedFrom }),
        to: { unitId: duty.toId },
        why: `${rhythm}${deadlineNote(period)}`,
      })),
    )
  const reminders = planOf(periods, table, plan.reminders)
    .filter((reminder) => inside(reminder.at))
    .flatMap((reminder) => {
      const period = byKey.get(reminder.period)
      if (!period) return []
      return ofReminder(reminder, {
        units: owing(roster.members, duty.key, period),
        toId: duty.toId,
        groups: plan.settings.announceMissingInGroup || plan.reminders.groupSummary,
      }).map((planned) => ({ ...named(period), ...planned }))
    })
  return [...dues, ...reminders]
}

type Asked = Readonly<{ units: readonly string[]; toId: string; groups: boolean }>

function ofReminder(
  reminder: Reminder,
  { units, toId, groups }: Asked,
): readonly Omit<Planned, 'what' | 'period' | 'shiftedFrom'>[] {
  const moment = reminder.at
  if (reminder.kind === 'missing-list') {
    const list = { kind: 'reminder' as const, unitId: toId, at: moment, why: '截止后的未报名单' }
    return [{ ...list, to: { unitId: toId } }, ...(groups ? [{ ...list, to: 'groups' as const }] : [])]
  }
  const why = reasons[reminder.kind](reminder)
  return units.map((unitId) => ({
    kind: 'reminder',
    unitId,
    at: moment,
    to: { unitId, roles: ['liaison'] },
    why,
  }))
}

const reasons: Readonly<Record<Reminder['kind'], (reminder: Reminder) => string>> = {
  'heads-up': (reminder) => `${dueInWords(reminder)}截止，提前提醒`,
  morning: (reminder) => `${dueInWords(reminder)}截止，还没报的才提醒`,
  'last-call': (reminder) => `${dueInWords(reminder)}截止，最后一次提醒`,
  overdue: ({ nth = 1 }) => `已截止，第${nth}次催，还没报的才催`,
  'missing-list': () => '截止后的未报名单',
  event: () => '',
}

function dueInWords({ dueAt, at: moment }: Reminder): string {
  return nameMoment(dueAt, moment)
}

function ofTargets({ targets }: Plan): readonly Planned[] {
  return targets.flatMap(({ name, measure, goal, due, unitIds, toId }) =>
    unitIds.map((unitId): Planned => ({
      kind: 'duty',
      unitId,
      what: name,
      at: at(due, '24:00'),
      to: { unitId: toId },
      why: measure === 'yes' ? '目标：完成' : `目标：${goal}${measure === 'percent' ? '%' : ''}`,
    })),
  )
}

function ofConsultations(plan: Plan, table: WorkdayTable, inside: Inside): readonly Planned[] {
  return plan.consultations.flatMap(({ key, title, opensOn, due, time, unitIds, toId, signOff }) => {
    const opensAt = at(opensOn, OPENS_AT)
    const dueAt = at(due, time)
    const dues = unitIds.map((unitId): Planned => ({
      kind: 'duty',
      unitId,
      what: title,
      at: dueAt,
      to: { unitId: toId },
      why: '征求意见反馈，没有意见回「无」',
    }))
    const asks = unitIds.map((unitId) => ({
      kind: 'reminder' as const,
      unitId,
      at: opensAt,
      to: { unitId, roles: ['liaison'] as const },
      why: `征求意见，${nameMoment(dueAt, opensAt)}截止`,
    }))
    const round = { id: key, title, round: 1, status: 'open', opensAt, dueAt, signOff, unitIds } as const
    const reminders = remindersOf(round, table, plan.reminders).flatMap((reminder) =>
      ofReminder(reminder, { units: unitIds, toId, groups: false }),
    )
    return [
      ...dues,
      ...[...asks, ...reminders]
        .filter((each) => inside(each.at))
        .map((reminder) => ({ what: title, ...reminder })),
    ]
  })
}

function ofMeetings({ meetings }: Plan): readonly Planned[] {
  return meetings.flatMap(({ name, dates, time, unitIds }) =>
    dates.flatMap((on) =>
      unitIds.map((unitId): Planned => ({
        kind: 'duty',
        unitId,
        what: name,
        at: at(on, time),
        to: { unitId },
        why: '例会',
      })),
    ),
  )
}

function ofStages(plan: Plan, roster: Roster, table: WorkdayTable): readonly Planned[] {
  return stageEntries(plan.stages, roster.starts, table).flatMap(({ stage, at: moment }) =>
    roster.members
      .filter(({ duties, leftOn }) => duties.length > 0 && leftOn === null)
      .map(({ unitId }): Planned => ({
        kind: 'reminder',
        unitId,
        what: `进入「${stage.name}」阶段`,
        at: moment,
        to: { unitId, roles: ['liaison'] },
        why: `${formatDay(stage.starts)}开始，到${formatDay(stage.ends)}`,
      })),
  )
}

/** Whether a tip is for somebody: by a role, or by the kind of his unit; a tip for nobody in particular is for all. */
export function isFor(
  { roles, unitKinds }: Audience,
  person: Readonly<{ roles: readonly Role[]; unitKind: string }>,
): boolean {
  if (roles.length === 0 && unitKinds.length === 0) return true
  return unitKinds.includes(person.unitKind) || person.roles.some((role) => roles.includes(role))
}

function ofNodes({ nodes }: Plan, { people }: Roster): readonly Planned[] {
  return nodes.flatMap(({ name, starts, ends, tips, roster }) => [
    ...tips.flatMap(({ on, time, audience }) => {
      const units = new Set(people.filter((person) => isFor(audience, person)).map(({ unitId }) => unitId))
      return [...units].map((unitId): Planned => ({
        kind: 'reminder',
        unitId,
        what: `${name}消防提示`,
        at: at(on, time),
        to: {
          unitId,
          ...(audience.unitKinds.length === 0 && audience.roles.length > 0 && { roles: audience.roles }),
        },
        why: on < starts ? `${formatDay(starts)}起，提前提示` : '节点期间提示',
      }))
    }),
    ...(roster?.unitIds ?? []).flatMap((unitId) =>
      daysOf(starts, ends).map((on): Planned => ({
        kind: 'duty',
        unitId,
        what: `${name}值守确认`,
        period: formatDay(on),
        at: at(on, roster?.confirmAt ?? '20:00'),
        to: { unitId },
        why: `值守期间每天${timeOf(at(on, roster?.confirmAt ?? '20:00'))}前确认`,
      })),
    ),
  ])
}

function daysOf(starts: Day, ends: Day): readonly Day[] {
  const days: Day[] = []
  for (let on = starts; on <= ends; on = addDays(on, 1)) days.push(on)
  return days
}

import { at, formatDay, nameMoment, type WorkdayTable } from '../time/calendar.ts'
import { OPENS_AT, remindersOf } from '../consultation.ts'
import type { Plan } from '../plan.ts'
import { stageEntries } from '../time/stages.ts'
import { ofDuty, ofReminder } from './duties.ts'
import { ofMeetings, ofNodes } from './nodes.ts'
import type { Inside, Planned, Roster } from './planned.ts'

type Span = Readonly<{ from: Date; to: Date }>

/**
 * Everything that the plan makes due or has said within the span, earliest first, for each unit by itself. Reminders
 * stand there as if nobody had handed in anything: whoever has is not asked. Targets count as the duties that they
 * stand for (`withTargets`).
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
    ...ofConsultations(plan, table, inside),
    ...ofMeetings(plan, table),
    ...ofStages(plan, roster, table),
    ...ofNodes(plan, roster, table),
  ]
    .filter((planned) => inside(planned.at))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
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
    const told: Omit<Planned, 'what'> = {
      kind: 'reminder',
      unitId: toId,
      at: opensAt,
      to: { unitId: toId },
      why: '征求意见已按方案发出',
    }
    const round = { id: key, title, round: 1, status: 'open', opensAt, dueAt, signOff, unitIds } as const
    const reminders = remindersOf(round, table, plan.reminders).flatMap((reminder) =>
      ofReminder(reminder, { units: unitIds, toId, groups: false }),
    )
    return [
      ...dues,
      ...[...asks, told, ...reminders]
        .filter((each) => inside(each.at))
        .map((reminder) => ({ what: title, ...reminder })),
    ]
  })
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

import {
  addDays,
  addWorkdays,
  at,
  dayOf,
  isWorkday,
  nameMoment,
  nextWorkday,
  type Day,
  type WorkdayTable,
} from '../time/calendar.ts'
import { deadlineNote, periodsOf, type Period } from '../time/cadence.ts'
import { isDecided, ladderStepNames } from '../ladder.ts'
import { owing } from '../submissions/members.ts'
import type { Plan, PlanDuty } from '../plan.ts'
import { AFTERMATH_DAYS, isFirstOfWeek, MORNING } from '../reminding/morning.ts'
import { planOf, type Reminder } from '../reminding/reminders.ts'
import { formatGoal } from '../submissions/targets.ts'
import type { Inside, Planned, Roster } from './planned.ts'
import { rhythmInWords } from './rhythm.ts'

/** What a duty makes due and has said, period by period, and what the ladder would do about a missing one. */
export function ofDuty(
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
        why: duty.target ? `目标：${formatGoal(duty.target)}` : `${rhythm}${deadlineNote(period)}`,
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
  return [
    ...dues,
    ...reminders,
    ...ofLadder(duty, plan.ladder, periods, roster, table).map((step) => ({
      ...named(step.period),
      ...step.planned,
    })),
  ]
}

/** What the ladder says by itself about a missing report: to the unit's leaders, and what the office is asked to decide. */
function ofLadder(
  duty: PlanDuty,
  { days, steps }: Plan['ladder'],
  periods: readonly Period[],
  roster: Roster,
  table: WorkdayTable,
): readonly Readonly<{ period: Period; planned: Omit<Planned, 'what' | 'period'> }>[] {
  // A decided step waits for a person, and what lies above it waits for that.
  const said = [steps.find(({ step }) => step === 'escalate'), steps.find(({ step }) => isDecided(step))]
  const last = addDays(roster.ends, AFTERMATH_DAYS)
  const office = roster.people.find(({ roles }) => roles.includes('office'))?.unitId ?? duty.toId
  return periods.flatMap((period) =>
    said.flatMap((one) => {
      if (!one) return []
      const { step, after } = one
      const dueDay = dayOf(period.dueAt)
      const counted = days === 'calendar' ? addDays(dueDay, after) : addWorkdays(dueDay, after, table)
      const from = counted > dueDay ? counted : addDays(dueDay, 1)
      const on = isWorkday(from, table) ? from : nextWorkday(from, table)
      if (on > last) return []
      const name = ladderStepNames[step]
      return owing(roster.members, duty.key, period).map((unitId) => ({
        period,
        planned: {
          kind: 'reminder' as const,
          unitId,
          // Leaders of the unit hear at once, those above it once a week.
          at: at(isDecided(step) || ledFromWithin(roster, unitId) ? on : weeklyFrom(on, table), MORNING),
          to: isDecided(step) ? { unitId: office } : { unitId, roles: ['leader' as const] },
          why: isDecided(step) ? `仍未报的到「${name}」，由人决定` : `仍未报的到「${name}」`,
          step,
        },
      }))
    }),
  )
}

function ledFromWithin({ people }: Roster, unitId: string): boolean {
  return people.some((person) => person.unitId === unitId && person.roles.includes('leader'))
}

/** That working day, or the first one of the next week. */
function weeklyFrom(on: Day, table: WorkdayTable): Day {
  return isFirstOfWeek(on, table) ? on : weeklyFrom(nextWorkday(on, table), table)
}

type Asked = Readonly<{ units: readonly string[]; toId: string; groups: boolean }>

/** One reminder for each unit that is asked, or the list of the missing. */
export function ofReminder(
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

import type { Day } from '../time/calendar.ts'
import type { Member } from './members.ts'
import type { Plan, PlanDuty, Target } from '../plan.ts'

/** The key of the duty that a target is treated as. Keys of a campaign file hold no colon. */
export function targetDutyKey(target: Pick<Target, 'key'>): string {
  return `target:${target.key}`
}

/**
 * The targets of a plan as one-off duties, so that reminders, missing lists and receipts come from the same machinery.
 * Such a duty is done when the unit has reached the goal, not when it has said how far it is.
 */
export function targetDuties(plan: Pick<Plan, 'targets'>, starts: Day): readonly PlanDuty[] {
  return plan.targets.map((target) => ({
    key: targetDutyKey(target),
    name: target.name,
    cadence: { kind: 'once', day: target.due },
    time: '24:00',
    // A milestone is a date in a document; no holiday moves it.
    holiday: 'as-usual',
    starts,
    ends: target.due,
    toId: target.toId,
    deliverable: 'counts',
    parts: ['progress'],
    target: { key: target.key, measure: target.measure, goal: target.goal },
  }))
}

/** Targets are owed like reports: the plan and its members with the duties that they stand for. */
export function withTargets<M extends Pick<Member, 'unitId' | 'duties'>>(
  plan: Plan,
  starts: Day,
  members: readonly M[],
): Readonly<{ plan: Plan; members: readonly M[] }> {
  const { targets } = plan
  if (targets.length === 0) return { plan, members }
  const owed = (unitId: string): readonly string[] =>
    targets.filter(({ unitIds }) => unitIds.includes(unitId)).map(targetDutyKey)
  return {
    plan: { ...plan, duties: [...plan.duties, ...targetDuties({ targets }, starts)] },
    members: members.map((member) => ({ ...member, duties: [...member.duties, ...owed(member.unitId)] })),
  }
}

/** Whether a figure reaches the goal. */
export function isReached(target: Pick<Target, 'goal'>, value: number): boolean {
  return value >= target.goal
}

/** The goal as people write it: 100%, 12, 完成. */
export function formatGoal(target: Pick<Target, 'measure' | 'goal'>): string {
  return target.measure === 'yes' ? '完成' : formatTarget(target, target.goal)
}

/** A figure as people write it: 85%, 12, 已建成 is `是`. */
export function formatTarget({ measure }: Pick<Target, 'measure'>, value: number): string {
  const shown = Number.isInteger(value) ? String(value) : value.toFixed(1)
  if (measure === 'percent') return `${shown}%`
  if (measure === 'count') return shown
  return value >= 1 ? '已完成' : '未完成'
}

import { addWorkdays, at, dayOf } from '../../domain/time/calendar.ts'
import { groupBy } from '../../domain/group-by.ts'
import {
  daysOver,
  defaultCause,
  higher,
  isDecided,
  joins,
  newSteps,
  standingOf,
  type Climb,
  type DecidedStep,
  type LadderStep,
} from '../../domain/ladder.ts'
import type { NewStep, Step } from '../../store/escalation/ladder.ts'
import * as ladder from '../../store/escalation/ladder.ts'
import type { Tx } from '../../store/open.ts'
import { matterKey, type LadderGround, type OverdueMatter } from './overdue.ts'
import { review } from './review.ts'

export type ClimbLadder = LadderGround &
  Readonly<{
    /** What a circular would say of the matter. */
    words(matter: OverdueMatter): string
  }>

/** A step that a matter has reached just now. */
export type Reached = Readonly<{ matter: OverdueMatter; step: LadderStep; hearUntil: Date | null }>

/**
 * Lets every overdue matter of a campaign climb to where it stands today, and takes off what is settled. Answers what
 * was newly reached. Whoever calls it twice on one day finds nothing new the second time.
 */
export async function climbLadder(tx: Tx, input: ClimbLadder, now: Date): Promise<readonly Reached[]> {
  const { campaign, workdays: table } = input
  const rules = campaign.plan.ladder
  const { matters, steps } = await review(tx, input, now)
  const ofHazard = groupBy(
    [...steps.values()].flat().filter(({ subject }) => subject === 'hazard'),
    ({ subjectId }) => subjectId,
  )
  const named = unitsNamed(steps)
  const climbs = [...matters].map(([key, matter]) => {
    const records = steps.get(key) ?? []
    // Of a hazard that another unit had before, the days count from the day on which this one got it.
    const standing = standingOf(
      matter.subject === 'hazard' ? (ofHazard.get(matter.subjectId) ?? []) : records,
    )
    const others = matter.subject === 'report' ? (named.get(matter.unitId) ?? []) : []
    const unitAt = others.reduce<DecidedStep | null>((at, { step }) => higher(at, step), null)
    return {
      matter,
      records,
      rules,
      standing,
      now,
      table,
      unitAt,
      heard: wasHeard([...records, ...others], now),
    }
  })
  const climbed = climbs.flatMap((climb) => newSteps(climb).map((step) => ({ ...climb, step })))
  const reached = [...climbed, ...withTheOthers(climbs, climbed)].map((climb) => rowOf(input, climb, now))
  const written = await ladder.record(
    tx,
    reached.map(({ row }) => row),
    now,
  )
  const fresh = new Set(written.map((row) => `${matterKey(row)} ${row.step}`))
  return reached.filter(({ row }) => fresh.has(`${matterKey(row)} ${row.step}`))
}

type MatterClimb = Climb & Readonly<{ matter: OverdueMatter; records: readonly Step[]; heard: boolean }>

/** What has been released about missing reports and still holds, unit by unit. */
function unitsNamed(
  steps: ReadonlyMap<string, readonly Step[]>,
): ReadonlyMap<string, readonly (Step & Readonly<{ step: DecidedStep }>)[]> {
  const released = [...steps.values()].flat().flatMap((record) => {
    const { subject, step, state, settledAt } = record
    const holds = subject === 'report' && state === 'released' && settledAt === null
    return holds && isDecided(step) ? [{ ...record, step }] : []
  })
  return groupBy(released, ({ unitId }) => unitId)
}

/** When a unit comes to the next step for one missing report, those go along that were missed since it was named. */
function withTheOthers(
  climbs: readonly MatterClimb[],
  climbed: readonly (MatterClimb & Readonly<{ step: LadderStep }>)[],
): readonly (MatterClimb & Readonly<{ step: LadderStep }>)[] {
  const isMoved = new Set(climbed.map(({ matter }) => matterKey(matter)))
  const heads = new Map<string, DecidedStep>()
  for (const { matter, step } of climbed)
    if (matter.subject === 'report' && isDecided(step))
      heads.set(matter.unitId, higher(heads.get(matter.unitId) ?? null, step))
  return climbs.flatMap((climb) => {
    const { matter } = climb
    const step = heads.get(matter.unitId)
    if (matter.subject !== 'report' || step === undefined || isMoved.has(matterKey(matter))) return []
    return joins(climb, step) ? [{ ...climb, step }] : []
  })
}

function rowOf(
  input: ClimbLadder,
  climb: MatterClimb & Readonly<{ step: LadderStep }>,
  now: Date,
): Reached & Readonly<{ row: NewStep }> {
  const { matter, records, step, rules, table, heard } = climb
  const decided = isDecided(step)
  const hearing = rules.hearDays > 0 ? at(addWorkdays(dayOf(now), rules.hearDays, table), '18:00') : null
  const hearUntil = decided && !heard ? hearing : null
  return {
    matter,
    step,
    hearUntil,
    row: {
      campaignId: input.campaign.id,
      subject: matter.subject,
      subjectId: matter.subjectId,
      unitId: matter.unitId,
      step,
      round: records.filter((record) => record.step === step).length + 1,
      state: decided ? 'prepared' : 'reached',
      failed: matter.failed,
      cause: decided ? defaultCause(rules.causes, matter.blame) : null,
      evidence: {
        name: matter.name,
        dueAt: matter.dueAt.toISOString(),
        days: Math.max(0, daysOver({ dueAt: matter.dueAt, rules, now, table })),
        failed: matter.failed,
      },
      draft: decided ? input.words(matter) : null,
      hearUntil,
      ...saidBefore(decided ? records : []),
    },
  }
}

/** A unit is asked for its side once: before the first step that a person decides, as long as that one stands. */
function wasHeard(records: readonly Step[], now: Date): boolean {
  return records.some(
    ({ step, state, settledAt, hearUntil }) =>
      isDecided(step) &&
      state === 'released' &&
      settledAt === null &&
      (hearUntil === null || hearUntil <= now),
  )
}

/** What the unit has said when it was asked before stays with the matter. */
function saidBefore(records: readonly Step[]): Pick<NewStep, 'statement' | 'statementAt' | 'statementById'> {
  const said = records.findLast(
    ({ step, statement, settledAt }) => isDecided(step) && statement !== null && settledAt === null,
  )
  const { statement = null, statementAt = null, statementById = null } = said ?? {}
  return { statement, statementAt, statementById }
}

import { addWorkdays, at, dayOf } from '../../domain/time/calendar.ts'
import { groupBy } from '../../domain/group-by.ts'
import {
  daysOver,
  defaultCause,
  isDecided,
  newSteps,
  standingOf,
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
  const hearing = rules.hearDays > 0 ? at(addWorkdays(dayOf(now), rules.hearDays, table), '18:00') : null
  const ofHazard = groupBy(
    [...steps.values()].flat().filter(({ subject }) => subject === 'hazard'),
    ({ subjectId }) => subjectId,
  )
  const reached: (Reached & Readonly<{ row: NewStep }>)[] = []
  for (const [key, matter] of matters) {
    const records = steps.get(key) ?? []
    // Of a hazard that another unit had before, the days count from the day on which this one got it.
    const standing = standingOf(
      matter.subject === 'hazard' ? (ofHazard.get(matter.subjectId) ?? []) : records,
    )
    for (const step of newSteps({ matter, standing, rules, now, table })) {
      const decided = isDecided(step)
      const hearUntil = decided && !wasHeard(records, now) ? hearing : null
      reached.push({
        matter,
        step,
        hearUntil,
        row: {
          campaignId: campaign.id,
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
      })
    }
  }
  const written = await ladder.record(
    tx,
    reached.map(({ row }) => row),
    now,
  )
  const fresh = new Set(written.map((row) => `${matterKey(row)} ${row.step}`))
  return reached.filter(({ row }) => fresh.has(`${matterKey(row)} ${row.step}`))
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

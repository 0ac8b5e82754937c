import { MORNING } from '../reminding/morning.ts'
import {
  at,
  daysBetween,
  isWorkday,
  nextWorkday,
  previousWorkday,
  type Day,
  type WorkdayTable,
} from './calendar.ts'
import type { Stage } from '../plan.ts'

/**
 * The stage that runs on the day. A day that ends one stage and begins the next belongs to the newer one; undefined
 * before the first, after the last, and in a gap between two.
 */
export function stageAt(stages: readonly Stage[], on: Day): Stage | undefined {
  return stages.findLast(({ starts, ends }) => starts <= on && on <= ends)
}

/** The first stage that is still to come. */
export function nextStage(stages: readonly Stage[], on: Day): Stage | undefined {
  return stages.find(({ starts }) => starts > on)
}

/** Whole days left of the stage after today: 0 on its last day. */
export function daysLeftOf(stage: Stage, on: Day): number {
  return daysBetween(on, stage.ends)
}

/** That a stage begins, and when its units hear of it. */
export type StageEntry = Readonly<{ stage: Stage; at: Date }>

/**
 * When the units hear that a stage begins: in the morning of its first day, or of the working day before when that is a day
 * off. Not before the campaign itself begins: then on the first working day.
 */
export function stageEntries(
  stages: readonly Stage[],
  campaignStarts: Day,
  table: WorkdayTable,
): readonly StageEntry[] {
  return stages.map((stage) => {
    const before = previousWorkday(stage.starts, table)
    const on = isWorkday(stage.starts, table)
      ? stage.starts
      : before >= campaignStarts
        ? before
        : nextWorkday(stage.starts, table)
    return { stage, at: at(on, MORNING) }
  })
}

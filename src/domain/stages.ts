import { daysBetween, type Day } from './calendar.ts'
import type { Stage } from './plan.ts'

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

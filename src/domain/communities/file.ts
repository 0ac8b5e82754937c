import { nextCheck, type Node } from '../hazards/interim.ts'
import { addDays, daysBetween, type Day } from '../time/calendar.ts'
import { field, fields, type Facts, type FieldKey } from './fields.ts'

/** What the file of a community (一小区一档) holds, as far as rules look at it. */
export type FileFacts = Readonly<{
  facts: Facts
  hasProperty: boolean
  /** Buildings that have a 楼长. */
  stewards: number
}>

/**
 * What is still missing, in the order in which it is asked for. A community without a property company needs somebody
 * else who answers for it, and every high-rise building needs its 楼长.
 */
export function lackingIn({ facts, hasProperty, stewards }: FileFacts): readonly string[] {
  const needed = fields
    .filter((each) => 'needed' in each && each.needed && facts[each.key] === undefined)
    .map(({ label }) => label)
  const highRises = Number(facts.highRises ?? 0)
  return [
    ...(hasProperty || facts.party !== undefined ? [] : ['物业或无物业责任方']),
    ...needed,
    ...(stewards < highRises ? [`楼长（还差${highRises - stewards}栋）`] : []),
    ...(String(facts.acceptance ?? '').startsWith('遗留') && facts.legacyRoute === undefined
      ? [field('legacyRoute').label]
      : []),
  ]
}

/** What of the new facts differs from those held. */
export function changesIn(held: Facts, given: Facts): Facts {
  return Object.fromEntries(
    (Object.entries(given) as [FieldKey, string | number][]).filter(([key, value]) => held[key] !== value),
  )
}

/** Facts that contradict each other, as a sentence; undefined when they fit. */
export function contradiction(facts: Facts): string | undefined {
  const { buildings, highRises } = facts
  if (buildings !== undefined && highRises !== undefined && Number(highRises) > Number(buildings))
    return `高层栋数（${highRises}）比楼栋数（${buildings}）还多`
  return undefined
}

/** Days before the return of the guarantee money (保修金) on which whoever must know is warned of open hazards. */
export const DEPOSIT_WARNING_DAYS = [90, 30, 7, 0] as const

/** Whether one of the warnings about the guarantee money falls on a day after `since` and not after `today`. */
export function isDepositWarned(given: Readonly<{ due: Day; since: Day; today: Day }>): boolean {
  return DEPOSIT_WARNING_DAYS.some((days) => {
    const on = addDays(given.due, -days)
    return given.since < on && on <= given.today
  })
}

/**
 * Whether the guarantee money may be returned: never while a hazard is open, whatever the date. `none` when nobody has
 * said when it falls due.
 */
export function depositGate(
  given: Readonly<{ due: Day | undefined; openHazards: number; today: Day }>,
): 'none' | 'blocked' | 'early' | 'free' {
  if (given.due === undefined) return 'none'
  if (given.openHazards > 0) return 'blocked'
  return daysBetween(given.today, given.due) > 0 ? 'early' : 'free'
}

/** Days between two checks of a community on the watch list (重点名单), where nobody has said otherwise. */
export const WATCH_DAYS = 7

/**
 * From which day on a watched community is due for a check: one cycle after the last, in which days of a node count
 * twice; where it was never checked, from the day on which it was put on the list.
 */
export function checkDueOn(
  given: Readonly<{ every: number; checkedOn: Day | undefined; watchedOn: Day; nodes: readonly Node[] }>,
): Day {
  const { every, checkedOn, watchedOn, nodes } = given
  return checkedOn === undefined ? watchedOn : nextCheck(checkedOn, { checkDays: every }, nodes)
}

/** Checked places of all, as people read it: 0 places have no rate. */
export function coverageRate(checked: number, total: number): string {
  // Rounded down: only the last place makes it whole.
  return total === 0 ? '—' : `${Math.floor((checked * 100) / total)}%`
}

import { addDays, dayOf, daysBetween, type Day } from '../time/calendar.ts'
import { isUnrectified, type HazardFacts } from './hazard.ts'

/** What a campaign sets for hazards that take long. */
export type HazardRules = Readonly<{
  /** A limit further away than so many days wants interim measures (临时防范措施). */
  longDays: number
  /** Days between two looks at them; on node days each day counts twice. */
  checkDays: number
  /** Working days before the limit until which more time can be asked for; null: as long as it is not rectified. */
  extensionNoticeDays: number | null
}>

export const DEFAULT_HAZARD_RULES: HazardRules = { longDays: 20, checkDays: 7, extensionNoticeDays: null }

/** A period of special care, both days included. */
export type Node = Readonly<{ starts: Day; ends: Day }>

/** The day of the next look after that day: days of a node count twice, so that one comes sooner. Always a later day. */
export function nextCheck(after: Day, rules: Pick<HazardRules, 'checkDays'>, nodes: readonly Node[]): Day {
  const isNode = (on: Day): boolean => nodes.some(({ starts, ends }) => starts <= on && on <= ends)
  let on = after
  for (let left = rules.checkDays; left > 0;) {
    on = addDays(on, 1)
    left -= isNode(on) ? 2 : 1
  }
  return on === after ? addDays(after, 1) : on
}

/** Whether it is open for so long, by its limit or because that was moved, that something has to protect meanwhile. */
export function isLong(
  hazard: Pick<HazardFacts, 'status' | 'dueAt' | 'extensionCount'> & Readonly<{ foundAt: Date }>,
  rules: HazardRules,
): boolean {
  if (!isUnrectified(hazard.status)) return false
  if (hazard.extensionCount > 0) return true
  return hazard.dueAt !== null && daysBetween(dayOf(hazard.foundAt), dayOf(hazard.dueAt)) > rules.longDays
}

/** What a long hazard lacks on that day: measures, or the look at them that is due. */
export function interimNeed(
  hazard: Parameters<typeof isLong>[0] & Pick<HazardFacts, 'measures' | 'nextCheckOn'>,
  rules: HazardRules,
  today: Day,
): 'measures' | 'check' | undefined {
  if (!isUnrectified(hazard.status)) return undefined
  if (hazard.measures === null) return isLong(hazard, rules) ? 'measures' : undefined
  return hazard.nextCheckOn !== null && hazard.nextCheckOn <= today ? 'check' : undefined
}

import { createHash } from 'node:crypto'

/** What can be drawn: its name in the published list, and how many lots it has. */
export type Lot = Readonly<{ id: string; weight: number }>

/** The most lots that anything has, however bad it looks. */
export const MOST_WEIGHT = 9

/**
 * Draws `count` of the pool from a published seed (随机抽查). Each id has as many lots as its weight; a lot's number is
 * SHA-256 of `seed|id|n` in hex, an id has the smallest of its lots, and the smallest ids are drawn. So anybody can draw
 * again with a pocket tool and comes to the same ones, in whatever order the pool is written.
 */
export function draw(pool: readonly Lot[], seed: string, count: number): readonly string[] {
  return pool
    .map(({ id, weight }) => ({ id, number: lotOf(seed, id, weight) }))
    .sort((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : a.id < b.id ? -1 : 1))
    .slice(0, Math.max(0, count))
    .map(({ id }) => id)
}

/** The smallest of the lots of one id, by which it is ranked. */
export function lotOf(seed: string, id: string, weight: number): string {
  let smallest = ''
  const lots = Math.min(MOST_WEIGHT, Math.max(1, Math.trunc(weight)))
  for (let n = 1; n <= lots; n += 1) {
    const number = createHash('sha256').update(`${seed}|${id}|${n}`, 'utf8').digest('hex')
    if (smallest === '' || number < smallest) smallest = number
  }
  return smallest
}

/** How many lots a community has: one, and more for what asks for a look. */
export function communityWeight(
  place: Readonly<{ watched: boolean; overdue: number; failed: number; checked: boolean }>,
): number {
  return Math.min(
    MOST_WEIGHT,
    1 +
      (place.watched ? 2 : 0) +
      Math.min(3, place.overdue) +
      Math.min(2, place.failed) +
      (place.checked ? 0 : 1),
  )
}

/** The rule in words, published with every draw of communities. */
export const COMMUNITY_RULE = `每处1签，重点名单加2签，逾期隐患每处加1签（最多3），复查不合格每次加1签（最多2），还没查过加1签，最多${MOST_WEIGHT}签`

/** Closed hazards are drawn for 回头看 within so many days of their closing. */
export const CLOSED_DAYS = 90
/** At most so many of them, those closed last. */
export const MOST_CLOSED = 5000

/** How many lots a closed hazard has: one, and more for what is likely to come back or was closed on little evidence. */
export function closedWeight(
  hazard: Readonly<{ rebounds: number; failed: number; isMajor: boolean; isPhotographed: boolean }>,
): number {
  return Math.min(
    MOST_WEIGHT,
    1 +
      Math.min(3, hazard.rebounds) +
      Math.min(2, hazard.failed) +
      (hazard.isMajor ? 2 : 0) +
      (hazard.isPhotographed ? 0 : 1),
  )
}

/** The rule in words, published with every draw of closed hazards. */
export const CLOSED_RULE = `${CLOSED_DAYS}天内销号的每处1签（超过${MOST_CLOSED}处取最近销号的），反弹过每次加1签（最多3），复查不合格每次加1签（最多2），重大加2签，没有整改后照片加1签，最多${MOST_WEIGHT}签`

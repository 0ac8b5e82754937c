import type { Category } from '../../types.ts'
import { heaviest, sumsOf, weightsIn, type Weights } from '../weights.ts'
import type { Reading } from '../../text/reading.ts'
import { runsOf } from '../signs.ts'
import { looksOf, type Before } from './looks.ts'
import { stretchesOf, type Stretch } from './stretches.ts'

/** What a stretch of a message opens: nothing, or a hazard of one of the kinds. */
export type Opening = Category | ''
export const openings: readonly Opening[] = [
  '',
  'fire-lane',
  'evacuation',
  'facilities',
  'e-bike',
  'electrical',
  'building',
  'management',
  'gas-hazmat',
  'other',
]

const { weights } = weightsIn(new URL('./findings.json', import.meta.url), openings.length)

/** A hazard that was overheard is worse than one too many, which its unit can take back. */
const SUSPECT = 0.5

export const nothingYet: Before = { last: '', thing: '', since: 9 }
export const after = (before: Before, opened: Opening, { thing }: Stretch): Before =>
  opened === '' ? { ...before, since: before.since + 1 } : { last: opened, thing, since: 0 }

/** How much the looks of a stretch weigh for each opening. */
export const weighStretch = (
  all: readonly Stretch[],
  i: number,
  before: Before,
  by: Weights = weights,
): Float64Array => sumsOf(by, looksOf(all, i, before), openings.length)

/** What each stretch of a message that registers hazards opens; at least one opens something. */
export function findingsIn(all: readonly Stretch[]): readonly Opening[] {
  const found: Opening[] = []
  let before = nothingYet
  let likeliest: Readonly<{ at: number; kind: Opening; odds: number }> = { at: 0, kind: 'other', odds: -1 }
  for (const [i, stretch] of all.entries()) {
    const sums = weighStretch(all, i, before)
    const kind = openings[heaviest(sums, 1)] ?? 'other'
    let odds = 0
    for (let k = 1; k < sums.length; k++) odds += Math.exp((sums[k]! - sums[0]!) / 100)
    // Where it is is no finding.
    const opened = odds > SUSPECT && stretch.key === undefined ? kind : ''
    if (odds > likeliest.odds && stretch.key === undefined) likeliest = { at: i, kind, odds }
    found.push(opened)
    before = after(before, opened, stretch)
  }
  if (all.length > 0 && !found.some((opened) => opened !== '')) found[likeliest.at] = likeliest.kind
  return found
}

/** The words of a stretch that told most for the kind of what it opens, for who asks why; undefined when none did. */
export function tellingWords(r: Reading, said: string, kind: Category): string | undefined {
  const stretch = stretchesOf(r).find(({ text }) => text === said)
  const at = openings.indexOf(kind)
  const told = Array.from(runsOf(stretch?.signs ?? ''), (run) => ({
    run,
    weight: weights.get(run)?.[at] ?? 0,
  }))
  const best = told.reduce((a, b) => (b.weight > a.weight ? b : a), { run: '', weight: 0 })
  return best.run === '' ? undefined : best.run
}

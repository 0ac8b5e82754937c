import type { CountKey, Counts } from '../../types.ts'
import { heaviest, logsOf, sumsOf, weightsIn } from '../weights.ts'
import { figuresOf } from './figures.ts'
import { looksOf, ruledIn } from './looks.ts'

/** What a number of a report counts: nothing, or one of the counts. */
export const counted: readonly (CountKey | '')[] = [
  '',
  'inspected',
  'found',
  'rectified',
  'outstanding',
  'people',
  'vehicles',
  'notices',
  'fines',
  'drills',
  'trained',
]

const { weights } = weightsIn(new URL('./counts.json', import.meta.url), counted.length)

/** The counts of a report, each by the number that most likely counts it. */
export function countsIn(text: string): Counts {
  const every = figuresOf(text)
  // Where this period's numbers stand beside the totals, the totals count nothing.
  const now = every.some(({ ruled }) => ruled !== '' && ruled !== 'total')
  const all = now ? every.filter(({ ruled }) => ruled !== 'total') : every
  const rules = ruledIn(all)
  const best = new Map<CountKey, Readonly<{ value: number; log: number }>>()
  let last: CountKey | '' = ''
  for (const [i, { number }] of all.entries()) {
    const logs = logsOf(sumsOf(weights, looksOf(all, i, last, rules), counted.length))
    const likeliest = heaviest(logs)
    const log = logs[likeliest]!
    last = counted[likeliest] ?? ''
    if (last !== '' && log > (best.get(last)?.log ?? -Infinity)) best.set(last, { value: number.value, log })
  }
  return Object.fromEntries(Array.from(best, ([key, { value }]) => [key, value]))
}

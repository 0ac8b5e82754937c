import type { Reading } from '../../text/reading.ts'
import { END, masked, namedIn, runsOf, START } from '../signs.ts'
import { heaviest, sumsOf, weightsIn } from '../weights.ts'

/** What a re-inspection can end with. */
export const results = ['pass', 'fail'] as const
export type Result = (typeof results)[number]

const { weights } = weightsIn(new URL('./results.json', import.meta.url), results.length)

/** What is seen of a verdict that tells whether it passes. */
export const looksOf = (r: Reading): ReadonlySet<string> =>
  new Set(runsOf(START + masked(r.text, 0, Math.min(r.text.length, 120), namedIn(r)) + END))

/** What a verdict most likely says. */
export const resultOf = (r: Reading): Result =>
  results[heaviest(sumsOf(weights, looksOf(r), results.length))] ?? 'fail'

import type { QuerySubject } from '../../types.ts'
import { communitiesOf, unitsOf, type Reading } from '../../text/reading.ts'
import { thingsIn } from '../../hazards/categories.ts'
import { END, masked, namedIn, runsOf, START } from '../signs.ts'
import { heaviest, sumsOf, weightsIn } from '../weights.ts'

/** What a question can be about. */
export const subjects = [
  'overview',
  'overdue',
  'due-soon',
  'unreported',
  'ranking',
  'trend',
  'hazard',
  'mine',
  'community',
  'unit',
] as const satisfies readonly QuerySubject[]
export type Subject = (typeof subjects)[number]
export const isSubject = (subject: string): subject is Subject =>
  (subjects as readonly string[]).includes(subject)

const { weights } = weightsIn(new URL('./subjects.json', import.meta.url), subjects.length)

/** What is seen of a question that tells what it is about; `ruled` is what the rules take it for. */
export function looksOf(r: Reading, ruled: string): ReadonlySet<string> {
  const signs = START + masked(r.text, 0, Math.min(r.text.length, 200), namedIn(r)) + END
  const units = unitsOf(r)
  const thing = thingsIn(r.text)[0]?.category
  return new Set([
    ...runsOf(signs),
    `ruled ${ruled}`,
    `role ${r.from.role ?? ''}`,
    `ruled ${ruled} ${communitiesOf(r).length > 0 ? 'c' : ''}${units.length > 0 ? 'u' : ''}${r.codes.length > 0 ? 'k' : ''}`,
    `own ${units.some(({ id }) => id === r.from.unit)}`,
    `thing ${thing !== undefined} ${communitiesOf(r).length > 0}`,
    `short ${Math.min(4, Math.floor(signs.length / 6))}`,
  ])
}

/** What a question is most likely about. */
export const subjectOf = (r: Reading, ruled: string): Subject =>
  subjects[heaviest(sumsOf(weights, looksOf(r, ruled), subjects.length))] ?? 'overview'

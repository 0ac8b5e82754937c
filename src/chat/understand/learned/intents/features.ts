import type { Weighed } from '../../weighing/weighing.ts'
import type { Reading } from '../../text/reading.ts'
import { gramsOf } from './grams.ts'

/** What the learnt part looks at: the runs of characters, the evidence that the rules found, and what it can mean. */
export function* featuresOf(r: Reading, { evidence, scores }: Weighed): Iterable<string> {
  yield* gramsOf(r)
  for (const { id } of evidence) yield `~${id}`
  for (const meaning of Object.keys(scores)) yield `can ${meaning}`
}

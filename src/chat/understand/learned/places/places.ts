import type { Reading } from '../../text/reading.ts'
import type { Stretch } from '../findings/stretches.ts'
import { weightsIn } from '../weights.ts'
import { signsOf } from './signs.ts'
import { TAGS, tagsOf } from './tagging.ts'

const { weights } = weightsIn(new URL('./places.json', import.meta.url), TAGS)

/** Where the words of places stand in a message about hazards. */
export function placesIn(
  r: Reading,
  all: readonly Stretch[],
): readonly Readonly<{ start: number; end: number }>[] {
  const signs = signsOf(r, all)
  const tags = tagsOf(signs, weights)
  const found: { start: number; end: number }[] = []
  for (const [i, { start, end }] of signs.entries()) {
    const open = found.at(-1)
    if (tags[i] === 1) found.push({ start, end })
    else if (tags[i] === 2 && open) open.end = end
  }
  return found
}

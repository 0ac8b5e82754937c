import type { Period, SaidHazard, Understanding } from '../types.ts'
import { readConfirmation } from '../closing/confirming.ts'
import { readReinspection } from '../closing/reinspecting.ts'
import { thingsIn } from '../hazards/categories.ts'
import { readHazards } from '../hazards/hazards.ts'
import { findPeriod, isNil } from '../reporting/periods.ts'
import { readCounts, type CountReading } from '../reporting/progress.ts'
import { readQuery } from '../talk/queries.ts'
import type { Reading } from '../text/reading.ts'

/** What the message would say if it were meant in each of the ways; absent where it cannot be. */
export type Candidates = Readonly<{
  hazards: readonly SaidHazard[]
  /** Hazards with a place that is no pronoun. */
  described: number
  /** Nothing was said to be wrong; a thing is named in a place. */
  lenient: boolean
  counts: CountReading
  period?: Period
  nil: boolean
  confirmed?: Understanding
  verdict?: Understanding
  query?: Understanding
  things?: string
  /** The hazards stand in a numbered list. */
  items: boolean
}>

const located = (h: SaidHazard): boolean =>
  h.community !== undefined || (h.place !== undefined && !/^(?:我|他|她|你|自|家|那|这|咱)/u.test(h.place))

/** Reads the message in every way that it can be meant. */
export function readCandidates(r: Reading): Candidates {
  const thing = thingsIn(r.text)[0]?.word
  // Where nothing is named that can be at fault there is no hazard to look for.
  const strict = thing === undefined ? [] : readHazards(r)
  const lenient = thing !== undefined && strict.length === 0 && r.text.length <= 80
  const hazards = lenient ? readHazards(r, true) : strict
  const counts = readCounts(r.text)
  const period = findPeriod(r.text)
  const confirmed = readConfirmation(r)
  const verdict = readReinspection(r)
  const query = readQuery(r)
  return {
    hazards,
    described: hazards.filter(located).length,
    lenient: lenient && hazards.length > 0,
    counts,
    items: /(?:^|[\n，。；：、 ])(?:一是|二是|[（(]?[一二12][)）.、]|隐患[一1]|问题[一1]|第一)/u.test(r.text),
    nil: isNil(r.text) && Object.values(counts.counts).every((n) => n === 0),
    ...(period ? { period } : {}),
    ...(confirmed ? { confirmed } : {}),
    ...(verdict ? { verdict } : {}),
    ...(query.intent === 'query' ? { query } : {}),
    ...(thing ? { things: thing } : {}),
  }
}

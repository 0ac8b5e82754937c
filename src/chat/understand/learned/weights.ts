import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** What each look adds for each answer, in hundredths of a natural logarithm and in the order of the answers. */
export type Weights = ReadonlyMap<string, ArrayLike<number>>

/** The look that every lesson has. */
export const ALWAYS = ''

/** The weights of a file that `npm run learn` wrote; `learntFrom` says from which messages. */
export function weightsIn(file: URL, answers: number): Readonly<{ weights: Weights; learntFrom: string }> {
  const Learnt = z.object({
    learntFrom: z.string(),
    weights: z.record(z.string(), z.array(z.number().int()).length(answers)),
  })
  const { learntFrom, weights } = Learnt.parse(JSON.parse(readFileSync(file, 'utf8')))
  return {
    learntFrom,
    weights: new Map(Object.entries(weights).map(([look, row]) => [look, Int16Array.from(row)])),
  }
}

/** How much the looks weigh together for each answer, in hundredths. */
export function sumsOf(weights: Weights, looks: Iterable<string>, answers: number): Float64Array {
  const sums = Float64Array.from(weights.get(ALWAYS) ?? new Int16Array(answers))
  for (const look of looks) {
    const row = weights.get(look)
    if (row) for (let i = 0; i < answers; i++) sums[i]! += row[i]!
  }
  return sums
}

/** Sums as natural logarithms of how likely they make each answer. */
export function logsOf(sums: ArrayLike<number>): Float64Array {
  const logs = Float64Array.from(sums, (sum) => sum / 100)
  const highest = Math.max(...logs)
  let total = 0
  for (const log of logs) total += Math.exp(log - highest)
  const all = highest + Math.log(total)
  return logs.map((log) => log - all)
}

/** Which of the answers weighs most. */
export function heaviest(sums: ArrayLike<number>, from = 0): number {
  let best = from
  for (let i = from + 1; i < sums.length; i++) if (sums[i]! > sums[best]!) best = i
  return best
}

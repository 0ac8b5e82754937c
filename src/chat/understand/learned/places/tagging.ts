import { END, START } from '../signs.ts'
import { sumsOf, type Weights } from '../weights.ts'
import type { Sign } from './signs.ts'

/** Out, a place begins, it goes on. */
export const TAGS = 3

/** The look of a sign by the tag of the one before it. */
export const afterTag = (tag: number): string => `after ${tag}`

/** What is seen at a sign that tells whether it belongs to the words of a place. */
export function looksAt(signs: readonly Sign[], i: number): readonly string[] {
  const at = (j: number): string => signs[j]?.sign ?? (j < 0 ? START : END)
  const [z, b, a, o, c, d, e] = [-3, -2, -1, 0, 1, 2, 3].map((by) => at(i + by))
  const [p, s, n, m] = [signs[i - 1], signs[i]!, signs[i + 1], signs[i + 2]]
  const known = (x: Sign | undefined): string => (x ? `${x.spot}${x.word}${x.thing}` : '-')
  return [
    `0${o}`,
    `-${a}`,
    `=${b}`,
    `_${d}`,
    `[${z}${b}${a}`,
    `]${c}${d}${e}`,
    `Km${known(m)}`,
    `Kp${known(p)}`,
    `sw${s.spot}${s.word}`,
    `w${s.word}`,
    `s${s.spot}`,
    `+${c}`,
    `<${a}${o}`,
    `>${o}${c}`,
    `«${b}${a}`,
    `»${c}${d}`,
    `^${a}${o}${c}`,
    `{${b}${a}${o}`,
    `}${o}${c}${d}`,
    `S${p?.spot ?? '-'}${s.spot}${n?.spot ?? '-'}`,
    `W${p?.word ?? '-'}${s.word}${n?.word ?? '-'}`,
    `t${p?.thing === s.thing ? 'i' : 'b'}${s.thing}`,
    `T${s.thing}|${n?.thing ?? '-'}`,
    `K${known(s)}`,
    `Kn${known(n)}`,
    `B${s.stretch}${s.spot}`,
    `sws${p?.spot ?? '-'}${s.spot}${n?.spot ?? '-'}${s.word}${s.thing}`,
  ]
}

/** By how much a place that is left out is worse than words too many, in hundredths. */
const LEFT_OUT = 60

const follows = (tag: number, before: number): boolean => tag !== 2 || before !== 0

/** The likeliest tags of a message in signs; a place goes on only where one began. */
export function tagsOf(signs: readonly Sign[], weights: Weights): readonly number[] {
  const steps = [0, 1, 2].map((tag) => weights.get(afterTag(tag)) ?? [0, 0, 0])
  let best = [0, -Infinity, -Infinity]
  const ways: (readonly number[])[] = []
  for (const i of signs.keys()) {
    const sums = sumsOf(weights, looksAt(signs, i), TAGS)
    sums[0]! -= LEFT_OUT
    const next = [-Infinity, -Infinity, -Infinity]
    const came = [0, 0, 0]
    for (let before = 0; before < TAGS; before++) {
      if (best[before] === -Infinity) continue
      const step = steps[before]!
      let all = 0
      for (let tag = 0; tag < TAGS; tag++)
        if (follows(tag, before)) all += Math.exp((sums[tag]! + step[tag]!) / 100)
      const base = best[before]! - Math.log(all)
      for (let tag = 0; tag < TAGS; tag++) {
        if (!follows(tag, before)) continue
        const way = base + (sums[tag]! + step[tag]!) / 100
        if (way <= next[tag]!) continue
        next[tag] = way
        came[tag] = before
      }
    }
    ways.push(came)
    best = next
  }
  const tags: number[] = []
  let tag = best.indexOf(Math.max(...best))
  for (const came of ways.reverse()) {
    tags.push(tag)
    tag = came[tag]!
  }
  return tags.reverse()
}

import { END, START } from '../signs.ts'
import { logsOf, sumsOf, type Weights } from '../weights.ts'
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
    `+${c}`,
    `=${b}`,
    `_${d}`,
    `<${a}${o}`,
    `>${o}${c}`,
    `«${b}${a}`,
    `»${c}${d}`,
    `^${a}${o}${c}`,
    `{${b}${a}${o}`,
    `}${o}${c}${d}`,
    `[${z}${b}${a}`,
    `]${c}${d}${e}`,
    `s${s.spot}`,
    `S${p?.spot ?? '-'}${s.spot}${n?.spot ?? '-'}`,
    `w${s.word}`,
    `W${p?.word ?? '-'}${s.word}${n?.word ?? '-'}`,
    `t${p?.thing === s.thing ? 'i' : 'b'}${s.thing}`,
    `T${s.thing}|${n?.thing ?? '-'}`,
    `K${known(s)}`,
    `Kn${known(n)}`,
    `Kp${known(p)}`,
    `Km${known(m)}`,
    `B${s.stretch}${s.spot}`,
    `sw${s.spot}${s.word}`,
    `sws${p?.spot ?? '-'}${s.spot}${n?.spot ?? '-'}${s.word}${s.thing}`,
  ]
}

/** By how much a place that is left out is worse than words too many, in hundredths. */
const LEFT_OUT = 40

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
      const here = logsOf(
        sums.map((sum, tag) => (tag === 2 && before === 0 ? -Infinity : sum + steps[before]![tag]!)),
      )
      for (let tag = 0; tag < TAGS; tag++) {
        const way = best[before]! + here[tag]!
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

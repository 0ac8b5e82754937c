import {
  after,
  nothingYet,
  openings,
  weighStretch,
} from '../../../src/chat/understand/learned/findings/findings.ts'
import { looksOf } from '../../../src/chat/understand/learned/findings/looks.ts'
import { stretchesOf, type Stretch } from '../../../src/chat/understand/learned/findings/stretches.ts'
import { logsOf, type Weights } from '../../../src/chat/understand/learned/weights.ts'
import { unify } from '../../../src/chat/understand/text/normalise.ts'
import { layOut } from '../../../src/chat/understand/understand.ts'
import { learn, type Lesson } from '../learning.ts'
import type { Labelled } from '../score.ts'
import { readingOf } from './reading.ts'

type Hazard = Readonly<{ place?: string; category: string }>

/** A message that registers hazards, in stretches; `spots` says for each hazard where its place was written. */
type Told = Readonly<{
  all: readonly Stretch[]
  hazards: readonly Hazard[]
  spots: readonly (number | undefined)[]
}>

function toldOf(message: Labelled): Told {
  const r = readingOf(message)
  const all = stretchesOf(r)
  const hazards = message.expect['hazards'] as readonly Hazard[]
  let last = 0
  const spots = hazards.map(({ place }) => {
    if (!place) return undefined
    const words = unify(layOut(place))
    const next = r.text.indexOf(words, last)
    const at = next < 0 ? r.text.indexOf(words) : next
    if (at < 0) return undefined
    last = at
    const stretch = all.findIndex(({ end }) => end >= at + words.length)
    return stretch < 0 ? undefined : stretch
  })
  return { all, hazards, spots }
}

/** For each hazard the stretch that opens it: the best way through in order, by place, thing and what is learnt so far. */
function align({ all, hazards, spots }: Told, weights: Weights): readonly number[] {
  const guess = all.map((_, j) => logsOf(weighStretch(all, j, nothingYet, weights).map((sum) => sum * 100)))
  const fits = (i: number, j: number): number => {
    const { category } = hazards[i]!
    const { kind, fault, fine } = all[j]!
    const spot = spots[i]
    let sum = guess[j]![openings.indexOf(category as never)]!
    if (spot === j) sum += 3
    else if (spot !== undefined) sum += spot < j ? Math.max(-1, 2 - 0.3 * (j - spot)) : spot - j <= 2 ? 0 : -1
    return sum + (kind === category ? 2 : 0) + (fault ? 1 : 0) - (fine ? 2 : 0)
  }
  const best = hazards.map(() => new Float64Array(all.length).fill(-Infinity))
  const from = hazards.map(() => new Int32Array(all.length))
  for (let i = 0; i < hazards.length; i++)
    for (let j = 0; j < all.length; j++) {
      if (i === 0) best[i]![j] = fits(i, j)
      for (let k = 0; i > 0 && k <= j; k++) {
        // Two in one stretch only where nothing else is left.
        const sum = best[i - 1]![k]! + fits(i, j) - (k === j ? 2.5 : 0)
        if (sum > best[i]![j]!) {
          best[i]![j] = sum
          from[i]![j] = k
        }
      }
    }
  const way: number[] = []
  const ends = best.at(-1) ?? new Float64Array()
  let at = ends.indexOf(Math.max(...ends))
  for (let i = hazards.length - 1; i >= 0; i--) {
    way.unshift(at)
    at = from[i]![at]!
  }
  return way
}

function lessonsOf(told: Told, way: readonly number[]): readonly Lesson[] {
  let before = nothingYet
  return told.all.map((stretch, j) => {
    const i = way.indexOf(j)
    const label = i < 0 ? 0 : openings.indexOf(told.hazards[i]!.category as never)
    const features = looksOf(told.all, j, before)
    before = after(before, openings[label] ?? '', stretch)
    return { features, label }
  })
}

/**
 * Learns from messages that register hazards which stretch opens one and of what kind. The labels do not say where in
 * the message a hazard stands; so they are laid along it first by the rules, then twice by what was learnt from that.
 */
export function learnFindings(messages: readonly Labelled[]): ReadonlyMap<string, readonly number[]> {
  const told = messages
    .filter(({ expect }) => Array.isArray(expect['hazards']))
    .map(toldOf)
    .filter(({ all }) => all.length > 0)
  let weights: ReadonlyMap<string, readonly number[]> = new Map()
  for (let round = 0; round < 3; round++)
    weights = learn(
      told.flatMap((t) => lessonsOf(t, align(t, weights))),
      openings.length,
    )
  return weights
}

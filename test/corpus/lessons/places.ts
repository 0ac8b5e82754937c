import { stretchesOf } from '../../../src/chat/understand/learned/findings/stretches.ts'
import { signsOf, type Sign } from '../../../src/chat/understand/learned/places/signs.ts'
import { afterTag, looksAt, TAGS } from '../../../src/chat/understand/learned/places/tagging.ts'
import { unify } from '../../../src/chat/understand/text/normalise.ts'
import { layOut } from '../../../src/chat/understand/understand.ts'
import { learn, type Lesson } from '../learning.ts'
import type { Labelled } from '../score.ts'
import { readingOf } from './reading.ts'

/** A label can leave out what stands between its words; in more pieces it is no help. */
const PIECES = 3

type Stretch = Readonly<{ start: number; end: number }>

/** Where words stand in a text: whole, or in a few pieces in their order; undefined when they do not. */
function piecesOf(text: string, words: string, from: number): readonly Stretch[] | undefined {
  const next = text.indexOf(words, from)
  const whole = next < 0 ? text.indexOf(words) : next
  if (whole >= 0) return [{ start: whole, end: whole + words.length }]
  const pieces: Stretch[] = []
  let at = 0
  for (let rest = words.replace(/[ ，、]/gu, ''); rest !== '';) {
    let length = rest.length
    let start = -1
    for (; length >= 2 && start < 0; length--) start = text.indexOf(rest.slice(0, length), at)
    if (start < 0 || pieces.length === PIECES) return undefined
    at = start + length + 1
    pieces.push({ start, end: at })
    rest = rest.slice(length + 1)
  }
  return pieces
}

/** Tags the signs of a stretch as a place, without the name of a compound before it. */
function tag(tags: number[], signs: readonly Sign[], { start, end }: Stretch): void {
  let begun = false
  for (const [i, sign] of signs.entries()) {
    if (sign.end <= start || sign.start >= end || (!begun && sign.sign === '⌂')) continue
    if (tags[i] === 0) tags[i] = begun ? 2 : 1
    begun = true
  }
}

/** Each sign of a message that says where hazards are, with its tag; none when a place is not said in the message. */
function lessonsOf(message: Labelled): readonly Lesson[] {
  const { expect } = message
  const r = readingOf(message)
  const signs = signsOf(r, stretchesOf(r))
  const tags = signs.map(() => 0)
  let last = 0
  for (const { place } of (expect['hazards'] ?? [expect]) as readonly Readonly<{ place?: string }>[]) {
    if (!place) continue
    const pieces = piecesOf(r.text, unify(layOut(place)), last)
    if (!pieces) return []
    last = pieces[0]?.start ?? last
    for (const piece of pieces) tag(tags, signs, piece)
  }
  return tags.map((label, i) => ({
    features: new Set([...looksAt(signs, i), afterTag(tags[i - 1] ?? 0)]),
    label,
  }))
}

/** Learns which words say where a hazard is, from messages that register hazards or say that one is put right. */
export const learnPlaces = (messages: readonly Labelled[]): ReadonlyMap<string, readonly number[]> =>
  learn(
    messages
      .filter(
        ({ expect, from }) =>
          Array.isArray(expect['hazards']) ||
          (expect.intent === 'confirm-rectified' && from.role !== undefined),
      )
      .flatMap(lessonsOf),
    TAGS,
    { ridge: 1 },
  )

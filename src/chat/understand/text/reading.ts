import type { Lexicon, Speaking } from '../types.ts'
import { findCodes, type CodeHit } from './codes.ts'
import { takesBack } from '../layout/repairs.ts'
import { unify } from './normalise.ts'
import { findNames, indexOf, type NameHit, type NameIndex } from './names.ts'

/** One message with what can be seen in it before asking what it means. */
export type Reading = Readonly<{
  /** Normalised. Every position below counts in it. */
  text: string
  /** The same characters as they were typed, traditional or mistyped, for what is quoted back. */
  written: string
  now: Date
  from: Speaking
  index: NameIndex
  names: readonly NameHit[]
  codes: readonly CodeHit[]
  /** Names of tasks and targets of the running campaigns. */
  tasks: readonly string[]
  targets: readonly string[]
}>

/** Looks over a normalised message once, so that no rule has to look again. */
export function read(
  tidy: string,
  given: Readonly<{ lexicon: Lexicon; now: Date; from?: Speaking }>,
): Reading {
  const index = indexOf(given.lexicon)
  const text = unify(tidy)
  const names = findNames(text, index)
  const kept = withoutTakenBack(tidy, text, names)
  if (kept !== undefined) return read(kept, given)
  return {
    text,
    written: tidy,
    now: given.now,
    from: given.from ?? {},
    index,
    names,
    codes: findCodes(text, index.prefixes),
    tasks: given.lexicon.tasks ?? [],
    targets: given.lexicon.targets ?? [],
  }
}

/** All codes of the message, each once, in their order. */
export function allCodes(reading: Reading): readonly string[] {
  return [...new Set(reading.codes.flatMap(({ codes }) => codes))]
}

export const communitiesOf = (reading: Reading): readonly NameHit[] =>
  reading.names.filter((n) => n.kind === 'community')
export const unitsOf = (reading: Reading): readonly NameHit[] =>
  reading.names.filter((n) => n.kind === 'unit')

/** Words taken from the text, in the characters that were typed. */
export function asWritten(reading: Reading, words: string): string {
  const { text, written } = reading
  if (text === written) return words
  const at = text.indexOf(words)
  if (at >= 0) return written.slice(at, at + words.length)
  // Put together from two stretches: character by character.
  const typed = new Map<string, string>()
  for (let i = 0; i < text.length; i++) if (text[i] !== written[i]) typed.set(text[i] ?? '', written[i] ?? '')
  return [...words].map((c) => typed.get(c) ?? c).join('')
}

/** "阳光花园，不对，是阳光家园" without the first name; undefined when nothing is taken back. */
function withoutTakenBack(tidy: string, text: string, names: readonly NameHit[]): string | undefined {
  if (names.length < 2 || names.length > 20) return undefined
  let out = ''
  let from = 0
  for (const [i, name] of names.entries()) {
    const next = names[i + 1]
    if (!next || next.kind !== name.kind || !takesBack(text.slice(name.end, next.start))) continue
    out += tidy.slice(from, name.start)
    from = next.start
  }
  return from === 0 ? undefined : out + tidy.slice(from)
}

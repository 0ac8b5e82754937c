import type { Lexicon, Speaking } from '../types.ts'
import { findCodes, type CodeHit } from './codes.ts'
import { findNames, indexOf, type NameHit, type NameIndex } from './names.ts'

/** One message with what can be seen in it before asking what it means. */
export type Reading = Readonly<{
  /** Normalised. Every position below counts in it. */
  text: string
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
  text: string,
  given: Readonly<{ lexicon: Lexicon; now: Date; from?: Speaking }>,
): Reading {
  const index = indexOf(given.lexicon)
  return {
    text,
    now: given.now,
    from: given.from ?? {},
    index,
    names: findNames(text, index),
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

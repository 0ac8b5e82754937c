/** A list of words with a tag each, ready for scanning. */
export type WordIndex<T> = ReadonlyMap<string, readonly Readonly<{ word: string; tag: T }>[]>
export type WordHit<T> = Readonly<{ start: number; end: number; word: string; tag: T }>
/** Counts comparisons, so that a test can bind the cost without a clock. */
export type Work = { steps: number }

/** Builds an index over the first characters, longest words first. */
export function indexWords<T>(words: Iterable<readonly [string, T]>): WordIndex<T> {
  const index = new Map<string, { word: string; tag: T }[]>()
  for (const [word, tag] of words) {
    const first = word[0]
    if (first === undefined) continue
    const bucket = index.get(first)
    if (bucket) bucket.push({ word, tag })
    else index.set(first, [{ word, tag }])
  }
  for (const bucket of index.values()) bucket.sort((a, b) => b.word.length - a.word.length)
  return index
}

/** The longest word that starts exactly at `at`. */
export function wordAt<T>(
  text: string,
  at: number,
  index: WordIndex<T>,
  work?: Work,
): WordHit<T> | undefined {
  const bucket = index.get(text[at] ?? '')
  if (!bucket) return undefined
  for (const { word, tag } of bucket) {
    if (work) work.steps++
    if (text.startsWith(word, at)) return { start: at, end: at + word.length, word, tag }
  }
  return undefined
}

/** All words of the index in the text, leftmost and longest first, never overlapping. */
export function scanWords<T>(text: string, index: WordIndex<T>, work?: Work): readonly WordHit<T>[] {
  const hits: WordHit<T>[] = []
  let i = 0
  while (i < text.length) {
    const hit = wordAt(text, i, index, work)
    if (hit) {
      hits.push(hit)
      i = hit.end
    } else i++
  }
  return hits
}

/** Whether any word of the index stands in the text. */
export function hasWord(text: string, index: WordIndex<unknown>): boolean {
  for (let i = 0; i < text.length; i++) if (wordAt(text, i, index)) return true
  return false
}

/** Escapes nothing: joins plain words into one alternation, longest first, for use in a pattern. */
export const anyOf = (words: readonly string[]): string =>
  [...words].sort((a, b) => b.length - a.length).join('|')

/**
 * Whether the text is nothing but words of the index and matches of the sticky patterns, in any order. Every place is
 * looked at once, so the time grows with the length only.
 */
export function isMadeOf(text: string, words: WordIndex<unknown>, patterns: readonly RegExp[]): boolean {
  const reached = new Array<boolean>(text.length + 1).fill(false)
  reached[0] = true
  for (let i = 0; i < text.length; i++) {
    if (!reached[i]) continue
    for (const { word } of words.get(text[i] ?? '') ?? [])
      if (text.startsWith(word, i)) reached[i + word.length] = true
    for (const pattern of patterns) {
      pattern.lastIndex = i
      const m = pattern.exec(text)
      if (m) reached[i + m[0].length] = true
    }
  }
  return reached[text.length] === true
}

/** Remembers the latest answers of a pure question about short texts: one message asks the same of a clause often. */
export function remembered<T>(ask: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (text.length > 80) return ask(text)
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as T
    if (known.size >= 64) known.clear()
    const now = ask(text)
    known.set(text, now)
    return now
  }
}

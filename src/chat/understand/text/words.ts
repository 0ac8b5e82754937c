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

/** Escapes nothing: joins plain words into one alternation, longest first, for use in a pattern. */
export const anyOf = (words: readonly string[]): string =>
  [...words].sort((a, b) => b.length - a.length).join('|')

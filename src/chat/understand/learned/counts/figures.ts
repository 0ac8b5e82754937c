import { countWords } from '../../reporting/count-words.ts'
import { withElliptic } from '../../reporting/elliptic.ts'
import { readCounts } from '../../reporting/progress.ts'
import { findNumbers, type NumberHit } from '../../text/numbers.ts'
import { scanWords } from '../../text/words.ts'
import { END, NUMBER, START } from '../signs.ts'

/** One number of a report with the words around it and what the rules take it for ('' for nothing). */
export type Figure = Readonly<{
  number: NumberHit
  before: string
  after: string
  ruled: string
  /** What the count words before and after it count. */
  tags: readonly string[]
  next: readonly string[]
}>

/** How far around a number its words are looked at. */
const REACH = 12
const digits = /\d+(?:\.\d+)?/gu
const tagsOf = (words: string): readonly string[] => scanWords(words, countWords).map(({ tag }) => tag)

/** The numbers of a report in their order; the words of each end where the next number begins. */
export function figuresOf(text: string): readonly Figure[] {
  const { keys } = withElliptic(text, readCounts(text))
  const numbers = findNumbers(text)
  return numbers.map((number, i) => {
    const last = numbers[i - 1]?.end ?? 0
    const next = numbers[i + 1]?.start ?? text.length
    const before = text.slice(Math.max(number.start - REACH, last), number.start)
    const after = text.slice(number.end, Math.min(number.end + REACH, next))
    const opens = number.start - before.length
    const closes = number.end + after.length
    return {
      number,
      before: (opens === 0 ? START : opens === last ? NUMBER : '') + before.replace(digits, NUMBER),
      after: after.replace(digits, NUMBER) + (closes === text.length ? END : closes === next ? NUMBER : ''),
      ruled: keys.get(number.start) ?? '',
      tags: tagsOf(before),
      next: tagsOf(after.slice(0, 8)),
    }
  })
}

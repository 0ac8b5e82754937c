import type { Reading } from '../text/reading.ts'

// One sign each for what differs from county to county and from day to day, so that no name and no number is learnt.
export const COMPOUND = '⌂'
export const UNIT = '⚑'
export const CODE = '№'
export const NUMBER = '0'
/** Before the first and after the last sign. */
export const START = '⊢'
export const END = '⊣'

/** Numbers, and those in words where a measure follows. */
export const numbers =
  /\d+(?:\.\d+)?|[一二两三四五六七八九十百]+(?=号楼|号|栋|幢|座|楼|单元|层|室|户|个|处|具|只|盏|扇|辆|台|家|组|排|区|期|米|天|日|月|点)/gu

export type Span = Readonly<{ start: number; end: number; sign: string }>

/** The names and sure hazard numbers of a message, in their order, each with its sign. */
export const namedIn = (r: Reading): readonly Span[] =>
  [
    ...r.names.map(({ start, end, kind }) => ({ start, end, sign: kind === 'community' ? COMPOUND : UNIT })),
    ...r.codes.filter(({ sure }) => sure).map(({ start, end }) => ({ start, end, sign: CODE })),
  ].sort((a, b) => a.start - b.start || b.end - a.end)

/** A stretch of the text with one sign for each compound, unit, hazard number and number in it. `named` are in order. */
export function masked(text: string, start: number, end: number, named: readonly Span[]): string {
  let out = ''
  let from = start
  for (const span of named) {
    if (span.start < from) continue
    if (span.end > end) break
    out += text.slice(from, span.start) + span.sign
    from = span.end
  }
  return (out + text.slice(from, end)).replace(numbers, NUMBER)
}

/** Every run of one and two characters. */
export function* runsOf(text: string): Iterable<string> {
  for (let at = 0; at < text.length; at++) {
    yield text[at]!
    if (at + 1 < text.length) yield text.slice(at, at + 2)
  }
}

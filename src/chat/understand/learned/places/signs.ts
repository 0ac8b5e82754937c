import { thingsIn } from '../../hazards/categories.ts'
import { placeWords } from '../../hazards/places.ts'
import type { Reading } from '../../text/reading.ts'
import type { Stretch } from '../findings/stretches.ts'
import { namedIn, NUMBER, numbers } from '../signs.ts'

/** One sign of a message, where it stands, and what the lists and rules of places and things know of it. */
export type Sign = Readonly<{
  sign: string
  start: number
  end: number
  thing: string
  word: string
  spot: string
  stretch: string
}>

/** The message in signs: one for each compound, unit, hazard number and number, one for each other character. */
export function signsOf(r: Reading, all: readonly Stretch[]): readonly Sign[] {
  const text = r.text.slice(0, all.at(-1)?.end ?? 0)
  const spans = [
    ...namedIn(r).filter(({ end }) => end <= text.length),
    // Inside a stretch each: 「2.12号楼」 can be the second of a list.
    ...all.flatMap((stretch) =>
      Array.from(stretch.text.matchAll(numbers), (m) => ({
        start: stretch.start + m.index,
        end: stretch.start + m.index + m[0].length,
        sign: NUMBER,
      })),
    ),
  ].sort((a, b) => a.start - b.start || b.end - a.end)
  const known = knownIn(text, all)
  const signs: Sign[] = []
  const add = (start: number, end: number, sign: string) =>
    signs.push({
      sign,
      start,
      end,
      thing: known.things[start] ?? '',
      word: known.words[start] ?? '',
      spot: known.spots[start] ?? '',
      stretch: known.stretches[start] ?? '',
    })
  const plain = (from: number, to: number) => {
    for (let at = from; at < to; at++) add(at, at + 1, (text[at] ?? '').toLowerCase())
  }
  let from = 0
  for (const { start, end, sign } of spans) {
    if (start < from) continue
    plain(from, start)
    add(start, end, sign)
    from = end
  }
  plain(from, text.length)
  return signs
}

/** For each character what the lists and rules say of it. */
function knownIn(text: string, all: readonly Stretch[]) {
  const [things, words, spots, stretches] = Array.from({ length: 4 }, () => new Array<string>(text.length))
  const mark = (into: string[] | undefined, start: number, end: number, first: string, more = first) => {
    for (let at = start; at < end; at++) into![at] = at === start ? first : more
  }
  for (const { start, end, category } of thingsIn(text)) mark(things, start, end, category)
  for (const { start, end, sort } of placeWords(text)) mark(words, start, end, `b${sort}`, `i${sort}`)
  for (const { start, end, fault, kind, fine, spot, text: said } of all) {
    mark(stretches, start, end, `${fault ? 'f' : ''}${kind ? 'k' : ''}${fine ? 'o' : ''}`)
    const at = spot.place === undefined ? -1 : said.indexOf(spot.place)
    if (spot.place !== undefined && at >= 0) mark(spots, start + at, start + at + spot.place.length, 'b', 'i')
  }
  return { things: things!, words: words!, spots: spots!, stretches: stretches! }
}

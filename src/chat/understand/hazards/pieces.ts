import { toNumber } from '../text/numbers.ts'

/** A stretch of the message, with where it starts. `item` is its number in a list, 0 before and outside of lists. */
export type Piece = Readonly<{ text: string; start: number; item: number }>

const marker =
  /(?:^|[\n，。；：、 ！])[ ]?(?:([一二三四五六七八九十]{1,2})是(?!否)|（([一二三四五六七八九十]{1,2}|\d{1,2})）|([一二三四五六七八九十]{1,2})、|(\d{1,2})[.、．)）](?![.])|(?:问题|隐患)([一二三四五六七八九十]|\d{1,2})[：:、. ]|第([一二三四五六七八九十])[处个，、])/gu

/** Cuts a message into list items. A number opens an item only when it counts on from the one before, so "12、15号" is none. */
export function splitItems(text: string): readonly Piece[] {
  const cuts: { at: number; from: number; item: number }[] = []
  let expected = 1
  marker.lastIndex = 0
  for (let m = marker.exec(text); m; m = marker.exec(text)) {
    const value = toNumber(m.slice(1).find((g) => g !== undefined) ?? '')
    const from = m.index + m[0].length
    // The closing mark of one item can open the next.
    marker.lastIndex = from
    if (value !== expected) continue
    if (
      m[4] !== undefined &&
      /^\d/.test(text.slice(from)) &&
      !/^\d{1,3}[号栋幢座楼#\-－层单室]/u.test(text.slice(from, from + 4))
    )
      continue
    cuts.push({ at: m.index, from, item: value })
    expected++
  }
  if (cuts.length < 2) return [{ text, start: 0, item: 0 }]
  const pieces: Piece[] = []
  const first = cuts[0]?.at ?? 0
  if (first > 0) pieces.push({ text: text.slice(0, first), start: 0, item: 0 })
  for (const [i, cut] of cuts.entries()) {
    const end = cuts[i + 1]?.at ?? text.length
    pieces.push({ text: text.slice(cut.from, end), start: cut.from, item: cut.item })
  }
  return pieces
}

/** Cuts at the given marks, keeping positions; empty stretches fall away. `held` are places in the text not to cut at. */
export function splitAt(piece: Piece, marks: RegExp, held?: ReadonlySet<number>): readonly Piece[] {
  const parts: Piece[] = []
  let from = 0
  const push = (to: number) => {
    const raw = piece.text.slice(from, to)
    const lead = raw.length - raw.trimStart().length
    const text = raw.trim()
    if (text) parts.push({ text, start: piece.start + from + lead, item: piece.item })
  }
  for (const m of piece.text.matchAll(marks)) {
    if (m[0] === '' && held?.has(piece.start + m.index)) continue
    push(m.index)
    from = m.index + m[0].length
  }
  push(piece.text.length)
  return parts
}

import type { NameHit } from '../text/names.ts'
import type { Reading } from '../text/reading.ts'
import { thingsIn } from './categories.ts'
import { saysFault } from './faults.ts'
import { splitAt, type Piece } from './pieces.ts'

/** A key of a form before its value; the value is a place or the name of a site. */
export const label =
  /^(?:隐患|问题|所在)?(小区名称|小区|单位名称|单位|地点|位置|场所|地址|名称|受检单位|检查对象|检查单位|被检查单位|点位|部位|隐患位置|隐患地点|隐患部位)[：:]/u

/** The names inside a piece. They are in order, so the first is found by halving: a long message stays linear. */
function namesIn(r: Reading, p: Piece): readonly NameHit[] {
  let low = 0
  let high = r.names.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((r.names[middle]?.start ?? 0) < p.start) low = middle + 1
    else high = middle
  }
  const found: NameHit[] = []
  for (let i = low; ; i++) {
    const hit = r.names[i]
    if (!hit || hit.end > p.start + p.text.length) return found
    found.push(hit)
  }
}

/** Units named inside a piece. */
export const unitsIn = (r: Reading, p: Piece): readonly NameHit[] =>
  namesIn(r, p).filter((n) => n.kind === 'unit')
/** Compounds named inside a piece. */
export const communitiesIn = (r: Reading, p: Piece): readonly NameHit[] =>
  namesIn(r, p).filter((n) => n.kind === 'community')

/** Clauses of a sentence. 、 and blanks part only what stands alone, and a second compound opens a clause. */
export function clausesOf(part: Piece, r: Reading): readonly Piece[] {
  const clauses: Piece[] = []
  for (const comma of splitAt(part, /[，？]+/gu)) {
    const bits = splitAt(
      comma,
      /(?:[ 、]|（(?!含|以上)|(?<!含|当天|当日)）)+|(?<=[\u4e00-\u9fff])(?:以及|并且|且|同时|还有|然后呢?|另外|再就是|再有|其次)(?=[\u4e00-\u9fff0-9])/gu,
    )
    let held: Piece | undefined
    const flush = () => {
      if (held) clauses.push(held)
      held = undefined
    }
    for (const bit of bits) {
      if (!held) {
        held = bit
        continue
      }
      const joined: Piece = { ...held, text: r.text.slice(held.start, bit.start + bit.text.length) }
      const standsAlone =
        held.text.length > 80 || (isComplete(held.text) && (isComplete(bit.text) || findsOrder(bit, r)))
      const newOne = communitiesIn(r, bit).length > 0 && isComplete(held.text)
      // "门厅堆满纸板 6栋最多": a building after a whole finding opens a remark on it.
      // 两个问题 一个是…一个是…
      const turn = /^(?:还有)?(?:一|另外?一)(?:个|处|条)(?:是|在|就是)/u.test(bit.text)
      const remark = isComplete(held.text) && /^\d{1,3}(?:栋|幢|座|号楼)/u.test(bit.text)
      if (
        remark ||
        turn ||
        standsAlone ||
        newOne ||
        label.test(bit.text) ||
        /^[\u4e00-\u9fff]{2,6}：/u.test(bit.text)
      ) {
        flush()
        held = bit
      } else held = joined
    }
    flush()
  }
  return clauses
}

const isComplete = (text: string): boolean => thingsIn(text).length > 0 && saysFault(text)
const findsOrder = (bit: Piece, r: Reading): boolean =>
  unitsIn(r, bit).length > 0 || /当场|现场|限|[前内底]$|前|已/u.test(bit.text)

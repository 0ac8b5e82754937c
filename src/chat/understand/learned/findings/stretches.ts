import { judge, thingsIn } from '../../hazards/categories.ts'
import { communitiesIn, unitsIn } from '../../hazards/clauses.ts'
import { saysFault, saysFine } from '../../hazards/faults.ts'
import { splitAt, splitItems, type Piece } from '../../hazards/pieces.ts'
import { findSpot, type Spot } from '../../hazards/places.ts'
import type { NameHit } from '../../text/names.ts'
import type { Reading } from '../../text/reading.ts'
import { masked, namedIn, type Span } from '../signs.ts'

/** The smallest stretch of a message that can say by itself that something is wrong, with what the rules see in it. */
export type Stretch = Piece &
  Readonly<{
    /** The mark before it: ⊢ at the beginning of an item, 。 of a sentence. */
    lead: string
    sentence: number
    /** The field of a form whose value it is: 位置, 名称. */
    key?: string
    end: number
    signs: string
    communities: readonly NameHit[]
    units: readonly NameHit[]
    spot: Spot
    /** The thing named in it that can be at fault, and its kind; '' for none. */
    thing: string
    kind: string
    things: readonly string[]
    fault: boolean
    fine: boolean
  }>

const han = '[\\u4e00-\\u9fff]'
// 12、15 and 1、2项 are one; so are 8幢、9幢, 2/3 and （含）.
const building = '(?:号楼|栋|幢|座|单元|#)'
const apart = `(?!(?<=\\d)、\\d)(?!(?<=${building})[ 、]\\d{1,3}${building})[ 、]`
const marks = `(?:${apart}|(?<=[\\u4e00-\\u9fff\\d])[+&](?=[\\u4e00-\\u9fff\\d])|(?<=${han})/(?=${han})|（(?!含|以上)|(?<!含|当天|当日)）)+`
const joints = `(?<=${han})(?=(?:以及|并且|还有|同时|另外|再就是|再有|其次|然后|而且)[\\u4e00-\\u9fff0-9])`
// Before a building that does not go on a list or a place: 三栋楼道堆物|五栋消火栓没水.
const buildings = `(?<=${han})(?<![和与跟及到至、第有共查在的东西南北侧边面头栋幢座楼元]|小区|花园)(?=(?:\\d{1,2}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座|#)[^，。 ])`
const cuts = new RegExp(`[，？：]+|${marks}|${joints}|${buildings}`, 'gu')

/** Hazards are looked for in so many characters: a hundred rows of a table. */
const LONGEST = 4000

/** The fields of a form that say where. */
const placeField =
  /^(?:隐患|问题|所在|具体)?(?:小区名称|小区|单位名称|单位|地点|位置|场所|地址|名称|受检单位|检查对象|检查单位|被检查单位|点位|部位)$/u

/** The message in its smallest stretches, list items and sentences first. */
export function stretchesOf(r: Reading): readonly Stretch[] {
  const stretches: Stretch[] = []
  // 滨河湾8栋: a building goes with the compound before it.
  const held = new Set(r.names.map(({ end }) => end))
  const named = namedIn(r)
  let next = 0
  let sentence = 0
  for (const item of splitItems(r.text.slice(0, LONGEST)))
    for (const part of splitAt(item, /[。；！\n]+/gu)) {
      sentence++
      for (const piece of splitAt(part, cuts, held)) {
        const lead =
          piece.start > part.start ? (r.text[piece.start - 1] ?? '') : part.start === item.start ? '⊢' : '。'
        const before = lead === '：' ? stretches.at(-1) : undefined
        const key = before?.sentence === sentence ? placeField.exec(before.text)?.[0] : undefined
        const end = piece.start + piece.text.length
        while (next < named.length && named[next]!.start < piece.start) next++
        let last = next
        while (last < named.length && named[last]!.start < end) last++
        stretches.push({
          ...piece,
          ...seenIn(r, piece, named.slice(next, last)),
          lead,
          sentence,
          ...(key ? { key } : {}),
        })
      }
    }
  return stretches
}

function seenIn(
  r: Reading,
  piece: Piece,
  named: readonly Span[],
): Omit<Stretch, keyof Piece | 'lead' | 'sentence' | 'key'> {
  const { text, start } = piece
  const communities = communitiesIn(r, piece)
  const units = unitsIn(r, piece)
  const unit =
    units.find((u) => /厂|商城|公司|学校|医院|超市/u.test(r.text.slice(u.start, u.end))) ?? units[0]
  const local = (n: NameHit | undefined) => n && { ...n, start: n.start - start, end: n.end - start }
  const judged = judge(text)
  return {
    end: start + text.length,
    signs: masked(r.text, start, start + text.length, named),
    communities,
    units,
    spot: findSpot(text, local(communities.at(-1)), local(unit)),
    thing: judged?.id ?? '',
    kind: judged?.category ?? '',
    things: [...new Set(thingsIn(text).map(({ id }) => id))],
    fault: saysFault(text),
    fine: saysFine(text),
  }
}

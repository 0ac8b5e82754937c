import type { Opening } from '../findings/findings.ts'
import type { Stretch } from '../findings/stretches.ts'
import type { Context } from '../../hazards/context.ts'
import type { Draft } from '../../hazards/drafts.ts'
import { buildingBefore, rooms, sameBuilding, startsBelow } from '../../hazards/inheriting.ts'

/** A stretch with what it opens and the words in it that say where; several compounds in it have each their own. */
export type Told = Stretch &
  Readonly<{ opens: Opening; own?: string; owns: ReadonlyMap<number, string>; site?: string }>
type Span = Readonly<{ start: number; end: number }>

/** What a list of findings is headed by: 妇幼保健院：, 急诊楼巡检：. */
const heading =
  /^(?:在|到|对|查|检查|抽查|巡查)?([\u4e00-\u9fff]{1,12}(?:楼|院|校|园|店|厂|公司|馆|站|点|场|所|中心|城|市场|酒家|宾馆|饭庄|会所))(?:自查|巡检|检查|排查|巡查|暗访|问题|隐患|情况)?$/u

/** The site that a stretch before a colon names and that is no compound of the directory; undefined for other words. */
export function siteOf(stretch: Stretch, after: string): string | undefined {
  if (after !== '：' || stretch.communities.length > 0 || stretch.units.length > 0 || stretch.fault)
    return undefined
  return heading.exec(stretch.text)?.[1]
}

/** The place at the beginning of `places`, with those that go on from it, when it begins before `end`. */
export function firstPlace(text: string, end: number, places: readonly Span[]): string | undefined {
  const first = places[0]
  if (!first || first.start >= end) return undefined
  let to = first.end
  for (const more of places.slice(1)) {
    if (more.start >= end || to > end || !/^(?:的|里|那个|）)?$/u.test(text.slice(to, more.start))) break
    to = Math.min(more.end, end)
  }
  return bare(text.slice(first.start, to))
}

const bare = (words: string): string =>
  words.replace(/^[（，、： ]+|[）（，、： ]+$/gu, (m) => (m === '）' && words.includes('（') ? m : ''))

const numbered = /[\d一二三四五六七八九十]/u

/** Keeps a place that opens nothing for what follows, or gives it to the hazard that it was said after. */
export function holdPlace({ own = '', sentence }: Told, drafts: readonly Draft[], context: Context): boolean {
  const last = drafts.at(-1)
  // "门厅堆满纸板 6栋最多": a building said after its fault.
  if (
    last &&
    last.sentence === sentence &&
    (!last.place || (!numbered.test(last.place) && numbered.test(own)))
  ) {
    last.place = own
    return false
  }
  context.place = startsBelow(own) && context.place ? joined(own, context.place) : own
  return true
}

/** The parts of a building from the outside in. */
const parts: readonly RegExp[] = [
  /(?:[\da-zA-Z]{1,4}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座|#楼?|号院|号塔)/u,
  /(?:[\da-zA-Z]{1,2}|[一二三四五六七八九十东西中])单元/u,
  /负?(?:[\d]{1,3}|[一二三四五六七八九十]{1,3})(?:层|楼|F)|地下(?:[一二三]层|室)|顶[楼层]|楼顶|屋面|天台/u,
]
/** What lies outside of every building. */
const outdoors = /消防车?通?道|[东西南北大正后侧]门|出入口|广场|[路街巷]/u

/** A place inside the one before: 门诊楼3层 and 走廊, 3楼 and then 5楼. */
function joined(own: string, before: string): string {
  if (before.endsWith(own)) return before
  const part = parts.findIndex((pattern) => pattern.exec(own)?.index === 0)
  if (part < 0) {
    // The room before is left for this one.
    const ends = parts
      .map((pattern) => pattern.exec(before))
      .flatMap((m) => (m ? [m.index + m[0].length] : []))
    return (ends.length > 0 ? before.slice(0, Math.max(...ends)) : before) + own
  }
  const same = parts.slice(part).flatMap((pattern) => pattern.exec(before)?.index ?? [])
  return (same.length > 0 ? before.slice(0, Math.min(...same)) : before) + own
}

/** Where a hazard is: its own words, and what it takes from the words before. */
export function placeOf(
  stretch: Told,
  last: Draft | undefined,
  context: Context,
  fresh: boolean,
): string | undefined {
  const inherited =
    !fresh && last && last.sentence === stretch.sentence && last.item === stretch.item
      ? last.place
      : (context.place ?? buildingBefore(last, stretch, context))
  const own = sameBuilding(stretch.own, last?.place)
  const community = stretch.communities.length > 0
  let place = own ?? (community ? undefined : inherited)
  if (own && !community && inherited && own !== inherited) {
    const inner = rooms.test(own) || startsBelow(own) || (fresh && parts[0]?.exec(own)?.index !== 0)
    if (inner && !outdoors.test(own)) place = joined(own, inherited)
  }
  if (context.site && place && !place.includes(context.site)) return context.site + place
  return place ?? context.site
}

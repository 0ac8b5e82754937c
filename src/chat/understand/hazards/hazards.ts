import type { SaidHazard } from '../types.ts'
import { asWritten, communitiesOf, type Reading } from '../text/reading.ts'
import { judge, thingsIn, type ThingHit } from './categories.ts'
import { MOST, finish, give, itemsNamed, spreadLast, targetsOf, type Draft } from './drafts.ts'
import { findOrder, isFixedOnSpot, type Order } from './orders.ts'
import { saysFault, saysFine } from './faults.ts'
import { clausesOf, communitiesIn, label, unitsIn } from './clauses.ts'
import {
  besides,
  buildingBefore,
  isFixOnly,
  jointCommunities,
  rooms,
  sameBuilding,
  sameMess,
  startsBelow,
} from './inheriting.ts'
import { removal, consequence, onlyPlace, promised, orderLead } from './clause-words.ts'
import { splitAt, splitItems, type Piece } from './pieces.ts'
import { settle, type Context } from './context.ts'
import { findSpot, samePlace } from './places.ts'

/**
 * The distinct hazards that a message describes by the lists and rules alone: what speaks for its being about hazards at
 * all. What they are is told by `learned/telling` once that is known. In their order, each with its own or the shared order.
 * Empty when nothing is at fault. With `lenient` a named thing is enough and no word of fault is asked for.
 */
export function readHazards(r: Reading, lenient = false): readonly SaidHazard[] {
  const drafts: Draft[] = []
  const context: Context = { lenient }
  let sentence = 0
  let shared: Order = {}
  for (const piece of splitItems(r.text)) {
    if (drafts.length >= MOST) break
    for (const part of splitAt(piece, /[。；！\n]+/gu)) {
      sentence++
      const before = drafts.length
      let pendingStart = -1
      for (const raw of clausesOf(part, r)) {
        const start = pendingStart >= 0 ? pendingStart : raw.start
        const clause: Piece =
          pendingStart >= 0 ? { ...raw, text: r.text.slice(start, raw.start + raw.text.length), start } : raw
        const result = readClause(clause, r, drafts, context, sentence)
        if (drafts.length >= MOST) break
        if (result === 'place') {
          pendingStart = start
          continue
        }
        pendingStart = -1
        if (result !== 'hazard' || hasOrder(clause, r)) {
          const order = findOrder(clause.text, unitsIn(r, clause), clause.start, r.now)
          const named = itemsNamed(clause.text)
          const targets = named
            ? drafts.filter((d) => named.includes(d.item))
            : targetsOf(drafts, before, clause, order, result === 'hazard')
          // A day before any finding is when it was found.
          const { due: _day, ...undated } = order
          if (targets.length === 0)
            shared = {
              ...(drafts.length === 0 && !/[前内底]|限|期/u.test(clause.text) ? undated : order),
              ...shared,
            }
          for (const d of targets) give(d, order)
        }
      }
    }
  }
  for (const d of drafts) give(d, { ...shared })
  // "…（以上丽景公寓）": the compound named once, after the list.
  const homes = communitiesOf(r)
  if (homes.length === 1)
    for (const d of drafts) if (!d.community && !d.site) d.community = homes[0]?.id ?? ''
  // A deadline or a unit named once after a list is for the whole list.
  spreadLast(drafts, r)
  return drafts.map((d) => finish(d.place ? { ...d, place: asWritten(r, d.place) } : d))
}

const hasOrder = (clause: Piece, r: Reading): boolean =>
  unitsIn(r, clause).length > 0 ||
  /前|内|底|[天周时日]|礼拜|星期|期限|时限|限|当场|现场|已|隐患|重大|一般|末|截止/u.test(clause.text)

function readClause(
  clause: Piece,
  r: Reading,
  drafts: Draft[],
  context: Context,
  sentence: number,
): 'hazard' | 'place' | 'other' {
  const labelled = label.exec(clause.text)
  const text = labelled ? clause.text.slice(labelled[0].length) : clause.text
  const start = clause.start + (labelled?.[0].length ?? 0)
  const communities = communitiesIn(r, clause)
  const units = unitsIn(r, clause)
  const unit =
    units.find((u) => /厂|商城|公司|学校|医院|超市/u.test(r.text.slice(u.start, u.end))) ?? units[0]
  const last = drafts.at(-1)
  const community = communities.at(-1)
  const local = community
    ? { ...community, start: community.start - start, end: community.end - start }
    : undefined
  const spot = findSpot(
    text,
    local,
    unit ? { ...unit, start: unit.start - start, end: unit.end - start } : undefined,
  )
  settle(context, { community, spot, label: labelled?.[1], text })
  if (labelled) {
    // 位置：… after what is wrong.
    const where = spot.place ?? (context.site === text.trim() ? context.site : undefined)
    if (where) for (const d of drafts) if (!d.place && !d.community) d.place = where
    if (spot.place && !spot.site && !/地址/u.test(labelled[1] ?? '')) context.place = spot.place
    return 'other'
  }
  if (community && spot.place && !saysFault(text)) context.place = spot.place
  // "门诊楼3层，" alone: where the next clauses of the sentence, or the list, find themselves.
  else if (
    spot.place &&
    !saysFault(text) &&
    !saysFine(text) &&
    judge(text) === undefined &&
    !orderLead.test(text) &&
    text.length <= 24
  )
    context.place = spot.place
  // "甲小区，乙小区，丙小区三个小区都…": names alone wait for what is wrong in all of them.
  if (
    community &&
    /^[ 、和及]*$/u.test(text.slice(local?.end ?? 0)) &&
    text.length - (local?.end ?? 0) <= 1 &&
    (local?.start ?? 0) <= 1
  )
    context.joint = [...(context.joint ?? []), community.id]
  else if (
    context.joint &&
    !(community && saysFault(text) && /[两二三四五六七八九十\d]个(?:小区|院)|都|均|全/u.test(text))
  )
    delete context.joint
  const hits = thingsIn(text)
  const judged = judge(text, hits)
  // "二期10栋也一样": the same fault at another place.
  if (
    last &&
    /(?<!像[^，。]{0,8})(?:也|都)?(?:是)?(?:一样|同样|如此|这样|这个情况|存在(?:同样|相同|上述))|同样情况|同上/u.test(
      text,
    ) &&
    (community || spot.place)
  ) {
    const room = /[^0-9一二三四五六七八九十号楼栋幢座单元#层]+$/u.exec(last.place ?? '')?.[0] ?? ''
    const place =
      spot.place && !spot.place.endsWith(room) ? spot.place.replace(/也.*$/u, '') + room : spot.place
    drafts.push({
      ...(place ? { place } : {}),
      ...(context.community ? { community: context.community } : {}),
      judged: last.judged,
      item: clause.item,
      sentence,
      words: text,
    })
    return 'hazard'
  }
  if (saysFine(text) && !(judged !== undefined && /但|只有|除了?|仅|就是/u.test(text) && saysFault(text)))
    return 'other'
  if (removal.test(text)) return 'other'
  if (judged === undefined || !(context.lenient || saysFault(text))) {
    const plain = spot.place !== undefined && text.length <= 24 && onlyPlace.test(text.slice(local?.end ?? 0))
    if (plain) return 'place'
    if (judged !== undefined && clause.item > 0 && !orderLead.test(text)) return push(judged)
    // "6栋最多": a place said after its fault.
    if (
      last &&
      last.sentence === sentence &&
      spot.place &&
      !orderLead.test(text) &&
      !/[\d一二三四五六七八九十]/u.test(last.place ?? '') &&
      /[\d一二三四五六七八九十]/u.test(spot.place) &&
      !isFixedOnSpot(text)
    )
      last.place = spot.place
    if (isFixedOnSpot(text)) return 'other'
    if (judged !== undefined && spot.place !== undefined && text.length <= 20 && !orderLead.test(text))
      return 'place'
    return 'other'
  }
  if (orderLead.test(text) && !spot.place && drafts.length > 0) return 'other'
  if (last && last.sentence === sentence && !/\d/u.test(spot.place ?? '') && isFixedOnSpot(text))
    return 'other'
  // 下周五之前全开好逃生口: what is to be done by then, no finding.
  if (last && promised.test(text)) return 'other'
  if (last && last.sentence === sentence && !community && isFixOnly(text)) return 'other'
  const sameSpot =
    !spot.place || samePlace(spot.place, last?.place) || (last?.place ?? '').endsWith(spot.place)
  const spotIsThing = spot.place !== undefined && !/[0-9一二三四五六七八九十东西南北]/u.test(spot.place)
  if (last && last.sentence === sentence && last.item === clause.item && !community) {
    if (sameMess(last.judged, judged) && (sameSpot || spotIsThing)) return join()
    if (judged.id === 'duty' && text.length <= 6 && !spot.place && last.judged.category !== 'management')
      return join()
    if (
      consequence.test(text) &&
      sameSpot &&
      !(judged.category !== last.judged.category && /^(?:都|全|而且|里面)/u.test(text))
    )
      return join()
  }
  return push(judged)

  function join(): 'hazard' {
    if (last) {
      last.words += `，${text}`
      if (!last.place && spot.place) last.place = spot.place
    }
    return 'hazard'
  }

  function push(thing: ThingHit): 'hazard' {
    const inherited =
      last && last.sentence === sentence && last.item === clause.item
        ? last.place
        : (context.place ?? buildingBefore(last, clause, context))
    const own = sameBuilding(spot.place, last?.place)
    // The lane of a compound is no place inside it; its south side would be.
    const lane =
      own !== undefined &&
      context.community !== undefined &&
      /^(?:[两几三]?个?(?:院子|院内|小区)(?:里|内)?的?)?消防(?:车通|通|车)道(?:上|里|两边)?$|^(?:里头|里面|里|旁边|边上|外面)$/u.test(
        own,
      )
    // An exit or a stair with no number of its own is inside the place named before.
    const inside = own !== undefined && inherited !== undefined && own !== inherited && rooms.test(own)
    let place = lane
      ? undefined
      : inside && inherited.length > own.length && !inherited.endsWith(own)
        ? inherited
        : (own ?? (community ? undefined : inherited))
    if (own && !community && !spot.site && inherited && startsBelow(own)) {
      const building = /^.*?(?:号楼|栋|幢|座|#楼?)/u.exec(inherited.slice(0, 20))
      if (
        building &&
        !/[\d一二三四五六七八九十]/u.test(own) &&
        !inherited.endsWith(own) &&
        inherited.length > building[0].length
      )
        place = inherited + own
      else if (building && !own.includes(building[0])) place = building[0] + own
    }
    if (context.site && place && !place.includes(context.site)) place = context.site + place
    if (context.site && !place) place = context.site
    const homes = jointCommunities(communities, text, start)
    const ids = [
      ...(context.joint ?? []),
      ...(homes.length > 1 ? homes.map((h) => h.id) : [context.community]),
    ]
    delete context.joint
    for (const id of ids)
      drafts.push({
        ...(place ? { place } : {}),
        ...(context.site ? { site: context.site } : {}),
        ...(id ? { community: id } : {}),
        judged: thing,
        item: clause.item,
        sentence,
        words: text,
      })
    // "灭火器和应急照明都坏了": two objects of one breath, named side by side.
    const second = besides(text, hits, thing)
    if (second)
      drafts.push({
        ...(place ? { place } : {}),
        ...(context.community ? { community: context.community } : {}),
        judged: second,
        item: clause.item,
        sentence,
        words: text,
      })
    return 'hazard'
  }
}

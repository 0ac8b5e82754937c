import type { Category, SaidHazard } from '../types.ts'
import { findingsIn, type Opening } from '../learned/findings/findings.ts'
import { stretchesOf, type Stretch } from '../learned/findings/stretches.ts'
import { placesIn } from '../learned/places/places.ts'
import { asWritten, communitiesOf, type Reading } from '../text/reading.ts'
import { judge, thingsIn, type ThingHit } from './categories.ts'
import { settle, type Context } from './context.ts'
import { finish, give, itemsNamed, MOST, spreadLast, targetsOf, type Draft } from './drafts.ts'
import { besides, buildingBefore, jointCommunities, rooms, sameBuilding, startsBelow } from './inheriting.ts'
import { findOrder, type Order } from './orders.ts'
import { onlyPlace, orderLead } from './clause-words.ts'

/** A stretch with what it opens and the words in it that say where. */
type Told = Stretch & Readonly<{ opens: Opening; own?: string }>

/** The distinct hazards of a message that registers some, in their order, by what such words opened in other messages. */
export function tellHazards(r: Reading): readonly SaidHazard[] {
  const drafts: Draft[] = []
  const context: Context = { lenient: true }
  let shared: Order = {}
  let before = 0
  let sentence = 0
  let fresh = false
  let item = 0
  for (const stretch of toldIn(r)) {
    if (drafts.length >= MOST) break
    const { opens, communities, units, spot, text } = stretch
    if (stretch.sentence !== sentence) {
      sentence = stretch.sentence
      before = drafts.length
      if (stretch.item !== item && item > 0) delete context.place
      item = stretch.item
    }
    const community = communities.at(-1)
    const had = context.community
    settle(context, { community, spot, label: undefined, text })
    if (community && context.community !== had) fresh = false
    const namesOnly = community !== undefined && text.length - (community.end - community.start) <= 2
    if (namesOnly) context.joint = [...(context.joint ?? []), community.id]
    if (opens === '') {
      if (stretch.own !== undefined && !orderLead.test(text))
        fresh = heldBy(stretch, drafts, context) || fresh
    } else {
      push(stretch, opens, fresh)
      fresh = false
    }
    if (!namesOnly) delete context.joint
    // 敬老院（双柳）: where it is.
    const aside = stretch.lead === '（' && opens === '' && units.length === 1 && text.length <= 8
    const order: Order = aside ? {} : findOrder(text, units, stretch.start, r.now)
    const named = itemsNamed(text)
    const targets = named
      ? drafts.filter((d) => named.includes(d.item))
      : targetsOf(drafts, before, stretch, order, opens !== '')
    // A day before any finding is when it was found.
    const { due: _day, ...undated } = order
    if (targets.length === 0)
      shared = { ...(drafts.length === 0 && !/[前内底]|限|期/u.test(text) ? undated : order), ...shared }
    for (const d of targets) give(d, order)
  }
  for (const d of drafts) give(d, { ...shared })
  // "…（以上丽景公寓）": the compound named once, after the list.
  const homes = communitiesOf(r)
  if (homes.length === 1)
    for (const d of drafts) if (!d.community && !d.site) d.community = homes[0]?.id ?? ''
  // A deadline or a unit named once after a list is for the whole list.
  spreadLast(drafts, r)
  return drafts.map((d) => finish(d.place ? { ...d, place: asWritten(r, d.place) } : d))

  function push(stretch: Told, opens: Category, isFresh: boolean): void {
    const { text, communities } = stretch
    const last = drafts.at(-1)
    const hits = thingsIn(text)
    const thing = thingOf(opens, text, hits)
    const place = placeOf(stretch, last, context, isFresh)
    const homes = jointCommunities(communities, text, stretch.start)
    const ids = [
      ...(context.joint ?? []),
      ...(homes.length > 1 ? homes.map((h) => h.id) : [context.community]),
    ]
    const draft = (id: string | undefined, judged: ThingHit): Draft => ({
      ...(place ? { place } : {}),
      ...(context.site ? { site: context.site } : {}),
      ...(id ? { community: id } : {}),
      judged,
      item: stretch.item,
      sentence: stretch.sentence,
      words: text,
    })
    for (const id of new Set(ids)) drafts.push(draft(id, thing))
    // "灭火器和应急照明都坏了": two objects of one breath, named side by side.
    const second = besides(text, hits, thing)
    if (second) drafts.push(draft(context.community, second))
  }
}

/** The stretches of the message, each with what it opens and the words in it that say where. */
function toldIn(r: Reading): readonly Told[] {
  const all = stretchesOf(r)
  const found = findingsIn(all)
  const places = placesIn(r, all)
  let next = 0
  return all.map((stretch, i) => {
    while ((places[next]?.start ?? Infinity) < stretch.start) next++
    const opens = found[i] ?? ''
    const own = ownPlace(r.text, stretch, places.slice(next, next + 4))
    if (own) return { ...stretch, opens, own }
    // 4幢, before a blank.
    return {
      ...stretch,
      opens,
      ...(opens === '' && onlyPlace.test(stretch.text) ? { own: stretch.text } : {}),
    }
  })
}

/** The first place that begins in a stretch, with those that go on from it. */
function ownPlace(
  text: string,
  { end }: Stretch,
  places: readonly Readonly<{ start: number; end: number }>[],
): string | undefined {
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

/** Keeps a place that opens nothing for what follows, or gives it to the hazard that it was said after. */
function heldBy({ own = '', sentence }: Told, drafts: readonly Draft[], context: Context): boolean {
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

function thingOf(opens: Category, text: string, hits: readonly ThingHit[]): ThingHit {
  const judged = judge(text, hits)
  if (judged?.category === opens) return judged
  return (
    hits.find((h) => h.category === opens) ?? { id: 'learnt', start: 0, end: 0, word: '', category: opens }
  )
}

const numbered = /[\d一二三四五六七八九十]/u
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
function placeOf(
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

import type { Category, SaidHazard } from '../../types.ts'
import { findingsIn } from '../findings/findings.ts'
import { stretchesOf } from '../findings/stretches.ts'
import { placesIn } from '../places/places.ts'
import type { NameHit } from '../../text/names.ts'
import { asWritten, communitiesOf, type Reading } from '../../text/reading.ts'
import { judge, thingsIn, type ThingHit } from '../../hazards/categories.ts'
import { settle, type Context } from '../../hazards/context.ts'
import {
  finish,
  fixedLater,
  give,
  itemsNamed,
  MOST,
  spreadLast,
  targetsOf,
  type Draft,
} from '../../hazards/drafts.ts'
import { besides } from '../../hazards/inheriting.ts'
import { findOrder, type Order } from '../../hazards/orders.ts'
import { firstPlace, holdPlace, placeOf, siteOf, type Told } from './placing.ts'
import { onlyPlace, orderLead } from '../../hazards/clause-words.ts'

/** The distinct hazards of a message that registers some, in their order, by what such words opened in other messages. */
export function tellHazards(r: Reading): readonly SaidHazard[] {
  const before = tellings.get(r)
  if (before) return before
  const hazards = tell(r)
  tellings.set(r, hazards)
  return hazards
}

/** Whether a message registers hazards is asked before what it registers, of the same reading. */
const tellings = new WeakMap<Reading, readonly SaidHazard[]>()

function tell(r: Reading): readonly SaidHazard[] {
  const drafts: Draft[] = []
  const context: Context = { lenient: true }
  let shared: Order = {}
  let before = 0
  let sentence = 0
  let fresh = false
  let end: string | undefined
  let headed: string | undefined
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
    end = opens === '' && communities.length > 0 ? stretch.own : undefined
    const community = communities.at(-1)
    const had = context.community
    settle(context, { community, spot, label: stretch.key, text })
    // What stands below a heading is in it: 妇幼保健院：1）月子中心….
    if (communities.length > 0) headed = undefined
    else if (headed !== undefined) context.site = headed
    // 小区：和平里, which the directory does not list.
    if (!community && stretch.key?.includes('小区')) context.community = text
    if (community && context.community !== had) fresh = false
    const namesOnly = community !== undefined && text.length - (community.end - community.start) <= 2
    if (namesOnly) context.joint = [...(context.joint ?? []), community.id]
    if (opens === '' && stretch.site !== undefined) {
      headed = stretch.site
      context.site = headed
      delete context.place
    } else if (opens === '') {
      // 宏远快递（北门大街66号）: the place has been named.
      const named = stretch.lead === '（' && (context.site ?? context.place) !== undefined
      if (stretch.own !== undefined && !named && !orderLead.test(text))
        fresh = holdPlace(stretch, drafts, context) || fresh
    } else {
      push(stretch, opens, fresh)
      fresh = false
    }
    if (!namesOnly) delete context.joint
    // 敬老院（双柳）: where it is.
    const aside = stretch.lead === '（' && opens === '' && units.length === 1 && text.length <= 8
    const order: Order = aside ? {} : findOrder(text, units, stretch.start, r.now)
    const named = itemsNamed(text)
    // 一、三项 of a message without numbers are counted.
    const targets = named
      ? drafts.filter((d, i) => named.includes(d.item === 0 ? i + 1 : d.item))
      : targetsOf(drafts, before, stretch, order, opens !== '')
    // A day before any finding is when it was found.
    const { fixed: _fixed, ...standing } = order
    const { due: _day, ...undated } = standing
    if (targets.length === 0 && order.fixed) for (const d of fixedLater(drafts, text)) d.fixed = true
    if (targets.length === 0)
      shared = { ...(drafts.length === 0 && !/[前内底]|限|期/u.test(text) ? undated : standing), ...shared }
    for (const d of targets) give(d, order)
  }
  // …，水岸1栋5楼: a place said last is where all of it is, but what has a place of its own.
  if (end) for (const d of drafts) if (!d.place && d.community === undefined) d.place = end
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
    const draft = (id: string | undefined, judged: ThingHit, at = place): Draft => ({
      ...(at ? { place: at } : {}),
      ...(context.site ? { site: context.site } : {}),
      ...(id ? { community: id } : {}),
      judged,
      item: stretch.item,
      sentence: stretch.sentence,
      words: text,
    })
    const homes = besideEachOther(r.text, communities)
    if (homes.length > 1)
      for (const { id, end } of homes) drafts.push(draft(id, thing, stretch.owns.get(end) || place))
    else
      for (const id of new Set([...(context.joint ?? []), context.community])) drafts.push(draft(id, thing))
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
    const near = places.slice(next, next + 8)
    const owns = new Map(
      stretch.communities.map(({ end }, k) => {
        const until = stretch.communities[k + 1]?.start ?? stretch.end
        return [
          end,
          firstPlace(
            r.text,
            until,
            near.filter(({ start }) => start >= end),
          ) ?? '',
        ] as const
      }),
    )
    // The value of a field is a place as it stands; so is 4幢 before a blank.
    const field = stretch.key !== undefined && /地点|位置|部位|点位/u.test(stretch.key)
    const opens = found[i] ?? ''
    const own =
      stretch.key === undefined && near.length > 0 ? firstPlace(r.text, stretch.end, near) : undefined
    const said = own ?? (field || (opens === '' && onlyPlace.test(stretch.text)) ? stretch.text : undefined)
    const site = siteOf(stretch, r.text[stretch.end] ?? '')
    return { ...stretch, opens, owns, ...(said ? { own: own ?? said } : {}), ...(site ? { site } : {}) }
  })
}

/** Compounds that share one fault: 甲小区8栋和乙小区8栋都…. */
function besideEachOther(text: string, communities: readonly NameHit[]): readonly NameHit[] {
  const joint = communities.filter((home, i) => {
    const before = communities[i - 1]
    return (
      before === undefined ||
      /^[^，。；]{0,10}(?:[和与及跟、 ]|还有|以及)$/u.test(text.slice(before.end, home.start))
    )
  })
  return joint.length === communities.length ? joint : []
}

function thingOf(opens: Category, text: string, hits: readonly ThingHit[]): ThingHit {
  const judged = judge(text, hits)
  if (judged?.category === opens) return judged
  return (
    hits.find((h) => h.category === opens) ?? { id: 'learnt', start: 0, end: 0, word: '', category: opens }
  )
}

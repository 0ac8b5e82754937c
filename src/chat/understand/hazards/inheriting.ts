import type { NameHit } from '../text/names.ts'
import type { ThingHit } from './categories.ts'
import type { Draft } from './drafts.ts'
import type { Piece } from './pieces.ts'

/** 同楼地下室, 同层: the building or floor of the place before. */
export function sameBuilding(own: string | undefined, before: string | undefined): string | undefined {
  if (!own || !before) return own
  const m = /^(?:该|同|本)(楼|栋|幢|层|单元|处)/u.exec(own)
  if (!m) return own
  const upTo =
    m[1] === '层'
      ? /^.*?(?:[0-9一二三四五六七八九十]{1,4}(?:层|楼(?!栋)))/u
      : m[1] === '单元'
        ? /^.*?单元/u
        : /^.*?(?:号楼|栋|幢|座|#楼?)/u
  const base = upTo.exec(before.slice(0, 24))?.[0]
  return base ? base + own.slice(m[0].length) : own
}

/** "16号楼前室堆杂物；送风口被封": the building holds on to the end of an item. */
export function buildingBefore(
  last: Draft | undefined,
  clause: Piece,
  context: Readonly<{ community?: string; site?: string }>,
): string | undefined {
  if (!last || last.item !== clause.item || last.community !== context.community || context.site)
    return undefined
  return /^.*?(?:号楼|栋|幢|座|#楼?)/u.exec((last.place ?? '').slice(0, 20))?.[0]
}

/** Ways and rooms that every building has: of themselves they say no place. */
export const rooms =
  /^(?:室内|室外|安全出口|疏散通道|疏散楼梯|楼梯间?|走廊|通道|门口|消防通道|登高(?:面|场地)|消防登高场地)$/u
/** Whether a place names only a part of a building. */
export const startsBelow = (place: string): boolean =>
  /^(?:[0-9a-zA-Z一二三四五六七八九十]{1,4}(?:单元|楼(?!栋)|层|室|户|F)|楼道|走廊|楼梯|前室|顶楼|顶层|楼顶|天台|屋面|地下室|电梯|门厅|大厅|东|西|南|北|正压|同层)/u.test(
    place,
  ) && !/号楼|栋|幢|座|#|小区|大门/u.test(place)

/** A clause that only says that something was put right. */
export const isFixOnly = (text: string): boolean =>
  /^(?:现场|当场|已|均已|都已|目前已)/u.test(text) && text.length <= 14

/** A second object of the same breath: "灭火器和应急照明都坏了". */
export function besides(text: string, hits: readonly ThingHit[], first: ThingHit): ThingHit | undefined {
  if (first.category !== 'facilities') return undefined
  for (const hit of hits) {
    if (
      hit.category !== 'facilities' ||
      hit.id === first.id ||
      hit.id === 'control-room' ||
      hit.id === 'equipment'
    )
      continue
    const between =
      hit.start > first.end ? text.slice(first.end, hit.start) : text.slice(hit.end, first.start)
    if (/^(?:[和、与及跟]|还有|以及)$/u.test(between)) return hit
  }
  return undefined
}

/** Compounds that share one fault: "甲小区和乙小区的车库". */
export function jointCommunities(
  found: readonly NameHit[],
  text: string,
  offset: number,
): readonly NameHit[] {
  const joint: NameHit[] = []
  for (const hit of found) {
    const previous = joint.at(-1)
    if (
      !previous ||
      /^(?:[和、与及跟 ]|还有|以及)+$/u.test(text.slice(previous.end - offset, hit.start - offset))
    )
      joint.push(hit)
    else return [hit]
  }
  return joint
}

/** Two of these in one place are one mess: what lies in the stairs and the stairs that it blocks. */
export const sameMess = (a: ThingHit, b: ThingHit): boolean =>
  a.id === b.id ||
  (a.category === 'evacuation' && b.category === 'evacuation') ||
  (a.category === 'fire-lane' && b.category === 'fire-lane') ||
  (a.id === 'micro-station' &&
    ['equipment', 'duty', 'extinguisher', 'hydrant', 'training', 'file'].includes(b.id)) ||
  (['three-in-one', 'workshop'].includes(a.id) && b.category === 'other') ||
  // 装了防盗网，没留逃生口: what the bars lack.
  (a.id === 'window-bars' && b.word.includes('逃生')) ||
  (a.category === 'building' && b.category === 'building' && (a.id === b.id || b.id === 'window-bars'))

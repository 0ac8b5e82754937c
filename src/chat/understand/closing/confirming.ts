import type { Understanding } from '../types.ts'
import { thingsIn } from '../hazards/categories.ts'
import { findSpot, skipLeadIn } from '../hazards/places.ts'
import { asWritten, communitiesOf, unitsOf, type Reading } from '../text/reading.ts'
import { clauses, notDone, saysDoneHere, withoutThanks } from './done.ts'
import { codesSlot } from './slots.ts'

const isRoom = (place: string): boolean =>
  /[间室厅楼库院场铺店馆层栋幢元]$|楼|[栋幢座]/u.test(place) && !/那|这|条/u.test(place)

/** Clauses that say a hazard is done, and the codes in them; codes of clauses that say the opposite stay out. */
export function readConfirmation(r: Reading): Understanding | undefined {
  const { text } = r
  const codes: string[] = []
  let confirmed = false
  let from = 0
  for (const clause of clauses(text)) {
    const start = from
    const end = start + clause.length
    from = end + 1
    if (!saysDoneHere(clause) || notDone.test(withoutThanks(clause))) continue
    confirmed = true
    for (const hit of r.codes) if (hit.start >= start && hit.start < end) codes.push(...hit.codes)
  }
  // 联动测试通过，47号请复验: who asks for the check has done his part.
  if (!confirmed && r.codes.length > 0 && /请.{0,6}(?:复查|复验|核验|验收|销号)|请销|申请销号/u.test(text))
    confirmed = true
  if (!confirmed) return undefined
  if (codes.length === 0 && r.codes.length > 0)
    for (const hit of r.codes) {
      // "12号，已整改": the code stands in a clause of its own.
      const around = text.slice(
        hit.end,
        Math.min(hit.end + 12, r.codes.find((c) => c.start > hit.end)?.start ?? text.length),
      )
      if (!/还没|没改|未改|还差|没整改|未整改|未完成|没完成|在改|整改中/u.test(around))
        codes.push(...hit.codes)
    }
  const community = communitiesOf(r)[0]
  const unit = unitsOf(r)[0]
  let spot = findSpot(text, community, unit)
  // 2幢来水了 和平里: the compound named last.
  if (!spot.place && community && community.start >= 4)
    spot = { ...findSpot(text.slice(0, community.start), undefined, undefined), end: spot.end }
  const place = spot.place && !spot.compound ? spot.place : spot.place
  const things = thingsIn(text)
  // Without a code the words must at least point at something in a place.
  if (
    codes.length === 0 &&
    !community &&
    !spot.compound &&
    !spot.site &&
    !(place && (things.length > 0 || /号楼|栋|幢|单元|\d号?(?:摊|铺|档|柜台|窗口)|[间室厅堂]$/u.test(place)))
  )
    return undefined
  // Beside a code the place is worth keeping when it names a room or a building.
  const trimmed = codes.length > 0 && !community && !(place && isRoom(place)) ? undefined : place
  return {
    intent: 'confirm-rectified',
    ...codesSlot([...new Set(codes)]),
    ...(trimmed ? { place: asWritten(r, trimmed.replace(/^[A-Za-z]{2,4}-?\d{3,5}/u, '')) } : {}),
    ...(community ? { community: community.id } : spot.compound ? { community: spot.compound } : {}),
    note: text.slice(skipLeadIn(text)),
  }
}

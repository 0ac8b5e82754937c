import { addDays, daysBetween, type Day } from '../time/calendar.ts'

/** Leave (请假) of one person, both days included, and who stands in (代办) for him. */
export type Absence = Readonly<{
  id: number
  personId: string
  standInId: string
  from: Day
  until: Day
}>

/** Longer than this is no leave but a change of person. */
const LONGEST_DAYS = 366

/** The leave that covers that day, the newest when several do. */
export function absenceOn(absences: readonly Absence[], personId: string, on: Day): Absence | undefined {
  return absences.findLast(
    (absence) => absence.personId === personId && absence.from <= on && on <= absence.until,
  )
}

/**
 * Who acts for somebody on that day: his stand-in, or the stand-in's own when that one is away too. Undefined when he
 * is there himself, and when everybody asked to stand in is away.
 */
export function standInOn(absences: readonly Absence[], personId: string, on: Day): string | undefined {
  const passed = new Set([personId])
  let absence = absenceOn(absences, personId, on)
  if (!absence) return undefined
  for (;;) {
    const { standInId } = absence
    if (passed.has(standInId)) return undefined
    passed.add(standInId)
    absence = absenceOn(absences, standInId, on)
    if (!absence) return standInId
  }
}

/** Why a leave cannot be taken down as said; undefined when it can. */
export type AbsenceFault = 'past' | 'reversed' | 'too-long' | 'self' | 'cycle'

/** Checks a new leave against the calendar and against the other leaves; `cycle` means that on some day nobody would be left. */
export function faultOf(
  wanted: Omit<Absence, 'id'>,
  given: Readonly<{ absences: readonly Absence[]; today: Day }>,
): AbsenceFault | undefined {
  const { personId, standInId, from, until } = wanted
  if (until < from) return 'reversed'
  if (until < given.today) return 'past'
  if (daysBetween(from, until) > LONGEST_DAYS) return 'too-long'
  if (standInId === personId) return 'self'
  const all = [...given.absences.filter((absence) => absence.personId !== personId), { ...wanted, id: 0 }]
  for (let on = from < given.today ? given.today : from; on <= until; on = addDays(on, 1))
    if (standInOn(all, personId, on) === undefined) return 'cycle'
  return undefined
}

/** Whether two leaves share a day. */
export function overlap(a: Pick<Absence, 'from' | 'until'>, b: Pick<Absence, 'from' | 'until'>): boolean {
  return a.from <= b.until && b.from <= a.until
}

import { dayOf } from '../domain/time/calendar.ts'
import { absenceOn } from '../domain/people/absence.ts'
import type { Directory } from '../store/directory.ts'
import { unitName } from './saying/names.ts'
import { receiversOf } from './saying/tell.ts'

/**
 * Of which of these units the liaison is away, for whoever wonders why nothing comes: 住建局联络员请假，代办人已提醒。
 * At most two lines.
 */
export function awayNotes(directory: Directory, unitIds: readonly string[], now: Date): readonly string[] {
  if (directory.absences.length === 0) return []
  const today = dayOf(now)
  const away = new Set(
    directory.absences
      .flatMap(({ personId }) =>
        absenceOn(directory.absences, personId, today) ? [directory.people.get(personId)] : [],
      )
      .flatMap((person) => (person?.roles.includes('liaison') ? [person.unitId] : [])),
  )
  const concerned = unitIds.filter((unitId) => away.has(unitId))
  const isTold = (unitId: string): boolean =>
    receiversOf(directory, { unitId, roles: ['liaison'] }, now).some(
      ({ person, standsInFor }) => standsInFor.length > 0 || !absenceOn(directory.absences, person.id, today),
    )
  const names = (units: readonly string[]): string => units.map((id) => unitName(directory, id)).join('、')
  const told = concerned.filter(isTold)
  const alone = concerned.filter((unitId) => !isTold(unitId))
  return [
    ...(told.length > 0 ? [`${names(told)}联络员请假，代办人已提醒。`] : []),
    ...(alone.length > 0 ? [`${names(alone)}联络员请假，代办人还没绑定，请打电话。`] : []),
  ]
}

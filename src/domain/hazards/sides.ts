import type { HazardActor, HazardFacts } from './hazard.ts'

/** The unit that must rectify, or where none is named the locality or the finder's own unit; the office for anybody. */
export function isRectifier(hazard: HazardFacts, by: HazardActor): boolean {
  if (by.roles.includes('office')) return true
  const sides = hazard.responsibleId
    ? [hazard.responsibleId, hazard.localityId]
    : [hazard.localityId, hazard.foundUnitId]
  return sides.includes(by.unitId)
}

/** Those who see to the listed hazard: the rectifier's side, and the units that lead and assist. */
export function isConcerned(hazard: HazardFacts, by: HazardActor): boolean {
  return isRectifier(hazard, by) || hazard.leadId === by.unitId || hazard.assistingIds.includes(by.unitId)
}

/** Re-inspectors, the office and supervisors anywhere. */
export function isOverseer(_: HazardFacts, by: HazardActor): boolean {
  return by.roles.some((role) => role === 'reinspector' || role === 'office' || role === 'supervisor')
}

/** Overseers anywhere; others only in their own locality. */
export function isReinspector(hazard: HazardFacts, by: HazardActor): boolean {
  return isOverseer(hazard, by) || hazard.localityId === by.unitId
}

/** Overseers, the locality and the finder's unit: whoever answers for the place, and not for the fault. */
export function isWatcher(hazard: HazardFacts, by: HazardActor): boolean {
  if (isOverseer(hazard, by)) return true
  return [hazard.localityId, hazard.foundUnitId].includes(by.unitId)
}

/** Whoever registered it, or the office. */
export function isRegistrar(hazard: HazardFacts, by: HazardActor): boolean {
  return hazard.foundById === by.id || by.roles.includes('office')
}

/** The unit to which it is handed over. */
export function isReceiver(hazard: HazardFacts, by: HazardActor): boolean {
  return hazard.transfer?.unitId === by.unitId
}

/** Of the fire brigade. */
export function isOfBrigade(_: HazardFacts, by: HazardActor): boolean {
  return by.ofBrigade === true
}

/** Of the fire brigade, or of the office, which acts for the government. */
export function isOfBrigadeOrOffice(hazard: HazardFacts, by: HazardActor): boolean {
  return isOfBrigade(hazard, by) || by.roles.includes('office')
}

/** Whoever has the role, wherever he is. */
export function isAnybody(): boolean {
  return true
}

/** Whether it would be his own work that he judges: his, or his unit's. */
export function isOwnWork(hazard: HazardFacts, by: HazardActor): boolean {
  return hazard.rectifiedById === by.id || hazard.responsibleId === by.unitId
}

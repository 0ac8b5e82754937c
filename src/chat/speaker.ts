import type { Day } from '../domain/time/calendar.ts'
import { standInOn } from '../domain/people/absence.ts'
import type { Directory, Person } from '../store/directory.ts'

/** For whom somebody acts on that day: people of his own unit who are away and whose work has come to him. */
export function actsFor(directory: Directory, person: Person, on: Day): readonly Person[] {
  if (directory.absences.length === 0) return []
  const away = new Set(directory.absences.map(({ personId }) => personId))
  return [...away].flatMap((id) => {
    const absent = directory.people.get(id)
    if (!absent || absent.unitId !== person.unitId) return []
    return standInOn(directory.absences, id, on) === person.id ? [absent] : []
  })
}

/** Whether somebody is 主要领导 or 分管领导 of that unit. */
export function leads(directory: Directory, personId: string, unitId: string): boolean {
  return directory.leaders.some((leader) => leader.personId === personId && leader.unitId === unitId)
}

/**
 * Somebody with the roles that he has on that day: his own, and as a stand-in those of whom he acts for, in his own
 * unit and for that time only. An administrator's rights are never lent.
 */
export function asSpeaker(directory: Directory, person: Person, on: Day): Person {
  const lent = actsFor(directory, person, on).flatMap(({ roles }) => roles.filter((role) => role !== 'admin'))
  return lent.length === 0 ? person : { ...person, roles: [...new Set([...person.roles, ...lent])] }
}

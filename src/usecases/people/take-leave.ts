import { dayOf, type Day } from '../../domain/time/calendar.ts'
import { DomainError } from '../../domain/errors.ts'
import { faultOf, overlap, standInOn, type AbsenceFault } from '../../domain/people/absence.ts'
import type { RefusalCode } from '../../domain/refusals.ts'
import { touch, type Directory, type Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import * as absences from '../../store/roster/absences.ts'

export type TakeLeave = Readonly<{
  directory: Directory
  person: Person
  standIn: Person
  from: Day
  until: Day
  eventId: bigint
}>

const refusals: Readonly<Record<AbsenceFault, RefusalCode>> = {
  past: 'absence.past',
  reversed: 'absence.reversed',
  'too-long': 'absence.too_long',
  self: 'absence.self',
  cycle: 'absence.cycle',
}

/**
 * Takes down that somebody is away and who stands in for him; an earlier word about the same days is replaced. The
 * stand-in belongs to the same unit. Answers who acts in the stand-in's own place while that one is away too. Refuses
 * what faultOf finds wrong, and `absence.other_unit`.
 */
export async function takeLeave(
  tx: Tx,
  input: TakeLeave,
  by: Person,
  now: Date,
): Promise<Readonly<{ replaced: number; next: Person | undefined }>> {
  const { directory, person, standIn, from, until } = input
  const wanted = { personId: person.id, standInId: standIn.id, from, until }
  const fault = faultOf(wanted, { absences: directory.absences, today: dayOf(now) })
  if (fault) throw new DomainError(refusals[fault], { name: standIn.name })
  if (standIn.unitId !== person.unitId) throw new DomainError('absence.other_unit', { name: standIn.name })
  const earlier = directory.absences.filter(
    (absence) => absence.personId === person.id && overlap(absence, wanted),
  )
  await absences.end(
    tx,
    earlier.map(({ id }) => id),
    { id: by.id, at: now },
  )
  await absences.add(tx, { ...wanted, regionId: directory.regionId, toldById: by.id, toldAt: now })
  await touch(tx, directory.regionId)
  await ledger.append(tx, {
    campaignId: null,
    subject: 'person',
    subjectId: person.id,
    type: 'LeaveTaken',
    data: { standIn: standIn.id, from, until },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  const other = directory.absences.find(
    (absence) => absence.personId === standIn.id && overlap(absence, wanted),
  )
  const day = other && (other.from > from ? other.from : from)
  const next = day && standInOn(directory.absences, standIn.id, day)
  return { replaced: earlier.length, next: next === undefined ? undefined : directory.people.get(next) }
}

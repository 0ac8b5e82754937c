import { dayOf } from '../../domain/time/calendar.ts'
import { DomainError } from '../../domain/errors.ts'
import { touch, type Directory, type Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import * as absences from '../../store/roster/absences.ts'

/** Ends somebody's present leave, or the next one when he is not away yet (销假). Answers who stood in. Refuses `absence.none`. */
export async function endLeave(
  tx: Tx,
  input: Readonly<{ directory: Directory; person: Person; eventId: bigint }>,
  by: Person,
  now: Date,
): Promise<Readonly<{ standIn: Person | undefined; began: boolean }>> {
  const { directory, person } = input
  const today = dayOf(now)
  const [absence] = directory.absences
    .filter(({ personId, until }) => personId === person.id && until >= today)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
  if (!absence || (await absences.end(tx, [absence.id], { id: by.id, at: now })) === 0)
    throw new DomainError('absence.none', { name: person.id === by.id ? '您' : person.name })
  await touch(tx, directory.regionId)
  await ledger.append(tx, {
    campaignId: null,
    subject: 'person',
    subjectId: person.id,
    type: 'LeaveEnded',
    data: { from: absence.from, until: absence.until },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return { standIn: directory.people.get(absence.standInId), began: absence.from <= today }
}

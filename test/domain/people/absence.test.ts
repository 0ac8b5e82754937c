import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day } from '../../../src/domain/time/calendar.ts'
import { absenceOn, faultOf, standInOn, type Absence } from '../../../src/domain/people/absence.ts'

const today = day('2027-03-01')
const leave = (personId: string, standInId: string, from = '2027-03-01', until = '2027-03-05'): Absence => ({
  id: 1,
  personId,
  standInId,
  from: day(from),
  until: day(until),
})

describe('who stands in', () => {
  const absences = [
    leave('wang', 'li'),
    leave('li', 'zhao', '2027-03-03', '2027-03-03'),
    leave('qian', 'sun', '2027-04-01', '2027-04-02'),
  ]

  test('both days of a leave belong to it', () => {
    expect(absenceOn(absences, 'wang', day('2027-03-01'))?.standInId).toBe('li')
    expect(absenceOn(absences, 'wang', day('2027-03-05'))?.standInId).toBe('li')
    expect(absenceOn(absences, 'wang', day('2027-02-28'))).toBeUndefined()
    expect(absenceOn(absences, 'wang', day('2027-03-06'))).toBeUndefined()
  })

  test('nobody stands in for whoever is there', () => {
    expect(standInOn(absences, 'li', today)).toBeUndefined()
    expect(standInOn(absences, 'qian', today)).toBeUndefined()
  })

  test('on the day on which the stand-in is away too, his own stand-in acts', () => {
    expect(standInOn(absences, 'wang', day('2027-03-02'))).toBe('li')
    expect(standInOn(absences, 'wang', day('2027-03-03'))).toBe('zhao')
    expect(standInOn(absences, 'wang', day('2027-03-04'))).toBe('li')
  })

  test('a ring that came to be all the same ends, and names nobody', () => {
    expect(standInOn([leave('a', 'b'), leave('b', 'c'), leave('c', 'a')], 'a', today)).toBeUndefined()
  })

  test('whoever stands in is never away that day, and never the absent one', () => {
    const person = fc.constantFrom('a', 'b', 'c', 'd')
    const absence = fc
      .record({ personId: person, standInId: person, start: fc.nat(9), length: fc.nat(5) })
      .map(({ personId, standInId, start, length }) => ({
        id: 1,
        personId,
        standInId,
        from: addDays(today, start),
        until: addDays(today, start + length),
      }))
    fc.assert(
      fc.property(fc.array(absence, { maxLength: 8 }), person, fc.nat(14), (all, who, n) => {
        const on = addDays(today, n)
        const found = standInOn(all, who, on)
        if (found === undefined) return
        expect(found).not.toBe(who)
        expect(absenceOn(all, found, on)).toBeUndefined()
      }),
    )
  })
})

describe('what cannot be taken down', () => {
  const fault = (wanted: Absence, absences: readonly Absence[] = []) => faultOf(wanted, { absences, today })

  test('a leave that is over, runs backwards or never ends', () => {
    expect(fault(leave('wang', 'li', '2027-02-01', '2027-02-28'))).toBe('past')
    expect(fault(leave('wang', 'li', '2027-03-05', '2027-03-01'))).toBe('reversed')
    expect(fault(leave('wang', 'li', '2027-03-05', '2029-03-01'))).toBe('too-long')
    expect(fault(leave('wang', 'li', '2027-02-25', '2027-03-01'))).toBeUndefined()
  })

  test('somebody who stands in for himself, straight or round about', () => {
    expect(fault(leave('wang', 'wang'))).toBe('self')
    expect(fault(leave('wang', 'li'), [leave('li', 'wang', '2027-03-04', '2027-03-09')])).toBe('cycle')
    expect(
      fault(leave('wang', 'li'), [leave('li', 'zhao'), leave('zhao', 'wang', '2027-03-05', '2027-03-05')]),
    ).toBe('cycle')
    expect(fault(leave('wang', 'li'), [leave('li', 'wang', '2027-03-06', '2027-03-09')])).toBeUndefined()
  })

  test('a leave said anew replaces the old one instead of meeting it', () => {
    expect(fault(leave('wang', 'zhao'), [leave('wang', 'li'), leave('li', 'wang')])).toBeUndefined()
  })
})

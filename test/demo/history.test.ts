import { describe, expect, test } from 'vitest'
import { dayOf, timeOf, weekday } from '../../src/domain/time/calendar.ts'
import { hazardHistory, lateReports } from '../../src/demo/history.ts'
import { readHazards } from '../../src/demo/read-history.ts'
import { demoMoment } from '../../src/demo/clock.ts'

const hazards = readHazards(hazardHistory)

describe('the table of the invented weeks', () => {
  test('has about 45 hazards of every kind, oldest first', () => {
    expect(hazards.length).toBeGreaterThanOrEqual(40)
    expect(new Set(hazards.map(({ category }) => category)).size).toBeGreaterThanOrEqual(8)
    expect(new Set(hazards.map(({ where }) => where)).size).toBeGreaterThanOrEqual(12)
    const found = hazards.map(({ foundAt }) => foundAt.getTime())
    expect(found).toEqual(found.toSorted((a, b) => a - b))
  })

  test('nothing happens before the finding, out of order, or at night', () => {
    for (const { foundAt, steps, problem } of hazards) {
      const moments = [foundAt, ...steps.map(({ at }) => at)]
      expect(moments, problem).toEqual(moments.toSorted((a, b) => a.getTime() - b.getTime()))
      for (const moment of moments) {
        expect(timeOf(moment) >= '08:30', problem).toBe(true)
        expect(timeOf(moment) <= '18:30', problem).toBe(true)
      }
    }
  })

  test('nothing is found between a report of Friday and its deadline, where no report would count it', () => {
    const lost = hazards.filter(
      ({ foundAt }) =>
        weekday(dayOf(foundAt)) === 5 && timeOf(foundAt) >= '10:00' && timeOf(foundAt) < '18:00',
    )
    expect(lost).toEqual([])
  })

  test('whoever comes late comes after the deadline, and one unit is missing twice', () => {
    for (const [due, unit, sent] of lateReports)
      if (sent !== null) expect(demoMoment(sent) > demoMoment(`${due} 18:00`), `${unit} ${due}`).toBe(true)
    expect(lateReports.filter(([, , sent]) => sent === null).map(([, unit]) => unit)).toEqual([
      'jiaojing',
      'jiaojing',
    ])
  })

  test('a line that is not understood is named', () => {
    expect(() => readHazards('10-13 09:30 | zhao-xin | xingfu-li | 3号楼')).toThrow('3号楼')
    expect(() => readHazards('> 10-14 16:10 zhou-kai rectifies')).toThrow('zhou-kai')
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day } from '../../../src/domain/time/calendar.ts'
import {
  periodAt,
  periodsOf,
  type Cadence,
  type Duty,
  type HolidayPolicy,
} from '../../../src/domain/time/cadence.ts'
import { publishedDays } from '../../../src/domain/time/published-days.ts'

const table = publishedDays()

describe('whatever the rhythm and the policy', () => {
  const anyCadence = fc.constantFrom<Cadence>(
    { kind: 'weekly', weekday: 5 },
    { kind: 'half-monthly', days: [15, 'end'] },
    { kind: 'daily', days: 'all' },
    { kind: 'daily', days: 'workdays' },
    { kind: 'ten-daily' },
    { kind: 'monthly', day: 25 },
    { kind: 'quarterly', day: 5 },
    { kind: 'half-yearly', day: 'end' },
    { kind: 'yearly', month: 12, day: 31 },
  )
  const anyDuty = fc
    .record({
      cadence: anyCadence,
      holiday: fc.constantFrom<HolidayPolicy>('as-usual', 'earlier', 'later', 'skip'),
      from: fc.integer({ min: 0, max: 1000 }),
      length: fc.integer({ min: 0, max: 800 }),
    })
    .map(({ cadence, holiday, from, length }): Duty => {
      const starts = addDays(day('2024-01-01'), from)
      return {
        key: 'd',
        name: '报告',
        cadence,
        time: '18:00',
        holiday,
        starts,
        ends: addDays(starts, length),
      }
    })

  test('periods follow each other without gap or overlap, and no key comes twice', () => {
    fc.assert(
      fc.property(anyDuty, (one) => {
        const periods = periodsOf(one, table)
        expect(new Set(periods.map(({ key }) => key)).size).toBe(periods.length)
        periods.forEach((period, index) => {
          expect(period.opensAt < period.dueAt).toBe(true)
          const before = periods[index - 1]
          if (before) expect(period.opensAt).toEqual(before.dueAt)
        })
      }),
    )
  })

  test('every moment from the first opening to the last deadline has exactly one open period', () => {
    fc.assert(
      fc.property(anyDuty, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
        const periods = periodsOf(one, table)
        const [first, last] = [periods[0], periods.at(-1)]
        if (!first || !last) return
        const span = last.dueAt.getTime() - first.opensAt.getTime()
        const instant = new Date(first.opensAt.getTime() + 1 + Math.floor((span - 1) * share))
        const holding = periods.filter(({ opensAt, dueAt }) => opensAt < instant && instant <= dueAt)
        expect(holding).toHaveLength(1)
        expect(periodAt(periods, instant).open).toEqual(holding[0])
      }),
    )
  })
})

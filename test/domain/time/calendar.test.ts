import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addWorkdays,
  at,
  day,
  dayOf,
  daysBetween,
  daysLeft,
  formatDay,
  formatDue,
  isWorkday,
  kindOfDay,
  monthEnd,
  nextWorkday,
  parseDay,
  parseTime,
  previousWorkday,
  timeOf,
  weekday,
  workdaysBetween,
} from '../../../src/domain/time/calendar.ts'
import { publishedDays } from '../../../src/domain/time/published-days.ts'

const table = publishedDays()
const anyDay = fc.integer({ min: -3000, max: 30_000 }).map((n) => addDays(day('2000-01-01'), n))

describe('days in Shanghai', () => {
  test('a message sent one second before midnight in Shanghai belongs to that day, one second later to the next', () => {
    expect(dayOf(new Date('2026-11-22T23:59:59+08:00'))).toBe('2026-11-22')
    expect(dayOf(new Date('2026-11-23T00:00:00+08:00'))).toBe('2026-11-23')
  })

  test('Friday 18:00 in Shanghai is 10:00 UTC', () => {
    expect(at(day('2026-11-27'), '18:00').toISOString()).toBe('2026-11-27T10:00:00.000Z')
  })

  test('24:00 is the last millisecond of its day and reads 24:00 again', () => {
    const end = at(day('2026-12-16'), '24:00')
    expect(end.toISOString()).toBe('2026-12-16T15:59:59.999Z')
    expect([dayOf(end), timeOf(end)]).toEqual(['2026-12-16', '24:00'])
  })

  test('any day and minute come back out of the instant they make', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(24 * 60 - 1), (on, minutes) => {
        const time = timeOf(new Date(Date.UTC(2026, 0, 1) + (minutes - 8 * 60) * 60_000))
        expect([dayOf(at(on, time)), timeOf(at(on, time))]).toEqual([on, time])
      }),
    )
  })

  test('adding days and counting them agree, and weekdays go round', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (on, n) => {
        expect(daysBetween(on, addDays(on, n))).toBe(n)
        expect(weekday(addDays(on, 7 * n))).toBe(weekday(on))
      }),
    )
    expect(weekday(day('2026-11-22'))).toBe(7)
    expect(weekday(day('1969-12-29'))).toBe(1)
  })

  test('months end where they end, leap years included', () => {
    expect(monthEnd(day('2024-02-10'))).toBe('2024-02-29')
    expect(monthEnd(day('2026-02-28'))).toBe('2026-02-28')
    expect(monthEnd(day('2026-12-01'))).toBe('2026-12-31')
  })

  test('dates that do not exist and times that no clock shows are not taken', () => {
    expect(['2026-02-30', '2026-13-01', '2026-1-5', '2026/01/05', ''].map(parseDay)).toEqual(
      Array(5).fill(undefined),
    )
    expect(['24:01', '9:00', '18:60', '18点'].map(parseTime)).toEqual(Array(4).fill(undefined))
    expect([parseDay('2024-02-29'), parseTime('24:00'), parseTime('00:00')]).toEqual([
      '2024-02-29',
      '24:00',
      '00:00',
    ])
    expect(() => day('2026-02-30')).toThrow('2026-02-30')
  })
})

describe('statutory working days', () => {
  test.each([
    ['2024-05-03', 'holiday', '劳动节, a Friday'],
    ['2024-05-11', 'workday', 'a Saturday worked for 劳动节'],
    ['2024-06-10', 'holiday', '端午, a Monday'],
    ['2024-06-30', 'holiday', 'an ordinary Sunday'],
    ['2023-01-20', 'workday', 'the last day before 春节'],
    ['2023-01-28', 'workday', 'a Saturday after 春节'],
    ['2026-10-10', 'workday', 'a Saturday worked for 国庆'],
    ['2026-10-07', 'holiday', '国庆, a Wednesday'],
    ['2026-11-23', 'workday', 'an ordinary Monday'],
  ])('%s is a %s: %s', (on, kind) => {
    expect(kindOfDay(day(on), table)).toBe(kind)
  })

  test('the holiday is known by its name', () => {
    expect(table.holidays.get(day('2024-05-03'))).toBe('劳动节')
  })

  test('a year that is not published says so for every day, whatever the package behind it answers', () => {
    expect(table.published.has(2026)).toBe(true)
    expect(table.published.has(2040)).toBe(false)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 364 }), (n) => {
        expect(kindOfDay(addDays(day('2041-01-01'), n), table)).toBe('unpublished')
      }),
    )
  })

  test('for an unpublished year the guess is Monday to Friday less the holidays fixed by law', () => {
    const guess = (on: string) => isWorkday(day(on), { ...table, published: new Set() })
    expect(['2027-01-01', '2027-10-01', '2027-01-02'].map(guess)).toEqual([false, false, false])
    expect(['2027-01-04', '2027-10-08'].map(guess)).toEqual([true, true])
  })

  test('the working day after 30 September 2026 is 8 October, and before 8 October it is 30 September', () => {
    expect(nextWorkday(day('2026-09-30'), table)).toBe('2026-10-08')
    expect(previousWorkday(day('2026-10-08'), table)).toBe('2026-09-30')
  })

  test('five working days after a Friday is the next Friday, and counting back gives five', () => {
    expect(addWorkdays(day('2026-11-20'), 5, table)).toBe('2026-11-27')
    expect(workdaysBetween(day('2026-11-20'), day('2026-11-27'), table)).toBe(5)
    expect(workdaysBetween(day('2026-11-27'), day('2026-11-20'), table)).toBe(0)
  })
})

describe('deadlines in words', () => {
  const now = new Date('2024-05-08T09:00:00+08:00')
  const due = (text: string) => formatDue(new Date(`${text}+08:00`), now)

  test.each([
    ['2024-05-10T18:00:00', '周五（5月10日）18:00，还剩2天'],
    ['2024-05-09T11:30:00', '周四（5月9日）11:30，还剩1天'],
    ['2024-05-08T18:00:00', '今天18:00'],
    ['2024-05-08T08:30:00', '今天08:30已截止'],
    ['2024-05-07T18:00:00', '已逾期1天'],
    ['2024-05-05T18:00:00', '已逾期3天'],
    ['2025-01-03T18:00:00', '周五（2025年1月3日）18:00，还剩240天'],
  ])('%s reads %s', (instant, words) => {
    expect(due(instant)).toBe(words)
  })

  test('what is due at 18:00 today has no day left all day, and is a day over at midnight', () => {
    const tonight = new Date('2024-05-08T18:00:00+08:00')
    expect(daysLeft(tonight, new Date('2024-05-08T00:00:00+08:00'))).toBe(0)
    expect(daysLeft(tonight, new Date('2024-05-08T23:59:59+08:00'))).toBe(0)
    expect(daysLeft(tonight, new Date('2024-05-09T00:00:00+08:00'))).toBe(-1)
  })

  test('a day is written without leading zeros', () => {
    expect(formatDay(day('2024-05-10'))).toBe('5月10日')
    expect(formatDay(day('2024-05-01'), 2023)).toBe('2024年5月1日')
  })
})

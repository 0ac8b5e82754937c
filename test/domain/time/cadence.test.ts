import { describe, expect, test } from 'vitest'
import { at, day, dayOf, type WorkdayTable } from '../../../src/domain/time/calendar.ts'
import {
  isOnTime,
  isoWeek,
  periodAt,
  periodForReport,
  periodsBetween,
  periodsOf,
  type Cadence,
  type Duty,
  type HolidayPolicy,
} from '../../../src/domain/time/cadence.ts'
import { publishedDays } from '../../../src/domain/time/published-days.ts'

const table = publishedDays()
const friday: Cadence = { kind: 'weekly', weekday: 5 }
const halfMonthly: Cadence = { kind: 'half-monthly', days: [15, 'end'] }

function duty(cadence: Cadence, span: readonly [string, string], over: Partial<Duty> = {}): Duty {
  const [starts, ends] = span
  return {
    key: 'd',
    name: '工作总结',
    cadence,
    time: '18:00',
    holiday: 'as-usual',
    starts: day(starts),
    ends: day(ends),
    ...over,
  }
}
const dueDays = (of: Duty, with_: WorkdayTable = table) =>
  periodsOf(of, with_).map(({ dueAt }) => dayOf(dueAt))
const named = (of: Duty) =>
  periodsOf(of, table).map(({ key, label, dueAt }) => `${key} ${label} ${dayOf(dueAt)}`)

describe('every Friday 18:00', () => {
  const weekly = duty(friday, ['2026-10-12', '2026-12-31'])

  test('issues are numbered from the start of the campaign, and each opens when the one before is due', () => {
    const [first, second] = periodsOf(weekly, table)
    expect(first).toEqual({
      duty: 'd',
      key: '2026-W42',
      label: '第1期',
      opensAt: at(day('2026-10-12'), '00:00'),
      dueAt: at(day('2026-10-16'), '18:00'),
    })
    expect(second?.opensAt).toEqual(first?.dueAt)
    expect(second?.label).toBe('第2期')
  })

  test('18:00:00.000 is on time and one millisecond later is late', () => {
    const [first] = periodsOf(weekly, table)
    if (!first) throw new Error('no period')
    expect(isOnTime(first, new Date('2026-10-16T18:00:00.000+08:00'))).toBe(true)
    expect(isOnTime(first, new Date('2026-10-16T17:59:59.900+08:00'))).toBe(true)
    expect(isOnTime(first, new Date('2026-10-16T18:00:00.001+08:00'))).toBe(false)
  })

  test('at the deadline itself the issue is still open; just after it has passed and the next is open', () => {
    const periods = periodsOf(weekly, table)
    const on = (text: string) => {
      const { open, passed } = periodAt(periods, new Date(`${text}+08:00`))
      return [open?.label, passed?.label]
    }
    expect(on('2026-10-11T12:00:00')).toEqual([undefined, undefined])
    expect(on('2026-10-16T18:00:00.000')).toEqual(['第1期', undefined])
    expect(on('2026-10-16T18:00:00.001')).toEqual(['第2期', '第1期'])
    expect(on('2027-01-02T00:00:00')).toEqual([undefined, '第11期'])
  })

  test('2024-05-03, a Friday in 劳动节, is treated as the campaign decided', () => {
    const may = (holiday: HolidayPolicy) => dueDays(duty(friday, ['2024-04-29', '2024-05-17'], { holiday }))
    expect(may('as-usual')).toEqual(['2024-05-03', '2024-05-10', '2024-05-17'])
    expect(may('earlier')).toEqual(['2024-04-30', '2024-05-10', '2024-05-17'])
    expect(may('later')).toEqual(['2024-05-06', '2024-05-10', '2024-05-17'])
    expect(may('skip')).toEqual(['2024-05-10', '2024-05-17'])
  })

  test('a moved deadline tells where it was, and a skipped one takes no number', () => {
    const moved = periodsOf(duty(friday, ['2024-04-29', '2024-05-10'], { holiday: 'earlier' }), table)
    expect(moved[0]?.shiftedFrom).toBe('2024-05-03')
    expect(moved[1]?.shiftedFrom).toBeUndefined()
    const skipped = periodsOf(duty(friday, ['2024-04-29', '2024-05-10'], { holiday: 'skip' }), table)
    expect(skipped.map(({ key, label }) => `${key} ${label}`)).toEqual(['2024-W19 第1期'])
  })

  test('a Friday that only neighbours a holiday stays (2024-06-07 before 端午)', () => {
    expect(dueDays(duty(friday, ['2024-06-03', '2024-06-14'], { holiday: 'earlier' }))).toEqual([
      '2024-06-07',
      '2024-06-14',
    ])
  })

  test('a campaign that chose Saturdays is not moved off ordinary weekends', () => {
    const saturday = duty({ kind: 'weekly', weekday: 6 }, ['2026-11-01', '2026-11-15'], { holiday: 'later' })
    expect(dueDays(saturday)).toEqual(['2026-11-07', '2026-11-14'])
  })

  test('a deadline in a year that is not published owns up to guessing', () => {
    const into = periodsOf(duty(friday, ['2026-12-21', '2027-01-08']), {
      ...table,
      published: new Set([2026]),
    })
    expect(into.map(({ key, unpublished }) => [key, unpublished])).toEqual([
      ['2026-W52', undefined],
      ['2026-W53', true],
      ['2027-W01', true],
    ])
  })

  test('a report just after the deadline is for the issue that has passed, unless that is in already', () => {
    const periods = periodsOf(weekly, table)
    const said = (text: string, ...submitted: string[]) =>
      periodForReport({ periods, sentAt: new Date(`${text}+08:00`), submitted: new Set(submitted) })?.label
    expect(said('2026-10-16T17:00:00')).toBe('第1期')
    expect(said('2026-10-16T18:00:01')).toBe('第1期')
    expect(said('2026-10-16T18:00:01', '2026-W42')).toBe('第2期')
    expect(said('2026-10-22T09:59:00')).toBe('第1期')
    expect(said('2026-10-22T10:00:00')).toBe('第2期')
    expect(said('2026-10-10T10:00:00')).toBeUndefined()
    expect(said('2026-12-28T10:00:00')).toBe('第11期')
    expect(said('2026-12-28T10:00:00', '2026-W52')).toBeUndefined()
  })

  test('asking for a stretch gives the deadlines after its start and up to its end', () => {
    const periods = periodsOf(weekly, table)
    const between = periodsBetween(periods, at(day('2026-10-16'), '18:00'), at(day('2026-10-23'), '18:00'))
    expect(between.map(({ label }) => label)).toEqual(['第2期'])
  })
})

describe('every half month', () => {
  test('the 15th closes the first half and the last day the second, over New Year as well', () => {
    expect(named(duty(halfMonthly, ['2026-11-10', '2027-01-31']))).toEqual([
      '2026-11-H1 11月上半月 2026-11-15',
      '2026-11-H2 11月下半月 2026-11-30',
      '2026-12-H1 12月上半月 2026-12-15',
      '2026-12-H2 12月下半月 2026-12-31',
      '2027-01-H1 2027年1月上半月 2027-01-15',
      '2027-01-H2 2027年1月下半月 2027-01-31',
    ])
  })

  test('2022-12-31 (Saturday, 元旦) and 2023-01-15 (Sunday) move together with the policy', () => {
    const winter = (holiday: HolidayPolicy) =>
      dueDays(duty(halfMonthly, ['2022-12-20', '2023-01-16'], { holiday }))
    expect(winter('as-usual')).toEqual(['2022-12-31', '2023-01-15'])
    expect(winter('earlier')).toEqual(['2022-12-30', '2023-01-13'])
    expect(winter('later')).toEqual(['2023-01-03', '2023-01-16'])
  })

  test('a deadline on the first of March is about the second half of February', () => {
    const early = duty({ kind: 'half-monthly', days: [1, 16] }, ['2026-03-01', '2026-03-20'])
    expect(named(early)).toEqual(['2026-02-H2 2月下半月 2026-03-01', '2026-03-H1 3月上半月 2026-03-16'])
  })
})

describe('other rhythms', () => {
  test.each<[string, Cadence, readonly [string, string], readonly string[]]>([
    [
      'daily on working days leaves out National Day and works on the make-up Saturday',
      { kind: 'daily', days: 'workdays' },
      ['2026-10-07', '2026-10-12'],
      [
        '2026-10-08 10月8日 2026-10-08',
        '2026-10-09 10月9日 2026-10-09',
        '2026-10-10 10月10日 2026-10-10',
        '2026-10-12 10月12日 2026-10-12',
      ],
    ],
    [
      'ten-daily closes 上旬, 中旬 and 下旬',
      { kind: 'ten-daily' },
      ['2026-02-01', '2026-02-28'],
      ['2026-02-T1 2月上旬 2026-02-10', '2026-02-T2 2月中旬 2026-02-20', '2026-02-T3 2月下旬 2026-02-28'],
    ],
    [
      'monthly on the 31st means the last day',
      { kind: 'monthly', day: 31 },
      ['2026-02-01', '2026-03-31'],
      ['2026-02 2月 2026-02-28', '2026-03 3月 2026-03-31'],
    ],
    [
      'monthly on the 5th is about the month before',
      { kind: 'monthly', day: 5 },
      ['2026-12-01', '2027-01-10'],
      ['2026-11 11月 2026-12-05', '2026-12 12月 2027-01-05'],
    ],
    [
      'quarterly at the end',
      { kind: 'quarterly', day: 'end' },
      ['2026-07-01', '2027-03-31'],
      ['2026-Q3 第3季度 2026-09-30', '2026-Q4 第4季度 2026-12-31', '2027-Q1 2027年第1季度 2027-03-31'],
    ],
    [
      'half-yearly on the 10th after',
      { kind: 'half-yearly', day: 10 },
      ['2026-01-11', '2027-01-31'],
      ['2026-HY1 上半年 2026-07-10', '2026-HY2 下半年 2027-01-10'],
    ],
    [
      'yearly',
      { kind: 'yearly', month: 12, day: 20 },
      ['2020-06-01', '2022-12-31'],
      ['2020 2020年 2020-12-20', '2021 2021年 2021-12-20', '2022 2022年 2022-12-20'],
    ],
    [
      'yearly in January is about the year before',
      { kind: 'yearly', month: 1, day: 10 },
      ['2026-12-01', '2027-02-01'],
      ['2026 2026年 2027-01-10'],
    ],
    [
      'dates written one by one keep their names and come in order',
      {
        kind: 'dated',
        dates: [{ day: day('2026-12-20') }, { day: day('2026-11-09'), name: '动员部署小结' }],
      },
      ['2026-11-10', '2026-12-10'],
      ['2026-11-09 动员部署小结 2026-11-09', '2026-12-20 12月20日 2026-12-20'],
    ],
  ])('%s', (_, cadence, span, expected) => {
    expect(named(duty(cadence, span))).toEqual(expected)
  })

  test('a daily report is never moved onto the day of another: a holiday that may not stay falls out', () => {
    const daily = duty({ kind: 'daily', days: 'all' }, ['2026-09-30', '2026-10-09'], { holiday: 'later' })
    expect(periodsOf(daily, table).map(({ key }) => key)).toEqual(['2026-09-30', '2026-10-08', '2026-10-09'])
    expect(dueDays(daily)).toEqual(['2026-09-30', '2026-10-08', '2026-10-09'])
  })

  test('the summary on 2 July survives the end of the campaign on 30 June', () => {
    const [summary, ...others] = periodsOf(
      duty({ kind: 'once', day: day('2024-07-02') }, ['2024-04-29', '2024-06-30']),
      table,
    )
    expect(summary).toMatchObject({ key: 'once', label: '工作总结', dueAt: at(day('2024-07-02'), '18:00') })
    expect(others).toEqual([])
  })

  test('2020-09-10 11:30:00 is on time and 11:30:01 is late', () => {
    const [opinion] = periodsOf(
      duty({ kind: 'once', day: day('2020-09-10') }, ['2020-09-01', '2020-12-31'], { time: '11:30' }),
      table,
    )
    if (!opinion) throw new Error('no period')
    expect(isOnTime(opinion, new Date('2020-09-10T11:30:00+08:00'))).toBe(true)
    expect(isOnTime(opinion, new Date('2020-09-10T11:30:01+08:00'))).toBe(false)
  })

  test('a contact list due on the day of the notice, before the campaign, is open on that day', () => {
    const [contacts] = periodsOf(
      duty({ kind: 'once', day: day('2022-12-16') }, ['2022-12-19', '2023-01-31'], { time: '24:00' }),
      table,
    )
    expect(contacts?.opensAt).toEqual(at(day('2022-12-16'), '00:00'))
    expect(contacts?.dueAt.toISOString()).toBe('2022-12-16T15:59:59.999Z')
  })

  test('two deadlines that a long holiday pushes onto one day become one', () => {
    const dates = [{ day: day('2026-10-02') }, { day: day('2026-10-05') }]
    expect(
      dueDays(duty({ kind: 'dated', dates }, ['2026-09-01', '2026-10-31'], { holiday: 'later' })),
    ).toEqual(['2026-10-08'])
  })

  test('ISO weeks belong to the year of their Thursday', () => {
    expect(['2026-11-20', '2027-01-01', '2024-12-30', '2026-01-01'].map((on) => isoWeek(day(on)))).toEqual([
      '2026-W47',
      '2026-W53',
      '2025-W01',
      '2026-W01',
    ])
  })
})

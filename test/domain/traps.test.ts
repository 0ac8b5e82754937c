import { describe, expect, test } from 'vitest'
import {
  at,
  day,
  dayOf,
  isWorkday,
  timeOf,
  weekday,
  workdaysBetween,
} from '../../src/domain/time/calendar.ts'
import {
  deadlineNote,
  isOnTime,
  periodsOf,
  type Cadence,
  type Duty,
  type HolidayPolicy,
  type Period,
} from '../../src/domain/time/cadence.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import { hazardReminder, planOf } from '../../src/domain/reminding/reminders.ts'
import { stageAt } from '../../src/domain/time/stages.ts'

// The dates of the five notices at which a plain calendar goes wrong, under their numbers.

const table = publishedDays()

function periods(
  cadence: Cadence,
  span: readonly [string, string],
  given: Readonly<{ time?: Duty['time']; holiday?: HolidayPolicy; name?: string }> = {},
): readonly Period[] {
  const { time = '18:00', holiday = 'as-usual', name = '周报' } = given
  return periodsOf(
    { key: 'd', name, cadence, time, holiday, starts: day(span[0]), ends: day(span[1]) },
    table,
  )
}
const dues = (all: readonly Period[]) =>
  all.map(({ label, dueAt }) => `${label} ${dayOf(dueAt)} ${timeOf(dueAt)}`)
const friday: Cadence = { kind: 'weekly', weekday: 5 }
const spring = ['2024-04-30', '2024-06-30'] as const

describe('T1: Friday 2024-05-03 lies in 劳动节', () => {
  const first = (holiday: HolidayPolicy) => periods(friday, spring, { holiday })

  test('each of the four policies, and what people are told', () => {
    const told = (holiday: HolidayPolicy) => {
      const [period] = first(holiday)
      return period && `${dayOf(period.dueAt)}${deadlineNote(period)}`
    }
    expect(told('as-usual')).toBe('2024-05-03')
    expect(told('earlier')).toBe('2024-04-30（原定周五（5月3日），逢休息日提前）')
    expect(told('later')).toBe('2024-05-06（原定周五（5月3日），逢休息日顺延）')
    expect(told('skip')).toBe('2024-05-10')
  })

  test('nobody is asked anything from 1 to 5 May, unless the campaign said 照常', () => {
    const inHoliday = (holiday: HolidayPolicy) =>
      planOf(first(holiday), table).filter(
        ({ at: when }) => dayOf(when) >= '2024-05-01' && dayOf(when) <= '2024-05-05',
      ).length
    expect(['later', 'skip'].map((policy) => inHoliday(policy as HolidayPolicy))).toEqual([0, 0])
    expect(inHoliday('as-usual')).toBeGreaterThan(0)
  })
})

test('T2: Saturday 2024-05-11 is worked and counts as a working day, but is no Friday', () => {
  expect(isWorkday(day('2024-05-11'), table)).toBe(true)
  expect(workdaysBetween(day('2024-05-10'), day('2024-05-13'), table)).toBe(2)
  expect(weekday(day('2024-05-11'))).toBe(6)
  expect(dues(periods(friday, spring)).filter((line) => line.includes('05-11'))).toEqual([])
})

test('T3: Friday 2024-06-07 before 端午 stays, whatever the policy', () => {
  for (const holiday of ['as-usual', 'earlier', 'later', 'skip'] as const) {
    expect(dues(periods(friday, spring, { holiday })).map((line) => line.slice(-16))).toContain(
      '2024-06-07 18:00',
    )
  }
})

test('T4: what is to be put right by Sunday 2024-06-30 keeps that day and is spoken of on Friday the 28th', () => {
  const hazard = {
    code: 'YC-0001',
    unit: 'u',
    registeredAt: at(day('2024-05-20'), '10:00'),
    dueAt: at(day('2024-06-30'), '24:00'),
  }
  const on = (text: string) => hazardReminder({ hazard, on: day(text), table })
  expect(['2024-06-27', '2024-06-28', '2024-06-29', '2024-06-30'].map(on)).toEqual([
    undefined,
    'dueSoon',
    undefined,
    'dueToday',
  ])
})

test('T5: the summary on Tuesday 2024-07-02 survives the campaign, which ends on 30 June', () => {
  const all = periods({ kind: 'once', day: day('2024-07-02') }, spring, { name: '工作总结' })
  expect(dues(all)).toEqual(['工作总结 2024-07-02 18:00'])
  // 1 July is a Monday: the word ahead, the morning, the last call, the list, and the chases after it.
  expect(
    planOf(all, table)
      .map(({ at: when, kind }) => `${dayOf(when)} ${kind}`)
      .slice(0, 4),
  ).toEqual(['2024-07-01 heads-up', '2024-07-02 morning', '2024-07-02 last-call', '2024-07-02 missing-list'])
})

test('T6: contacts due on the day of the notice are on time until the end of that day', () => {
  const [contacts] = periods({ kind: 'once', day: day('2022-12-16') }, ['2022-12-16', '2023-01-31'], {
    time: '24:00',
  })
  if (!contacts) throw new Error('no period')
  expect(isOnTime(contacts, new Date('2022-12-16T23:59:59.999+08:00'))).toBe(true)
  expect(isOnTime(contacts, new Date('2022-12-17T00:00:00.000+08:00'))).toBe(false)
})

describe('T8: 20 January 2023, the last working day before 春节', () => {
  const stages = [
    { key: 'rectify', name: '排查整治', starts: day('2022-12-20'), ends: day('2023-01-20') },
    { key: 'inspect', name: '督查验收', starts: day('2023-01-20'), ends: day('2023-01-31') },
  ]

  test('ends one stage and begins the next: it belongs to the newer', () => {
    expect(stageAt(stages, day('2023-01-19'))?.name).toBe('排查整治')
    expect(stageAt(stages, day('2023-01-20'))?.name).toBe('督查验收')
  })

  test('21 to 27 January are off, Saturday 28 and Sunday 29 are worked', () => {
    const off = Array.from({ length: 11 }, (_, n) => day(`2023-01-${20 + n}`)).filter(
      (on) => !isWorkday(on, table),
    )
    expect(off.map((on) => on.slice(8))).toEqual(['21', '22', '23', '24', '25', '26', '27'])
  })

  test.each<[HolidayPolicy, readonly string[]]>([
    ['as-usual', ['2022-12-31', '2023-01-15', '2023-01-31']],
    ['earlier', ['2022-12-30', '2023-01-13', '2023-01-31']],
    ['later', ['2023-01-03', '2023-01-16', '2023-01-31']],
    ['skip', ['2023-01-15', '2023-01-31']],
  ])('half-months on Saturday 31 December and Sunday 15 January: %s', (holiday, days) => {
    const all = periods({ kind: 'half-monthly', days: [15, 'end'] }, ['2022-12-16', '2023-01-31'], {
      holiday,
    })
    expect(all.map(({ dueAt }) => dayOf(dueAt))).toEqual(days)
    expect(all.at(-1)?.label).toBe('2023年1月下半月')
  })
})

test('T9: due on Thursday 2020-09-10 at 11:30, 11:30:00 is on time and 11:30:01 late', () => {
  const [feedback] = periods({ kind: 'once', day: day('2020-09-10') }, ['2020-09-08', '2022-12-31'], {
    time: '11:30',
  })
  if (!feedback) throw new Error('no period')
  expect(weekday(dayOf(feedback.dueAt))).toBe(4)
  expect(isOnTime(feedback, new Date('2020-09-10T11:30:00+08:00'))).toBe(true)
  expect(isOnTime(feedback, new Date('2020-09-10T11:30:01+08:00'))).toBe(false)
})

test('T13: in a year whose holidays are not out the weekday rule holds, and messages say so', () => {
  const unknown = { ...table, published: new Set([2026]), holidays: new Map(), workdays: new Set<never>() }
  const [, second] = periodsOf(
    {
      key: 'd',
      name: '月报',
      cadence: { kind: 'monthly', day: 'end' },
      time: '18:00',
      holiday: 'earlier',
      starts: day('2026-12-01'),
      ends: day('2027-01-31'),
    },
    unknown,
  )
  if (!second) throw new Error('no period')
  // 31 January 2027 is a Sunday.
  expect(dayOf(second.dueAt)).toBe('2027-01-29')
  expect(deadlineNote(second)).toBe(
    '（原定周日（1月31日），逢休息日提前；2027年放假安排还没公布，先按周一到周五推算）',
  )
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, at, day, dayOf, timeOf, type ClockTime } from '../../src/domain/time/calendar.ts'
import { periodsOf, type Cadence, type Duty } from '../../src/domain/time/cadence.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import {
  afterQuiet,
  hazardDigests,
  hazardReminder,
  isQuiet,
  isSpared,
  planOf,
  reminderKey,
  type OpenHazard,
  type Reminder,
} from '../../src/domain/reminding/reminders.ts'

const table = publishedDays()

function planned(
  cadence: Cadence,
  span: readonly [string, string],
  time: ClockTime = '18:00',
): readonly Reminder[] {
  const [starts, ends] = span
  const duty: Duty = {
    key: 'd',
    name: '周报',
    cadence,
    time,
    holiday: 'as-usual',
    starts: day(starts),
    ends: day(ends),
  }
  return planOf(periodsOf(duty, table), table)
}
const words = (plan: readonly Reminder[]) =>
  plan.map(({ kind, at: when, nth }) => `${dayOf(when)} ${timeOf(when)} ${kind}${nth ?? ''}`)
const shanghai = (text: string) => new Date(`${text}+08:00`)

describe('reminders of a report', () => {
  test('a weekly report is announced on Thursday, asked for twice on Friday, listed at 18:05, chased every second working day until the next announcement', () => {
    expect(
      words(planned({ kind: 'weekly', weekday: 5 }, ['2026-11-16', '2026-11-27'])).filter(
        (line) => line < '2026-11-27',
      ),
    ).toEqual([
      '2026-11-19 10:00 heads-up',
      '2026-11-20 10:00 morning',
      '2026-11-20 17:00 last-call',
      '2026-11-20 18:05 missing-list',
      '2026-11-23 10:00 overdue1',
      '2026-11-25 10:00 overdue2',
      '2026-11-26 10:00 heads-up',
    ])
  })

  test('with nothing due soon after, the chase stops after the third time', () => {
    const plan = planned({ kind: 'once', day: day('2026-09-24') }, ['2026-09-01', '2026-12-31'])
    expect(words(plan).slice(4)).toEqual([
      '2026-09-28 10:00 overdue1',
      '2026-09-30 10:00 overdue2',
      '2026-10-09 10:00 overdue3',
    ])
  })

  test('a Thursday 11:30 deadline is asked for at 9:00 and at 11:00', () => {
    expect(
      words(planned({ kind: 'once', day: day('2020-09-10') }, ['2020-09-01', '2020-12-31'], '11:30')).slice(
        0,
        4,
      ),
    ).toEqual([
      '2020-09-09 10:00 heads-up',
      '2020-09-10 09:00 morning',
      '2020-09-10 11:00 last-call',
      '2020-09-10 11:35 missing-list',
    ])
  })

  test('what is due on Monday is announced on Friday, not on Sunday', () => {
    expect(words(planned({ kind: 'once', day: day('2026-11-30') }, ['2026-11-01', '2026-12-31']))[0]).toBe(
      '2026-11-27 10:00 heads-up',
    )
  })

  test('a deadline at 8:30 has no morning call after the last call, and one at midnight is called for at 20:30', () => {
    const [early, late] = (['08:30', '24:00'] as const).map((time) =>
      words(planned({ kind: 'once', day: day('2026-11-25') }, ['2026-11-01', '2026-12-31'], time)).slice(
        0,
        4,
      ),
    )
    expect(early).toEqual([
      '2026-11-24 10:00 heads-up',
      '2026-11-25 08:00 last-call',
      '2026-11-25 08:35 missing-list',
      '2026-11-26 10:00 overdue1',
    ])
    expect(late?.slice(1)).toEqual([
      '2026-11-25 10:00 morning',
      '2026-11-25 20:30 last-call',
      '2026-11-26 08:00 missing-list',
    ])
  })

  test('a daily report is not chased the day after, as the next one is due then', () => {
    const plan = planned({ kind: 'daily', days: 'workdays' }, ['2026-11-24', '2026-11-25'])
    expect(words(plan).filter((line) => line.startsWith('2026-11-25'))).toEqual([
      '2026-11-25 10:00 morning',
      '2026-11-25 17:00 last-call',
      '2026-11-25 18:05 missing-list',
    ])
  })

  test('no two reminders of a campaign share a name, none falls into the quiet hours, none before its period opens', () => {
    const cadences = fc.constantFrom<Cadence>(
      { kind: 'weekly', weekday: 5 },
      { kind: 'half-monthly', days: [15, 'end'] },
      { kind: 'daily', days: 'all' },
      { kind: 'monthly', day: 1 },
    )
    const times = fc.constantFrom<ClockTime>(
      '00:00',
      '06:00',
      '08:00',
      '09:00',
      '11:30',
      '13:59',
      '18:00',
      '21:30',
      '24:00',
    )
    fc.assert(
      fc.property(cadences, times, fc.nat(700), (cadence, time, offset) => {
        const starts = addDays(day('2024-01-01'), offset)
        const duty: Duty = {
          key: 'd',
          name: '',
          cadence,
          time,
          holiday: 'as-usual',
          starts,
          ends: addDays(starts, 60),
        }
        const periods = periodsOf(duty, table)
        const plan = planOf(periods, table)
        expect(new Set(plan.map(reminderKey)).size).toBe(plan.length)
        for (const reminder of plan) {
          const own = periods.find(({ key }) => key === reminder.period)
          expect(isQuiet(reminder.at)).toBe(false)
          if (own) expect(reminder.at >= own.opensAt).toBe(true)
        }
      }),
    )
  })
})

describe('a campaign with rules of its own', () => {
  const weekly: Duty = {
    key: 'd',
    name: '周报',
    cadence: { kind: 'weekly', weekday: 1 },
    time: '18:00',
    holiday: 'as-usual',
    starts: day('2026-11-10'),
    ends: day('2026-11-16'),
  }
  const plan = planOf(periodsOf(weekly, table), table, {
    asks: [{ days: 3, at: '09:30' }, { days: 1, at: '15:00' }, { days: 0, at: '08:30' }, { minutes: 30 }],
    chases: 2,
  })

  test('asks by its lead times, ahead on working days only, and chases as often as it says', () => {
    expect(words(plan)).toEqual([
      // Three days before Monday the 16th is a Friday; the day before is a Sunday, so that Friday again.
      '2026-11-13 09:30 heads-up',
      '2026-11-13 15:00 heads-up2',
      '2026-11-16 08:30 morning',
      '2026-11-16 17:30 last-call',
      '2026-11-16 18:05 missing-list',
      '2026-11-17 10:00 overdue1',
      '2026-11-19 10:00 overdue2',
    ])
  })

  test('收到 spares the next ordinary ask and nothing else', () => {
    const spared = (said: string) =>
      plan.filter((reminder) => isSpared(reminder, plan, shanghai(said))).map(({ at }) => timeOf(at))
    expect(spared('2026-11-13T10:00')).toEqual(['15:00'])
    expect(spared('2026-11-13T16:00')).toEqual(['08:30'])
    expect(spared('2026-11-16T09:00')).toEqual([])
    expect(spared('2026-11-17T10:00')).toEqual([])
  })

  test('no asks at all leaves the list of the missing and the chases', () => {
    const silent = planOf(periodsOf(weekly, table), table, { asks: [], chases: 0 })
    expect(words(silent)).toEqual(['2026-11-16 18:05 missing-list'])
  })
})

describe('quiet hours', () => {
  test('20:59 and 8:00 are not quiet, 21:00 and 7:59 are', () => {
    const quiet = (time: ClockTime) => isQuiet(at(day('2026-11-22'), time))
    expect((['20:59', '21:00', '00:00', '07:59', '08:00'] as const).map(quiet)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
  })

  test('what falls into the night waits for eight in the morning', () => {
    expect(afterQuiet(shanghai('2026-11-22T22:10:00'))).toEqual(shanghai('2026-11-23T08:00:00'))
    expect(afterQuiet(shanghai('2026-11-23T03:00:00'))).toEqual(shanghai('2026-11-23T08:00:00'))
    expect(afterQuiet(shanghai('2026-11-23T12:00:00'))).toEqual(shanghai('2026-11-23T12:00:00'))
  })
})

describe('reminders of hazards', () => {
  const hazard = (code: string, registered: string, due: string, unit = '安居物业'): OpenHazard => ({
    code,
    unit,
    registeredAt: shanghai(`${registered}T10:00:00`),
    dueAt: shanghai(`${due}T18:00:00`),
  })
  const daysNamed = (one: OpenHazard, from: string, to: string) => {
    const found: string[] = []
    for (let on = day(from); on <= day(to); on = addDays(on, 1)) {
      const what = hazardReminder({ hazard: one, on, table })
      if (what) found.push(`${on} ${what}`)
    }
    return found
  }

  test('with ten days to go a hazard is named three days ahead, on its day, and on working days after', () => {
    expect(daysNamed(hazard('YC-0012', '2026-11-16', '2026-11-26'), '2026-11-16', '2026-11-30')).toEqual([
      '2026-11-23 dueSoon',
      '2026-11-26 dueToday',
      '2026-11-27 overdue',
      '2026-11-30 overdue',
    ])
  })

  test('with three days to go it is named one day ahead', () => {
    expect(daysNamed(hazard('YC-0013', '2026-11-23', '2026-11-26'), '2026-11-23', '2026-11-26')).toEqual([
      '2026-11-25 dueSoon',
      '2026-11-26 dueToday',
    ])
  })

  test('a limit that ends on Sunday 2024-06-30 keeps its date and is announced on Friday the 28th', () => {
    expect(daysNamed(hazard('YC-0014', '2024-06-25', '2024-06-30'), '2024-06-25', '2024-07-01')).toEqual([
      '2024-06-28 dueSoon',
      '2024-06-30 dueToday',
      '2024-07-01 overdue',
    ])
  })

  test('what lies long is named on three working days and then once a week, so that it does not grow into a daily one', () => {
    expect(daysNamed(hazard('YC-0016', '2026-11-16', '2026-11-18'), '2026-11-19', '2026-12-15')).toEqual([
      '2026-11-19 overdue',
      '2026-11-20 overdue',
      '2026-11-23 overdue',
      '2026-11-30 overdue',
      '2026-12-07 overdue',
      '2026-12-14 overdue',
    ])
  })

  test('whoever hears of one hears of all that he has overdue', () => {
    const digest = (on: string) =>
      hazardDigests({
        hazards: [
          hazard('YC-0001', '2026-11-02', '2026-11-05'),
          hazard('YC-0002', '2026-11-23', '2026-11-26'),
        ],
        on: day(on),
        table,
      }).map(({ overdue, dueToday }) => [overdue, dueToday].map((list) => list.map(({ code }) => code)))
    expect(digest('2026-11-24')).toEqual([])
    expect(digest('2026-11-26')).toEqual([[['YC-0001'], ['YC-0002']]])
  })

  test('however many lie long overdue, their unit hears of them on one day of a week', () => {
    const dues = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(dues, (offsets) => {
        const hazards = offsets.map((n) => hazard(`YC-${n}`, '2026-07-01', addDays(day('2026-08-01'), -n)))
        const monday = day('2026-08-10')
        const days = [0, 1, 2, 3, 4, 5, 6].filter(
          (n) => hazardDigests({ hazards, on: addDays(monday, n), table }).length > 0,
        )
        expect(days).toEqual([0])
      }),
    )
  })

  test('what a stopped bot should have said on Monday it says on Tuesday, and nothing that nobody missed', () => {
    const told = (on: string, missed: readonly string[]) =>
      hazardDigests({
        hazards: [
          hazard('YC-0001', '2026-11-02', '2026-11-05'),
          hazard('YC-0002', '2026-11-10', '2026-11-26'),
          hazard('YC-0003', '2026-11-10', '2026-12-24', '锦绣物业'),
        ],
        on: day(on),
        missed: missed.map(day),
        table,
      }).map(({ overdue, dueSoon }) => [overdue, dueSoon].map((list) => list.map(({ code }) => code)))
    expect(told('2026-11-24', ['2026-11-21', '2026-11-22', '2026-11-23'])).toEqual([
      [['YC-0001'], ['YC-0002']],
    ])
    expect(told('2026-11-24', [])).toEqual([])
    // Monday was missed, and today is Saturday: what is overdue waits for a working day.
    expect(told('2026-11-21', ['2026-11-16', '2026-11-20'])).toEqual([])
  })

  test('nobody is reminded on the day on which he was told, nor chased through National Day', () => {
    expect(daysNamed(hazard('YC-0015', '2026-09-29', '2026-09-30'), '2026-09-29', '2026-10-09')).toEqual([
      '2026-09-30 dueToday',
      '2026-10-08 overdue',
      '2026-10-09 overdue',
    ])
  })

  test('a unit with three hazards gets one message in the morning, the longest overdue first', () => {
    const digests = hazardDigests({
      hazards: [
        hazard('YC-0003', '2026-11-10', '2026-11-24'),
        hazard('YC-0002', '2026-11-10', '2026-11-20'),
        hazard('YC-0001', '2026-11-10', '2026-11-18'),
        hazard('YC-0009', '2026-11-10', '2026-12-20'),
        hazard('YC-0004', '2026-11-10', '2026-11-27', '锦绣物业'),
      ],
      on: day('2026-11-24'),
      table,
    })
    const codes = (list: readonly OpenHazard[] | undefined) => list?.map(({ code }) => code)
    expect(digests.map(({ unit, at: when }) => [unit, timeOf(when)])).toEqual([
      ['安居物业', '10:00'],
      ['锦绣物业', '10:00'],
    ])
    expect(codes(digests[0]?.overdue)).toEqual(['YC-0001', 'YC-0002'])
    expect(codes(digests[0]?.dueToday)).toEqual(['YC-0003'])
    expect(codes(digests[0]?.dueSoon)).toEqual([])
    expect(codes(digests[1]?.dueSoon)).toEqual(['YC-0004'])
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, at, day } from '../../../src/domain/time/calendar.ts'
import { periodsOf, type Duty } from '../../../src/domain/time/cadence.ts'
import { publishedDays } from '../../../src/domain/time/published-days.ts'
import { isQuiet, planOf, reminderKey } from '../../../src/domain/reminding/reminders.ts'
import { advance, collapse, dueSlots } from '../../../src/domain/reminding/slots.ts'

const table = publishedDays()
const weekly: Duty = {
  key: 'weekly',
  name: '周报',
  cadence: { kind: 'weekly', weekday: 5 },
  time: '18:00',
  holiday: 'as-usual',
  starts: day('2026-11-02'),
  ends: day('2026-12-04'),
}
const plan = planOf(periodsOf(weekly, table), table)
const shanghai = (text: string) => new Date(`${text}+08:00`)

/** What goes out when the program stood still from one moment to the other. */
function afterStop(from: string, to: string) {
  const now = shanghai(to)
  return collapse(dueSlots(plan, { after: shanghai(from), upTo: now }), now).map(
    ({ reminder, delayed }) =>
      `${reminder.period} ${reminder.kind}${reminder.nth ?? ''}${delayed ? ' delayed' : ''}`,
  )
}

describe('slots', () => {
  test('a slot is due from its own minute on, and never again once the cursor stands on it', () => {
    const lastCall = at(day('2026-11-20'), '17:00')
    const kinds = (after: Date, upTo: Date) => dueSlots(plan, { after, upTo }).map(({ kind }) => kind)
    expect(kinds(at(day('2026-11-20'), '16:59'), lastCall)).toEqual(['last-call'])
    expect(kinds(lastCall, at(day('2026-11-20'), '17:01'))).toEqual([])
  })

  test('however the clock jumps, forwards or back, every reminder comes due at most once', () => {
    const start = at(day('2026-11-01'), '00:00')
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3 * 24 * 60, max: 4 * 24 * 60 }), { maxLength: 60 }),
        (jumps) => {
          let now = start
          let cursor = start
          const fired: string[] = []
          for (const minutes of jumps) {
            now = new Date(now.getTime() + minutes * 60_000)
            fired.push(...dueSlots(plan, { after: cursor, upTo: now }).map(reminderKey))
            cursor = advance(cursor, now)
          }
          expect(new Set(fired).size).toBe(fired.length)
          const reached = dueSlots(plan, { after: start, upTo: cursor }).map(reminderKey)
          expect(fired.toSorted()).toEqual(reached.toSorted())
        },
      ),
    )
  })
})

describe('after a stop', () => {
  test('a tick in time sends its reminder, unmarked', () => {
    expect(afterStop('2026-11-20T16:59:00', '2026-11-20T17:00:30')).toEqual(['2026-W47 last-call'])
  })

  test('down on Friday from 17:30 to 18:20: the list goes out once, marked delayed', () => {
    expect(afterStop('2026-11-20T17:30:00', '2026-11-20T18:20:00')).toEqual(['2026-W47 missing-list delayed'])
  })

  test('down from Thursday to Friday 17:20: of three requests only the last call is sent', () => {
    expect(afterStop('2026-11-19T09:00:00', '2026-11-20T17:20:00')).toEqual(['2026-W47 last-call delayed'])
  })

  test('down over the deadline: nobody is asked for what is over, the office still gets its list', () => {
    expect(afterStop('2026-11-19T09:00:00', '2026-11-20T19:00:00')).toEqual(['2026-W47 missing-list delayed'])
  })

  test('down for two weeks: each list once, the chase of today, and no older chase', () => {
    expect(afterStop('2026-11-09T12:00:00', '2026-11-25T10:15:00')).toEqual([
      '2026-W46 missing-list delayed',
      '2026-W47 missing-list delayed',
      '2026-W47 overdue2 delayed',
    ])
  })

  test('a chase of yesterday is not sent today', () => {
    expect(afterStop('2026-11-23T09:00:00', '2026-11-24T08:30:00')).toEqual([])
  })

  test('back at night: the list waits for eight in the morning', () => {
    const now = shanghai('2026-11-20T23:40:00')
    const [list] = collapse(dueSlots(plan, { after: shanghai('2026-11-20T17:30:00'), upTo: now }), now)
    expect(list).toMatchObject({
      reminder: { kind: 'missing-list' },
      sendAt: at(day('2026-11-21'), '08:00'),
      delayed: true,
    })
  })

  test('after any stop no unit is asked twice about one period, nobody is asked too late or at night, and no list is lost', () => {
    fc.assert(
      fc.property(fc.nat(30 * 24 * 60), fc.nat(14 * 24 * 60), (from, length) => {
        const after = new Date(at(day('2026-11-02'), '00:00').getTime() + from * 60_000)
        const now = new Date(after.getTime() + length * 60_000)
        const missed = dueSlots(plan, { after, upTo: now })
        const sent = collapse(missed, now)
        const asks = sent.filter(({ reminder: { kind } }) =>
          ['heads-up', 'morning', 'last-call'].includes(kind),
        )
        expect(new Set(asks.map(({ reminder }) => reminder.period)).size).toBe(asks.length)
        for (const { sendAt, reminder } of asks) expect(sendAt <= reminder.dueAt).toBe(true)
        for (const { sendAt } of sent) expect(isQuiet(sendAt)).toBe(false)
        const lists = (of: readonly { kind: string; period: string }[]) =>
          of.flatMap(({ kind, period }) => (kind === 'missing-list' ? [period] : []))
        expect(lists(sent.map(({ reminder }) => reminder))).toEqual(lists(missed))
      }),
    )
  })

  test('a reminder from the future is not sent, should one be passed in', () => {
    const later = dueSlots(plan, {
      after: at(addDays(day('2026-11-20'), -1), '00:00'),
      upTo: at(day('2026-11-20'), '12:00'),
    })
    expect(collapse(later, shanghai('2026-11-19T00:30:00'))).toEqual([])
  })
})

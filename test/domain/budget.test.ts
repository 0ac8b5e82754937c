import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge, type Said } from '../../src/domain/reminding/budget.ts'
import { isQuiet } from '../../src/domain/reminding/reminders.ts'

const shanghai = (text: string) => new Date(`${text}+08:00`)
const noon = shanghai('2026-11-27T12:00:00')

type Numbered = Said & Readonly<{ n: number }>
const wishes = fc
  .array(
    fc.record({
      urgency: fc.constantFrom('timely' as const, 'urgent' as const, undefined),
      repeats: fc.constantFrom(true as const, undefined),
    }),
    { maxLength: 8 },
  )
  .map((list) =>
    list.map(({ urgency, repeats }, n): Numbered => ({
      n,
      ...(urgency ? { urgency } : {}),
      ...(repeats ? { repeats } : {}),
    })),
  )
const allowances = fc.record({
  sentToday: fc.nat(6),
  perDay: fc.integer({ min: 1, max: 5 }),
  leftThisMonth: fc.option(fc.integer({ min: -2, max: 3 })),
})
const moments = fc
  .integer({ min: 0, max: 7 * 24 * 60 })
  .map((minutes) => new Date(shanghai('2026-11-23T00:00:00').getTime() + minutes * 60_000))

describe('what one person hears at one moment', () => {
  test('nothing is lost and nothing is said twice: everything goes, waits, or is repeated later anyway', () => {
    fc.assert(
      fc.property(wishes, allowances, moments, (wanted, allowance, now) => {
        const { apart, together, held, dropped } = judge(wanted, allowance, now)
        const all = [...apart, ...together, ...held, ...dropped].map(({ n }) => n).sort((a, b) => a - b)
        expect(all).toEqual(wanted.map(({ n }) => n))
        expect(dropped.every(({ repeats, urgency }) => repeats && urgency === undefined)).toBe(true)
      }),
    )
  })

  test('nothing ordinary goes in the quiet hours, and what waits never waits into them', () => {
    fc.assert(
      fc.property(wishes, allowances, moments, (wanted, allowance, now) => {
        const { together, held, until, dropped } = judge(wanted, allowance, now)
        if (isQuiet(now)) expect([together, dropped]).toEqual([[], []])
        if (held.length > 0) {
          expect(isQuiet(until)).toBe(false)
          expect(until > now).toBe(true)
        }
      }),
    )
  })

  test('urgent things go at any hour, whatever the budget', () => {
    fc.assert(
      fc.property(wishes, allowances, moments, (wanted, allowance, now) => {
        expect(judge(wanted, allowance, now).apart).toEqual(
          wanted.filter(({ urgency }) => urgency === 'urgent'),
        )
      }),
    )
  })

  test('a day has no more ordinary messages than its budget, but for those with something that cannot wait', () => {
    fc.assert(
      fc.property(fc.array(wishes, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (rounds, perDay) => {
        let sent = 0
        let pressing = 0
        for (const wanted of rounds) {
          const { together } = judge(wanted, { sentToday: sent, perDay, leftThisMonth: null }, noon)
          if (together.length === 0) continue
          sent += 1
          if (together.some(({ urgency }) => urgency === 'timely')) pressing += 1
        }
        expect(sent - pressing).toBeLessThanOrEqual(perDay)
      }),
    )
  })

  test('a last call goes however full the day is, and takes along what waits with it', () => {
    const wanted = [{ n: 0 }, { n: 1, urgency: 'timely' as const }]
    const full = { sentToday: 3, perDay: 3, leftThisMonth: null }
    expect(judge(wanted, full, noon).together).toHaveLength(2)
    expect(judge([{}], full, noon)).toMatchObject({
      together: [],
      held: [{}],
      until: shanghai('2026-11-28T10:00:00'),
    })
  })

  test('when the month is used up, repeated reminders fall away and the last call stays', () => {
    const wanted = [
      { n: 0, repeats: true as const },
      { n: 1 },
      { n: 2, urgency: 'timely' as const, repeats: true as const },
    ]
    const used = { sentToday: 0, perDay: 3, leftThisMonth: 0 }
    const { together, dropped } = judge(wanted, used, noon)
    expect(together.map(({ n }) => n)).toEqual([1, 2])
    expect(dropped.map(({ n }) => n)).toEqual([0])
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countKeys as said } from '../../src/chat/understand/types.ts'
import {
  addCounts,
  countKeys,
  formatCounts,
  questions,
  rectificationRate,
  type Counts,
} from '../../src/domain/submissions/counts.ts'

const number = fc.nat(500)
const kinds = (given: Parameters<typeof questions>[0]) => questions(given).map(({ kind }) => kind)

describe('numbers of a report', () => {
  test('what people can say and what can be counted are the same ten numbers in the same order', () => {
    expect(countKeys).toEqual(said)
  })

  test('they are written with their words, and what was not given is left out', () => {
    expect(formatCounts({ rectified: 8, inspected: 6, found: 11, people: 0 })).toBe(
      '检查 6 个 · 发现隐患 11 处 · 已整改 8 处 · 出动 0 人次',
    )
    expect(formatCounts({})).toBe('')
  })

  test('sums keep what only one report gave, and carry over the newer outstanding', () => {
    expect(addCounts({ found: 3, outstanding: 5 }, { found: 4, people: 9, outstanding: 2 })).toEqual({
      found: 7,
      people: 9,
      outstanding: 2,
    })
    expect(addCounts({}, {})).toEqual({})
  })
})

describe('the rate of rectification', () => {
  test.each([
    [0, 0, '—'],
    [0, 3, '—'],
    [47, 39, '83%'],
    [11, 11, '100%'],
    [1000, 999, '99%'],
    [1000, 1, '1%'],
    [5, 0, '0%'],
    [11, 13, '100%'],
  ])('found %i, rectified %i reads %s', (found, rectified, words) => {
    expect(rectificationRate(found, rectified)).toBe(words)
  })

  test('100% always means all and 0% always means none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(100_000), (found, n) => {
        const rectified = n % (found + 1)
        const rate = rectificationRate(found, rectified)
        expect(rate === '100%').toBe(rectified === found)
        expect(rate === '0%').toBe(rectified === 0)
      }),
    )
  })
})

describe('numbers that do not fit together', () => {
  test('found 11, rectified 13: two too many', () => {
    expect(questions({ counts: { found: 11, rectified: 13, outstanding: 0 } })).toEqual([
      { kind: 'rectified-exceeds-found', found: 11, rectified: 13, excess: 2 },
    ])
  })

  test('found 11, rectified 8, outstanding 4: three was expected', () => {
    expect(questions({ counts: { found: 11, rectified: 8, outstanding: 4 } })).toEqual([
      { kind: 'outstanding-mismatch', outstanding: 4, expected: 3 },
    ])
  })

  test('an outstanding that fits the running totals instead is not doubted', () => {
    expect(
      questions({
        counts: { found: 11, rectified: 8, outstanding: 9 },
        cumulative: { found: 60, rectified: 51 },
      }),
    ).toEqual([])
  })

  test('a total below the one before has fallen; one that is not the sum is named with the sum', () => {
    expect(
      questions({
        counts: { found: 5, people: 10 },
        cumulative: { found: 40, people: 100 },
        previous: { found: 47, people: 80 },
      }),
    ).toEqual([
      { kind: 'cumulative-falls', key: 'found', previous: 47, cumulative: 40 },
      { kind: 'cumulative-mismatch', key: 'people', expected: 90, cumulative: 100 },
    ])
  })

  test('a unit that reports nothing found while its ledger has three new ones is asked', () => {
    expect(questions({ counts: { found: 0 }, ledger: { found: 3 } })).toEqual([
      { kind: 'none-found-but-registered', registered: 3 },
    ])
    expect(kinds({ counts: { found: 0 }, ledger: { found: 0 } })).toEqual([])
    expect(kinds({ counts: { found: 3 }, ledger: { found: 3 } })).toEqual([])
  })

  test('what was not said is not doubted', () => {
    expect(kinds({ counts: { rectified: 3 }, cumulative: { found: 3 }, previous: { people: 4 } })).toEqual([])
  })

  test('what is outstanding may go down from one report to the next', () => {
    expect(questions({ counts: {}, cumulative: { outstanding: 2 }, previous: { outstanding: 9 } })).toEqual(
      [],
    )
  })

  test('numbers made to fit raise no question, whatever they are', () => {
    const fitting = fc
      .record({
        before: fc.record({ found: number, rectified: number }),
        found: number,
        share: number,
        people: number,
      })
      .map(({ before, found, share, people }) => {
        const rectified = share % (found + 1)
        const counts: Counts = { found, rectified, outstanding: found - rectified, people }
        const previous: Counts = { ...before, people }
        return { counts, previous, cumulative: addCounts(previous, counts), ledger: { found } }
      })
    fc.assert(
      fc.property(fitting, (given) => {
        expect(questions(given)).toEqual([])
      }),
    )
  })

  test('any single wrong total is asked about, once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...countKeys.filter((key) => key !== 'outstanding')),
        number,
        number,
        fc.integer({ min: -600, max: 600 }).filter((off) => off !== 0),
        (key, before, now, off) => {
          const total = before + now + off
          const doubts = questions({
            counts: { [key]: now },
            previous: { [key]: before },
            cumulative: { [key]: total },
          })
          expect(doubts.map(({ kind }) => kind)).toEqual([
            total < before ? 'cumulative-falls' : 'cumulative-mismatch',
          ])
        },
      ),
    )
  })

  test('more rectified than found is always asked about, and never anything else in its place', () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 100 }), number, (found, excess, outstanding) => {
        expect(kinds({ counts: { found, rectified: found + excess, outstanding } })).toEqual([
          'rectified-exceeds-found',
        ])
      }),
    )
  })
})

import { describe, expect, test } from 'vitest'
import { byNeed, rankBy, type Standing } from '../../src/domain/ranking.ts'

const town = (unitId: string, figures: Partial<Standing>): Standing => ({
  unitId,
  total: 10,
  closed: 5,
  overdue: 0,
  reports: 4,
  onTime: 4,
  ...figures,
})
const towns = [
  town('青石', { overdue: 2, closed: 2 }),
  town('马溪', { overdue: 5, closed: 9, onTime: 1 }),
  town('双柳', { total: 0, closed: 0, reports: 0, onTime: 0 }),
]
const order = (...given: Parameters<typeof rankBy>): string =>
  rankBy(...given)
    .map(({ unitId }) => unitId)
    .join(' ')

describe('ranking places', () => {
  test.each([
    ['overdue', true, '马溪 青石'],
    ['overdue', false, '青石 马溪'],
    ['rate', true, '青石 马溪'],
    ['rate', false, '马溪 青石'],
    ['punctual', true, '马溪 青石'],
  ] as const)('by %s, those in need first: %s', (measure, needFirst, expected) => {
    expect(order(measure, towns, needFirst)).toBe(expected)
  })

  test('who has found nothing has no rate, neither 0 nor 100 %', () => {
    expect(order('rate', towns, true)).not.toContain('双柳')
  })

  test.each([
    ['rate', '哪个镇整改率最低', true],
    ['rate', '整改率最高的是谁', false],
    ['rate', '整改最好的', false],
    ['overdue', '哪个镇逾期最多', true],
    ['overdue', '逾期最少的', false],
    ['rate', '我们排第几', false],
    ['overdue', '谁最差', true],
  ] as const)('by %s, 「%s」 wants those in need first: %s', (measure, words, expected) => {
    expect(byNeed(measure, words)).toBe(expected)
  })
})

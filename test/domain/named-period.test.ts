import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, day } from '../../src/domain/time/calendar.ts'
import { periodsOf, type Cadence } from '../../src/domain/time/cadence.ts'
import { isBelated, issueSaid, periodNamed } from '../../src/domain/time/named-period.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'

const table = publishedDays()
const periodsBy = (cadence: Cadence) =>
  periodsOf(
    {
      key: 'report',
      name: '报告',
      cadence,
      time: '18:00',
      holiday: 'as-usual',
      starts: day('2026-09-01'),
      ends: day('2026-12-31'),
    },
    table,
  )
const weekly = periodsBy({ kind: 'weekly', weekday: 5 })
const halves = periodsBy({ kind: 'half-monthly', days: [15, 'end'] })
const months = periodsBy({ kind: 'monthly', day: 'end' })
const sentAt = at(day('2026-11-26'), '10:00')

describe('the period that words name', () => {
  test.each([
    ['补报第7期周报 检查3', '第7期'],
    ['补报第七期周报 检查3', '第7期'],
    ['第十一期周报 检查3', '第11期'],
    ['更正第 3 期', undefined],
    ['周报 检查3 发现7', undefined],
    ['第99期周报', undefined],
    ['第二期工程检查3', undefined],
  ])('%s of a weekly report is %s', (words, label) => {
    expect(periodNamed({ periods: weekly, words, sentAt })?.label).toBe(label)
  })

  test.each([
    ['补报10月上半月半月报 检查3', '10月上半月'],
    ['半月报（11月上半月）', '11月上半月'],
    ['半月报 检查3', undefined],
    ['1月上半月半月报', undefined],
    ['12月下半月半月报', undefined],
  ])('%s of a half-monthly one is %s', (words, label) => {
    expect(periodNamed({ periods: halves, words, sentAt })?.label).toBe(label)
  })

  test.each([
    ['补报10月月报', '10月'],
    ['10月份的月报 检查3', '10月'],
    ['截至10月20日检查3', undefined],
    ['0月月报', undefined],
  ])('%s of a monthly one is %s', (words, label) => {
    expect(periodNamed({ periods: months, words, sentAt })?.label).toBe(label)
  })

  test('what has not begun is not named', () => {
    expect(weekly.at(-1)?.label).toBe('第17期')
    expect(periodNamed({ periods: weekly, words: '第17期周报', sentAt })).toBeUndefined()
  })
})

test('an issue is the same in digits and in words', () => {
  const words = (n: number): string => {
    const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']
    const tens = Math.floor(n / 10)
    return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${digits[n % 10]}`
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), (n) => {
      expect(issueSaid(`补报第${words(n)}期`)).toBe(`第${n}期`)
      expect(issueSaid(`补报第${n}期`)).toBe(`第${n}期`)
    }),
  )
})

test.each([
  ['补报 检查3', true],
  ['补交上周的', true],
  ['上周周报 检查3', true],
  ['周报 检查3', false],
  ['补报人员名单', false],
])('%s: meant for a time that is over: %s', (words, belated) => {
  expect(isBelated(words)).toBe(belated)
})

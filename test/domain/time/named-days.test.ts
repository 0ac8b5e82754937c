import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day, formatDay } from '../../../src/domain/time/calendar.ts'
import { namedDays, type Span } from '../../../src/domain/time/named-days.ts'

const spring: Span = { from: day('2024-04-30'), to: day('2024-06-30') }
const winter: Span = { from: day('2022-12-16'), to: day('2023-01-31') }
const years: Span = { from: day('2020-06-01'), to: day('2022-12-31') }

describe('what notices call days', () => {
  test.each<[string, Span, string]>([
    ['2024-05-03', spring, '2024-05-03…2024-05-03'],
    ['5月10日', spring, '2024-05-10…2024-05-10'],
    ['2024年4月底', spring, '2024-04-30…2024-04-30'],
    ['4月底', spring, '2024-04-30…2024-04-30'],
    ['2月末', { from: day('2024-01-01'), to: day('2024-12-31') }, '2024-02-29…2024-02-29'],
    ['5月上旬', spring, '2024-05-01…2024-05-10'],
    ['5月中旬', spring, '2024-05-11…2024-05-20'],
    ['5月下旬', spring, '2024-05-21…2024-05-31'],
    ['2023年2月下旬', spring, '2023-02-21…2023-02-28'],
    ['5月中旬至6月底', spring, '2024-05-11…2024-06-30'],
    ['2024 年 5 月中旬 至 2024 年 6 月底', spring, '2024-05-11…2024-06-30'],
    ['2023-11', winter, '2023-11-01…2023-11-30'],
    ['2023年11月至2024年3月', winter, '2023-11-01…2024-03-31'],
    ['2023-11至2024-03', winter, '2023-11-01…2024-03-31'],
    ['12月20日至1月20日', winter, '2022-12-20…2023-01-20'],
    ['1月20日', winter, '2023-01-20…2023-01-20'],
    ['12月16日', winter, '2022-12-16…2022-12-16'],
    ['12月10日', winter, '2022-12-10…2022-12-10'],
    ['7月2日', spring, '2024-07-02…2024-07-02'],
    ['2020年8月底前', years, '2020-08-31…2020-08-31 before'],
    ['9月30日前', years, '2020-09-30…2020-09-30 before'],
    ['2020年底前', years, '2020-12-31…2020-12-31 before'],
    ['2020年年底前', years, '2020-12-31…2020-12-31 before'],
    ['2022年前', years, '2022-01-01…2022-12-31 before'],
    ['2021年', years, '2021-01-01…2021-12-31'],
    ['2021', years, '2021-01-01…2021-12-31'],
    ['2020年7月至12月', years, '2020-07-01…2020-12-31'],
    ['2021年下半年', years, '2021-07-01…2021-12-31'],
    ['2021年第三季度', years, '2021-07-01…2021-09-30'],
    ['5.20', spring, '2024-05-20…2024-05-20'],
    ['5月20号', spring, '2024-05-20…2024-05-20'],
  ])('%s', (text, around, expected) => {
    const named = namedDays(text, around)
    expect(named && `${named.from}…${named.to}${named.before ? ' before' : ''}`).toBe(expected)
  })

  test.each([
    '',
    '马上',
    '13月1日',
    '2月30日',
    '6月31日',
    '底',
    '5月上',
    '1日',
    '6月至5月至4月',
    '2024年6月至2024年5月',
    '0012年5月',
  ])('%j is no day', (text) => {
    expect(namedDays(text, spring)).toBeUndefined()
  })

  test('a day of the span, said without its year, is found again', () => {
    fc.assert(
      fc.property(fc.nat(364), fc.nat(364), (start, offset) => {
        const from = addDays(day('2023-06-01'), start)
        const on = addDays(from, offset)
        const around = { from, to: addDays(from, 364) }
        // 29 February is in no other year that is near.
        expect(namedDays(formatDay(on), around)).toEqual({ from: on, to: on, before: false })
      }),
    )
  })
})

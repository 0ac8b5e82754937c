import { z } from 'zod'
import { parseDay, parseTime, type Weekday } from '../../domain/time/calendar.ts'
import type { DayOfMonth, HolidayPolicy } from '../../domain/time/cadence.ts'
import { unitWords } from '../owners.ts'

const weekdays: Readonly<Record<string, Weekday>> = {
  周一: 1,
  周二: 2,
  周三: 3,
  周四: 4,
  周五: 5,
  周六: 6,
  周日: 7,
}

const policies: Readonly<Record<string, HolidayPolicy>> = {
  照常: 'as-usual',
  提前: 'earlier',
  顺延: 'later',
  跳过: 'skip',
}

// The file is read with every scalar as the text that stands there, so that 18:00, phone numbers and ids with
// leading zeros stay what people wrote. The schema makes numbers and days of them.
export function reading<T>(read: (text: string) => T | undefined, problem: string) {
  return z.string().transform((text, context) => {
    const value = read(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: problem })
    return z.NEVER
  })
}

export const wholeNumber = (least: number, most: number, problem: string) =>
  reading((text) => {
    const value = /^\d{1,7}$/.test(text) ? Number(text) : NaN
    return value >= least && value <= most ? value : undefined
  }, problem)

/** One of the words, each with what it means; the program's own word for it is understood as well. */
export function oneOf<T extends string>(words: Readonly<Record<string, T>>) {
  const known: Readonly<Record<string, T>> = {
    ...Object.fromEntries(Object.values(words).map((value) => [value, value])),
    ...words,
  }
  return reading((text) => known[text], `只能是：${Object.keys(words).join('、')}`)
}

export const Text = z.string().max(200, '太长了，最多 200 个字')
export const Key = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, '只用小写英文字母、数字和短横线，以字母开头，例如 chengguan')
export const DayText = reading(parseDay, '要写成真实的日期，例如 2026-10-12、10月12日、10月底')
export const Time = reading(parseTime, '要写成两位数的时间，例如 18:00；只写到哪一天的写 24:00')
export const Month = wholeNumber(1, 12, '要写 1 到 12 的月份')
export const WeekdayText = reading((text) => weekdays[text], '要写 周一 到 周日 中的一天')
export const Holiday = reading((text) => policies[text], '要写 照常、提前、顺延 或 跳过')
const monthDay = (text: string): DayOfMonth | undefined => {
  if (text === '月末' || text === '月底' || text === 'end') return 'end'
  return /^(?:[1-9]|[12]\d|3[01])$/.test(text) ? Number(text) : undefined
}
export const DayOfMonthText = reading(monthDay, '要写 1 到 31 的日子，或者写“月末”')
export const Flag = reading((text) => ({ true: true, false: false })[text], '要写 true（是）或 false（否）')
/** Where a task stands in the notice, chapter and number: 二.5. */
export const Item = z.string().regex(/^[一二三四五六七八九十]{1,3}\.\d{1,2}$/, '要写文件里的序号，例如 二.5')
export const Texts = z.array(Text).default([])

/** Unit keys, words that stand for all units of a kind, or all-reporting. */
export const Units = z.union([z.string(), z.array(z.string())]).transform((value, context) => {
  if (value === 'all-reporting' || typeof value !== 'string') return value
  if (unitWords[value]) return [value]
  const words = Object.keys(unitWords).join('、')
  context.addIssue({
    code: 'custom',
    message: `要写 all-reporting、${words}，或者写单位的 key，例如 [zhujian]`,
  })
  return z.NEVER
})

import type { Period } from './cadence.ts'

const digits = '零一二三四五六七八九'

/** 7 for 7, 七 and 07; 23 for 二十三; NaN for anything else. */
function asNumber(written: string): number {
  if (/^\d+$/u.test(written)) return Number(written)
  const [, tens, ones] = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/u.exec(written) ?? []
  if (tens !== undefined) return (digits.indexOf(tens || '一') || 1) * 10 + (ones ? digits.indexOf(ones) : 0)
  return written.length === 1 && digits.includes(written) ? digits.indexOf(written) : NaN
}

/** The issue that words name, e.g. 第7期 for 「补报第七期周报」; undefined where they name none. */
export function issueSaid(words: string): string | undefined {
  const written = /第([0-9]{1,3}|[零一二三四五六七八九十]{1,3})期(?!工程|楼|项目)/u.exec(words)?.[1]
  const number = written === undefined ? NaN : asNumber(written)
  return Number.isNaN(number) ? undefined : `第${number}期`
}

/** Whether a report is meant for a time that is over: 补报, 补交上周的. */
export const isBelated = (words: string): boolean =>
  /补(?:报|交|上)(?!人|员)|漏报的|上(?:一期|期|周)的?(?:周报|日报|月报|半月报)/u.test(words)

/**
 * The period that words name by what people call it, of those that have opened by `sentAt`: 第7期, 3月上半月, 3月份月报.
 * Undefined where they name none.
 */
export function periodNamed(
  given: Readonly<{ periods: readonly Period[]; words: string; sentAt: Date }>,
): Period | undefined {
  const opened = given.periods.filter(({ opensAt }) => opensAt <= given.sentAt)
  const issue = issueSaid(given.words)
  if (issue !== undefined) return opened.find(({ label }) => label === issue)
  return opened.findLast(({ label }) => isSaid(label, given.words))
}

/** A month alone is a date more often than a period: it takes 份 or the name of the report after it. */
function isSaid(label: string, words: string): boolean {
  if (/^第\d+期$/u.test(label)) return false
  const month = /^(?:(\d{4})年)?(\d{1,2})月$/u.exec(label)
  if (month) return new RegExp(`(?<!\\d)${label}(?:份的?)?月报|(?<!\\d)${label}份的`, 'u').test(words)
  return label.length >= 4 && new RegExp(`(?<!\\d)${label}`, 'u').test(words)
}

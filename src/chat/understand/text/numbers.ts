export type NumberHit = Readonly<{
  start: number
  end: number
  value: number
  written: string
  chinese: boolean
}>

const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  仨: 3,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  壹: 1,
  贰: 2,
  叁: 3,
  肆: 4,
  伍: 5,
  陆: 6,
  柒: 7,
  捌: 8,
  玖: 9,
}
const powers: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 }

/** Whether the character can stand in a number written in Chinese. */
const numerals: ReadonlySet<string> = new Set([
  ...Object.keys(digits),
  ...Object.keys(powers),
  '万',
  '廿',
  '卅',
])
export const isNumeral = (c: string): boolean => c > '\u3000' && numerals.has(c)
export const isDigit = (c: string): boolean => c >= '0' && c <= '9' && c.length === 1

/** The value of a whole number in digits or Chinese ("12", "二十三", "两百五", "零零五二"), or undefined. */
export function toNumber(written: string): number | undefined {
  // 廿九, 卅一: as old hands write them.
  if (/^[廿卅]/u.test(written)) return toNumber(written.replace('廿', '二十').replace('卅', '三十'))
  if (written === '' || written.length > 12) return undefined
  if (/^\d+$/.test(written)) return written.length > 9 ? undefined : Number(written)
  let total = 0
  let section = 0
  let digit: number | undefined
  let last = 1
  let plain = ''
  for (const c of written) {
    const power = powers[c]
    if (c === '万') {
      total = (total + section + (digit ?? 0)) * 10_000
      section = 0
      digit = undefined
      last = 10_000
    } else if (power !== undefined) {
      section += (digit ?? 1) * power
      digit = undefined
      last = power
    } else {
      const value = digits[c]
      if (value === undefined) return undefined
      plain += String(value)
      if (value === 0) last = 1
      digit = value
    }
  }
  if (plain.length === [...written].length) return Number(plain)
  // "两百五" is 250, "一百零五" is 105.
  return total + section + (digit ?? 0) * (last >= 100 ? last / 10 : 1)
}

/** Every number of the text in its order. Decimals and long runs such as phone numbers are left out. */
export function findNumbers(text: string): readonly NumberHit[] {
  const hits: NumberHit[] = []
  let i = 0
  while (i < text.length) {
    const c = text[i] ?? ''
    const chinese = isNumeral(c)
    if (!chinese && !isDigit(c)) {
      i++
      continue
    }
    let j = i + 1
    const more = chinese ? isNumeral : isDigit
    while (j < text.length && more(text[j] ?? '')) j++
    const written = text.slice(i, j)
    const decimal = !chinese && text[j] === '.' && isDigit(text[j + 1] ?? '')
    if (decimal) {
      j++
      while (j < text.length && isDigit(text[j] ?? '')) j++
    }
    // 统一, 唯一, 万一, 一样, 零售 count nothing.
    const word =
      chinese &&
      (/^[百千万佰仟]+$/u.test(written) ||
        (written === '一' &&
          (/[统唯同单逐之专划上下前后这那每另哪]/u.test(text[i - 1] ?? '') ||
            /[样致般直起定旦些切律共下向度带味门心]/u.test(text[j] ?? ''))) ||
        (written === '零' && /[售部件星食配散钱工]/u.test(text[j] ?? '')) ||
        written === '万一')
    const value = word || decimal || written.length > 8 ? undefined : toNumber(written)
    if (value !== undefined) hits.push({ start: i, end: j, value, written, chinese })
    i = j
  }
  return hits
}

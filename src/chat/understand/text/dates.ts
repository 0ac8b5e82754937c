import {
  addWeekdays,
  dayOf,
  daysInMonth,
  fromDay,
  isDate,
  isoDay,
  nextHoliday,
  toDay,
  weekday,
  type Day,
} from './calendar.ts'
import { toNumber } from './numbers.ts'

export type DateHit = Readonly<{
  start: number
  end: number
  day: Day
  /** `HH:mm` when a clock time follows. */
  time?: string
  /** Said as a length with an end ("三天内"), which can only be a deadline. */
  within?: true
}>

const N = '(\\d{1,4}|[一二三四五六七八九十两]{1,3})'
const afterDay =
  '(?![楼栋幢座院门线厂房路店库井机箱隐厅屋棚罐塔摊铺柜桩炉梯]|[扶电客货]梯|窗口|单元|冷库|地块|配电|仓库)'

type Rule = Readonly<{
  pattern: RegExp
  read: (m: RegExpMatchArray, today: Day) => Day | undefined
  within?: true
}>

// Where patterns overlap, the earlier and longer hit wins, so the order here does not matter.
const rules: readonly Rule[] = [
  {
    pattern: new RegExp(
      `(?:(\\d{4})年|(今年|明年))?(\\d{1,4}|[一二三四五六七八九十两]{1,3}|元)月(?:份)?(?:${N}[日号]?${afterDay}|(底|末|上旬|中旬|下旬))`,
      'gu',
    ),
    read: (m, today) =>
      monthDay(today, yearOf(m[1], m[2], today), m[3] === '元' ? 1 : toNumber(m[3] ?? ''), m[4], m[5]),
  },
  {
    pattern: /(20\d{2})[-/.](\d{1,2})[-/.](\d{1,2})/gu,
    read: (m) => exact(Number(m[1]), Number(m[2]), Number(m[3])),
  },
  {
    pattern:
      /(?<![\d.年])(\d{1,2})[./](\d{1,2})(?:[日号])?(?=(?:（含）)?(?:之|以)?前|截止|完成|改|到期|必须|$|[，。；\n）])/gu,
    read: (m, today) => monthDay(today, undefined, Number(m[1]), m[2], undefined),
  },
  {
    // 12-25, 11.5, 11/5 as the whole of what is said about the time.
    pattern:
      /(?<=[：，（ ]|到|至|限|期|于|^)(0?[1-9]|1[0-2])[-./](0?[1-9]|[12]\d|3[01])(?=[，。；）\n ]|$|之?前|以前|拆|改|清|换|修|搬|完成|办结|止|截止|到期)/gu,
    read: (m, today) => monthDay(today, undefined, Number(m[1]), m[2], undefined),
  },
  {
    pattern:
      /大后天|后天|后日|后儿个?|明天|明日|明早|明晚|明儿个?|今天|今日|今晚|今早|今儿个?|当天|当日|听日|明朝(?=前|之前|以前)/gu,
    read: (m, today) => today + nearDay(m[0]),
  },
  {
    pattern:
      /((?<!(?<!统)一)下下?个?|本|这个?|上个?)?(?:周|星期|礼拜)([一二三四五六日天末]|[1-7](?!\d))(?![周期起次年月条楼栋])/gu,
    read: (m, today) => weekdayOf(m[1] ?? '', m[2] ?? '', today),
  },
  {
    pattern: /(下下个?|下个?|本|这个?|当)?月(底|末|上旬|中旬|下旬)/gu,
    read: (m, today) => {
      const { year, month } = ahead(today, m[1] ?? '')
      return monthDay(today, year, month, undefined, m[2])
    },
  },
  {
    pattern: new RegExp(
      `(下下个?|下个?|本|这个?)月${N}(?:[日号]|(?=[，。；、 ）]|之?前|以前|$))${afterDay}`,
      'gu',
    ),
    read: (m, today) => {
      const { year, month } = ahead(today, m[1] ?? '')
      return exact(year, month, toNumber(m[2] ?? ''))
    },
  },
  {
    pattern: /(?:本|这个?)(?:周|月)(?:之|以)?内/gu,
    read: (m, today) =>
      m[0].includes('周')
        ? today - weekday(today) + 7
        : monthDay(today, fromDay(today).year, fromDay(today).month, undefined, '底'),
    within: true,
  },
  {
    pattern: /年底|年末|年内|年前(?=完成|整改|必须)/gu,
    read: (_, today) => toDay(fromDay(today).year, 12, 31),
  },
  {
    pattern: new RegExp(`(?<![月\\d第.一二三四五六七八九十])${N}[号日]${afterDay}`, 'gu'),
    read: (m, today) => nextDate(today, toNumber(m[1] ?? '')),
  },
  {
    pattern:
      /(元旦|春节|过年|端午|中秋|清明|五一|劳动节|十一|国庆)(?:节|假期|放假)?(?:（含）)?(?:之|以)?前/gu,
    read: (m, today) => {
      const first = nextHoliday(m[1] ?? '', today)
      return first === undefined ? undefined : first - 1
    },
    within: true,
  },
  {
    pattern: new RegExp(`(?:${N}|(半))(?:个)?(工作日|小时|天|日|周|星期|礼拜|月)(?:时间)?(?:之|以)?内`, 'gu'),
    read: (m) => (m[3] === '小时' ? undefined : 0),
    within: true,
  },
  {
    pattern: new RegExp(
      `(?:限期?|给|期限(?:为|是|：)?)(?:他们|你们|其)?(?:${N}|(半))个?(工作日|天|日|周|星期|礼拜)`,
      'gu',
    ),
    read: () => 0,
    within: true,
  },
  {
    // 七天为限, 三天填好, and a length that is a clause of its own: "…没有切断阀，三天".
    pattern: new RegExp(
      `(?:(?<=^|[，。；/ ])|(?<=[，。；/ ](?:请|要求|限|用)))${N}(半)?个?(工作日|天|日|周|星期|礼拜)(?=为限|为期|(?:内|里)?[\\u4e00-\\u9fff]{1,4}[好完掉](?:$|[，。； ])|[。； ]?$|，(?:由|请|责))`,
      'gu',
    ),
    read: () => 0,
    within: true,
  },
]

/** Every date of the text in its order, resolved against the Shanghai day of `now`. */
export function findDates(text: string, now: Date): readonly DateHit[] {
  if (!/[月号日天周前内底末旬期年时拜./-]/u.test(text)) return []
  const today = dayOf(now)
  const found: DateHit[] = []
  for (const rule of rules) {
    for (const m of text.matchAll(rule.pattern)) {
      const length = rule.within && m[3] ? lengthOf(m, now) : rule.read(m, today)
      if (length === undefined) continue
      const end = m.index + m[0].length
      const time = /[前内]$/u.test(m[0]) ? undefined : timeAt(text, end, m[0])
      found.push({
        start: m.index,
        end: time ? time.end : end,
        day: length,
        ...(time ? { time: time.clock } : {}),
        ...(rule.within ? { within: true as const } : {}),
      })
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const hits: DateHit[] = []
  let last = -1
  for (const hit of found) {
    if (hit.start < last) continue
    hits.push(hit)
    last = hit.end
  }
  return hits
}

/** `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm`. */
export const writeDate = (hit: DateHit): string => isoDay(hit.day) + (hit.time ? `T${hit.time}` : '')

const beforeDeadline =
  /(?:期限|时限|时间|截止|限|期|到|至|延|为|成|于|请|在|必须|务必|最迟|最晚|要求|说|争取|承诺|计划)[：:是为到至于在 ]{0,2}$/u
const afterDeadline =
  /^[ ]?(?:必须|务必|一定要?|得)|^[ ]?(?:上午|下午|晚上|中午)?(?:就|来|去|统一|全部|把)?(?:拆|改|搬|清|换|修|扶正|恢复|撤|移|挪|补|装|疏通|弄)(?!了|过|一查|为)|^(?:（含）|（含当天）|（含当日）|含)?(?:中午|下午|上午|晚上|晚|下班)?(?:之前|以前|前|截止|为止|到期|之内|内)|^[^，。；\n已了]{0,8}(?:完成|改完|改好|整改|修好|修复|换好|更换|搬走|清走|清完|清理|拆除|拆完|拿出|到位|提交|上报|解决|处理|恢复|搞定|弄好|落实|销号|补齐|配齐)/u

/** Whether the date is said as a deadline rather than as the day something happened. */
export function isDeadline(text: string, hit: DateHit): boolean {
  if (hit.within) return true
  const after = text.slice(hit.end, hit.end + 18)
  const lead = text.slice(Math.max(0, hit.start - 8), hit.start)
  if (/^(?:已|就|去|来|的?检查|排查|巡查|夜查|我|对|开展|上午|组织)/u.test(after)) return false
  return afterDeadline.test(after) || beforeDeadline.test(lead)
}

function yearOf(written: string | undefined, word: string | undefined, today: Day): number | undefined {
  if (written) return Number(written)
  return word ? fromDay(today).year + (word === '明年' ? 1 : 0) : undefined
}

function exact(year: number, month: number, date: number | undefined): Day | undefined {
  return date !== undefined && isDate(year, month, date) ? toDay(year, month, date) : undefined
}

/** A month and day with no year is the nearest one that is not long past: in December "1月10日" is next year's. */
function monthDay(
  today: Day,
  year: number | undefined,
  month: number | undefined,
  written: string | undefined,
  part: string | undefined,
): Day | undefined {
  if (month === undefined || month < 1 || month > 12) return undefined
  const on = (y: number): Day | undefined => {
    if (part === '上旬') return toDay(y, month, 10)
    if (part === '中旬') return toDay(y, month, 20)
    if (part) return toDay(y, month, daysInMonth(y, month))
    return exact(y, month, toNumber(written ?? ''))
  }
  if (year !== undefined) return on(year)
  const thisYear = fromDay(today).year
  const day = on(thisYear)
  if (day !== undefined && day < today - 90) return on(thisYear + 1)
  if (day !== undefined && day > today + 300) return on(thisYear - 1)
  return day
}

function nearDay(word: string): number {
  if (word.startsWith('大后')) return 3
  if (word.startsWith('后')) return 2
  return /^[明听]/u.test(word) ? 1 : 0
}

/** Weeks begin on Monday. A bare weekday is this week's, or next week's once it has passed. */
function weekdayOf(lead: string, name: string, today: Day): Day | undefined {
  const index = '一二三四五六日'.indexOf(name)
  const wanted = name === '天' || name === '末' ? 7 : index >= 0 ? index + 1 : Number(name)
  if (!(wanted >= 1 && wanted <= 7)) return undefined
  const monday = today - weekday(today) + 1
  if (lead.startsWith('下下')) return monday + 13 + wanted
  if (lead.startsWith('下')) return monday + 6 + wanted
  if (lead.startsWith('上')) return monday - 8 + wanted
  const day = monday - 1 + wanted
  return lead === '' && day < today ? day + 7 : day
}

function ahead(today: Day, lead: string): { year: number; month: number } {
  const { year, month } = fromDay(today)
  const months = lead.startsWith('下下') ? 2 : lead.startsWith('下') ? 1 : 0
  return { year: year + Math.floor((month - 1 + months) / 12), month: ((month - 1 + months) % 12) + 1 }
}

/** The next day with that number, today included. */
function nextDate(today: Day, date: number | undefined): Day | undefined {
  if (date === undefined || date < 1 || date > 31) return undefined
  let { year, month } = fromDay(today)
  for (let tries = 0; tries < 4; tries++) {
    const day = exact(year, month, date)
    if (day !== undefined && day >= today) return day
    month++
    if (month > 12) {
      month = 1
      year++
    }
  }
  return undefined
}

function lengthOf(m: RegExpMatchArray, now: Date): Day | undefined {
  const today = dayOf(now)
  const half = m[2] !== undefined
  const count = half ? 0.5 : toNumber(m[1] ?? '')
  if (count === undefined || count > 3000) return undefined
  switch (m[3]) {
    case '工作日':
      return addWeekdays(today, Math.ceil(count))
    case '小时':
      return dayOf(new Date(now.getTime() + count * 3_600_000))
    case '天':
    case '日':
      return today + Math.ceil(count)
    case '月': {
      if (half) return today + 15
      const { year, month, date } = fromDay(today)
      const index = month - 1 + count
      const y = year + Math.floor(index / 12)
      const mo = (index % 12) + 1
      return toDay(y, mo, Math.min(date, daysInMonth(y, mo)))
    }
    default:
      return today + Math.ceil(count * 7)
  }
}

const clockPattern = new RegExp(
  `^[ 的]?(上午|下午|晚上|晚|早上|早|中午|傍晚|凌晨)?[ ]?(?:(\\d{1,2})[:：](\\d{2})|${N}(?:点钟?|时)(?:(半)|${N}分?)?)`,
  'u',
)

function timeAt(text: string, at: number, date: string): { end: number; clock: string } | undefined {
  const m = clockPattern.exec(text.slice(at, at + 14))
  if (!m) return undefined
  const hour = Number(m[2] ?? toNumber(m[4] ?? '') ?? NaN)
  const minute = m[3] ? Number(m[3]) : m[5] ? 30 : m[6] ? (toNumber(m[6]) ?? 0) : 0
  if (!(hour >= 0 && hour <= 24) || minute > 59) return undefined
  const part = (m[1] ?? '') + (/晚$/u.test(date) ? '晚' : '')
  const late = /下午|晚|傍晚/u.test(part) || (part === '中午' && hour < 6)
  const h = late && hour < 12 ? hour + 12 : hour
  if (h > 23) return undefined
  return { end: at + m[0].length, clock: `${String(h).padStart(2, '0')}:${String(minute).padStart(2, '0')}` }
}

const HOUR = 3600_000
const DAY = 24 * HOUR
// China has had one time zone without summer time since 1991, so a fixed offset is exact here.
const SHANGHAI = 8 * HOUR
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/**
 * The parts of a moment as a Shanghai calendar shows them.
 * @param {number} at milliseconds since 1970
 */
function parts(at) {
  const d = new Date(at + SHANGHAI)
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    weekday: d.getUTCDay(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
  }
}

/**
 * The moment of a Shanghai wall clock; day and hour may overflow.
 * @param {number} year @param {number} month 1–12 @param {number} day @param {number} hour @param {number} minute
 */
function moment(year, month, day, hour, minute) {
  return Date.UTC(year, month - 1, day, hour, minute) - SHANGHAI
}

/** @param {number} n */
const two = (n) => String(n).padStart(2, '0')

/** "16:58" @param {number} at */
export function clockTime(at) {
  const p = parts(at)
  return `${two(p.hour)}:${two(p.minute)}`
}

/** "11月20日 周五 16:58" @param {number} at */
export function longTime(at) {
  const p = parts(at)
  return `${p.month}月${p.day}日 ${WEEKDAYS[p.weekday]} ${clockTime(at)}`
}

/**
 * How the chat list says when: the time today, "昨天", or the date.
 * @param {number} at @param {number} now
 */
export function listTime(at, now) {
  const days = Math.floor((now + SHANGHAI) / DAY) - Math.floor((at + SHANGHAI) / DAY)
  if (days <= 0) return clockTime(at)
  if (days === 1) return '昨天'
  const p = parts(at)
  return `${p.month}月${p.day}日`
}

/** Whether two moments share a Shanghai calendar day. @param {number} a @param {number} b */
export function sameDay(a, b) {
  return Math.floor((a + SHANGHAI) / DAY) === Math.floor((b + SHANGHAI) / DAY)
}

/** The value of a datetime-local field. @param {number} at */
export function fieldValue(at) {
  const p = parts(at)
  return `${p.year}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${two(p.minute)}`
}

/** The moment of a datetime-local field read as Shanghai time, or undefined. @param {string} value */
export function fieldMoment(value) {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(value)
  if (!found) return undefined
  return moment(Number(found[1]), Number(found[2]), Number(found[3]), Number(found[4]), Number(found[5]))
}

/**
 * The next Friday at that time, strictly after `now`.
 * @param {number} now @param {number} hour @param {number} minute
 */
function friday(now, hour, minute) {
  const p = parts(now)
  const ahead = (5 - p.weekday + 7) % 7
  const at = moment(p.year, p.month, p.day + ahead, hour, minute)
  return at > now ? at : at + 7 * DAY
}

/** The last day of this month (or, once that is past, of the next) at 18:05. @param {number} now */
function monthEnd(now) {
  const p = parts(now)
  const at = moment(p.year, p.month + 1, 0, 18, 5)
  return at > now ? at : moment(p.year, p.month + 2, 0, 18, 5)
}

/**
 * Where the clock can jump to from `now`; every target lies in the future.
 * @param {number} now
 * @returns {readonly Readonly<{ label: string, to: number }>[]}
 */
export function jumps(now) {
  const p = parts(now)
  return [
    { label: '+1小时', to: now + HOUR },
    { label: '明天 9:00', to: moment(p.year, p.month, p.day + 1, 9, 0) },
    { label: '到周五 10:00', to: friday(now, 10, 0) },
    { label: '到周五 17:00', to: friday(now, 17, 0) },
    { label: '到周五 18:05', to: friday(now, 18, 5) },
    { label: '到月底 18:05', to: monthEnd(now) },
  ]
}

import { findDates, type DateHit } from '../../text/dates.ts'
import { isoDay } from '../../text/calendar.ts'
import { normalise } from '../../text/normalise.ts'
import { toNumber } from '../../text/numbers.ts'
import { isPersonName } from '../../text/persons.ts'
import type { Reading } from '../../text/reading.ts'
import type { SaidPerson, Understanding } from '../../types.ts'

const HAN = '\\u4e00-\\u9fff·'
const PHONE = '(1[3-9]\\d)[- ]?(\\d{4})[- ]?(\\d{4})(?!\\d)'
const CALLED = '[ ，：]{0,2}(?:电话|手机号?|联系电话)?[ ：]{0,2}'
// What may stand in a stand-in's name; the words of the leave itself never do.
const NAME = `((?:(?![假由到月让请期]|周[一二三四五六日末期内前到])[${HAN}]){2,12}?)`
const standInPattern = new RegExp(
  `(?:[，。； ]+(?:期间|这几天|这段时间)?[，]?(?:我的)?(?:工作|事情?)?[， ]?(?:都|暂)?(?:由|请|让|找)?|(?:由|让))${NAME}(?:${CALLED}${PHONE})?[ ，]?(?:同志)?(?:来|暂时?)?(?:代我|替我)?(?:代办|代理|代为办理|代班|替班|顶替|负责|代)(?:我的?)?(?:工作|一下)?$`,
  'u',
)
const kind = '(?:请|休|要请|要休)?(?:了|个|一下)?(?:年|病|事|产|婚|陪产|护理)?假|出差'
const lengths = /([\d一二三四五六七八九十两]{1,3})个?(天|日|周|星期|礼拜|月)(?!内|前)/gu
const leavePattern = new RegExp(
  `^(?:我|本人|(?:U的?)?([${HAN}]{2,4}?))??(?:要|想|准备|打算|得)?(?:从|自)?(?:D(?:起|开始)?(?:[到至~—–-]+D)?止?)?[，]?(?:要|想|得)?(?:${kind})(?:从|自)?(?:[：到至 ]*D(?:起|开始)?(?:[，]?[到至~—–-]+D)?(?:止|为止|回来)?)?[，：共]{0,2}(L)?$`,
  'u',
)

/** 请假、代办、销假 and the hand-over of a liaison's work. */
export function readPeople(r: Reading): Understanding | undefined {
  const text = r.text.replace(/[。！~ ]+$/u, '').replace(/^(?:你好|您好)[，！ ]*/u, '')
  return readReturn(text) ?? readLeave(r, text) ?? readHandOver(r, text)
}

function readReturn(text: string): Understanding | undefined {
  if (
    /^(?:现在|今天|本周|这周|最近|这几天)?(?:都|还)?(?:有)?(?:谁|哪些人|哪几个人?|几个人|哪些单位的?人)(?:在|正在)?(?:请假|休假|不在)(?:了)?[呢吗？?]?$/u.test(
      text,
    )
  )
    return { intent: 'leave-query' }
  if (/^我?(?:要|想|来|已经?)?(?:提前)?销假(?:了|啦)?$/u.test(text)) return { intent: 'leave-end' }
  if (/^我(?:已经?)?(?:提前)?(?:休假|出差|休完假|请完假)?回来(?:上班|了|上班了|啦)$/u.test(text))
    return { intent: 'leave-end' }
  const other = /^([\u4e00-\u9fff·]{2,4})(?:已经?)?(?:提前)?销假了?$/u.exec(text)?.[1]
  return other && isPersonName(other) ? { intent: 'leave-end', who: other } : undefined
}

function readLeave(r: Reading, whole: string): Understanding | undefined {
  if (!/假|出差/u.test(whole) || whole.length > 80 || /[？?吗]/u.test(whole)) return undefined
  const said = standInPattern.exec(whole)
  const standIn = said?.[1] ? person(said[1], said.slice(2, 5)) : undefined
  if (said && !standIn) return undefined
  const text = spelledOut(said ? whole.slice(0, said.index) : whole)
  const dates = findDates(text, r.now)
  const days = lengthIn(text, dates)
  const unit = r.names.find((name) => name.kind === 'unit' && name.start === 0 && whole === r.text)
  const shape = shapeOf(text, dates, days, unit && r.text.slice(0, unit.end))
  const m = leavePattern.exec(shape)
  if (!m || dates.length > 2 || (dates.length === 0 && !days)) return undefined
  const who = m[1]
  // 「小王明天请假」 is talk; of somebody else's leave the office speaks, or whoever names the stand-in.
  if (who && (!isPersonName(who) || (!standIn && r.from.role !== 'office'))) return undefined
  const span = spanOf(text, dates, days?.count, today(r))
  if (!span) return undefined
  return {
    intent: 'leave',
    from: isoDay(span.from),
    until: isoDay(span.until),
    ...(who ? { who } : {}),
    ...(standIn ? { standIn } : {}),
  }
}

/** 3月1-5日 and 3.1-3.5, with both days written out. */
function spelledOut(text: string): string {
  return text
    .replace(/(\d{1,2})月(\d{1,2})[日号]?[-~到至—–](\d{1,2})[日号]/gu, '$1月$2日到$1月$3日')
    .replace(/(\d{1,2})[./](\d{1,2})[日号]?[-~到至—–](\d{1,2})[./](\d{1,2})[日号]?/gu, '$1月$2日到$3月$4日')
    .replace(/((?:到|至|^|请假)[ ：]?)(\d{1,2})[./](\d{1,2})(?![\d./])/gu, '$1$2月$3日')
    .replace(/下周(?![一二三四五六日天末])/gu, '下周一到下周日')
    .replace(/(?:这|本)周(?![一二三四五六日天末])/gu, '今天到本周日')
}

type Length = Readonly<{ start: number; end: number; count: number }>

function lengthIn(text: string, dates: readonly DateHit[]): Length | undefined {
  for (const m of text.matchAll(lengths)) {
    const start = m.index
    if (dates.some((hit) => start < hit.end && hit.start < start + m[0].length)) continue
    const n = toNumber(m[1] ?? '')
    if (n === undefined || n < 1 || n > 400) continue
    const unit = m[2] === '天' || m[2] === '日' ? 1 : m[2] === '月' ? 30 : 7
    return { start, end: start + m[0].length, count: n * unit }
  }
  return undefined
}

/** The sentence with D for each date, L for a length and U for a unit, without spaces. */
function shapeOf(
  text: string,
  dates: readonly DateHit[],
  days: Length | undefined,
  unit: string | undefined,
): string {
  const marks = [
    ...dates.map(({ start, end }) => ({ start, end, mark: 'D' })),
    ...(days ? [{ start: days.start, end: days.end, mark: 'L' }] : []),
    ...(unit ? [{ start: 0, end: unit.length, mark: 'U' }] : []),
  ].sort((a, b) => a.start - b.start)
  let shape = ''
  let from = 0
  for (const { start, end, mark } of marks) {
    shape += text.slice(from, start) + mark
    from = end
  }
  return (shape + text.slice(from))
    .replace(/ /gu, '')
    .replace(/D(?:（[^（）]{1,4}）|全天|上午|下午|一天|这天|当天)/gu, 'D')
}

const today = (r: Reading): number => Math.floor((r.now.getTime() + 8 * 3_600_000) / 86_400_000)

/** 到3月5日 begins today; a single day is that day, or begins a length. */
function spanOf(
  text: string,
  dates: readonly DateHit[],
  length: number | undefined,
  now: number,
): Readonly<{ from: number; until: number }> | undefined {
  const [first, second] = dates
  if (first && second) return { from: first.day, until: second.day }
  if (!first) return length === undefined ? undefined : { from: now, until: now + length - 1 }
  if (length !== undefined) return { from: first.day, until: first.day + length - 1 }
  const open = /[到至]$/u.test(text.slice(0, first.start).trimEnd())
  return { from: open ? Math.min(now, first.day) : first.day, until: first.day }
}

function person(name: string, digits: readonly (string | undefined)[]): SaidPerson | undefined {
  const phone = digits[0] ? digits.join('') : undefined
  if (!isPersonName(name, phone !== undefined)) return undefined
  return { name, ...(phone ? { phone } : {}) }
}

/** Nothing but somebody's name, with a phone number or without: the answer to a question who. */
export function readNamed(text: string): SaidPerson | undefined {
  const m = new RegExp(
    `^(?:由|让|请|找|是)?([${HAN}]{2,12}?)(?:同志)?(?:${CALLED}${PHONE})?(?:来)?(?:代办|代理|代)?[。！ ]*$`,
    'u',
  ).exec(normalise(text))
  return m?.[1] ? person(m[1], m.slice(2, 5)) : undefined
}

const changed = '(?:换成|换为|换|改成|改为|变更为|变更成|更换为|更换成|调整为|调整成)'
const handOverPattern = new RegExp(
  `^(?:我们?(?:单位|局|镇|街道)?的?)?联络员(?:(?:由|从)?([${HAN}]{2,4}?))?(?:现|已)?${changed}了?[ ：，]{0,2}([${HAN}]{2,12}?)(?:同志)?(?:${CALLED}${PHONE})?$`,
  'u',
)
const handsWorkPattern = new RegExp(
  `^我?(?:把|将)?(?:我的|手头的?)?(?:联络员)?(?:的)?(?:工作|任务|活)?(?:移交|交接|转交|交)给(?:了)?[ ：]{0,2}([${HAN}]{2,12}?)(?:同志)?(?:${CALLED}${PHONE})?$`,
  'u',
)

/** 「联络员换成李某 13800000009」「住建局联络员由郭某换成李某」「工作移交给李某 13800000009」. */
function readHandOver(r: Reading, whole: string): Understanding | undefined {
  if (!/联络员|移交|交接|转交|工作交给/u.test(whole) || whole.length > 60 || /[？?吗]/u.test(whole))
    return undefined
  const unit = r.names.find((name) => name.kind === 'unit' && name.start === 0 && r.text.startsWith(whole))
  const text = (unit ? whole.slice(unit.end) : whole).replace(/^[的 ，：]+/u, '')
  const m = handOverPattern.exec(text)
  const handed = m ?? handsWorkPattern.exec(text)
  if (!handed) return undefined
  const to = m ? person(m[2] ?? '', m.slice(3, 6)) : person(handed[1] ?? '', handed.slice(2, 5))
  const old = m?.[1]
  if (!to || (old && !isPersonName(old))) return undefined
  // 「把12号交给李某」 is about a thing, and 「交给李某」 about anything.
  if (!m && !/工作|联络员|移交|交接/u.test(text)) return undefined
  return {
    intent: 'hand-over',
    to,
    ...(unit ? { unit: unit.id } : {}),
    ...(old ? { old } : {}),
  }
}

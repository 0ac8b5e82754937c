import { isoDay } from '../../text/calendar.ts'
import { findDates } from '../../text/dates.ts'
import { toNumber } from '../../text/numbers.ts'
import { isPersonName } from '../../text/persons.ts'
import type { Reading } from '../../text/reading.ts'
import type { SaidPerson, Understanding } from '../../types.ts'

const PHONE = /(?<!\d)(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)/u

/** 值守、到岗, meetings, and who answers for a task. */
export function readNodes(r: Reading): Understanding | undefined {
  if (r.text.length > 800) return undefined
  const whole = r.text.replace(/[。！~ ]+$/u, '')
  const unit = r.names.find((name) => name.kind === 'unit' && name.start === 0)
  const text = (unit ? whole.slice(unit.end) : whole).replace(/^[的 ：\n]+/u, '')
  const ofUnit = unit ? { unit: unit.id } : {}
  return readAtPost(whole) ?? readRoster(r, text, ofUnit) ?? readMeeting(whole) ?? readWhoAnswers(whole)
}

function readAtPost(whole: string): Understanding | undefined {
  if (/^我?(?:已经?)?(?:到岗|在岗)(?:了|到位)?$|^值守(?:人员)?已?到岗$/u.test(whole))
    return { intent: 'on-post' }
  const other = /^([\u4e00-\u9fff·]{2,4}?)(?:已经?|现)?(?:到岗|在岗)了?$/u.exec(whole)?.[1]
  return other && isPersonName(other) ? { intent: 'on-post', who: other } : undefined
}

function readRoster(
  r: Reading,
  text: string,
  ofUnit: Readonly<{ unit?: string }>,
): Understanding | undefined {
  const plain = text.replace(/[？? ]/gu, '')
  if (
    /^(?:节日|节点|今天|今日|元旦|春节|两会|国庆)?(?:值守|值班)(?:情况|名单|安排|表)?(?:怎么样|如何)?$/u.test(
      plain,
    )
  )
    return plain === '值班' || /^(?:值班)(?:表|安排)$/u.test(plain)
      ? undefined
      : { intent: 'roster-query', ...ofUnit }
  if (/^(?:谁|今天谁|今日谁)(?:在)?(?:值守|值班)$|^(?:值守|值班)(?:到岗|到岗情况)$/u.test(plain))
    return { intent: 'roster-query', ...ofUnit }
  if (!/值守|值班/u.test(text) || /[？?吗]/u.test(text)) return undefined
  const lines = text
    .replace(/(?:节日|节点|元旦|春节|两会|国庆)?(?:期间)?(?:值守|值班)(?:人员?|安排|名单)?[ ：为是]*/gu, ' ')
    .split(/[\n；]+/u)
    .flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const entries: (SaidPerson & Readonly<{ from: string; until: string }>)[] = []
  for (const line of lines) {
    const entry = entryOf(line, r.now)
    if (!entry) return undefined
    entries.push(entry)
  }
  return entries.length > 0 ? { intent: 'roster-set', entries, ...ofUnit } : undefined
}

/** 「1月1日 王某 13800000003」「1月1日到3日 王某」. */
function entryOf(
  line: string,
  now: Date,
): (SaidPerson & Readonly<{ from: string; until: string }>) | undefined {
  const text = line.replace(
    /(\d{1,2})月(\d{1,2})[日号]?[ ]?[-~到至—–][ ]?(\d{1,2})[日号]/gu,
    '$1月$2日到$1月$3日',
  )
  const digits = PHONE.exec(text)
  const phone = digits ? `${digits[1]}${digits[2]}${digits[3]}` : undefined
  const dates = findDates(digits ? text.replace(digits[0], '') : text, now)
  const [first, second] = dates
  if (!first || dates.length > 2) return undefined
  const named = text
    .replace(digits?.[0] ?? '', '')
    .slice((second ?? first).end)
    .replace(/（[^（）]{1,8}）/gu, '')
    .replace(/(?:联系)?(?:电话|手机号?)[ ：]*/gu, '')
  const before = text.slice(0, first.start).trim()
  const between = second ? text.slice(first.end, second.start).trim() : '到'
  const name = named.replace(/[ ，：由]|同志/gu, '')
  if (before !== '' || !/^(?:到|至|-|~|—|–)$/u.test(between) || !isPersonName(name, phone !== undefined))
    return undefined
  return {
    from: isoDay(first.day),
    until: isoDay((second ?? first).day),
    name,
    ...(phone ? { phone } : {}),
  }
}

function readMeeting(whole: string): Understanding | undefined {
  if (
    /^(?:什么时候|哪天|几号|下次什么时候)?(?:开)?(?:工作)?例会(?:安排|时间|什么时候|是哪天|哪天开|几号|纪要)?[？?]?$/u.test(
      whole,
    )
  )
    return /^(?:工作)?例会$/u.test(whole) ? undefined : { intent: 'meetings-query' }
  const m =
    /^((?:专班|工作专班|领导小组|工作|联席|调度)*(?:例会|会议|调度会|联席会))(?:今天)?(?:已经?|已)(?:召)?开(?:了|完|过|毕)?(?:[，：。；\n ]+(?:会议)?(?:纪要|记录)?[：\n ]*([\s\S]{2,700}))?$/u.exec(
      whole,
    )
  if (!m?.[1]) return undefined
  return { intent: 'meeting-held', name: m[1], ...(m[2] ? { minutes: m[2].trim() } : {}) }
}

function readWhoAnswers(whole: string): Understanding | undefined {
  const plain = whole.replace(/[？? ]/gu, '')
  const nth =
    /^第([\d一二三四五六七八九十]{1,3})项(?:任务|工作)?(?:是|由|归)?谁(?:来)?(?:负责|牵头|管|干)$/u.exec(
      plain,
    )
  const number = nth?.[1] ? toNumber(nth[1]) : undefined
  if (number !== undefined && number > 0) return { intent: 'who-answers', nth: number }
  const task = /^(.{2,20}?)(?:是|由|归)?谁(?:来)?(?:负责|牵头|管)$/u.exec(plain)?.[1]
  return task && /报$|总结|方案|名单|任务|台账|材料|动员会|会议/u.test(task)
    ? { intent: 'who-answers', task }
    : undefined
}

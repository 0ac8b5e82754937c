import { findDates, isDeadline, writeDate } from '../text/dates.ts'
import type { NameHit } from '../text/names.ts'

/** What a clause says should be done about hazards, and what was already done on the spot. */
export type Order = Readonly<{
  responsible?: string
  due?: string
  fixed?: true
  severity?: 'major' | 'general'
}>

const asked =
  /(?:责任单位|整改单位|牵头单位|责任方|责任主体|整改责任|责任|责令|责成|要求|督促|通知|提醒|叮嘱|请|限|由|交给?|交由|转|让|叫|喊|给|找|令|着|烦请|麻烦|劳烦|辛苦|归口|联系|移交|安排|协调|报给?|归|属地)均?[：:是为由给到 ]{0,2}$/u
const told =
  /^(?:公司|大大|大哥|师傅|老师|大佬|领导|那边|的?同志|方面|你们|人员|经理|负责人)?[ ]?(?:（均?限|的(?:活儿?|事儿?|责任)|先|话(?:会|要)|莫|别|赶紧|赶快|快点|抓点紧|能不能派|说(?:是|会|要)?[^，。]{0,8}(?:修|换|装|改|清|拆|弄|搬|补|完成)|帮忙|帮|负责|处理|处置|督促|跟|整改|协助|协调|限期|督办|前来|安排|派|上门|盯办|牵头|跟进|落实|限|过?来|去|要|需|必须|务必|应|尽快|马上|立即|立刻|抓紧|解决|修|拆|清|拖|换|保证|承诺|答应|督促|监督|办理|认领|配合|盯|管(?!的))/u
// A date after a unit tells it something only when it is a deadline: "柳河镇5月6日排查情况" is a title.
const toldWhen =
  /^[ ，]?(?:[0-9]{1,2}[./-][0-9]{1,2}|[0-9一二两三四五六七八九十]{1,3}(?:[天日月号周]|个?(?:小时|工作日|礼拜|星期|月))|[明今后][天日儿晚早]|(?:这个?|本|下{1,2}个?)?(?:星期|礼拜)[一二三四五六日天]|(?:这个?|本|下个?)?月[底末]|(?:[本这]|下{1,2})个?[周星礼月]|周[一二三四五六日]|月底|年底|于|在.{1,8}前)[^，。；\n]{0,8}(?:前|内|底|完成|整改|修|搬|拆|清|换|解决|装|补|配|建|恢复)/u
const aside = /(?:会同|联合|配合|同|和|与|据|接|我是)$/u

/** The unit of the clause that is named as responsible, or that is asked or ordered to see to it. */
export function findResponsible(text: string, units: readonly NameHit[], offset: number): string | undefined {
  for (const [i, unit] of units.entries()) {
    const start = unit.start - offset
    const end = unit.end - offset
    const before = text.slice(Math.max(0, start - 7), start)
    const after = text
      .slice(end, end + 14)
      .replace(/^(?:大大|大哥|师傅|老师|大佬|领导|的?同志|那边|你们)[ ，]?/u, '')
    if (/^(?:：|已|反馈|报告|回复)/u.test(after) && !asked.test(before)) continue
    if (asked.test(before)) return unit.id
    const previous = units[i - 1]
    // "交警和恒泰物业月底前解决": both are told, the first answers for it.
    if (
      previous &&
      /^[和与、]$/u.test(text.slice(previous.end - offset, start)) &&
      (told.test(after) || toldWhen.test(after))
    )
      return previous.id
    if (aside.test(before)) continue
    const alone =
      start <= 12 &&
      /^[ ，。；：（]*$/u.test(text.slice(0, start)) &&
      /^[ ，。；）！]*$/u.test(text.slice(end))
    // "供电公司" as a clause of its own at the end names who has to do it.
    const closes = /[ 、]$/u.test(before) && /^[ ）。！]*$/u.test(after)
    if ((alone && offset > 0) || closes || told.test(after) || toldWhen.test(after)) return unit.id
  }
  return undefined
}

/** The deadline said in the text, if any; dates of what happened do not count. */
export function findDue(text: string, now: Date): string | undefined {
  let due: string | undefined
  const dates = findDates(text, now)
  for (const hit of dates) if (isDeadline(text, hit)) due ??= writeDate(hit)
  // A day that is a clause of its own ("责令物业，11.20") can only be the day by which.
  const only = dates[0]
  if (
    !due &&
    only &&
    /^[ ，]*$/u.test(text.slice(0, only.start)) &&
    /^[ ，。）]*$/u.test(text.slice(only.end))
  )
    due = writeDate(only)
  return due
}

const cleared =
  '扑灭|拿掉|拿走|解开|松开|取掉|摘掉|抽走|换掉|换好|修好|修复|装好|补上|补齐|补充|放下|盖好|盖上|贴好|疏导|清出|搬出|抬走|收起|收掉|拿走|拿开|卸下|移到|剪了|断开|熄火|弄走|弄好|处理好|关停|没收|扣押|暂扣|收缴|清理|清走|清除|清掉|清运|清空|清完|推离|拔了|剪掉|取下|取走|撤|收了|清扫|打扫|清洗|扫净|换新|换了|扶正|关上|关好|搬了|挪了|清了|推走了|赶走|搬空|归位|复位|接好|装上|打开了|移出|请走|骑走|开走|放回|灭了|浇灭|停了|搬走|搬离|搬移|搬开|搬掉|移走|移除|移开|挪走|挪开|挪车|劝离|驶离|拆除|拆掉|拆了|整改|改正|纠正|疏通|打开|恢复|更换|换上|断电|停工|收走|拖走|处置|处理|消除|推走|推出|开走|熄灭|拔掉|拔下|剪断|关掉|撤走|改好|改掉|停止'
const onSpot = new RegExp(
  `(?:当场|当面|随即|现场|当即|立即|立刻|立马|已经?|均已|都已|随手|马上|顺手|搁现场|在场)([^，。；\\n]{0,6}?)(?:${cleared})`,
  'u',
)

const toldAndDone = new RegExp(
  `(?:叫|让|喊)人?(?:清|搬|挪|推|拖|移|拆|弄|撤)(?:走|开|掉|离|完)?了$|(?:让|叫|喊|请)[^，。；\\n]{1,5}(?:${cleared})(?:了|走了|好了|出?去了|下楼了|下去了)$|(?:来人|派人|过来)(?:就|给|把[^，。]{1,6})?(?:${cleared})了?$|已经?(?:喊|叫|请|劝)(?:走|开|离)了?$`,
  'u',
)

const carriedOff =
  /(?:当场|当面)(?![^，。]{0,3}(?:责令|要求|告知|叮嘱|督促|下发|下达|开|写|拍|签|限|请|通知|教育|批评|承诺|答应|没|不|未))[^，。]{1,6}(?:走|掉|开|净|空|下来|出来|回去|干净)了?$|(?:当场|当面)(?![^，。]{0,3}(?:责令|要求|告知|叮嘱|督促|下发|下达|开了|写|拍|签|限|请|通知|教育|批评|承诺|答应|没|不|未|说))[^，。]{1,4}了$|现场(?![^，。]{0,3}(?:责令|要求|告知|督促|下|开|拍|限|请|通知|教育|没|不|未|说|看|查|发现))[^，。]{1,4}(?:上|好|掉|走|开|下来|出来)了$|(?:刚才?|已经?)?帮着?[^，。]{0,4}(?:搬|清|挪|抬|收|拿)[^，。]{0,3}了$/u

/** Whether the clause says the fault was removed during the visit; advice and notices are not removal. */
export function isFixedOnSpot(text: string): boolean {
  // 住户当场拎走, whatever the verb is.
  if (carriedOff.test(text)) return true
  // 我们让保安打开了: told and done.
  if (toldAndDone.test(text)) return true
  const m = onSpot.exec(text)
  if (!m) return false
  // 叫他拔了推走了: told and done.
  if (
    /^[^，。]{0,2}(?:叫|让|喊)[^，。]{1,3}$/u.test(m[1] ?? '') &&
    /^[^，。]{0,6}了/u.test(text.slice(m.index + m[0].length - 1))
  )
    return true
  if (
    /责令|要求|督促|下发|下达|开具|让(?!.{0,3}(?:走了|开了|了$))|叫(?!.{1,4}了)|通知|限|请|联系|安排|告知|申请|劝阻|报|需|应|要|未|没|不/u.test(
      m[1] ?? '',
    )
  )
    return false
  if (/^已.{0,3}(?:停了)/u.test(m[0])) return false
  if (/^(?:立即|立刻|立马|马上)/u.test(m[0]) && !/了|完毕|完成|到位|好$/u.test(text)) return false
  const before = text.slice(Math.max(0, m.index - 6), m.index)
  return !/责令|要求|督促|请|让|须|需|应|未|没/u.test(before)
}

/** `major` or `general` where the official word stands; plain 严重 is no grade. */
export function findSeverity(text: string): 'major' | 'general' | undefined {
  if (
    /重大(?:火灾|消防|安全)?隐患|(?:疑似|可能|估计|应该|怕)(?:是|为|算|构成|属于?)?重大(?![^，。]{0,2}(?:活动|节日|节点|事故|会议))|(?:等级|级别|定为|列为|属于?|判定为?)[：:为]?重大/u.test(
      text,
    )
  )
    return 'major'
  return /一般(?:火灾|消防|安全)?隐患|(?:等级|级别|定为|列为|判定为?)[：:为]?一般/u.test(text)
    ? 'general'
    : undefined
}

/** Everything a clause orders, in one look. */
export function findOrder(text: string, units: readonly NameHit[], offset: number, now: Date): Order {
  const responsible = findResponsible(text, units, offset)
  const due = findDue(text, now)
  const severity = findSeverity(text)
  return {
    ...(responsible ? { responsible } : {}),
    ...(due ? { due } : {}),
    ...(isFixedOnSpot(text) ? { fixed: true as const } : {}),
    ...(severity ? { severity } : {}),
  }
}

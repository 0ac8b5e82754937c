import type { Period } from './types.ts'
import { toDay } from './text/calendar.ts'

/** The period that a report or a question names. Ten-day periods (旬) have none. */
export function findPeriod(text: string): Period | undefined {
  if (/半月|半个月|上半月|下半月|双周/u.test(text)) return 'half-month'
  if (/[上中下]旬|旬报/u.test(text)) return undefined
  if (/周报|(?:本|这|上|这个|上个|当|每)(?:周|星期|礼拜)|第[0-9一二三四五六七八九十]{1,3}周|一周/u.test(text))
    return 'week'
  if (/昨晚|今晚|(?:今|昨|当|前)(?:天|日)|日报|今早|每日/u.test(text)) return 'day'
  const range =
    /(?:(\d{1,2})[月.])?(\d{1,2})[日号]?(?:至|到|-|~|—)(?:(\d{1,2})[月.])?(\d{1,2})(?:[日号]|(?=[ ，：]))/u.exec(
      text,
    )
  if (range?.[1] || range?.[3]) {
    const month = Number(range[1] ?? range[3])
    const days =
      toDay(2026, Number(range[3] ?? month), Number(range[4])) - toDay(2026, month, Number(range[2])) + 1
    if (days >= 5 && days <= 7) return 'week'
    if (days >= 13 && days <= 16) return 'half-month'
    if (days >= 28 && days <= 31) return 'month'
    return undefined
  }
  if (
    /月报|(?:本|这个?|上个?|当|全)月|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:情况|工作|排查|的?总|进展|汇总|台账|通报)/u.test(
      text,
    )
  )
    return 'month'
  if (/夜查/u.test(text)) return 'day'
  if (/阶段|以来|截至|截止目前|累计|迄今/u.test(text)) return 'stage'
  return undefined
}

// A unit, a period and a title may stand before a nil report.
const leading =
  /^(?:[^没无未0零]{0,12}?(?:镇|乡|街道|局|公司|大队|物业|社区|商城|厂|办))?(?:周报|半月报|月报|日报|隐患)?(?:本周|这周|本月|这个月|今日|今天|本期|这半个?月|本半月|上半月|下半月|半个?月|[0-9]{1,2}月(?:上半月|下半月)?|上周|昨日|昨天|本旬|目前|暂时|这期|这两天)?(?:周报|半月报|月报|日报)?/u

/** Whether the message says that the whole report is nil. */
export function isNil(text: string): boolean {
  const plain = text.replace(/[ 。！~，：\n]/gu, '').slice(0, 60)
  if (/^(?:无|没有|0|零)$/u.test(plain)) return true
  if (
    plain.length <= 24 &&
    /零报告|0报告|零上报|零报/u.test(plain) &&
    !/建议|方案|要求|坚持|实行|执行|每日/u.test(plain)
  )
    return true
  const said = plain.replace(leading, '')
  if (
    /^(?:我们?|我镇|我局|我乡|我单位|本单位)?(?:暂时?|均|都|还)?(?:没有?|无|未)(?:新增|新发现|新的|新|发现|排查出|查出|任何|其他|需要?|要)*的?(?:火灾|消防|安全)*(?:隐患|情况|问题|事项|内容)?(?:需要?)?(?:上报|报告|报送)?的?$/u.test(
      said,
    )
  )
    return said.length > 1 || said !== plain
  return /无新增|没有新(?:增|发现|的)|无新发现|(?:本周|本月|今日|今天|本期|半月)无(?:隐患|情况|问题|检查|排查|新)|(?:本周|今天|本月|这周|今日)(?:没有?|未)(?:检查|排查|开展|查)(?:$|活动|工作)/u.test(
    plain,
  )
}

/** A number written after a correction ("隐患是12处不是21处"): what comes after 不是 or 误 is the wrong one. */
export function correctedText(text: string): string {
  return text.replace(
    /(?:不是|而不是|而非|不应是|误报为|误写成?|写成了?|报成了?|错写成|错报成)[ ]?[0-9一二三四五六七八九十百两]{1,6}(?:处|个|家|人次|份|起|次)?/gu,
    '',
  )
}

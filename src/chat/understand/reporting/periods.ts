import type { Period } from '../types.ts'
import { toDay } from '../text/calendar.ts'
import { toNumber } from '../text/numbers.ts'

/** The period that a report or a question names. Ten-day periods (旬) have none. */
export function findPeriod(text: string): Period | undefined {
  if (/半月|半拉月|半个月|上半月|下半月|双周/u.test(text)) return 'half-month'
  if (/[上中下]旬|旬报/u.test(text)) return undefined
  if (
    /周报|周检|周零报|周清|周小结|周汇总|周统计|周数据|(?:本|这|上|这个|上个|当|每)(?:周|星期|礼拜)|第[0-9一二三四五六七八九十]{1,3}周|(?<!下|每|限期?|再)(?<![\d])一周(?!前|内|之内|以内)/u.test(
      text,
    )
  )
    return 'week'
  if (
    /昨晚|今晚|(?:今|昨|当|前)(?:天|日)|本日|日报|今早|每日|夜间(?!演练|培训|疏散)|昨夜|当晚|今夜|昨儿|今儿/u.test(
      text,
    )
  )
    return 'day'
  if (/(?:周|星期|礼拜)一(?:至|到|-|~|—)(?:本?周|星期|礼拜)?[五六日天]/u.test(text)) return 'week'
  const range =
    /(?:(\d{1,2})[月.])?(\d{1,2})[日号]?(?:至|到|-|~|—)(?:(\d{1,2})[月.])?(\d{1,2})(?:[日号]|(?=[ ，：/\n\u4e00-\u9fff]))/u.exec(
      text,
    )
  const inWords = range?.[1] || range?.[3] ? range : rangeInWords(text)
  if (inWords?.[1] || inWords?.[3]) {
    const [, first, from, last, to] = inWords
    const month = Number(first ?? last)
    const days = toDay(2026, Number(last ?? month), Number(to)) - toDay(2026, month, Number(from)) + 1
    if (days >= 5 && days <= 7) return 'week'
    if (days >= 13 && days <= 16) return 'half-month'
    if (days >= 28 && days <= 31) return 'month'
    return undefined
  }
  if (
    /月报|(?:本|这个?|上个?|当|全)月|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:情况|工作|排查|的?总|进展|汇总|台账|通报|演练|培训|统计|数据|检查|报表|小结|份额|清单)|(?:时间|月份|统计期)[：:](?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?![0-9一二三四五六七八九十])/u.test(
      text,
    )
  )
    return 'month'
  if (/夜查/u.test(text)) return 'day'
  // 十一月拖移…: a month and no day of it.
  if (
    /(?<![\d年至到-])(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d|[一二三四五六七八九十]|底|末|初|中|前|内|以|之|份?[上中下]旬|上半|下半|度)/u.test(
      text,
    ) &&
    !/[月][底末]前/u.test(text)
  )
    return 'month'
  if (/阶段|以来|截至|截止目前|累计|迄今/u.test(text)) return 'stage'
  return undefined
}

/** 十二月一号到七号, and 1到15号 without a month. */
function rangeInWords(text: string): readonly (string | undefined)[] | undefined {
  const m =
    /(?:([\d一二三四五六七八九十]{1,2})月)?([\d一二三四五六七八九十]{1,3})[日号]?(?:至|到|-|~|—)(?:([\d一二三四五六七八九十]{1,2})月)?([\d一二三四五六七八九十]{1,3})[日号]/u.exec(
      text,
    )
  if (!m) return undefined
  const [month, from, last, to] = m
    .slice(1)
    .map((n) => (n === undefined ? undefined : toNumber(n)?.toString()))
  return [m[0], month ?? '1', from, last, to]
}

const nothing =
  '(?:暂时?|均|都|还|仍|全部?|也|一直)?(?:没有?|没得|没的|无|未|零|0)(?:新增|新发现|发现|排查出|检查出|查出|查到|出现|存在|什么|啥子?|任何|其他|其它|新的?|需要?|要|可|的|大|明显)*(?:火灾|消防|安全|重大)*(?:隐患|情况|问题|事项|内容|异常|增加|新增|东西|报告|上报|的)?(?:需要?|可|要)?(?:上报|报告|报送|报)?的?'
const closing =
  '(?:，|。|！|~| |哈|啊|呢|哦|了|特此(?:报告|上报)|特报平安|特报|报平安|平安|一切(?:正常|平安)|谢谢|请知悉|请查收|收到请回复|报告完毕|完毕)*'
const nilPattern = new RegExp(
  `^(?:我们?|咱们?|俺们?|本|我)?(?:镇|局|乡|街道|单位|社区|公司|辖区|这边|这里|村|物业)?${nothing}[，。、]?(?:${nothing})?${closing}$`,
  'u',
)
const quiet =
  /^(?:我们?|咱们?|本|我)?(?:镇|局|乡|街道|单位|社区|公司|辖区|这边|村)?(?:一切|各项|全部|总体)?(?:正常|平安|平安无事|太平|安全无事)(?:，|。|！|哈|啊|无隐患|特此报告|报告完毕)*$/u

/** Whether the message says that the whole report is nil. */
export function isNil(text: string): boolean {
  const plain = text
    .replace(/[ 。！~，：:/\n✓]/gu, '')
    .replace(/^(?:平安无事|一切(?:正常|平安)|报个?平安)，*(?=.{2})/u, '')
    .slice(0, 60)
  if (/[？?吗谁哪]|多少|最[多少]|几[个家]/u.test(plain)) return false
  if (/^(?:无|没有|0|零)$/u.test(plain)) return true
  if (
    /^(?:无事?|没事|没有|零|平安|无情况|没情况)(?:本周|本月|今日|今天|这周|昨日|昨天|本期|上周|昨晚)$/u.test(
      plain,
    )
  )
    return true
  if (
    plain.length <= 24 &&
    /零报告|0报告|零上报|零报|零隐患|零新增|零问题/u.test(plain) &&
    !/建议|方案|要求|也要|要按|按时|算不|必须|别忘|坚持|实行|执行|每日|制度|实现|争取|力争|目标/u.test(plain)
  )
    return true
  if (plain.length > 45 || /[？?吗谁哪]/u.test(plain)) return false
  const said = afterTitle(plain)
  if (nilPattern.test(said) && (said.length > 1 || said !== plain))
    return said !== plain || /新|隐患|上报|发现|增|^[零0]情况|平安/u.test(said)
  if (
    said !== plain &&
    quiet.test(said) &&
    /[周月旬期日天]/u.test(plain.slice(0, plain.length - said.length))
  )
    return true
  return /无新增|没有新(?:增|发现|的)|无新发现|(?:本周|本月|本日|今日|今天|本期|半月)无(?:隐患|情况|问题|检查|排查|新)|(?:本周|今天|本月|这周|今日)(?:没有?|未)(?:检查|排查|开展|查)(?:$|活动|工作)/u.test(
    plain,
  )
}

const title =
  /^(?:[^没无未0零木莫冇]{0,12}?(?:镇|乡|街道|局|公司|大队|物业|社区|商城|厂|办|小区)|我们?|咱们?|俺们?|周报|半月报|月报|日报|隐患|报告|汇报|情况|本周|这一?周|这个?(?:星期|礼拜|周)|本月|本日|这个月|今日|今天|今儿|今晚|昨晚|夜查|巡查|检查|排查|本期|这半个?月|本半月|上半月|下半月|半个?月|[0-9一二三四五六七八九十]{1,2}月份?(?:上半月|下半月|[上中下]旬)?|上周|昨日|昨天|本旬|目前|暂时|这期|这两天|领导好?|各位好?|这边|那边|全镇|全乡|辖区内?|[\u4e00-\u9fff]{2}这边|(?!还|都|也|但|就|人|车|水|电)[\u4e00-\u9fff]{2,4}(?=这|本|今|无新|零|暂))/u

/** What is left after the unit, the period and the title that may stand before a nil report. */
function afterTitle(plain: string): string {
  let rest = plain
  for (let guard = 0; guard < 6; guard++) {
    const m = title.exec(rest)
    if (!m || m[0] === '') break
    rest = rest.slice(m[0].length)
  }
  return rest
}

/** A number written after a correction ("隐患是12处不是21处"): what comes after 不是 or 误 is the wrong one. */
export function correctedText(text: string): string {
  return text
    .replace(/改(?:成|为|到|作)(?=[ ]?[0-9一二三四五六七八九十百两])/gu, '应为')
    .replace(/[多少漏](?:写|报|打|填|敲|输)了?(?:一)?个?[0-9一二三四五六七八九十][，。 ]{0,2}/gu, '')
    .replace(
      /(?:有误|不对|不准确?|错了|报错了?|写错了?|填错了?|弄错了?|搞错了?)(?:啦|的)?[，。 ]{1,2}(?=应|实|正确|是|改)/gu,
      '',
    )
    .replace(
      /(?:写|报|打|填|录|说|记|登记|输|发|算|统计|敲|弄|搞|看|数)(?:成|的是?|作)了?[0-9一二三四五六七八九十百两]{1,6}(?:处|个|家|人次|人|份|起|次|户|条|项)?(?:啦|了|，| |其实|实际|应该|应|正确的?)*(?=(?:是|为)[0-9一二三四五六七八九十百两])/gu,
      '',
    )
    .replace(
      /(?<![0-9一二三四五六七八九十百两])[0-9一二三四五六七八九十百两]{1,6}(?:处|个|家|人次|人|份|起|次|户|条|项)(?:应该|应|其实|实际)?(?:是|改为|改成)(?=[0-9一二三四五六七八九十百两]{1,6}(?:处|个|家|人次|人|份|起|次|户|条|项))/gu,
      '',
    )
    .replace(
      /(?:不是|而不是|而非|不应是|误报为|误写成?|写成了?|报成了?|错写成|错报成)[ ]?[0-9一二三四五六七八九十百两]{1,6}(?:处|个|家|人次|份|起|次)?/gu,
      '',
    )
}

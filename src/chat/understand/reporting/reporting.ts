import type { Understanding } from '../types.ts'
import { isHearsay, isIntention, isMeeting } from '../weighing/chatter.ts'
import { correctedText, findPeriod } from './periods.ts'
import { readCounts, type CountReading } from './progress.ts'
import { toNumber } from '../text/numbers.ts'
import type { Reading } from '../text/reading.ts'

/** 更正, 报错了: a correction with the numbers that it names. */
export function readCorrection(r: Reading): Understanding | undefined {
  const { text } = r
  const wrong =
    /把?(?:上|前)(?:面|一)?条[^，。]{0,10}(?:改为|改成|应为)[ ]?\d|^(?:唉|哎|啊|呀|不好意思|抱歉|对不起)?[，, ]?错了|[多少]敲|敲错|输错|(?:写|报|登|填|录|发|说|弄|搞|看|记)成[^，。]{1,12}了?，?(?:其实|实际|应该?|正确|是)|(?:刚才?|上面?|前面|昨天|那条|我)[^，。]{0,8}(?:报|发|填|登记|说|录)的[^，。]{0,10}(?:错|写成|不是|不对|有误)|(?:其实|实际上?|正确的?)(?:应该?)?是[^，。]{1,10}(?:不是|而不是)|是[\u4e00-\u9fff\dA-Za-z]{2,8}不是[\u4e00-\u9fff\dA-Za-z]{2,8}$|(?:请|帮我?|麻烦)[^，。]{0,6}(?:改过来|改回来|改一下数)|又数了|重新?(?:数|算|统计|核对)了一?[遍下次]|眼花|看花|老花|不是[0-9一二三四五六七八九十百两]{1,5}(?:处|个|家|人|份|户|条|项)?[ ，]{0,2}是[0-9一二三四五六七八九十百两]|数(?:字|据)?(?:填|写|报)?(?:串|乱|反)了|(?:那|上面|前面|刚才)(?:的|那)?条?(?:请)?作废|重发一[遍下次条]|手滑|手误|手快|打漏|纠正(?=一?下|口令|：|上条|前面|刚才|之前)|校正|[0-9一二三四五六七八九十百两]{1,5}(?:处|个|家|人|份|户|条|项)(?:应该|应|其实|实际)?是[0-9一二三四五六七八九十百两]{1,5}(?:处|个|家|人|份|户|条|项)$|笔误|口误|手抖|看串行|串行了|[多少漏][写报打填记算加]了?[一二两三四五六七八九十\d]|(?:写|填|打|报|算|记)(?:多|少|漏|反|串|岔|差|颠倒)了|应(?:该|当)?(?:为|是)[ ]?[0-9一二三四五六七八九十百两]{1,5}(?:处|个|家|人|次|项|条|起|份|户)?[^，。]{0,6}(?:不是|而不是|而非|误)|(?:是|为|改成?)[ ]?[0-9一二三四五六七八九十百两]{1,5}(?:处|个|家|人|次|项|条|起|份|户)?，?(?:不是|而不是|而非|别|非)[ ]?[0-9一二三四五六七八九十百两]{1,5}|更正|订正|纠错|[多少](?:打|写|敲)了?个?[0零]|纠正一下|勘误|(?:报|发|写|填|打|录|数|记|登记|统计|说|弄|搞|输|算)错|(?:报|写|填|统计)[多少]了|[多少漏重]报了|(?:上|前|刚才|刚刚|那|刚)(?:面|一)?(?:条|个)?[^，。]{0,8}(?:错|有误|不对|不准)|数(?:字|据)?(?:有误|不对|错)|有误|(?:重|改)报一下|以(?:这|本)(?:条|次)为准|作废，|修正|改一下(?:数|数据|上)|(?:处|个|家|次|人)?不是[0-9]{1,4}(?:处|个|家|次|人)?(?:，)?(?:是|应)/u
  if (
    !wrong.test(text.replace(/不错|没错|错过|错峰|错时|不对外/gu, '')) ||
    /[？?]|吗$|怎么|如何|能不能|可以改/u.test(text)
  )
    return undefined
  // Words mistyped in talk are nobody's numbers.
  if (
    /ppt|PPT|课件|合同|新闻|报纸|名单|通讯录|文件第|第\d+页|纪要|第[一二三四五六七八九十\d]+条|(?:隐患|问题)吗|领导让改|是隐患不是|限高杆不是/u.test(
      text,
    ) &&
    !/更正|上条|刚才?报|报错/u.test(text)
  )
    return undefined
  if (/打错[字子]|错别字|字打错|语音转错|输入法/u.test(text) && !/\d|处|家|份|次/u.test(text))
    return undefined
  if (
    /(?:发|走|进|拉)错(?:了)?(?:群|人|地方|图|照片|文件|表情)|挂牌错|装错|放错|停错|接错|锁错|贴错/u.test(
      text,
    )
  )
    return undefined
  const corrected = correctedText(text)
  const named = readCounts(corrected).counts
  // 28家, 15户 can only be what was checked.
  const places = /([0-9一二三四五六七八九十百两]{1,6})[家户](?!物业|单位)/u.exec(corrected)?.[1]
  const count = places === undefined || Object.keys(named).length > 0 ? undefined : toNumber(places)
  const counts = count === undefined ? named : { inspected: count }
  const period = findPeriod(text)
  return {
    intent: 'report-progress',
    ...(period ? { period } : {}),
    ...(Object.keys(counts).length > 0 ? { counts } : {}),
    correction: true,
  }
}

/** Whether named numbers are meant as a report and not said in passing. */
export function isReport(text: string, counts: CountReading, period: boolean): boolean {
  if (counts.named >= 2) return true
  if (period && !isIntention(text)) return true
  if (counts.counts.outstanding !== undefined) return !/请|各单位/u.test(text)
  return (
    /周报|日报|月报|抽查|巡查|自查|立案|处罚|报数|报一下|上报|汇报|共|开展|组织|完成|检查|排查|整改|培训|演练|出动|发现/u.test(
      text,
    ) &&
    !isIntention(text) &&
    !isHearsay(text) &&
    !isMeeting(text)
  )
}

/** The report that the numbers make. */
export function report(text: string, { counts, cumulative, onlyCumulative }: CountReading): Understanding {
  const period = onlyCumulative
    ? 'stage'
    : findPeriod(cumulative ? text.replace(/累计|以来|截至/gu, '') : text)
  const note = /(?:下[一]?步|下周|困难|问题是|存在的?困难|建议|备注)[^\n]{4,300}/u.exec(text)?.[0]
  return {
    intent: 'report-progress',
    ...(period ? { period } : {}),
    counts,
    ...(cumulative ? { cumulative } : {}),
    ...(note ? { note } : {}),
  }
}

/** A nil report. */
export function nil(text: string): Understanding {
  const period = findPeriod(text)
  return { intent: 'report-progress', ...(period ? { period } : {}), zero: true }
}

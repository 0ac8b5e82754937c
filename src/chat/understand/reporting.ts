import type { Understanding } from './types.ts'
import { isHearsay, isIntention, isMeeting } from './chatter.ts'
import { correctedText, findPeriod } from './periods.ts'
import { readCounts, type CountReading } from './progress.ts'
import type { Reading } from './text/reading.ts'

/** 更正, 报错了: a correction with the numbers that it names. */
export function readCorrection(r: Reading): Understanding | undefined {
  const { text } = r
  const wrong =
    /更正|订正|纠正一下|勘误|(?:报|发|写|填|打|录|数|记|登记|统计|说|弄|搞|输|算)错|(?:报|写|填|统计)[多少]了|[多少漏重]报了|(?:上|前|刚才|刚刚|那|刚)(?:面|一)?(?:条|个)?[^，。]{0,8}(?:错|有误|不对|不准)|数(?:字|据)?(?:有误|不对|错)|有误|(?:重|改)报一下|以(?:这|本)(?:条|次)为准|作废，|修正|改一下(?:数|数据|上)|(?:处|个|家|次|人)?不是[0-9]{1,4}(?:处|个|家|次|人)?(?:，)?(?:是|应)/u
  if (!wrong.test(text) || /[？?]|吗$|怎么|如何|能不能|可以改/u.test(text)) return undefined
  if (/(?:发|走|进|拉)错(?:群|人|地方)|挂牌错|装错|放错|停错|接错|锁错|贴错/u.test(text)) return undefined
  const { counts } = readCounts(correctedText(text))
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

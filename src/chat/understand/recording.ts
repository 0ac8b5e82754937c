import type { Understanding } from './types.ts'
import {
  isAnnouncement,
  isBusiness,
  isHearsay,
  isIntention,
  isKnowledge,
  isMeeting,
  isSecondHand,
  isSmallTalk,
  isUnreal,
} from './chatter.ts'
import { readConfirmation, readReinspection, saysDone } from './closing.ts'
import { saysFault, saysFine } from './hazards/faults.ts'
import { readHazards } from './hazards/hazards.ts'
import { findPeriod, isNil } from './periods.ts'
import { readCounts, type CountReading } from './progress.ts'
import { isReport, nil, report } from './reporting.ts'
import { allCodes, communitiesOf, unitsOf, type Reading } from './text/reading.ts'

const none: Understanding = { intent: 'none' }

/** New data: verdicts, finished work, hazards and totals. */
export function readData(r: Reading): Understanding | undefined {
  const { text } = r
  if (isUnreal(text) || (isSecondHand(text) && !isFirmReport(text))) return none
  const counts = readCounts(text)
  if (isNil(text) && Object.values(counts.counts).every((n) => n === 0)) return nil(text)
  const elsewhere = isBusiness(text) || isKnowledge(text)
  const verdict = readReinspection(r)
  if (verdict && counts.named < 2) return verdict
  const totals = Object.keys(counts.counts).length
  const period = findPeriod(text)
  const located = communitiesOf(r).length > 0
  const chatter = isAnnouncement(text) || isMeeting(text) || isHearsay(text) || elsewhere
  const hazards = chatter && !isFirmReport(text) ? [] : readHazards(r)
  const described = hazards.filter(
    (h) =>
      h.community !== undefined ||
      (h.place !== undefined && !/^(?:我|他|她|你|自|家|那|这|咱)/u.test(h.place)),
  )
  const confirmed = readConfirmation(r)
  const inspecting = r.from.role === 'inspector' || r.from.role === 'supervisor'
  // "安居苑8号楼门厅 电瓶车2辆 现场已推走": named, not told, and gone while somebody looked.
  if (confirmed && allCodes(r).length === 0 && totals === 0 && !chatter && /现场|当场/u.test(text)) {
    const found = described.length > 0 ? hazards : readHazards(r, true)
    if (found.length > 0 && !isOwnersDone(r)) return { intent: 'register-hazard', hazards: found }
  }
  if (confirmed && allCodes(r).length > 0 && !(totals >= 2))
    return chatter && !r.codes.length ? none : confirmed
  if (described.length > 0 && isRegistration(r, described.length, totals, counts)) {
    if (
      confirmed &&
      !inspecting &&
      isOwnersDone(r) &&
      !(described.length > 1 && hazards.some((h) => h.due ?? h.responsible))
    )
      return confirmed
    if (isIntention(text) && /(?:听|据)[^，。]{0,6}(?:说|讲|反映)/u.test(text)) return none
    if (
      isIntention(text) &&
      !hazards.some((h) => h.due || h.responsible) &&
      described.length < 2 &&
      !(located && /发现|存在|隐患|[前内]|当场|已/u.test(text))
    )
      return none
    return { intent: 'register-hazard', hazards }
  }
  const stillOpen = totals === 0 && /没改|未改|没整改|未整改|没进展|还差|没动|推不动/u.test(text)
  if (totals > 0 && isReport(text, counts, period !== undefined)) {
    if (isAnnouncement(text) && counts.named < 2) return none
    return report(text, counts)
  }
  if (confirmed && !chatter && !isIntention(text)) return confirmed
  if (stillOpen || chatter || isSmallTalk(text) || isIntention(text)) return none
  return plainFinding(r)
}

/** A thing in a building and nothing else said: somebody shows where something is, in words no list foresaw. */
function plainFinding(r: Reading): Understanding | undefined {
  if (
    r.text.length > 60 ||
    r.codes.length > 0 ||
    /谢|图纸|资料|照片|视频|报价|采购|到货|招标|师傅|业主群|电话|费|安装|计划|正在|下周|明天|稍后|知道|听|好了|了$|完成|培训|演练|宣传|检查|吧$|啊$/u.test(
      r.text,
    )
  )
    return undefined
  if (saysFine(r.text)) return undefined
  const hazards = readHazards(r, true).filter((h) => h.community !== undefined && h.place !== undefined)
  return hazards.length > 0 ? { intent: 'register-hazard', hazards } : undefined
}

const isFirmReport = (text: string): boolean =>
  /隐患登记|检查发现|核实属实|特此(?:上报|报告)|举报|排查情况|问题清单|存在(?:以下|如下)|责令|整改期限|发现(?:以下|存在|问题)/u.test(
    text,
  )

/** Individual hazards, and not a report whose totals happen to mention things. */
function isRegistration(r: Reading, described: number, totals: number, counts: CountReading): boolean {
  if (totals === 0) return true
  if (
    /周报|半月报|月报|日报|阶段|累计|小结|工作情况|本周(?!.{0,3}[日前内末])|本月(?!底|末)/u.test(r.text) &&
    counts.named >= 2
  )
    return false
  const places =
    communitiesOf(r).length > 0 ||
    /号楼|栋|单元|楼道|地下室|地库/u.test(r.text) ||
    unitsOf(r).some((u) => /厂|商城/u.test(r.text.slice(u.start, u.end)))
  if (counts.named >= 3 && described < 2) return false
  return places || described >= 2 || totals < 2
}

// Nouns of the trade that already name a fault; the owner says them of what is gone.
const nouns =
  /那堆|这堆|那些|这些|那个|那辆|那几辆|原来的|原先的|破烂|杂物|垃圾|堆物|飞线|违建|违章建筑|彩钢\S?|铁皮\S?|易燃物?|可燃物?|液化气\S?|煤气\S?|气罐|气瓶|汽油|柴油|油漆|酒精|烟花|爆竹|软包|泡沫\S?|作坊|三合一|防盗[网窗]|充电[桩器线]?|私拉\S{0,2}|乱接|油垢|油污|隔断|杂乱|障碍物?/gu

/**
 * "旧家具搬走了": the fault itself is told as gone, by whoever looks after it. Who inspects by office and finds
 * something gone away has found it.
 */
function isOwnersDone(r: Reading): boolean {
  const { text } = r
  if (
    /昨天说的|之前(?:说|报|登记|发现)|上次(?:说|报|发现|查)|前几天|反馈|请(?:来)?(?:复查|验收|核查|销号)/u.test(
      text,
    )
  )
    return true
  const parts = text.split(/[，。；\n ]/u).filter(Boolean)
  const firstDone = parts.findIndex((p) => saysDone(p))
  if (firstDone < 0) return false
  if (
    /当场|现场(?:已)?(?:清|搬|拆|整改|劝|处|推|收|挪|移|换|改)|检查发现|发现|查(?:到|见|出)|巡(?:至|到|查)/u.test(
      text,
    )
  )
    return false
  const before = parts.slice(0, firstDone).join('，')
  return !saysFault(before.replace(nouns, '物'))
}

import type { Understand, Understanding } from './types.ts'
import { readAmendment } from './amending.ts'
import {
  isAcknowledgement,
  isAnnouncement,
  isHearsay,
  isIntention,
  isMeeting,
  isSmallTalk,
} from './chatter.ts'
import {
  readConfirmation,
  readExtension,
  readListing,
  readReinspection,
  readTransfer,
  saysDone,
} from './closing.ts'
import { readFeedback } from './feedback.ts'
import { readFire } from './fire.ts'
import { readHazards } from './hazards/hazards.ts'
import { readTopics } from './commands/commands.ts'
import { findPeriod, isNil } from './periods.ts'
import { readCounts, type CountReading } from './progress.ts'
import { isReport, nil, readCorrection, report } from './reporting.ts'
import { isHelp, isQuestion, readExport, readQuery } from './queries.ts'
import { normalise } from './text/normalise.ts'
import { allCodes, communitiesOf, read, unitsOf, type Reading } from './text/reading.ts'

const none: Understanding = { intent: 'none' }

/**
 * Reads one message. The order of the rules is the order of harm: a fire first, then commands that people type on
 * purpose, then what changes known hazards, then questions (a question is never data), and last the two readings
 * that write new data, each behind the filters for chatter.
 */
export const understand: Understand = (raw, given) => {
  const text = normalise(raw)
  if (!/[\p{L}\p{N}?？]/u.test(text)) return none
  const r = read(text, given)
  return readFire(r) ?? readCommand(r) ?? readChange(r) ?? readTalk(r) ?? readData(r) ?? none
}

/** Words that can only be meant for the bot. */
function readCommand(r: Reading): Understanding | undefined {
  const { text } = r
  const plain = text.replace(/[ 。！!~]/gu, '')
  if (/^(?:再催一次|再催(?:一下|一遍|催)?|补催|催一?下|催报|催一催|再提醒(?:一次|一下|一遍)?)$/u.test(plain))
    return { intent: 'remind-missing' }
  if (
    /^(?:就这样报|就按这个报|按系统(?:数|的)?(?:数)?报|按系统数据?报|按这个报|就这么报|照这个报|确认上报|就报这个)(?:吧|了|就行)?$/u.test(
      plain,
    )
  )
    return { intent: 'report-progress', asOffered: true }
  const topic = readTopics(r)
  if (topic) return topic
  // 「周报」 alone asks for the form, ready filled as far as it is known.
  if (/^(?:我要|我来)?(?:填|报|写|交)?(?:周报|半月报|月报|日报|报进展)$/u.test(plain)) {
    const period = findPeriod(text)
    return { intent: 'report-progress', ...(period ? { period } : {}) }
  }
  const shortcut = shortcuts.find(([pattern]) => pattern.test(plain))
  if (shortcut) return shortcut[1]
  const commanded = /^整改[ ：]?/u.exec(text)
  const first = r.codes[0]
  if (
    commanded &&
    first &&
    r.codes.length === 1 &&
    first.start === commanded[0].length &&
    first.end === text.length
  )
    return { intent: 'confirm-rectified', codes: first.codes }
  const register =
    /^(?:登记|上报隐患|登记隐患|报隐患|隐患登记|隐患上报)(?:一下|一条|一处)?[ ：，]{0,2}(?=[^ ])/u.exec(text)
  if (register && text.length > register[0].length + 3 && !/[?？]|怎么|如何|哪|吗$/u.test(text)) {
    const hazards = readHazards(r)
    if (hazards.length > 0) return { intent: 'register-hazard', hazards }
  }
  return undefined
}

const shortcuts: readonly (readonly [RegExp, Understanding])[] = [
  [/^(?:我的待办|我的任务|我的隐患|待办|我的)$/u, { intent: 'query', subject: 'mine' }],
  [/^(?:已改|改好了?|已整改|整改完成|改完了?|整改好了?|已改好)$/u, { intent: 'confirm-rectified' }],
  [/^(?:复查)?合格$/u, { intent: 'reinspect', result: 'pass' }],
  [/^(?:复查)?不合格$/u, { intent: 'reinspect', result: 'fail' }],
  [/^(?:谁没报|未报|未报单位|漏报|谁没交)$/u, { intent: 'query', subject: 'unreported' }],
  [/^(?:逾期|逾期清单|逾期隐患|超期|超期隐患)$/u, { intent: 'query', subject: 'overdue' }],
  [
    /^(?:全县进度|全县情况|进度|总体进度|总览|概况|全县|整体进度|全县概况)$/u,
    { intent: 'query', subject: 'overview' },
  ],
  [/^(?:排名|排行|排行榜)$/u, { intent: 'query', subject: 'ranking' }],
  [/^(?:快到期|临期|即将到期)$/u, { intent: 'query', subject: 'due-soon' }],
]

/** What happens to hazards and reports that exist already. */
function readChange(r: Reading): Understanding | undefined {
  const { text } = r
  const codes = allCodes(r)
  const question = isQuestion(text)
  // 12号作废，报重了 takes a hazard back; without a number 报重了 corrects a report.
  if (!question && /作废|撤销|误报/u.test(text)) {
    const taken = readAmendment(r)
    if (taken?.intent === 'void-hazard') return taken
  }
  const correction = readCorrection(r)
  if (correction) return correction
  const amended = question ? undefined : readAmendment(r)
  if (amended) return amended
  // 能不能延到月底 asks for time; it is the one question that is a request.
  const longer = readExtension(r)
  if (longer && !/(?:多少|几[个处条]|哪些|谁|怎么)(?!.{0,3}(?:天|日))/u.test(text) && !isHelp(text))
    return longer
  if (question && !/吗[？?]?$/u.test(text)) return undefined
  if (question) return undefined
  const handed = readTransfer(r)
  if (
    handed &&
    !(isAnnouncement(text) && codes.length === 0) &&
    !saysDone(text.replace(/转[^，。]{0,12}/gu, ''))
  )
    return handed
  return readListing(r)
}

/** Help, exports, opinions, questions, thanks. */
function readTalk(r: Reading): Understanding | undefined {
  const { text } = r
  const codes = allCodes(r)
  const opinion = readFeedback(r)
  if (opinion) return opinion
  if (isHelp(text) && codes.length === 0) return { intent: 'help' }
  const document = readExport(r)
  if (document) return document
  if (isNil(text)) return undefined
  if (isAcknowledgement(withoutCodes(r)))
    return { intent: 'acknowledge', ...(codes.length > 0 ? { codes } : {}) }
  if (isOneName(r) || isOnlyCodes(r)) return readQuery(r)
  if (isQuestion(text) && !looksLikeReport(r)) return readQuery(r)
  return undefined
}

const withoutCodes = (r: Reading): string => {
  let out = ''
  let from = 0
  for (const { start, end } of r.codes) {
    out += r.text.slice(from, start)
    from = end
  }
  return out + r.text.slice(from)
}

/** A unit or a compound and nothing else is a question about it. */
function isOneName(r: Reading): boolean {
  const only = r.names[0]
  return (
    r.names.length === 1 &&
    only !== undefined &&
    only.start === 0 &&
    /^[ 。！]*$/u.test(r.text.slice(only.end))
  )
}

/** "12号" and nothing else asks for that hazard; a bare "12" could be anything. */
const isOnlyCodes = (r: Reading): boolean =>
  r.codes.length > 0 && r.codes.every((c) => c.sure) && withoutCodes(r).replace(/[ 。！，]/gu, '') === ''

/** "报了多少我再说一遍：检查9家，隐患4处": numbers with names outweigh a word that asks. */
function looksLikeReport(r: Reading): boolean {
  if (/[？?]|吗$|[了好]没有?$/u.test(r.text)) return false
  const { named } = readCounts(r.text)
  if (named >= 2) return true
  const hazards =
    /多少|几[个处家](?![店楼饭商住门工企]|小[店饭作超])|哪|谁|如何|咋|怎么(?!办)|什么时候|[了好]没有?$|排名|进度|走势/u.test(
      r.text,
    )
      ? []
      : readHazards(r)
  return hazards.some((h) => h.place !== undefined || h.community !== undefined)
}

/** New data: verdicts, finished work, hazards and totals. */
function readData(r: Reading): Understanding | undefined {
  const { text } = r
  const counts = readCounts(text)
  if (isNil(text) && counts.named === 0) return nil(text)
  const verdict = readReinspection(r)
  if (verdict && counts.named < 2) return verdict
  const totals = Object.keys(counts.counts).length
  const period = findPeriod(text)
  const located = communitiesOf(r).length > 0
  const chatter = isAnnouncement(text) || isMeeting(text) || isHearsay(text)
  const hazards = chatter && !isFirmReport(text) ? [] : readHazards(r)
  const described = hazards.filter((h) => h.place !== undefined || h.community !== undefined)
  const confirmed = readConfirmation(r)
  if (confirmed && allCodes(r).length > 0 && !(totals >= 2))
    return chatter && !r.codes.length ? none : confirmed
  if (described.length > 0 && isRegistration(r, described.length, totals, counts)) {
    if (
      confirmed &&
      isOwnersDone(r) &&
      !(described.length > 1 && hazards.some((h) => h.due ?? h.responsible))
    )
      return confirmed
    if (isIntention(text) && /(?:听|据)[^，。]{0,6}(?:说|讲|反映)/u.test(text)) return none
    if (isIntention(text) && !hazards.some((h) => h.due || h.responsible) && described.length < 2 && !located)
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
  const hazards = readHazards(r, true).filter((h) => h.community !== undefined && h.place !== undefined)
  return hazards.length > 0 ? { intent: 'register-hazard', hazards } : undefined
}

const isFirmReport = (text: string): boolean =>
  /隐患登记|检查发现|举报|排查情况|问题清单|存在(?:以下|如下)|责令|整改期限|发现(?:以下|存在|问题)/u.test(
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

/** "旧家具搬走了": the fault itself is told as gone, by whoever looks after it. */
function isOwnersDone(r: Reading): boolean {
  const { text } = r
  const parts = text.split(/[，。；\n ]/u).filter(Boolean)
  const firstDone = parts.findIndex((p) => saysDone(p))
  if (firstDone < 0) return false
  if (/当场|现场(?:已)?(?:清|搬|拆|整改|劝|处)|检查发现|发现/u.test(text)) return false
  const before = parts.slice(0, firstDone).join('，')
  return (
    !/堆(?:放|了|满|着|有|积)|停(?:放|了|满|着)|放(?:了|着|置)|坏了|有人|占用|占了|堵(?:了|住|塞)|没有|被|过期|不亮|[道口内上下里间厅]有|锁(?:了|着|闭)|私拉|充电|发现|存在|违规|缺/u.test(
      before,
    ) || /昨天说的|之前(?:说|报|登记|发现)|上次(?:说|报|发现|查)|前几天|反馈/u.test(text)
  )
}

import { fiveNames, fiveParts, type Five, type FivePart } from '../../../domain/hazards/hazard.ts'
import { readGraded, readRoadmap, type GradingSaid } from './grading.ts'
import type { Understanding } from '../types.ts'
import { allCodes, unitsOf, type Reading } from '../text/reading.ts'

/** What somebody says about a registered hazard beyond 已改, 合格 and 作废. Units are ids. */
export type HazardLifeSaid = Readonly<{ code: string }> &
  (
    | Readonly<{ act: 'confirm' }>
    /** 同意12号延期 · 不同意12号延期，理由…. */
    | Readonly<{ act: 'decide-extension'; granted: boolean; reason?: string }>
    /** 收到移交12号 · 退回移交12号，原因…. */
    | Readonly<{ act: 'receive' }>
    | Readonly<{ act: 'return'; reason?: string }>
    /** 12号处理结果：已处罚. */
    | Readonly<{ act: 'outcome'; text: string }>
    /** 12号由住建局牵头，供电公司配合. */
    | Readonly<{ act: 'lead'; lead: string; assisting: readonly string[] }>
    /** 12号和15号重复: the later one goes into the earlier one; 15号并入12号. */
    | Readonly<{ act: 'merge'; into: string }>
    /** 12号拒不整改（，移送公安局）. */
    | Readonly<{ act: 'refuse'; unit?: string; reason?: string }>
    | Readonly<{ act: 'measures'; text: string }>
    | Readonly<{ act: 'checked' }>
    | Readonly<{ act: 'suspect' }>
    | Readonly<{ act: 'confirm-major' }>
    | Readonly<{ act: 'refute' }>
    /** 12号责任：… 措施：… 资金：… 时限：… 预案：…, one or several of them. */
    | Readonly<{ act: 'five'; five: Five }>
    /** 12号成因：… 建议：… 难度高 后果严重, one or several of them. */
    | (Readonly<{ act: 'grade'; also?: readonly string[] }> & GradingSaid)
    | Readonly<{ act: 'acceptance' }>
    | Readonly<{ act: 'close-case' }>
  )

const LONGEST = 300

/** The life of one hazard, as whole sentences about a number; and 「谁都没管的隐患」. */
export function readHazardLife(r: Reading): Understanding | undefined {
  const roadmap = readRoadmap(r)
  if (roadmap) return roadmap
  const text = r.text.trim().replace(/[。！~ ]+$/u, '')
  if (/[?？]|吗$|怎么|如何|多少/u.test(text)) return undefined
  if (
    /^(?:看看?|查一?下)?(?:还有)?(?:哪些|有哪些)?(?:谁都没管|没人管|没有人管|无人负责|没人负责|责任不清|责任不明|无主|责任单位不清)的?(?:隐患|清单)(?:有哪些|清单)?$/u.test(
      text,
    )
  )
    return { intent: 'unowned-hazards' }
  const graded = readGraded(r)
  if (graded) return { intent: 'hazard-life', said: { act: 'grade', ...graded } }
  const [code, second, ...more] = allCodes(r)
  if (code === undefined || more.length > 0) return undefined
  if (second !== undefined) {
    const form = marked(r)
    const [earlier, later] = code < second ? [code, second] : [second, code]
    if (
      /^#(?:(?:和|跟|与|同|、|，)#)?(?:是|属于)?(?:同一[处个]|一回事|重复(?:了|登记|上报)?)(?:的|了)?$/u.test(
        form,
      )
    )
      return { intent: 'hazard-life', said: { act: 'merge', code: later, into: earlier } }
    return /^#(?:重复)?(?:并入|合并到|并到)#$/u.test(form)
      ? { intent: 'hazard-life', said: { act: 'merge', code, into: second } }
      : undefined
  }
  if (/^#(?:的)?(?:经过|来龙去脉|历史|全过程|办理经过|整改经过)$/u.test(marked(r)))
    return { intent: 'query', subject: 'hazard', codes: [code] }
  const said = readOne(r, text, code)
  return said && { intent: 'hazard-life', said }
}

/** The message with `#` in place of codes and `@` in place of units. */
function marked(r: Reading): string {
  const hits = [
    ...r.codes.map(({ start, end }) => ({ start, end, mark: '#' })),
    ...unitsOf(r).map(({ start, end }) => ({ start, end, mark: '@' })),
  ].sort((a, b) => a.start - b.start)
  let out = ''
  let from = 0
  for (const { start, end, mark } of hits) {
    if (start < from) continue
    out += r.text.slice(from, start) + mark
    from = end
  }
  return (out + r.text.slice(from)).replace(/[。！~ ]+$/u, '').replace(/隐患/gu, '')
}

const exact: readonly (readonly [
  RegExp,
  'confirm' | 'receive' | 'checked' | 'suspect' | 'confirm-major' | 'refute' | 'acceptance' | 'close-case',
])[] = [
  [/^#(?:，)?(?:经)?(?:核实|现场核实|查实)?(?:情况)?属实$/u, 'confirm'],
  [/^(?:已)?(?:收到|签收|接收)移交(?:的)?#$|^#移交(?:已)?(?:收到|签收|接收)(?:了)?$/u, 'receive'],
  [
    /^#(?:的)?(?:临时|防范|临时防范)措施(?:已|都)?(?:检查过?|查过?|看过?|巡查过?|检查|落实)(?:了)?(?:，?(?:正常|有效|没问题|都在))?$/u,
    'checked',
  ],
  [/^#(?:标为|列为|是|属于|定为)?疑似重大(?:火灾)?$|^(?:把)?#标(?:记|注)?为疑似重大(?:火灾)?$/u, 'suspect'],
  [/^确认#(?:为|是|构成|属于)重大(?:火灾)?$|^#(?:大队)?确认(?:为|是|构成)重大(?:火灾)?$/u, 'confirm-major'],
  [/^#(?:不是|不构成|不属于|够不上|排除)重大(?:火灾)?$/u, 'refute'],
  [/^#(?:，)?申请验收$/u, 'acceptance'],
  [/^#(?:，)?(?:验收合格，?)?(?:同意|准予|予以|可以)?销案(?:摘牌)?$/u, 'close-case'],
]

function readOne(r: Reading, text: string, code: string): HazardLifeSaid | undefined {
  const form = marked(r)
  const whole = exact.find(([pattern]) => pattern.test(form))
  if (whole) return { act: whole[1], code }
  const decided =
    /^(同意|批准|准予|不同意|不批准|不予|驳回|拒绝)#(?:的)?延期(?:申请)?(?:[，：](.{2,}))?$|^#(?:的)?延期(?:申请)?，?(同意|批准|不同意|不批准|驳回)(?:[，：](.{2,}))?$/u.exec(
      form,
    )
  if (decided) {
    const reason = reasonIn(decided[2] ?? decided[4])
    const granted = !/不|驳|拒/u.test(decided[1] ?? decided[3] ?? '')
    return { act: 'decide-extension', code, granted, ...(reason ? { reason } : {}) }
  }
  const back = /^(?:退回移交(?:的)?#|#(?:移交)?退回移交|#移交退回)(?:[，：](.{2,}))?$/u.exec(form)
  if (back) {
    const reason = reasonIn(back[1])
    return { act: 'return', code, ...(reason ? { reason } : {}) }
  }
  return readJoint(r, form, code) ?? readRefusal(r, form, code) ?? readWritten(r, text, code)
}

function readJoint(r: Reading, form: string, code: string): HazardLifeSaid | undefined {
  if (
    !/^#(?:，)?(?:改)?由@牵头(?:(?:整改|办理|负责|处理))?(?:[，、；](?:由)?@(?:[、和，]@)*(?:协助)?配合)?$/u.test(
      form,
    )
  )
    return undefined
  const [lead, ...assisting] = unitsOf(r).map(({ id }) => id)
  return lead === undefined ? undefined : { act: 'lead', code, lead, assisting }
}

function readRefusal(r: Reading, form: string, code: string): HazardLifeSaid | undefined {
  const m =
    /^#(?:，)?(?:@|业主|物业|该单位|当事人|商户|住户|对方)?(?:拒不整改|拒绝整改|拒不配合(?:整改)?|拒不改正)(?:[，：](?:请)?(?:移送|移交|转)(@)(?:处理|处罚|依法处理)?)?(?:[，：]((?:(?!督办|挂牌).){2,}))?$/u.exec(
      form,
    )
  if (!m) return undefined
  const unit = m[1] ? unitsOf(r).at(-1)?.id : undefined
  const reason = reasonIn(m[2])
  return { act: 'refuse', code, ...(unit ? { unit } : {}), ...(reason ? { reason } : {}) }
}

/** Words that are kept as they were written, after the number and a label. */
function readWritten(r: Reading, text: string, code: string): HazardLifeSaid | undefined {
  const [hit] = r.codes
  if (!hit || text.slice(0, hit.start).trim() !== '') return undefined
  const rest = text.slice(hit.end).replace(/^(?:隐患)?[ ，：的]*/u, '')
  const outcome = /^(?:移交|处理|执法|办理)(?:的)?结果[ ：，]{1,2}([^]{2,})$/u.exec(rest)?.[1]
  if (outcome) return { act: 'outcome', code, text: outcome.trim().slice(0, LONGEST) }
  const measures = /^(?:临时(?:防范)?|防范)措施[ ：，]{1,2}([^]{2,})$/u.exec(rest)?.[1]
  if (measures) return { act: 'measures', code, text: measures.trim().slice(0, LONGEST) }
  const five = readFive(rest)
  return five && { act: 'five', code, five }
}

const partOf = Object.fromEntries(fiveParts.map((part) => [fiveNames[part], part])) as Readonly<
  Record<string, FivePart>
>
const label = /(?:^|[ ，。；\n])(?:整改)?(责任|措施|资金|时限|预案)(?:人|落实)?[ ：:]{1,2}(?=[^ ])/gu

/** 责任：… 措施：…: each label up to the next one. */
function readFive(rest: string): Five | undefined {
  const found = [...rest.matchAll(label)]
  if (found.length === 0 || found[0]?.index !== 0) return undefined
  const five: Partial<Record<FivePart, string>> = {}
  for (const [index, match] of found.entries()) {
    const part = partOf[match[1] ?? '']
    const words = rest
      .slice(match.index + match[0].length, found[index + 1]?.index)
      .replace(/^[ ，]+|[ ，。；\n]+$/gu, '')
    if (part && words !== '') five[part] = words.slice(0, LONGEST)
  }
  return Object.keys(five).length > 0 ? five : undefined
}

function reasonIn(words: string | undefined): string | undefined {
  const reason = words?.replace(/^(?:理由|原因)?(?:是|为)?[ ：，]*/u, '').trim()
  return reason && reason.length >= 2 ? reason.slice(0, LONGEST) : undefined
}

/** The parts of a request for more time that the words give: 原因：…，临时措施：…. */
export type ExtensionParts = Readonly<{ reason?: string; measures?: string }>

/** Reads what was said for an extension by its labels; words without a label are left to who asked for one part. */
export function readExtensionParts(text: string): ExtensionParts {
  const to = '(?=[ ，。；\\n]*(?:(?:临时|防范|整改)?(?:防范)?措施|原因|理由)[ ：:为是]|$)'
  const reason = new RegExp(`(?:原因|理由)[ ：:为是]{1,2}([^]{2,}?)${to}`, 'u').exec(text)?.[1]
  const because = /(?:因为?|由于)([^，。；\n]{2,60})/u.exec(text)?.[1]
  const measures = new RegExp(`(?:临时|防范|期间)(?:防范)?措施[ ：:为是]{1,2}([^]{2,}?)${to}`, 'u').exec(
    text,
  )?.[1]
  const tidy = (words: string): string => words.replace(/^[ ，]+|[ ，。；]+$/gu, '').slice(0, LONGEST)
  const why = reason ?? because
  return { ...(why ? { reason: tidy(why) } : {}), ...(measures ? { measures: tidy(measures) } : {}) }
}

/** The number of a document: 文号 云政督〔2026〕3号. */
export function readDocumentNumber(text: string): string | undefined {
  const named = /文号[ ：:为是]{0,2}([^ ，。；\n]{3,40})/u.exec(text)?.[1]
  return named ?? /[\u4e00-\u9fff]{1,12}[〔[(（]20\d\d[〕\])）](?:第)?\d{1,5}号/u.exec(text)?.[0]
}

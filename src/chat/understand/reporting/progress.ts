import type { CountKey, Counts } from '../types.ts'
import { findNumbers, type NumberHit } from '../text/numbers.ts'
import { scanWords } from '../text/words.ts'
import { countWords, type Tag } from './count-words.ts'

const countable =
  /^[ ]?(?:多|余)?[ ]?(个人(?!员)|号人|来?号人|(?:栋|幢)楼?(?=[，。；、 查发找看]|$)|处|个|家次|户次|家|户|单(?!位)|样|趟|回|人次|人|名|台次|台|车次|辆次|辆|份|起|次|场次|场|条|项|张|间|所|单位|点位|件|本|班次|期|支|组|批)/u
const never =
  /^[ ]?(?:月|日|号|年|点|时|分(?!部)|元|万|%|％|周|期|层|楼|栋|幢|座|单元|度|步|岁|天|小时|米|平|公里|公斤|块钱|季度|阶段|小场所|小单位|合一|类|是|\.\d|[:：]\d)/u

export type CountReading = Readonly<{
  counts: Counts
  cumulative?: Counts
  /** How many numbers found their key: what tells a report from a passing number. */
  named: number
  onlyCumulative: boolean
  /** Numbers that nothing near them explains. */
  left: readonly NumberHit[]
  /** What each explained number counts, by where it starts; 'total' for one that counts from the beginning. */
  keys: ReadonlyMap<number, CountKey | 'total'>
}>

const allDone =
  /(?:全部?|均|都)(?:已经?)?(?:当场|现场|即时|立即|督促|当天|给)?(?:完成)?(?:整改|改完|改好|改了|改(?=$|[，。！； ])|办结|销号|督促整改|弄好|弄了|解决|处理|清零)|当[天日场]就(?:弄|改|处理|整改|解决)/u
/** Whether the words say that all that was found has been put right. */
export const saysAllDone = (text: string): boolean => allDone.test(text)

const noneFound =
  /(?:未|没有?)(?:发现|查[出到见]|排查[出到]|检查[出到]|找到|看到|见)(?:任何|新|明显|重大|消防|安全|火灾)*(?:隐患|问题)|(?:都|均)(?:没|无)(?:啥|什么|有)?(?:问题|隐患)|(?:全部|全都|都|均)(?:合格|正常|达标)|无隐患|零隐患|隐患(?:为|是)?(?:零|0)(?!\d)/u
/** Whether the words say that nothing was found. */
export const saysNoneFound = (text: string): boolean => noneFound.test(text)

/** The totals of a report. Numbers that are neither named nor measured in things that are counted are left alone. */
export function readCounts(text: string): CountReading {
  const numbers = findNumbers(text)
  const words = scanWords(text, countWords)
  const now: Partial<Record<CountKey, number>> = {}
  const total: Partial<Record<CountKey, number>> = {}
  let cumulative = false
  let sawCurrent = false
  let among = false
  let named = 0
  let w = 0
  let previousEnd = 0
  let carried: { tag: Tag; start: number; end: number }[] = []
  let last: CountKey | undefined
  const left: NumberHit[] = []
  const keys = new Map<number, CountKey | 'total'>()
  const put = (key: CountKey, value: number) => {
    const into = cumulative ? total : now
    if (into[key] !== undefined && among) return
    into[key] ??= value
    named++
    last = key
  }
  for (const [i, number] of numbers.entries()) {
    const running: boolean = cumulative
    const before: { tag: Tag; start: number; end: number }[] = carried
    carried = []
    for (let next = words[w]; next && next.start < number.start; next = words[++w]) {
      if (next.tag === 'cumulative') cumulative = true
      else if (next.tag === 'current') {
        cumulative = false
        sawCurrent = true
      } else if (next.tag === 'among') among = true
      if (next.word === '新增') before.push({ tag: 'found', start: next.start, end: next.end })
      else if (next.tag === 'site' && before.length > 0 && before.at(-1)?.tag !== 'inspected') continue
      else if (next.tag !== 'cumulative' && next.tag !== 'current' && next.tag !== 'among') before.push(next)
    }
    // No further back than a long clause: a message of figures only must not be read again for each of them.
    const gap = text.slice(Math.max(previousEnd, number.start - 120), number.start)
    // （累计87家）: what is said in brackets ends with them.
    if (/^[^（]*）/u.test(gap)) cumulative = before.length > 0 && /累计|以来|截至/u.test(gap)
    if (/[。；\n]/u.test(gap)) {
      among = /其中/u.test(gap)
      last = undefined
    }
    const after = text.slice(number.end, Math.min(number.end + 14, numbers[i + 1]?.start ?? text.length))
    if (before.at(-1)?.tag === 'trained') last = 'trained'
    // 其中本周17个次: of what was counted just before.
    const share =
      last !== undefined &&
      before.length === 0 &&
      /其中(?:本|这个?|当|今)(?:周|月|期|旬|半月|日|天)[^\d，。；]{0,4}$/u.test(gap)
    if (share) cumulative = false
    const key = share ? last : keyOf(number, gap, before, after, last, text)
    // 九小场所 and 26日 count nothing: what stands before them still speaks for the next number.
    // 出动4组16人: teams are no count either.
    if (
      !key &&
      ((never.test(after) && !countable.test(after)) || /^(?:个)?(?:组|队|路|支|批)(?!织)/u.test(after))
    )
      carried = before.slice(-8)
    else previousEnd = number.end
    if (key) keys.set(number.start, cumulative ? 'total' : key)
    if (key && (share || !(among && key === 'found'))) put(key, number.value)
    // 医院3家、养老院5家，共8家: the sum is what was checked.
    else if (
      !key &&
      last === 'inspected' &&
      /(?:共|合计|总计|总共)[计有]?$/u.test(gap) &&
      /^[家户个所]/u.test(after)
    )
      now.inspected = number.value
    else if (!key) left.push(number)
    if (share) cumulative = running
  }
  if (now.found !== undefined && saysAllDone(text)) {
    if (now.rectified === undefined) named++
    now.rectified ??= now.found
  }
  if (named > 0 && saysNoneFound(text)) now.found ??= 0
  const hasNow = Object.keys(now).length > 0
  const hasTotal = Object.keys(total).length > 0
  if (hasTotal && !hasNow) return { counts: total, named, onlyCumulative: true, left, keys }
  void sawCurrent
  return { counts: now, named, onlyCumulative: false, left, keys, ...(hasTotal ? { cumulative: total } : {}) }
}

function keyOf(
  number: NumberHit,
  gap: string,
  before: readonly { tag: Tag; start: number; end: number }[],
  after: string,
  last: CountKey | undefined,
  text: string,
): CountKey | undefined {
  // 抽查0045 names a hazard.
  if (/^0\d{2,}$/.test(number.written)) return undefined
  // 【隐患1】…, 问题2：…: the number of an item of a list.
  if (/(?:隐患|问题)$/u.test(gap) && /^[】\]：:、.)）](?!已|未|整改|挂账|剩|完成|销号|立案)/u.test(after))
    return undefined
  const m = countable.exec(after)
  const measure = (m?.[1] ?? '')
    .replace(/个人|来?号人/u, '人')
    .replace(/^([家户])次$/u, '$1')
    .replace(/^([栋幢])楼$/u, '$1')
    .replace(/^[单样]$/u, '处')
    .replace(/^回$/u, '次')
  if (!measure && never.test(after)) return undefined
  // 走了6个村，看了93户: the doors are what was checked.
  if (
    measure === '个' &&
    /^(?:行政|自然)?(?:村|社区|镇|乡|街道|片区|网格)/u.test(after.slice(m?.[0].length ?? 0)) &&
    /[\d一二三四五六七八九十百](?:户|家)/u.test(text.slice(number.end))
  )
    return undefined
  if (/[栋幢]/u.test(measure) && near0(before, number.start) !== 'inspected') return undefined
  if (measure === '期' || measure === '班次' || measure === '支') return undefined
  if (/第$/u.test(gap) || /[第a-zA-Z\-/]$/u.test(gap)) return undefined
  const since =
    number.start - gap.length + Math.max(0, ...['，', '。', '；', '、', '\n'].map((c) => lastBreak(gap, c)))
  const clause = before.filter((b) => b.end > since)
  // "检查充装站、门店9家": a list of kinds between the key and its number.
  const near =
    clause.length === 0 &&
    /^[家户所个]$/u.test(measure) &&
    before.at(-1)?.tag === 'inspected' &&
    !/[。；]/u.test(text.slice(before.at(-1)?.end ?? 0, number.start)) &&
    number.start - (before.at(-1)?.end ?? 0) <= 12
      ? before
      : clause
  const right = after.slice(m?.[0].length ?? 0).split(/[，。；、\n]/u)[0] ?? ''
  const left = text.slice(since, number.start)
  if (measure === '') {
    // A bare number needs its key right before it: "隐患13", "改11", "检查数：27".
    if (
      number.chinese &&
      number.value < 2 &&
      !/[：:]$/u.test(gap) &&
      !(number.written === '零' && /[为是]$/u.test(gap))
    )
      return undefined
    const tag = near.at(-1)
    if (!tag || tag.tag === 'skip' || number.start - tag.end > 6) return undefined
    const tail = text.slice(tag.end, number.start)
    if (!/^(?:[了共计为是有数量：: 、应该已总完成到位出者约达一栏的]|人员|小区|单位|家数|数)*$/u.test(tail))
      return undefined
    return pick(near, '', right)
  }
  // Shops that sell electric bikes are still shops that were checked.
  if (
    /^[家户所]$/u.test(measure) &&
    near.some((b) => b.tag === 'inspected') &&
    /^(?:skip|people)$/u.test(near.at(-1)?.tag ?? '') &&
    !/约谈|查封|关停|取缔|拆/u.test(left)
  )
    return 'inspected'
  if (
    near.some((b) => b.tag === 'skip') &&
    !near.some((b, i) => b.tag !== 'skip' && i === near.length - 1 && b.tag !== 'vehicles')
  )
    return undefined
  if (measure === '元') return undefined
  // 对2家施工企业立案处罚: what was done to them counts, not that they were there.
  if (
    /对$/u.test(left) &&
    /^[家户个名人起]$/u.test(measure) &&
    /^[^，。；]{0,12}(?:立案|处罚|罚款|查处)/u.test(right)
  )
    return 'fines'
  // 责令整改77处 orders; only papers are counted.
  if (near.at(-1)?.tag === 'notices' && /^(?:处|条|项|个)$/u.test(measure) && /责令|责改|责成/u.test(left))
    return undefined
  if (/^(?:场次?|次)$/u.test(measure) && /^(?:的)?(?:消防|应急|疏散|灭火)*(?:演练|演习|拉练)/u.test(right))
    return 'drills'
  const tag = pick(near, measure, right)
  if (tag === 'fines' && /元/u.test(after.slice(0, 3))) return undefined
  // 三处当场弄好了: what follows the number says what became of it.
  if (
    (tag === 'found' || tag === 'inspected') &&
    /^[处个条项]$/u.test(measure) &&
    // 隐患三十一处整改了二十六处: the next number is what was put right.
    !/^[^，。；]{0,8}(?:好|完|掉|了|到位|妥)[ ]?[0-9一二两三四五六七八九十百]/u.test(
      text.slice(number.end + measure.length),
    ) &&
    /^(?:的)?(?:已经?|都|也|均|当场|现场|立即|马上){0,3}(?:整改|改|弄|处理|清理?|搞|修|换)(?:好|完|掉|了|到位|妥)/u.test(
      right,
    )
  )
    return 'rectified'
  if (tag) return fits(tag, measure, left, right)
  // Nothing before it: the noun after it says what it is.
  const noun = scanWords(right.slice(0, 8), countWords).find(
    (h) => h.tag !== 'site' && h.tag !== 'current' && h.tag !== 'cumulative' && h.tag !== 'among',
  )
  if (noun && noun.tag !== 'skip')
    return noun.start <= 3 ? fits(noun.tag as CountKey, measure, left, right) : undefined
  if (last === 'trained' && /^(?:人次|人|名)$/u.test(measure)) return 'trained'
  if (last === 'vehicles' && /^(?:人次|人|名)$/u.test(measure)) return 'people'
  if (last === 'people' && /^(?:台次|车次|辆次|辆|台)$/u.test(measure) && /车/u.test(left + right))
    return 'vehicles'
  return undefined
}

const near0 = (before: readonly { tag: Tag; end: number }[], at: number): Tag | undefined => {
  const last = before.at(-1)
  return last && at - last.end <= 8 ? last.tag : undefined
}

const lastBreak = (gap: string, c: string): number => gap.lastIndexOf(c) + 1

/** The last word before the number decides; "整改隐患" and the noun after a verb give way to the verb. */
function pick(
  near: readonly { tag: Tag; start: number; end: number }[],
  measure: string,
  right: string,
): CountKey | undefined {
  const at = near.at(-1)
  if (!at || at.tag === 'skip' || at.tag === 'cumulative' || at.tag === 'current' || at.tag === 'among')
    return undefined
  const prior = near.at(-2)
  if (
    at.tag === 'found' &&
    prior &&
    at.start - prior.end <= 2 &&
    (prior.tag === 'rectified' || prior.tag === 'outstanding')
  )
    return prior.tag
  if (at.tag === 'outstanding' && /^(?:没|未|正在|还|尚|待|限期)/u.test(right)) return 'outstanding'
  if (at.tag === 'people' && prior?.tag === 'trained') return 'trained'
  if (at.tag === 'vehicles' && prior?.tag === 'skip') return undefined
  if (at.tag === 'people' && /^(?:辆|台|车)/u.test(measure)) return 'vehicles'
  if (at.tag === 'trained' && !/^(?:人|名|个|$)/u.test(measure)) return undefined
  if (at.tag === 'site') return /^[家个所户间]?$/u.test(measure) ? 'inspected' : undefined
  return at.tag
}

function fits(tag: CountKey, measure: string, left: string, right: string): CountKey | undefined {
  if (/^(?:人次|人|名)$/u.test(measure)) {
    if (tag === 'trained' || tag === 'people' || tag === 'fines' || tag === 'notices') return tag
    if (tag === 'drills') return 'trained'
    if (tag === 'inspected') return /参加/u.test(left) ? undefined : 'people'
    return undefined
  }
  if (measure === '趟') return /车/u.test(left) ? 'vehicles' : undefined
  if (/^(?:台次|车次|辆次|辆|台)$/u.test(measure)) {
    // 车辆安检612台次: the cars are what was checked.
    if (/(?:安检|检测|检查|抽查|抽检|自查|查)[^，。]{0,4}$/u.test(left) && tag === 'inspected')
      return 'inspected'
    return tag === 'vehicles' || tag === 'people' ? 'vehicles' : undefined
  }
  if (/^(?:份|张|本)$/u.test(measure)) {
    if (tag === 'rectified' && /责令|下发|下达|整改/u.test(left)) return 'notices'
    return tag === 'notices' || tag === 'fines' ? tag : undefined
  }
  if (tag === 'trained' && measure === '个' && /(?:员工|职工|学员|群众|师生|保安|居民|人)$/u.test(left))
    return tag
  if (tag === 'people' || tag === 'vehicles' || tag === 'trained') return undefined
  if (tag === 'inspected' && /^(?:的)?(?:隐患|问题)/u.test(right)) return 'found'
  if (tag === 'inspected' && /^(?:次|场|期|组|批)/u.test(measure)) return undefined
  if (tag === 'found' && /^(?:家|户)$/u.test(measure) && !/隐患|问题/u.test(left)) return 'inspected'
  if (
    (tag === 'rectified' || tag === 'found') &&
    /^(?:的)?(?:还|正在|没|未|尚)(?:在)?(?:整改|改|完|处理)/u.test(right)
  )
    return 'outstanding'
  return tag
}

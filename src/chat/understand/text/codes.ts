import { isDigit, isNumeral, toNumber } from './numbers.ts'

export type CodeHit = Readonly<{ start: number; end: number; codes: readonly string[]; sure: boolean }>

type Item = Readonly<{ end: number; prefix?: string; value: number; sure: boolean; numbered: boolean }>

/** What makes "12号" a building, a gate, a date or a thing and not a hazard. */
const notAfterNumber =
  /^(?:楼|栋|幢|座|院|大?门|车|仓|库|厂|线|房|路|店|商?铺|宅|之?前|以前|（含|\(含|上午|下午|晚上|中午|早上|晚|厅|井|出口|入口|楼梯|电梯|机组|泵|公馆|馆|令|公告|地块|宿舍|别墅|住宅|平房|岗|桥|摊|柜|单元|层|室|户|小区|大院|家属|上旬|为止|截止|左右|那天|当天|会议|开会|文件|通知)/u
/** A bare number before one of these counts or measures something. */
const unitAfter =
  /^[ ]?(?:[月日年点时分天周个家处人户份起次台辆楼栋幢座层单室元万%％米具瓶盏只把块条项期场名所间组排路#度.\-/a-zA-Z多余几]|号楼|小时|礼拜|星期|公斤|平)/u
const dateBefore =
  /(?:延期?到|延期?至|延长?到|延长?至|推迟?到|推迟?至|宽限到|改到|改成|改为|期限|期限[：:为是]|时限[：:]?|月|截止|最迟|最晚|不晚于|路|街|巷|道|弄|大街)[ ]?$/u

const named = /(?:编号|编码|单号|工单|No\.?|NO\.?|no\.?|№)[：:为是 ]{0,2}$/u

/** Words that may stand before a bare number that is a code. */
const bareBefore =
  /(?:^|[\n，。；：、！？ “"（]|整改|复查|核查|核验|验收|查了|查|编号|编码|隐患|问题|关于|把|将|的|申请|销号|回头看|认领|转|作废|撤销|挂牌|督办|收到|误报|这个|那个)$/u
/** What follows a bare number that is a code. */
const bareAfter =
  /^[ ，。]?(?:那[条个处]?|这[条个处]?)?(?:都|全|均|也|[两二三四五六七八九\d]?[项条个]|全部|目前|现在|今天|昨天|刚刚|刚){0,3}(?:已|改|整|完成|搞|弄|好了|处理|复查|核查|核验|验收|回头看|通过|合格|不合格|没过|不过|销号|申请|延|转|移交|归|还|没|未|挂牌|列|收到|什么|啥|咋|怎|到哪|进|谁|是谁|不归|不是|作废|期限|责任|宽限|查过|看了|请|同意|要求|现在|建议|撤|办结|清|拆|换|修|误报|再|打回|退回|退(?!休)|过(?=[，。！ ]|$)|全过|挂(?=[，。！]|$)|可以|需要|因|缓|差|属于|应该|应由|改期|赶不|来不|完不成|拖|地点|类别|现场|已经|闭环|销|搬|清|妥|OK|ok|done|过了|搞定|验收|提级|列入|超出|派|交|办)/u

/**
 * Hazard codes of the text, normalised: `YC-0012`, "12号", "第9号", "二十三号隐患", "零零五二", lists and ranges.
 * `sure` is false for a bare number that only its neighbours make a code. 3号楼, 12月5号 and 20号之前 are none.
 */
export function findCodes(text: string, prefixes: readonly string[]): readonly CodeHit[] {
  const main = prefixes[0] ?? ''
  const hits: CodeHit[] = []
  let i = 0
  while (i < text.length) {
    const hit = canStart(text, i) ? listAt(text, i, prefixes, main) : undefined
    if (hit && 'codes' in hit) {
      hits.push(hit)
      i = hit.end
    } else i = hit ? hit.end : i + 1
  }
  return hits
}

/**
 * A bare number, or a list of them, that opens a message and measures nothing: 「46 给我宽到下周五」. It may name
 * hazards; what is said of it has to tell.
 */
export function openingCode(text: string, prefixes: readonly string[]): CodeHit | undefined {
  const start = /^[ ]*(?:关于|第)?/u.exec(text)?.[0].length ?? 0
  if (!isDigit(text[start] ?? '')) return undefined
  const hit = listAt(text, start, prefixes, prefixes[0] ?? '', true)
  // 3 4 5栋: buildings.
  if (/^[ ，、]*\d{1,4}(?:号楼|栋|幢|座|单元|楼|层|#|户|室)/u.test(text.slice(hit?.end))) return undefined
  return hit && 'codes' in hit && hit.end < text.length ? hit : undefined
}

function canStart(text: string, i: number): boolean {
  const c = text[i] ?? ''
  if (c === '第') return true
  const before = text[i - 1] ?? ''
  if (isDigit(c)) return !isDigit(before) && before !== '.' && !/[a-zA-Z]/.test(before)
  if (isNumeral(c)) return !isNumeral(before) && before !== '第'
  return /[a-zA-Z]/.test(c) && !/[a-zA-Z]/.test(before)
}

/** Reads one list from `start`; a result without codes says only where to go on. */
function listAt(
  text: string,
  start: number,
  prefixes: readonly string[],
  main: string,
  opens = false,
): CodeHit | { end: number } | undefined {
  const first = itemAt(text, start, prefixes)
  if (!first) return undefined
  if (!first.prefix && dateBefore.test(text.slice(Math.max(0, start - 6), start))) return { end: first.end }
  const items: { item: Item; rangeFrom: boolean }[] = [{ item: first, rangeFrom: false }]
  let end = first.end
  for (let guard = 0; guard < 200; guard++) {
    const gap = /^(?:[ ]?(?:至|到|~|—{1,2}|-)[ ]?|[ ]?(?:[、，；\/和及与跟]|以及|还有)[ ]?| )/u.exec(
      text.slice(end, end + 4),
    )
    const at = end + (gap?.[0].length ?? 0)
    const next = itemAt(text, at, prefixes)
    if (!next || (gap === null && !next.sure)) break
    // 1、YC-0066: the number of a line.
    if (items.length === 1 && !first.sure && next.prefix && first.value < 20 && /^、/u.test(gap?.[0] ?? ''))
      return { end }
    const range = gap !== null && /[至到~—-]/u.test(gap[0])
    items.push({ item: next, rangeFrom: range })
    end = next.end
  }
  let sure = items.some(({ item }) => item.sure)
  // 12-25 and 11.5 alone are days.
  if (!sure && items.length === 2 && items[1]?.rangeFrom && /^\d{1,2}-\d{1,2}$/u.test(text.slice(start, end)))
    return { end }
  if (!sure) {
    const before = text.slice(Math.max(0, start - 4), start)
    const after = text.slice(end, end + 8)
    const anchored =
      bareBefore.test(before) && (bareAfter.test(after) || (after.trim() === '' && before.trim() !== ''))
    if (!anchored && !opens) return { end }
    sure = false
  }
  const codes: string[] = []
  let previous: Item | undefined
  for (const { item, rangeFrom } of items) {
    const prefix: string = item.prefix ?? previous?.prefix ?? main
    if (rangeFrom && previous && item.value > previous.value && item.value - previous.value <= 200)
      for (let v = previous.value + 1; v < item.value; v++) codes.push(write(prefix, v))
    codes.push(write(prefix, item.value))
    previous = item
  }
  return { start, end, codes: [...new Set(codes)], sure }
}

const write = (prefix: string, value: number): string =>
  `${prefix ? `${prefix.toUpperCase()}-` : ''}${String(value).padStart(4, '0')}`

function itemAt(text: string, start: number, prefixes: readonly string[]): Item | undefined {
  let i = start
  const ordinal = text[i] === '第'
  if (ordinal) i++
  let prefix: string | undefined
  for (const p of prefixes) {
    if (text.slice(i, i + p.length).toUpperCase() !== p.toUpperCase()) continue
    const gap = /^[-_ .—]{0,2}/u.exec(text.slice(i + p.length, i + p.length + 2))
    prefix = p
    i += p.length + (gap?.[0].length ?? 0)
    break
  }
  // Letters of nobody's campaign stay what they are: 12 of another county is not our 12.
  const foreign =
    prefix === undefined && !ordinal ? /^([a-zA-Z]{2,4})-(?=\d{3,5}(?!\d))/.exec(text.slice(i, i + 10)) : null
  if (foreign?.[1]) {
    prefix = foreign[1].toUpperCase()
    i += foreign[0].length
  }
  let j = i
  const numeral = isNumeral(text[i] ?? '') && text[i] !== '万' && text[i] !== '千'
  while (j < text.length && (numeral ? isNumeral(text[j] ?? '') : isDigit(text[j] ?? ''))) j++
  // YC-O124: the letter for the figure, after a prefix only.
  if (
    prefix !== undefined &&
    /[OoIl]/.test(text[j] ?? '') &&
    /^[OoIl\d]{1,5}(?![a-zA-Z\d])/.test(text.slice(j, j + 6))
  )
    while (j < text.length && /[OoIl\d]/.test(text[j] ?? '')) j++
  const written = text.slice(i, j).replace(/[Oo]/g, '0').replace(/[Il]/g, '1')
  const value = written.length > 5 ? undefined : toNumber(written)
  if (value === undefined || value === 0) return undefined
  let end = j
  const spaced = text[end] === ' ' && text[end + 1] === '号' ? 1 : 0
  const numbered = text[end + spaced] === '号'
  if (numbered) {
    end += spaced + 1
    if (notAfterNumber.test(text.slice(end, end + 4))) return undefined
    const noun = /^[的 ]?(?:隐患|问题)(?:点|项)?/u.exec(text.slice(end, end + 5))
    if (noun) end += noun[0].length
    return { end, value, sure: true, numbered, ...(prefix ? { prefix } : {}) }
  }
  if (prefix) return { end, value, sure: true, numbered, prefix }
  // 编号六十三, No.12: the word before it says what the number is.
  if (
    named.test(text.slice(Math.max(0, start - 6), start)) &&
    !/^[ ]?[月日年个家处栋幢楼]/u.test(text.slice(end, end + 2))
  )
    return { end, value, sure: true, numbered }
  if (ordinal) return undefined
  // 12#改好: a building unless something is said about it that only a hazard can be.
  if (text[end] === '#' && !numeral)
    return /^[ ]?(?:已|改|整|完|搞|弄|好了|复查|合格|不合格|没过|通过|销|延|转|挂牌|清|拆|换|处理|ok|OK|$)/u.test(
      text.slice(end + 1, end + 5),
    ) && /(?:^|[\n，。；、 ])$/u.test(text.slice(Math.max(0, start - 1), start))
      ? { end: end + 1, value, sure: start === 0 || text[start - 1] === '\n', numbered }
      : undefined
  // Four places with a leading zero are written by nobody who counts something.
  if (
    written.length === 4 &&
    /[0零〇]/u.test(text[i] ?? '') &&
    !/^[ ]?[时点分]/u.test(text.slice(end, end + 2))
  )
    return { end, value, sure: true, numbered }
  // ✓49✓51: a tick before or after says that it is a hazard, and done.
  if (text[start - 1] === '✓' || text[end] === '✓') return { end, value, sure: true, numbered }
  if (
    unitAfter.test(text.slice(end, end + 3)) &&
    !/^两?[条项个]?[都均]?(?:通过|合格|过关|已)/u.test(text.slice(end, end + 6)) &&
    !/^-\d/.test(text.slice(end, end + 2))
  )
    return undefined
  if (
    numeral &&
    !/^(?:[、，和 ]|[到至][一二三四五六七八九十百]{1,5}号)/u.test(text.slice(end, end + 7)) &&
    !/[、，和 ]/u.test(text[start - 1] ?? '')
  )
    return undefined
  if (numeral && value < 11) return undefined
  return { end, value, sure: false, numbered }
}

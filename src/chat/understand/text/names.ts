import type { Lexicon } from '../types.ts'
import { normalise } from './normalise.ts'
import { looksAlike } from './spelling/shapes.ts'
import { soundsAlike } from './spelling/sounds.ts'
import type { Work } from './words.ts'

export type NameKind = 'unit' | 'community'
export type NameHit = Readonly<{
  start: number
  end: number
  kind: NameKind
  id: string
  /** A short form that is also a plain word or a direction, such as 消防 or 北门: true only where it can be a name. */
  short: boolean
}>

type Entry = Readonly<{ text: string; kind: NameKind; id: string; short: boolean }>
export type NameIndex = Readonly<{
  byFirst: ReadonlyMap<string, readonly Entry[]>
  /** Names that allow one slip, keyed by length-free neighbours: the character and its place. */
  bySecond: ReadonlyMap<string, readonly Entry[]>
  prefixes: readonly string[]
  unitNames: ReadonlyMap<string, string>
}>

const cache = new WeakMap<Lexicon, NameIndex>()

/** The index of a lexicon, built once for each lexicon object. */
export function indexOf(lexicon: Lexicon): NameIndex {
  const known = cache.get(lexicon)
  if (known) return known
  const seen = new Map<string, Entry>()
  const add = (written: string, kind: NameKind, id: string) => {
    const text = lower(normalise(written))
    if (text.length >= 2 && !seen.has(text)) seen.set(text, { text, kind, id, short: text.length === 2 })
  }
  for (const { id, name } of lexicon.communities) add(name, 'community', id)
  for (const { id, name } of lexicon.units) add(name, 'unit', id)
  for (const { id, aliases } of lexicon.communities) for (const alias of aliases) add(alias, 'community', id)
  for (const { id, aliases } of lexicon.units) for (const alias of aliases) add(alias, 'unit', id)
  // 街道 and 街道办, 物业 and 物业公司, 县 before an office: the same body, said in full or in short.
  for (const { id, name, kind } of lexicon.units) {
    if (name.endsWith('街道')) add(`${name}办事处`, 'unit', id)
    if (name.endsWith('物业')) add(`${name}公司`, 'unit', id)
    if (/[镇乡]$/u.test(name)) add(`${name}政府`, 'unit', id)
    if (kind === 'department') add(`县${name}`, 'unit', id)
  }
  const entries = [...seen.values()]
  const index: NameIndex = {
    byFirst: group(entries, 0),
    bySecond: group(
      entries.filter((e) => e.text.length >= 3),
      1,
    ),
    prefixes: lexicon.codePrefixes,
    unitNames: new Map(lexicon.units.map(({ id, name }) => [id, name])),
  }
  cache.set(lexicon, index)
  return index
}

function group(entries: readonly Entry[], at: number): ReadonlyMap<string, readonly Entry[]> {
  const map = new Map<string, Entry[]>()
  for (const entry of entries) {
    const key = entry.text[at] ?? ''
    const bucket = map.get(key)
    if (bucket) bucket.push(entry)
    else map.set(key, [entry])
  }
  for (const bucket of map.values()) bucket.sort((a, b) => b.text.length - a.text.length)
  return map
}

/** Only A–Z, so that positions stay where they are. */
export const lower = (text: string): string => text.replace(/[A-Z]/g, (c) => c.toLowerCase())

// Characters that tell one compound from its sister: never a slip of one another.
const telling = /[东西南北中上下前后一二三四五六七八九十大小新老家花公a-z0-9期区]/u

const siteAfterShort =
  /^(?:[东西南北中]?(?:路|街|大道|巷|大街)|批发|农贸|建材|家具|客运|老街|超市|大?酒店|宾馆|小学|中学|学校|幼儿园|医院|饭店|饭馆|网吧|ktv|商场|广场|市场|药店|商店|餐馆|公园|大桥)/u
// 消防通道, 应急照明, 安全教育: the short name of a unit is only a plain word there.
const wordAfterShort =
  /^(?:通道|车|栓|水|箱|门|设施|设备|器材|安全|检查|演练|培训|法|登高|控|站|泵|管|档案|验收|规范|标准|审|主机|电梯|电源|照明|灯|预案|广播|疏散|指示|救援队|员|队员|意识|宣传|隐患|整治|问题|责任|技术|技能|巡查|值班|维保|柜|井|间|楼梯|局|工作|常识|知识|部门|机构|综合体|线路|不足|改造|中心)/u

/** Units and communities that the text names: longest match, aliases, and slips of the keyboard in names of three or more. */
export function findNames(text: string, index: NameIndex, work?: Work): readonly NameHit[] {
  const said = lower(text)
  const hits: NameHit[] = []
  let i = 0
  while (i < said.length) {
    const entry = exactAt(said, i, index, work) ?? slipAt(said, i, index, work)
    if (!entry) {
      i++
      continue
    }
    let end = i + entry.text.length
    if (!standsAsName(said, i, end, entry)) {
      i++
      continue
    }
    // 北门街道办理: the office, and what it does.
    if (entry.text.endsWith('办') && /^[理结妥]/u.test(said.slice(end, end + 1))) end--
    if (entry.kind === 'community' && /^小区/u.test(said.slice(end, end + 2))) end += 2
    hits.push({ start: i, end, kind: entry.kind, id: entry.id, short: entry.short })
    i = end
  }
  return hits
}

function exactAt(said: string, at: number, index: NameIndex, work?: Work): Entry | undefined {
  for (const entry of index.byFirst.get(said[at] ?? '') ?? []) {
    if (work) work.steps++
    if (said.startsWith(entry.text, at)) return entry
  }
  return undefined
}

/** A name with one character wrong; undefined when two names are equally near. */
function slipAt(said: string, at: number, index: NameIndex, work?: Work): Entry | undefined {
  let found: Entry | undefined
  const look = (entries: readonly Entry[] | undefined): boolean => {
    for (const entry of entries ?? []) {
      if (work) work.steps++
      if (entry.text.length < 3 || !slipped(said, at, entry.text)) continue
      if (found && found.id !== entry.id && found.text.length === entry.text.length) return false
      if (!found || entry.text.length > found.text.length) found = entry
    }
    return true
  }
  if (!look(index.byFirst.get(said[at] ?? ''))) return undefined
  if (!look(index.bySecond.get(said[at + 1] ?? ''))) return undefined
  return found
}

/**
 * One wrong character, or two that both sound right in a name of four and more; what tells two compounds apart must
 * stand. A character that does not even sound right is believed only near the end of a long name.
 */
function slipped(said: string, at: number, name: string): boolean {
  let wrong = 0
  let deaf = -1
  for (let k = 0; k < name.length; k++) {
    const a = name[k] ?? ''
    const b = said[at + k] ?? ''
    if (a === b) continue
    wrong++
    if (wrong > (name.length >= 4 ? 2 : 1) || !/[\u4e00-\u9fff]/u.test(b)) return false
    if (telling.test(a) && telling.test(b)) return false
    if (soundsAlike(a, b) || looksAlike(a, b)) continue
    if (deaf >= 0) return false
    deaf = k
  }
  if (wrong === 0) return false
  if (deaf < 0) return true
  // A wrong character that does not even sound alike is believed only outside the telling half of a name:
  // 天水家园 is not 天和家园, but 天和家圜 is.
  return (
    wrong === 1 &&
    name.length >= 4 &&
    deaf >= name.length - 2 &&
    !telling.test(name[deaf] ?? '') &&
    !telling.test(said[at + deaf] ?? '')
  )
}

function standsAsName(said: string, start: number, end: number, entry: Entry): boolean {
  const after = said.slice(end, end + 4)
  if (entry.kind === 'community')
    return !(entry.short ? siteAfterShort.test(after) : /^[东西南北中]?路/u.test(after))
  if (!entry.short) return true
  if (wordAfterShort.test(after) || siteAfterShort.test(after)) return false
  // 小区北门, 东门 and 北门: a gate, not the subdistrict.
  if (entry.text.endsWith('门') && !/^(?:办|街)/u.test(after)) {
    const before = said[start - 1] ?? ''
    if (/[\u4e00-\u9fff\d]/u.test(before) && !/[请由交转给对让请]/u.test(before)) return false
    if (/^(?:口|岗|外|内|旁|处|的?消防|停|堆|被|有)/u.test(after)) return false
  }
  return true
}

import {
  field,
  fieldCalled,
  fieldNames,
  readValue,
  type FieldKey,
} from '../../../../domain/communities/fields.ts'
import { toNumber } from '../../text/numbers.ts'
import { isPersonName } from '../../text/persons.ts'
import { communitiesOf, unitsOf, type Reading } from '../../text/reading.ts'
import type { CommunitySaid, SaidSteward } from './said.ts'

/** 「阳光花园的档案」「阳光花园 楼长 3号楼 李某」「排查覆盖率」「重点名单」: the files of communities. */
export function readCommunities(r: Reading): CommunitySaid | undefined {
  if (r.text.length > 600) return undefined
  const whole = r.text.replace(/[。！？?~ ]+$/u, '')
  return readLists(r, whole) ?? readOne(r, whole)
}

const lists: readonly (readonly [RegExp, 'lacking' | 'coverage' | 'watch-list' | 'deposits' | 'export'])[] = [
  [
    /^(?:谁的|哪些)?(?:小区)?档案(?:不全|缺项|没建全|不完整|完善情况|情况|进度)$|^(?:建档情况|一小区一档)$/u,
    'lacking',
  ],
  [/^(?:排查|检查)?覆盖(?:率|面|情况)(?:是?多少|怎么样|情况)?$/u, 'coverage'],
  [/^重点(?:关注)?(?:小区)?(?:名单|清单)$|^重点小区$/u, 'watch-list'],
  [
    /^(?:(?:哪些|有哪些)小区)?(?:物业)?保修金(?:名单|清单|快?(?:要)?到期(?:了|的)?(?:小区)?(?:有哪些|情况)?)$|^(?:哪些|有哪些)小区(?:的)?保修金(?:还)?不能退$/u,
    'deposits',
  ],
  [/^导出(?:全部|所有)?(?:小区|一小区一档)?(?:的)?档案(?:表)?$|^(?:小区)?档案(?:导出|表)$/u, 'export'],
]

function readLists(r: Reading, whole: string): CommunitySaid | undefined {
  const [unit] = unitsOf(r)
  const plain = (unit ? whole.slice(0, unit.start) + whole.slice(unit.end) : whole).replace(/[ 的]/gu, '')
  const found = lists.find(([pattern]) => pattern.test(plain))
  return found && { act: found[1], ...(unit ? { unit: unit.id } : {}) }
}

function readOne(r: Reading, whole: string): CommunitySaid | undefined {
  const [place, other] = communitiesOf(r)
  if (!place || other) return undefined
  const before = whole.slice(0, place.start).replace(/[ ：]+$/u, '')
  const after = whole.slice(place.end)
  const { id: community } = place
  const watch = readWatch(before, after)
  if (watch) return { act: 'watch', community, ...watch }
  if (/^(?:查|看|查看|打开|查一下|看一下)?(?:小区)?档案$|^(?:查|看|查看)$/u.test(before))
    return after === '' || /^的?(?:一小区一档|档案)$/u.test(after) ? { act: 'file', community } : undefined
  if (before !== '' && !/^(?:更新|登记|补充)(?:档案)?$/u.test(before)) return undefined
  const rest = after.replace(/^[的 ：，]+/u, '')
  if (/^(?:一小区一档|档案|小区档案|档案怎么样|档案情况)$/u.test(rest)) return { act: 'file', community }
  if (/^(?:的?物业)?保修金(?:现在)?(?:能不能|是否)?(?:可以|能)?退(?:还)?(?:了|吗|不)?[？?]?$/u.test(rest))
    return { act: 'deposit', community }
  if (/^楼长(?:名单|情况|电话|有哪些|是谁|都是谁)?$/u.test(rest)) return { act: 'stewards', community }
  if (/[？?吗]|怎么|如何/u.test(r.text)) return undefined
  const explicit = before !== '' || /^档案/u.test(rest)
  return readFacts(r, community, rest.replace(/^档案[ ：，]*/u, ''), explicit)
}

function readWatch(before: string, after: string): Readonly<{ on: boolean; days?: number }> | undefined {
  if (!/^(?:请?(?:把|将))?$/u.test(before)) return undefined
  const m =
    /^[ ，]*(?:也)?(列入|列为|加入|纳入|移出|取消|撤出)(?:了)?重点(?:名单|关注|小区|监管)?(?:[ ，]*每([\d一二两三四五六七八九十]{1,3})(天|周)(?:检?查|看)?(?:一次)?)?$/u.exec(
      after,
    )
  if (!m) return undefined
  const on = /^[列加纳]/u.test(m[1] ?? '')
  const n = m[2] ? toNumber(m[2]) : undefined
  const days = n === undefined ? undefined : m[3] === '周' ? n * 7 : n
  return { on, ...(on && days !== undefined && days >= 1 && days <= 90 ? { days } : {}) }
}

type Kept = Extract<CommunitySaid, { act: 'keep' }>

/** 「楼栋数 12，户数 860」: every piece must be a fact, or nothing is. */
function readFacts(
  r: Reading,
  community: string,
  text: string,
  explicit: boolean,
): CommunitySaid | undefined {
  const facts: { key: FieldKey; value: string | number }[] = []
  const stewards: SaidSteward[] = []
  let property: Kept['property']
  for (const piece of piecesOf(text)) {
    const steward = stewardIn(piece)
    if (steward) {
      stewards.push(steward)
      continue
    }
    const company = propertyIn(r, piece)
    if (company) {
      property = company
      continue
    }
    const fact = factIn(piece, explicit)
    if (!fact) return undefined
    if (fact.value === undefined) return { act: 'wrong', community, key: fact.key }
    facts.push({ key: fact.key, value: fact.value })
  }
  if (facts.length === 0 && stewards.length === 0 && property === undefined) return undefined
  return { act: 'keep', community, facts, stewards, ...(property ? { property } : {}) }
}

/** Pieces between commas; what begins with no field belongs to the one before: 有，6人. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  for (const part of text.split(/[，；\n]+/u)) {
    const said = part.trim()
    if (said === '') continue
    const last = pieces.at(-1)
    const isNew = nameAt(said) !== undefined || /楼长|物业/u.test(said)
    if (isNew || last === undefined) pieces.push(said)
    else pieces[pieces.length - 1] = `${last}，${said}`
  }
  return pieces
}

const nameAt = (text: string): string | undefined => fieldNames.find((name) => text.startsWith(name))

const building = '(?:([\\d]{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|号|栋|幢|#楼?)|([A-Za-z])(?:座|栋|幢))'
const person = '([\\u4e00-\\u9fff·]{2,12})(?:同志)?[ ，：]*(?:电话|手机号?)?[ ：]*(?:(1[3-9]\\d{9}))?'
const stewardFirst = new RegExp(`^楼长[ ：]*${building}(?:楼)?[ ：是为]*${person}$`, 'u')
const buildingFirst = new RegExp(`^${building}的?楼长(?:换成|改为|改成|[ ：是为])*${person}$`, 'u')

function stewardIn(piece: string): SaidSteward | undefined {
  const m = stewardFirst.exec(piece) ?? buildingFirst.exec(piece)
  if (!m) return undefined
  const [, number, letter, name = '', phone] = m
  if (!isPersonName(name, phone !== undefined)) return undefined
  const n = number === undefined ? undefined : toNumber(number)
  if (letter === undefined && (n === undefined || n < 1)) return undefined
  return {
    building: letter === undefined ? `${n}号楼` : `${letter.toUpperCase()}座`,
    name,
    ...(phone ? { phone } : {}),
  }
}

function propertyIn(r: Reading, piece: string): Kept['property'] {
  if (/^(?:没有|无)物业(?:公司|企业|管理)?$|^物业(?:企业|公司)?[ ：]+无$/u.test(piece)) return 'none'
  const m = /^物业(?:企业|公司)?(?:[ ：]+|(?:现在)?(?:换成|改成|改为|变更为|是)[ ]*)([^ ，].{1,20})$/u.exec(
    piece,
  )
  const name = m?.[1]
  if (!name) return undefined
  const unit = unitsOf(r).find((hit) => r.text.slice(hit.start, hit.end) === name)
  if (unit) return { unit: unit.id }
  return /(?:物业|公司|物管)$/u.test(name) ? { unknown: name } : undefined
}

/** A detail after 有, as one writes it into a form; anything longer is talk about a hazard. */
const detail =
  /^(?:[有无已未]|没有|遗留)(?:[，（： ]*(?:共)?(?:\d{1,4}[人名个桩台座路处]?|双人值班|24小时双人值班|持证\d{1,2}人|第三方评估|专家论证|验收|备案|办理)）?)*$/u

function factIn(
  piece: string,
  explicit: boolean,
): Readonly<{ key: FieldKey; value: string | number | undefined }> | undefined {
  const name = nameAt(piece)
  const of = name === undefined ? undefined : fieldCalled(name)
  if (name === undefined || !of) return undefined
  const written = piece.slice(name.length)
  const value = written.replace(/^[ ：]*(?:为|是|共)?[ ：]*/u, '')
  if (value === '') return undefined
  const read = readValue(of.key, value)
  if (explicit) return { key: of.key, value: read }
  if (read === undefined || !of.plain) return undefined
  const apart = /^(?:[ ：]|为|是|共)/u.test(written)
  switch (field(of.key).kind) {
    case 'count':
    case 'year':
    case 'day':
      return { key: of.key, value: read }
    case 'choice':
      return detail.test(value) && (apart || /^[有无已未]$/u.test(value))
        ? { key: of.key, value: read }
        : undefined
    case 'text':
      return apart ? { key: of.key, value: read } : undefined
  }
}

import type { CircularKind, DecidedStep } from '../../../domain/ladder.ts'
import type { Understanding } from '../types.ts'
import { findDates, writeDate } from '../text/dates.ts'
import { toNumber } from '../text/numbers.ts'
import { allCodes, unitsOf, type Reading } from '../text/reading.ts'

/** What somebody says about overdue matters on their way up. `campaign` is a code prefix, `unit` an id. */
export type LadderSaid = Readonly<{ unit?: string; campaign?: string }> &
  (
    | Readonly<{ act: 'overview' }>
    | Readonly<{ act: 'view'; step: DecidedStep }>
    /** 发通报; 发到群里 names no kind. */
    | Readonly<{ act: 'release'; kind?: CircularKind; inGroups: boolean }>
    | Readonly<{ act: 'hold'; days: number; step?: DecidedStep }>
    | Readonly<{ act: 'withdraw'; kind?: CircularKind; number?: number }>
    | Readonly<{ act: 'cause'; cause: string }>
    | Readonly<{ act: 'side'; text: string }>
    /** `at` is `YYYY-MM-DDTHH:mm`. */
    | Readonly<{ act: 'summon'; at?: string; reason?: string }>
    | Readonly<{ act: 'summon-record'; text: string; followUpOn?: string }>
    | Readonly<{ act: 'summon-kept' }>
    | Readonly<{ act: 'summon-list' }>
    | Readonly<{ act: 'bulletin' }>
    /** 曝光清单; 曝光清单只列2号, 曝光清单去掉3号. */
    | Readonly<{ act: 'exposure'; only?: readonly string[]; without?: readonly string[] }>
    | Readonly<{ act: 'assessment' }>
    /** 物业考评. */
    | Readonly<{ act: 'property-assessment' }>
  )

const kinds: Readonly<Record<string, CircularKind>> = {
  通报: 'circular',
  约谈: 'summons',
  挂牌: 'listing',
  进度通报: 'progress',
  曝光清单: 'exposure',
}
const kindOf = (word: string | undefined): CircularKind | undefined => (word ? kinds[word] : undefined)
const stepOf = (word: string | undefined): DecidedStep | undefined => {
  const kind = kindOf(word)
  return kind === 'progress' || kind === 'exposure' ? undefined : kind
}

/** 督办情况, 看通报稿, 发, 缓3天, 收回, 原因改为…, 说明…, 约谈…, 进度通报, 曝光清单, 考核数据. */
export function readLadder(r: Reading): Understanding | undefined {
  const said = readSide(r) ?? readSummons(r) ?? readExposure(r) ?? readDecision(r)
  return said && { intent: 'ladder', said }
}

/** 「说明 设备故障，已补报」: a unit's side of the matter. */
function readSide({ text }: Reading): LadderSaid | undefined {
  const side = /^(?:情况)?说明[ ：，]{1,2}([^ ：，][\s\S]{1,999})$/u.exec(text)?.[1]
  return side && !/^(?:书|一下|情况$)|[?？]$/u.test(side) ? { act: 'side', text: side } : undefined
}

/** 约谈 UNIT TIME 事由…, 约谈记录 UNIT …, UNIT 约谈已落实, 约谈清单. */
function readSummons(r: Reading): LadderSaid | undefined {
  const { text } = r
  if (!text.includes('约谈') || /[?？]|吗$|怎么|如何/u.test(text)) return undefined
  if (/^约谈(?:清单|情况|记录)[。！]?$/u.test(text)) return { act: 'summon-list' }
  const [unit] = unitsOf(r)
  if (!unit) return undefined
  const around = text.slice(0, unit.start) + text.slice(unit.end)
  if (
    /^[ ，：]*约谈(?:的?(?:事项|承诺|要求))?[ ，：]*(?:已|都|均|全部)?(?:落实|办结|完成|兑现)(?:了|到位)?[。！]?$/u.test(
      around,
    )
  )
    return { act: 'summon-kept', unit: unit.id }
  const lead = text.slice(0, unit.start)
  const rest = text.slice(unit.end)
  const dates = findDates(text, r.now).filter(({ start }) => start >= unit.end)
  if (/^约谈记录[ ：，]{0,2}$/u.test(lead)) {
    const words = rest.replace(/^[ ：，]*(?:承诺[ ：，]*)?/u, '')
    const last = dates.at(-1)
    if (words.length < 2) return undefined
    return {
      act: 'summon-record',
      unit: unit.id,
      text: words,
      ...(last ? { followUpOn: writeDate(last).slice(0, 10) } : {}),
    }
  }
  if (!/^(?:请)?约谈[ ：，]{0,2}$/u.test(lead)) return undefined
  const [date] = dates
  const named = /(?:事由|原因|因为|因)[ ：，]{0,2}([\s\S]{2,200})$/u.exec(rest)?.[1]
  const reason = named ?? (date && text.slice(date.end).replace(/^[ ：，。]+/u, ''))
  // 约谈物业的情况, 约谈恒泰物业负责人回来了: talk about it.
  if (!date && !named && !/^[ 。！]*$/u.test(rest)) return undefined
  return {
    act: 'summon',
    unit: unit.id,
    ...(date?.time ? { at: writeDate(date) } : {}),
    ...(reason && reason.length >= 2 ? { reason } : {}),
  }
}

const list = '(?:火灾)?(?:隐患)?曝光(?:清单|名单|台账)(?:草稿|稿子?)?'

/** 曝光清单只列2号、3号; 曝光清单去掉3号. */
function readExposure(r: Reading): LadderSaid | undefined {
  const text = r.text.trim().replace(/[。！ ]+$/u, '')
  const words = new RegExp(`^${list}(?:里|中)?[ ，：]{0,2}(只列|只要|只留|去掉|不列|删掉|除去)`, 'u').exec(
    text,
  )
  if (!words) return undefined
  let rest = text.slice(words[0].length)
  for (const { start, end } of [...r.codes].sort((a, b) => b.start - a.start))
    rest =
      rest.slice(0, Math.max(0, start - words[0].length)) + rest.slice(Math.max(0, end - words[0].length))
  const codes = allCodes(r)
  if (codes.length === 0 || !/^(?:隐患|[ ，、和])*$/u.test(rest)) return undefined
  return { act: 'exposure', ...(words[1]?.startsWith('只') ? { only: codes } : { without: codes }) }
}

function readDecision(r: Reading): LadderSaid | undefined {
  const [unit, ...others] = unitsOf(r)
  if (others.length > 0 || r.text.length > 60) return undefined
  let text = unit ? `${r.text.slice(0, unit.start)} ${r.text.slice(unit.end)}` : r.text
  const prefix = /(?<![A-Za-z])([A-Za-z]{1,8})[。！ ]*$/u.exec(text)
  const campaign = r.index.prefixes.find((each) => each === prefix?.[1]?.toUpperCase())
  if (prefix && campaign) text = text.slice(0, prefix.index)
  text = text.replace(/^[ ，：]+|[ ，。！：]+$/gu, '')
  const words = decision(text)
  return words && { ...words, ...(unit ? { unit: unit.id } : {}), ...(campaign ? { campaign } : {}) }
}

function decision(text: string): LadderSaid | undefined {
  if (/^(?:看|查看)?(?:督办|催办)(?:情况|清单|进度|台账)$/u.test(text)) return { act: 'overview' }
  if (/^(?:看|出|起草|生成|做)?(?:一?[份期个])?(?:整治|工作)?进度通报(?:稿)?$/u.test(text))
    return { act: 'bulletin' }
  if (/^(?:看|出|导出|生成)?(?:一?[份期个])?考核(?:数据|情况|结果|台账)$/u.test(text))
    return { act: 'assessment' }

  if (new RegExp(`^(?:看看?|出|拟|起草|生成|做|列)?(?:一?[份期个])?${list}$`, 'u').test(text))
    return { act: 'exposure' }

  if (
    /^(?:看|出|导出|生成)?物业(?:公司|企业|服务企业)?(?:年度|消防)?(?:考评|考核)(?:数据|情况|结果)?$/u.test(
      text,
    )
  )
    return { act: 'property-assessment' }

  const view = /^(?:看|查看|看看|看一下|再看)(?:一下)?(通报|约谈|挂牌)(?:的?(?:稿子?|草稿|建议|材料))$/u.exec(
    text,
  )
  const viewed = stepOf(view?.[1])
  if (viewed) return { act: 'view', step: viewed }

  const release =
    /^(?:同意)?(?:发|发出|放行|印发)(?:了|吧)?(?:拟)?(通报|约谈|挂牌|进度通报|曝光清单)?(?:稿|建议)?(?:吧)?(到群里?|进群)?$/u.exec(
      text,
    )
  if (release) {
    const kind = kindOf(release[1])
    return { act: 'release', ...(kind ? { kind } : {}), inGroups: release[2] !== undefined }
  }
  const hold =
    /^(通报|约谈|挂牌)?(?:先不发|暂不发|先别发|暂缓|缓发|先缓|缓)(?:[ ，]*缓?([0-9]{1,3}|[一二三四五六七八九十两]{1,3})(天|日|周))?$/u.exec(
      text,
    )
  if (hold && (hold[2] || /不发|别发/u.test(text))) {
    const count = hold[2] ? (toNumber(hold[2]) ?? 0) * (hold[3] === '周' ? 7 : 1) : 3
    const step = stepOf(hold[1])
    if (count >= 1 && count <= 60) return { act: 'hold', days: count, ...(step ? { step } : {}) }
  }
  const withdraw =
    /^(?:收回|撤回(?=通报|约谈|挂牌|进度|曝光))(?:第?([0-9]{1,4})号)?(通报|约谈|挂牌|进度通报|曝光清单)?(?:稿|建议)?(?:第?([0-9]{1,4})号)?$/u.exec(
      text,
    )
  if (withdraw) {
    const kind = kindOf(withdraw[2])
    const number = withdraw[1] ?? withdraw[3]
    return { act: 'withdraw', ...(kind ? { kind } : {}), ...(number ? { number: Number(number) } : {}) }
  }
  const cause = /^(?:通报)?(?:原因|事由)(?:改为|改成|定为|改)[ ：]{0,2}([^ ，。？]{2,20})$/u.exec(text)?.[1]
  return cause ? { act: 'cause', cause } : undefined
}

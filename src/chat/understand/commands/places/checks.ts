import type { Result, SaidResults } from '../../../../domain/communities/checks.ts'
import { normalise } from '../../text/normalise.ts'
import { toNumber } from '../../text/numbers.ts'
import { communitiesOf, unitsOf, type Reading } from '../../text/reading.ts'
import type { CheckSaid } from './said.ts'

/** 「检查阳光花园」「暗访阳光花园」「除第3项外都符合」「随机抽查5处 种子…」: whole sentences only. */
export function readChecks(r: Reading): CheckSaid | undefined {
  if (r.text.length > 900) return undefined
  const whole = r.text.replace(/[。！~ ]+$/u, '')
  return readDraw(r, whole) ?? readOwn(r, whole) ?? readStart(r, whole)
}

function readStart(r: Reading, whole: string): CheckSaid | undefined {
  const [place, other] = communitiesOf(r)
  if (!place || other) return undefined
  const before = whole.slice(0, place.start).replace(/[ ：]+$/u, '')
  const after = whole.slice(place.end).replace(/^[的 ，：]+/u, '')
  const m = /^(?:开始|现在|我来)?(检查|复核|暗访)$/u.exec(before)
  if (!m) return undefined
  const covert = m[1] === '暗访' ? ({ covert: true } as const) : {}
  const list = /^(?:用|按)?([\u4e00-\u9fff]{2,10}?)(?:检查表|表)?$/u.exec(after)?.[1]
  if (after !== '' && (!list || !/检查表$/u.test(after))) return undefined
  return { act: 'check', community: place.id, ...covert, ...(list ? { list } : {}) }
}

function readOwn(r: Reading, whole: string): CheckSaid | undefined {
  if (/^(?:有哪些)?检查表(?:有哪些|清单)?$/u.test(whole)) return { act: 'check-lists' }
  if (/^(?:我的)?暗访(?:记录|情况)$/u.test(whole)) return { act: 'own-covert' }
  if (!whole.startsWith('公布')) return undefined
  const [place] = communitiesOf(r)
  const plain = (place ? whole.slice(0, place.start) + whole.slice(place.end) : whole).replace(/[ 的]/gu, '')
  return /^公布暗访(?:结果|记录|情况)?$/u.test(plain)
    ? { act: 'release-covert', ...(place ? { community: place.id } : {}) }
    : undefined
}

function readDraw(r: Reading, whole: string): CheckSaid | undefined {
  if (/^抽查(?:记录|清单)$/u.test(whole)) return { act: 'draws' }
  const shown = /^第([\d一二三四五六七八九十]{1,4})次抽查(?:的)?(?:名单|结果|情况|记录)?$/u.exec(whole)?.[1]
  const number = shown === undefined ? undefined : toNumber(shown)
  if (number) return { act: 'draw-show', number }
  const unit = unitsOf(r).find(({ start }) => start <= 3)
  const plain = unit ? whole.slice(0, unit.start) + whole.slice(unit.end) : whole
  const m =
    /^(?:在|从)?[ ]?(?:(?:近期|最近)?(?:已)?销号(?:的)?(?:隐患)?(?:里|中)?)?(随机|抽签|回头看)?抽(?:查|取)[ ]?([\d一二三四五六七八九十]{1,3})(?:处|个小区|个|家|条)((?:近期|最近)?(?:已)?销号(?:了|过)?(?:的)?(?:隐患)?(?:[ ，]*(?:做|搞)?回头看)?|(?:已)?整改(?:的)?(?:隐患)?[ ，]*(?:做|搞)?回头看|[ ，]*(?:做|搞)?回头看)?(?:[ ，]*种子(?:是|为)?[ ：]*([\dA-Za-z\u4e00-\u9fff._-]{1,40}))?$/u.exec(
      plain,
    )
  const count = m?.[2] === undefined ? undefined : toNumber(m[2])
  // 「抽查5处」 alone is a figure of a report.
  const closed = m?.[1] === '回头看' || m?.[3] !== undefined || /销号/u.test(plain)
  if (!m || !count || count > 200 || (!m[1] && !m[4] && !closed)) return undefined
  return {
    act: 'draw',
    count,
    ...(closed ? ({ closed: true } as const) : {}),
    ...(m[4] ? { seed: m[4] } : {}),
    ...(unit ? { unit: unit.id } : {}),
  }
}

const words: readonly (readonly [RegExp, Result])[] = [
  [/^(?:不符合|不合格|有问题|不行|没做到|未做到)/u, 'unfit'],
  [/^(?:不涉及|没有这项|无此项|不适用)/u, 'not-applicable'],
  [/^(?:都|均|全部)?(?:符合|合格|没问题|正常)/u, 'fit'],
]
const numbers = '第?((?:[\\d一二三四五六七八九十]{1,3}[、和及,，]?(?:第)?)+)项?'
const except = new RegExp(
  `^除(?:了)?${numbers}(?:不符合|不合格|有问题)?(?:以外|之外|外)?[，]?(?:其余|其他|其它)?(?:的)?(?:项)?(?:全部|全|都|均)(?:符合|合格|没问题)(?:[，。；：: ]+([\\s\\S]{2,200}))?$`,
  'u',
)
const allFit = /^(?:全部|全|都|各项都|所有(?:项)?都?|均)(?:符合|合格|没问题)(?:了)?$/u
const restFit = /^(?:其余|其他|其它|别的|剩下的?)(?:项)?(?:全部|全|都|均)?(?:符合|合格|没问题)$/u
const one = new RegExp(`^${numbers}[ ：:是]*(\\S[\\s\\S]*)$`, 'u')

/**
 * Answers to a checklist that somebody has in front of him: 「除第3项外都符合」「3不符合：楼道堆物；其余都符合」「都符合」,
 * or that he stops. Elsewhere such words mean other things.
 */
export function readAnswers(text: string): CheckSaid | undefined {
  const whole = normalise(text).replace(/[。！~ ]+$/u, '')
  if (/^(?:不查了|取消检查?|先不查了?|放弃检查|算了)$/u.test(whole)) return { act: 'check-stop' }
  const results = resultsIn(whole)
  return results && { act: 'check-results', results }
}

function resultsIn(whole: string): SaidResults | undefined {
  const text = whole.replace(/[。]+$/u, '')
  if (allFit.test(text)) return { items: [], rest: 'fit' }
  const spared = except.exec(text)
  if (spared?.[1]) {
    const items = numbersIn(spared[1]).map((n) => ({ n, result: 'unfit' as const }))
    const only = items.length === 1 && spared[2] ? items[0] : undefined
    if (items.length === 0 || (spared[2] && !only)) return undefined
    return { items: only ? [{ ...only, note: spared[2]?.trim() ?? '' }] : items, rest: 'fit' }
  }
  const items: { n: number; result: Result; note?: string }[] = []
  let rest: Result | undefined
  for (const piece of text.split(
    /[；;\n]+|，(?=第?\d{1,3}项?[ ：]?(?:不|没|有|符|合|无)|其余|其他|其它|剩下)/u,
  )) {
    const said = piece.trim()
    if (said === '') continue
    if (restFit.test(said)) {
      rest = 'fit'
      continue
    }
    const m = one.exec(said)
    const word = m && words.find(([pattern]) => pattern.test(m[2] ?? ''))
    if (!m || !word) return undefined
    const note = (m[2] ?? '').replace(word[0], '').replace(/^[ ：:，,。]+/u, '')
    // 「3符合规定吗」 and the like are talk.
    if (note !== '' && (word[1] !== 'unfit' || /[？?]|吗$/u.test(note))) return undefined
    const of = numbersIn(m[1] ?? '')
    if (of.length === 0) return undefined
    for (const n of of) items.push({ n, result: word[1], ...(note ? { note } : {}) })
  }
  return items.length > 0 || rest ? { items, ...(rest ? { rest } : {}) } : undefined
}

function numbersIn(text: string): readonly number[] {
  return text
    .split(/[、和及,，第]+/u)
    .filter((each) => each !== '')
    .flatMap((each) => toNumber(each) ?? [])
}

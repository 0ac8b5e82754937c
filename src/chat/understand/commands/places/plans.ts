import type { Party, PlanStep } from '../../../../domain/communities/plan.ts'
import { asWritten, communitiesOf, unitsOf, type Reading } from '../../text/reading.ts'
import type { PlanSaid, SaidFunds } from './said.ts'

const verbs: Readonly<Record<string, PlanStep>> = {
  核实: 'verify',
  确认: 'confirm',
  执行: 'execute',
  退回: 'return',
}
const parties: Readonly<Record<string, Party>> = {
  业主: 'owners',
  物业: 'property',
  政府: 'government',
  财政: 'government',
}

/** 「阳光花园 方案：…」「核实阳光花园方案」「阳光花园 资金 业主18万 物业5万 政府10万」「方案进度」: 一小区一策. */
export function readPlans(r: Reading): PlanSaid | undefined {
  if (r.text.length > 1200) return undefined
  const whole = r.text.replace(/[。！？?~ ]+$/u, '')
  const [unit] = unitsOf(r)
  const listed = (unit && unit.start === 0 ? whole.slice(unit.end) : whole).replace(/[ 的]/gu, '')
  if (
    /^(?:一小区一策|方案进度|小区(?:整治)?方案|小区方案(?:进度|情况|清单)|整治方案(?:进度|清单)|一小区一策(?:进度|情况|清单))$/u.test(
      listed,
    )
  )
    return { act: 'plans', ...(unit ? { unit: unit.id } : {}) }
  const [place] = communitiesOf(r)
  if (!place) return undefined
  const community = place.id
  const before = whole.slice(0, place.start).replace(/[ ：]+$/u, '')
  const after = whole.slice(place.end).replace(/^[的 ，：]+/u, '')
  const step = verbs[before]
  if (step) {
    const m = /^(?:的)?(?:整治)?方案(?:[ ，：]+([\s\S]{2,200}))?$/u.exec(after)
    if (!m) return undefined
    return { act: 'plan-step', community, step, ...(m[1] ? { reason: asWritten(r, m[1]) } : {}) }
  }
  if (before !== '') return undefined
  if (/^(?:整治)?方案(?:怎么样了?|到哪一步了?|进度|情况)?$/u.test(after)) return { act: 'plan', community }
  const done = /^(?:整治)?方案(?:已|已经)?(核实|确认|开始执行|执行完|完成|执行完毕)(?:了)?$/u.exec(after)?.[1]
  if (done) {
    const steps: Readonly<Record<string, PlanStep>> = { 核实: 'verify', 确认: 'confirm', 开始执行: 'execute' }
    return { act: 'plan-step', community, step: steps[done] ?? 'finish' }
  }
  const money = /^(?:方案)?资金(到位)?[ ：，]*([\s\S]{3,120})$/u.exec(after)
  if (money?.[2]) {
    const funds = fundsIn(money[2], money[1] ? 'secured' : 'planned', true)
    return funds && { act: 'plan-funds', community, funds }
  }
  const draft = /^(?:整治)?方案[ ：\n]+([\s\S]{6,1000})$/u.exec(after)?.[1]
  if (!draft || /[？?]|吗$/u.test(r.text)) return undefined
  const at = /[，。；\n ]*资金[ ：]*(?=(?:业主|物业|政府|财政))/u.exec(draft)
  const funds = at ? fundsIn(draft.slice(at.index + at[0].length), 'planned', false) : undefined
  const measures = (at && funds ? draft.slice(0, at.index) : draft).trim()
  if (measures.length < 4) return undefined
  return { act: 'plan-draft', community, measures: asWritten(r, measures), ...(funds ? { funds } : {}) }
}

const share =
  /(业主|物业|政府|财政)(?:筹|出|补|承担|自筹|补助|补贴|计划|已?到位)?[ ：]*(\d{1,6}(?:\.\d{1,4})?)[ ]?(万元?|元)/gu

/** Who brings how much; `whole` when nothing else may stand there. */
function fundsIn(text: string, kind: 'planned' | 'secured', whole: boolean): SaidFunds | undefined {
  const funds: Partial<Record<Party, { planned?: number; secured?: number }>> = {}
  for (const [, word = '', figure = '', unit = ''] of text.matchAll(share)) {
    const party = parties[word]
    const yuan = Math.round(Number(figure) * (unit.startsWith('万') ? 10_000 : 1))
    if (party) funds[party] = { [kind]: yuan }
  }
  if (Object.keys(funds).length === 0) return undefined
  if (whole && text.replace(share, '').replace(/[，、；和及 到位已]/gu, '') !== '') return undefined
  return funds
}

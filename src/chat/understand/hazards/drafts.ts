import type { SaidHazard } from '../types.ts'
import { toNumber } from '../text/numbers.ts'
import type { Reading } from '../text/reading.ts'
import type { ThingHit } from './categories.ts'
import type { Order } from './orders.ts'
import type { Piece } from './pieces.ts'

/** Nobody describes more in one message; the cap keeps a pasted book from costing more than its length. */
export const MOST = 100

/** A hazard while its message is still being read. */
export type Draft = {
  place?: string
  site?: string
  community?: string
  judged: ThingHit
  responsible?: string
  due?: string
  fixed?: boolean
  severity?: 'major' | 'general'
  item: number
  sentence: number
  words: string
}

/** "1、2项请…": the list numbers that an order is for. */
export function itemsNamed(text: string): readonly number[] | undefined {
  const m =
    /^(?:其中)?(?:第)?([\d一二三四五六七八九十](?:[、，和][\d一二三四五六七八九十])*)(?:项|条|个问题|处)/u.exec(
      text,
    )
  const list = m?.[1]?.split(/[、，和]/u).map((n) => toNumber(n) ?? 0)
  return list && /请|由|要求|责令|限|前|改|[系属为是]/u.test(text) ? list : undefined
}

/** The hazards that the order of a clause is for. */
export function targetsOf(
  drafts: readonly Draft[],
  before: number,
  clause: Piece,
  order: Order,
  own: boolean,
): readonly Draft[] {
  const all = (own ? /以上|上述|均要求|所有/u : /以上|均|都|全部|上述|所有/u).test(clause.text)
  if (all) return drafts
  const here = drafts.slice(before)
  // "前一个找执法局，后者归物业": one by its turn.
  if (drafts.length >= 2 && /^(?:前者|前一[个项处]|第一[个项处条])/u.test(clause.text))
    return drafts.slice(0, 1)
  if (drafts.length >= 2 && /^(?:后者|后一[个项处]|最后一?[个项处条])/u.test(clause.text))
    return drafts.slice(-1)
  if (order.fixed && !own) {
    const named = fixedLater(here, clause.text)
    return named === here ? here.slice(-1) : named
  }
  return own ? here.slice(-1) : here
}

/**
 * The hazards that words name which say that something was put right: 沙发当场搬走了 those with 沙发 or in that place,
 * the last where none is named, all where nothing is said but 已整改.
 */
export function fixedLater(drafts: readonly Draft[], text: string): readonly Draft[] {
  const subject = (/^(.*?)(?:当场|当面|现场|已|让|叫|都|均|全)/u.exec(text)?.[1] ?? '').replace(
    /那个|那处|的/gu,
    '',
  )
  if (subject.length < 2) return drafts
  const runs = Array.from({ length: subject.length - 1 }, (_, at) => subject.slice(at, at + 2))
  const named = drafts.filter(({ words, place = '' }) => runs.some((run) => (words + place).includes(run)))
  return named.length > 0 ? named : drafts.slice(-1)
}

/** Adds an order; what a hazard has of its own stays. */
export function give(d: Draft, order: Order): void {
  if (order.responsible) d.responsible ??= order.responsible
  if (order.due) d.due ??= order.due
  if (order.fixed) d.fixed = true
  if (order.severity) d.severity ??= order.severity
}

/** What only the last hazard of an unnumbered message got holds for the ones before it as well. */
export function spreadLast(drafts: readonly Draft[], r: Reading): void {
  const last = drafts.at(-1)
  if (!last || drafts.length < 2) return
  const listed = last.item > 0
  const lines = r.text.includes('\n') && listed
  const others = drafts.slice(0, -1)
  // ①…②… 恒泰物业 12/8前改好: said once, behind the whole list.
  const once =
    listed &&
    others.every((d) => !d.due && !d.responsible) &&
    (last.due !== undefined || last.responsible !== undefined)
  if (listed && !lines && !once && !/均|都|以上/u.test(r.text)) return
  // 重大火灾隐患, said once of a whole place.
  const grades = new Set(drafts.flatMap((d) => d.severity ?? []))
  const [grade] = grades
  if (!listed && grade && grades.size === 1 && drafts.every((d) => d.community === last.community))
    for (const d of drafts) d.severity = grade
  if (
    (!listed || once) &&
    others.every((d) => !d.due && !d.responsible && (once || last.sentence === d.sentence))
  )
    for (const d of others)
      give(d, {
        ...(last.due ? { due: last.due } : {}),
        ...(last.responsible ? { responsible: last.responsible } : {}),
      })
}

/** The draft as the outside sees it. */
export function finish(d: Draft): SaidHazard {
  return {
    ...(d.place ? { place: d.place } : {}),
    ...(d.community ? { community: d.community } : {}),
    category: d.judged.category,
    ...(d.responsible ? { responsible: d.responsible } : {}),
    ...(d.due ? { due: d.due } : {}),
    ...(d.fixed ? { fixedOnSpot: true } : {}),
    ...(d.severity ? { severity: d.severity } : {}),
    description: d.words.trim(),
  }
}

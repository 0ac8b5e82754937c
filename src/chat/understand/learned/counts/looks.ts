import { runsOf } from '../signs.ts'
import type { Figure } from './figures.ts'

/** How often the rules take numbers of a report for what. */
export function ruledIn(all: readonly Figure[]): ReadonlyMap<string, number> {
  const ruled = new Map<string, number>()
  for (const { ruled: key } of all) if (key !== '') ruled.set(key, (ruled.get(key) ?? 0) + 1)
  return ruled
}

/** What is seen of a number that tells what it counts; `last` is what the number before it counted. */
export function looksOf(
  all: readonly Figure[],
  i: number,
  last: string,
  rules: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const { before, after, ruled, tags, next, number } = all[i]!
  const [previous, following] = [all[i - 1], all[i + 1]]
  const measure = after.slice(0, 1)
  const tag = tags.at(-1) ?? ''
  // What the rules take the other numbers for.
  const others = (key: string): boolean => (rules.get(key) ?? 0) > (ruled === key ? 1 : 0)
  const totals = (rules.get('total') ?? 0) + (ruled === '' || ruled === 'total' ? 0 : 1)
  const named = [...rules.values()].reduce((sum, n) => sum + n, 0)
  const size =
    number.value >= 2020 && number.value < 2030 ? 'year' : [100, 12].filter((x) => number.value > x).length
  const clause = /[^，。；、\n ]*$/u.exec(before)?.[0] ?? ''
  const rest = /^[^，。；、\n ]{0,9}/u.exec(after)?.[0] ?? ''
  return new Set([
    `r ${ruled}`,
    `rl ${ruled} ${last}`,
    `l ${last}`,
    `n ${Math.min(i, 3)}`,
    `ba ${before.slice(-1)}|${measure}`,
    `bb ${before.slice(-2)}|${measure}`,
    `t ${tag}`,
    `ta ${tag}|${measure}`,
    `tn ${next[0] ?? ''}`,
    `ttn ${tag} ${next[0] ?? ''}`,
    `size ${size} ${number.chinese}`,
    `pm ${previous?.after.slice(0, 1) ?? ''} ${measure}`,
    `nm ${measure} ${following?.after.slice(0, 1) ?? ''}`,
    `pmr ${previous?.ruled ?? ''} ${measure}`,
    `nmr ${following?.ruled ?? ''} ${measure}`,
    `has ${others('inspected')} ${others('found')}`,
    `totals ${ruled === 'total'} ${named > totals}`,
    ...[1, 2, 3, 4].flatMap((k) => [`b${k} ${before.slice(-k)}`, `a${k} ${after.slice(0, k)}`]),
    ...Array.from(runsOf(clause), (run) => `B ${run}`),
    ...Array.from(runsOf(rest), (run) => `A ${run}`),
    ...Array.from(runsOf(before), (run) => `w ${run}`),
  ])
}

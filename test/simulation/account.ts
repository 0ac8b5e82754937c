import { dayOf, timeOf, weekdayName } from '../../src/domain/time/calendar.ts'
import { weekOf, type Played } from './play.ts'
import { GROUP, type Line } from './town.ts'

/** How many messages the bot started, a person and week, in one part. */
export type Row = Readonly<{
  who: string
  people: number
  median: number
  p95: number
  max: number
  total: number
}>

const parts: readonly Readonly<{ who: string; roles: readonly string[] }>[] = [
  { who: '消安委办', roles: ['office', 'admin'] },
  { who: '领导', roles: ['leader'] },
  { who: '联络员', roles: ['liaison'] },
  { who: '物业', roles: ['property'] },
  { who: '复查员', roles: ['reinspector'] },
  { who: '网格员', roles: ['grid'] },
]

/** Messages that the bot started to that account, week by week. */
export function perWeek(lines: readonly Line[], account: string, weeks: number): readonly number[] {
  const counts = Array.from({ length: weeks }, () => 0)
  for (const line of lines) {
    const week = weekOf(line.at)
    if (line.with === account && line.how === 'started' && week >= 0 && week < weeks)
      counts[week] = (counts[week] ?? 0) + 1
  }
  return counts
}

/** Messages per person and week by role, and of some people by name. Who has several roles counts with the first part. */
export function account({ lines, people }: Played, weeks: number, named: readonly string[]): readonly Row[] {
  const left = [...people]
  const rows = parts.map(({ who, roles }) => {
    const own = left.filter((person) => person.roles.some((role) => roles.includes(role)))
    for (const person of own) left.splice(left.indexOf(person), 1)
    return row(
      who,
      own.map((person) => perWeek(lines, person.account, weeks)),
    )
  })
  const single = named.flatMap((name) => {
    const person = people.find((each) => each.name === name)
    return person ? [row(`${person.unit} ${name}`, [perWeek(lines, person.account, weeks)])] : []
  })
  return [...rows, ...single, row('工作群', [perWeek(lines, GROUP, weeks)])]
}

function row(who: string, counts: readonly (readonly number[])[]): Row {
  const all = counts.flat().toSorted((a, b) => a - b)
  const at = (share: number): number => all[Math.min(all.length - 1, Math.floor(share * all.length))] ?? 0
  return {
    who,
    people: counts.length,
    median: at(0.5),
    p95: at(0.95),
    max: all.at(-1) ?? 0,
    total: all.reduce((a, b) => a + b, 0),
  }
}

/** Everything that one account said and heard, in order, as text. */
export function reading({ lines }: Played, account: string): string {
  return lines
    .filter((line) => line.with === account)
    .map(({ at, how, text }) => {
      const head = `${dayOf(at)} ${weekdayName(dayOf(at))} ${timeOf(at)} ${how === 'asked' ? '→' : how === 'answer' ? '答' : '●'}`
      return `${head} ${text.split('\n').join('\n    ')}`
    })
    .join('\n')
}

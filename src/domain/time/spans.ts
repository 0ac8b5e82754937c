import type { Stage } from '../plan.ts'
import { addDays, at, dayOf, weekday, type Day } from './calendar.ts'
import { stageAt } from './stages.ts'

/** Over what somebody asks: this week, this month … up to now. */
export type SpanKind = 'day' | 'week' | 'half-month' | 'month' | 'stage'

/** From a moment to another, both included, with what people call it. */
export type Span = Readonly<{ name: string; from: Date; to: Date }>

/** The running span of that kind, up to now; the campaign's first day stands in for a stage that is not there. */
export function spanOf(kind: SpanKind, now: Date, stages: readonly Stage[], begin: Day): Span {
  const from = beginOf(kind, dayOf(now), stages) ?? begin
  return { name: names[kind].now, from: at(from, '00:00'), to: now }
}

/** The whole span before the running one: last week from Monday to Sunday. Of a stage there is none. */
export function lastSpan(kind: SpanKind, now: Date): Span | undefined {
  const start = beginOf(kind, dayOf(now), [])
  if (!start) return undefined
  const before = beginOf(kind, addDays(start, -1), [])
  return (
    before && {
      name: names[kind].last,
      from: at(before, '00:00'),
      to: new Date(at(start, '00:00').getTime() - 1),
    }
  )
}

/**
 * As much of the span before as has passed of the running one, so that a Tuesday is compared with a Tuesday. In a
 * short month it ends where the running one begins.
 */
export function sameSpanBefore(kind: SpanKind, now: Date): Span | undefined {
  const last = lastSpan(kind, now)
  const start = beginOf(kind, dayOf(now), [])
  if (!last || !start) return undefined
  const passed = now.getTime() - at(start, '00:00').getTime()
  const to = new Date(Math.min(last.from.getTime() + passed, last.to.getTime()))
  return { ...last, name: `${last.name}同期`, to }
}

function beginOf(kind: SpanKind, today: Day, stages: readonly Stage[]): Day | undefined {
  switch (kind) {
    case 'day':
      return today
    case 'week':
      return addDays(today, 1 - weekday(today))
    case 'half-month':
      return `${today.slice(0, 8)}${Number(today.slice(8)) <= 15 ? '01' : '16'}` as Day
    case 'month':
      return `${today.slice(0, 8)}01` as Day
    case 'stage':
      return stageAt(stages, today)?.starts
  }
}

const names: Readonly<Record<SpanKind, Readonly<{ now: string; last: string }>>> = {
  day: { now: '今天', last: '昨天' },
  week: { now: '本周', last: '上周' },
  'half-month': { now: '本半月', last: '上半个月' },
  month: { now: '本月', last: '上月' },
  stage: { now: '本阶段', last: '上阶段' },
}

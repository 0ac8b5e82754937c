import { nameMoment } from '../../../domain/calendar.ts'
import { deadlineNote, type Duty, type Period } from '../../../domain/cadence.ts'
import { formatCounts, type Counts } from '../../../domain/counts.ts'

export type Asked = Readonly<{ duty: Duty; period: Period; now: Date }>

/** 周报（第7期）明天（周五）18:00截止，您单位还没报。 */
export function askHead({ duty, period, now }: Asked): string {
  const name = `${duty.name}（${period.label}）`
  return now > period.dueAt
    ? `${name}${nameMoment(period.dueAt, now)}已截止，您单位还没报。补报仍可，会注明迟报。`
    : `${name}${nameMoment(period.dueAt, now)}截止${deadlineNote(period)}，您单位还没报。`
}

/** How to answer; `draft` is what the ledger already knows. */
export function askHow({ duty }: Asked, draft: Counts | null): readonly string[] {
  if (draft && (draft.found ?? 0) > 0) {
    return [`按群里的登记已填好：${formatCounts(draft)}`, '没错就回「就这样报」，不对就直接发数。']
  }
  return [`直接回：${duty.name} 检查6 发现11 整改8；没有情况回「零报告」。`]
}

/** What a unit is asked when its report is due. */
export function askText(asked: Asked & Readonly<{ draft: Counts | null }>): string {
  return [askHead(asked), ...askHow(asked, asked.draft)].join('\n')
}

/** The part of the ledger's numbers that a report can stand on: where hazards were found says little of how much was checked. */
export function draftOf(ledger: Counts): Counts {
  const { inspected: _, ...draft } = ledger
  return draft
}

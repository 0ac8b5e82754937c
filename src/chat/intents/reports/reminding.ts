import { formatDue, formatMoment } from '../../../domain/calendar.ts'
import type { Duty, Period } from '../../../domain/cadence.ts'
import { formatCounts, type Counts } from '../../../domain/counts.ts'

/** What a unit is asked when its report is due; `draft` is what the ledger already knows. */
export function askText(
  given: Readonly<{ duty: Duty; period: Period; now: Date; draft: Counts | null }>,
): string {
  const { duty, period, now, draft } = given
  const shifted = period.shiftedFrom ? '（因节假日调整）' : ''
  const late = now > period.dueAt
  const head = late
    ? `${duty.name}（${period.label}）已于${formatMoment(period.dueAt, now)}截止，还没收到您单位的。补报仍可，会注明迟报。`
    : `${duty.name}（${period.label}）${formatDue(period.dueAt, now)}截止${shifted}，还没收到您单位的。`
  const filled =
    draft && (draft.found ?? 0) > 0
      ? [`按群里的登记已填好：${formatCounts(draft)}`, '没错就回「就这样报」，不对就直接发数。']
      : []
  return [
    head,
    ...(filled.length > 0 ? filled : [`直接回：${duty.name} 检查6 发现11 整改8；没有情况回「零报告」。`]),
  ].join('\n')
}

import { nameMoment } from '../../../domain/time/calendar.ts'
import { deadlineNote, type Period } from '../../../domain/time/cadence.ts'
import { formatCounts, type Counts } from '../../../domain/submissions/counts.ts'
import type { PlanDuty, ReportPart } from '../../../domain/plan.ts'
import { formatGoal, formatTarget } from '../../../domain/submissions/targets.ts'
import { shortTaskName } from '../../../domain/submissions/task-names.ts'

export type Asked = Readonly<{
  duty: PlanDuty
  period: Period
  now: Date
  /** What is missing of a report of several parts, some of which is there. */
  lacking?: readonly ReportPart[]
  /** The newest figure of a target as people write it, e.g. 85%. */
  figure?: string
}>

/** 进展、整改台账. */
export const partNames: Readonly<Record<ReportPart, string>> = { progress: '进展', ledger: '整改台账' }

/** 还没报, 还没交, 还没开: what a unit has not done, by what is to be handed in. */
function omission({ duty, lacking = [], figure }: Asked): string {
  if (duty.target) return figure === undefined ? '您单位还没报过进度' : `您单位最近报的是${figure}`
  if (lacking.length > 0) return `您单位还差${lacking.map((part) => partNames[part]).join('、')}`
  if (duty.deliverable === 'file' || duty.deliverable === 'photo') return '您单位还没交'
  return duty.deliverable === 'done' ? '您单位还没说办没办' : '您单位还没报'
}

/** 周报（第7期）; a one-off task has no period worth naming. */
export function dutyTitle({
  duty,
  period,
}: Readonly<{ duty: PlanDuty; period: Pick<Period, 'label'> }>): string {
  if (duty.target) return `${duty.name}（目标${formatGoal(duty.target)}）`
  return period.label === duty.name ? duty.name : `${duty.name}（${period.label}）`
}

/** 周报（第7期）明天（周五）18:00截止，您单位还没报。 */
export function askHead(asked: Asked): string {
  const { period, now } = asked
  const name = dutyTitle(asked)
  return now > period.dueAt
    ? `${name}${nameMoment(period.dueAt, now)}已截止，${omission(asked)}。补报仍可，会注明迟报。`
    : `${name}${nameMoment(period.dueAt, now)}截止${deadlineNote(period)}，${omission(asked)}。`
}

/** How to answer; `draft` is what the ledger already knows. */
export function askHow(asked: Asked, draft: Counts | null): readonly string[] {
  const { duty, lacking = [] } = asked
  const { target } = duty
  const short = shortTaskName(duty.name)
  if (target)
    return [
      `有新进度就回：${duty.name} ${target.measure === 'yes' ? '已完成' : formatTarget(target, Math.floor(target.goal * 0.9))}`,
    ]
  switch (duty.deliverable) {
    case 'file':
      return [`请把${short}发来（文件或照片），私聊直接发就行。`]
    case 'photo':
      return [
        `请把${short}的照片发来，再说一句什么时候办的，例如：${short}已开。`.replace('已开', doneWord(short)),
      ]
    case 'text':
      return [`直接回：${short}：内容…… 也可以发文件。`]
    case 'done':
      return [`办好了回一句：${short}${doneWord(short)}。有照片可以一起发。`]
    case 'contacts':
      return [`直接回：${duty.name}：分管领导 李某 13800000001，联络员 王某 13800000002。`]
    case 'counts':
  }
  if (lacking.length > 0 && !lacking.includes('progress'))
    return ['用群里登记的台账就回「附台账」，也可以直接发表格文件。']
  const then = duty.parts.includes('ledger') ? ['进展和整改台账都要：报完数再回「附台账」或发表格文件。'] : []
  if (draft && (draft.found ?? 0) > 0) {
    return [`按群里的登记已填好：${formatCounts(draft)}`, '没错就回「就这样报」，不对就直接发数。', ...then]
  }
  // What is over may be one of several, and is called by its issue.
  const belated = asked.now > asked.period.dueAt && asked.period.label !== duty.name
  const name = belated ? `补报${asked.period.label}${duty.name}` : duty.name
  const nil = belated ? `${name} 零报告` : '零报告'
  return [`直接回：${name} 检查6 发现11 整改8；没有情况回「${nil}」。`, ...then]
}

/** 会 is 开, a drill is 办. */
export function doneWord(name: string): string {
  return /会$/u.test(name) ? '已开' : '已完成'
}

/** The button that answers best, if one does. */
export function askButton(
  asked: Asked,
  draft: Counts | null,
): Readonly<{ label: string; say: string }> | undefined {
  const { duty, lacking = [] } = asked
  if (duty.target || duty.deliverable !== 'counts') return undefined
  if (lacking.length > 0 && !lacking.includes('progress')) return { label: '附台账', say: '附台账' }
  return draft && (draft.found ?? 0) > 0 ? { label: '就这样报', say: '就这样报' } : undefined
}

/** 责任领导 and 责任科室, where the notice names them. */
export function answering({ leader, section }: PlanDuty): readonly string[] {
  const who = [leader ? `责任领导 ${leader}` : '', section ? `责任科室 ${section}` : ''].filter(Boolean)
  return who.length > 0 ? [who.join(' · ')] : []
}

/** What a unit is asked when its report is due. */
export function askText(asked: Asked & Readonly<{ draft: Counts | null }>): string {
  return [askHead(asked), ...answering(asked.duty), ...askHow(asked, asked.draft)].join('\n')
}

/** The part of the ledger's numbers that a report can stand on: where hazards were found says little of how much was checked. */
export function draftOf(ledger: Counts): Counts {
  const { inspected: _, ...draft } = ledger
  return draft
}

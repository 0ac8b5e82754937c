import { ladderStepNames } from '../../../domain/ladder.ts'
import { dayOf, timeOf } from '../../../domain/time/calendar.ts'
import type { Directory } from '../../../store/directory.ts'
import type { CaseStep } from '../../../store/escalation/ladder-evidence.ts'
import { unitName } from '../../saying/names.ts'

const titles: Readonly<Partial<Record<CaseStep['step'], string>>> = {
  circular: '通报',
  summons: '约谈',
  listing: '挂牌督办',
}

/** The rows of a case about what was done to press for it (提醒、催办、提级、通报、约谈), with the head. */
export function ladderRows(directory: Directory, steps: readonly CaseStep[]): readonly (readonly string[])[] {
  const causeName = (step: CaseStep): string =>
    directory.campaigns.flatMap(({ plan }) => plan.ladder.causes).find(({ key }) => key === step.cause)
      ?.name ?? '—'
  return [
    ['时间', '步骤', '单位', '当时已逾期', '原因', '对方说明', '结果'],
    ...steps.map((step) => [
      moment(step.reachedAt),
      ladderStepNames[step.step],
      unitName(directory, step.unitId),
      `${step.days}天`,
      causeName(step),
      step.statement ?? '—',
      outcome(directory, step),
    ]),
  ]
}

function outcome(directory: Directory, step: CaseStep): string {
  const { number, decidedAt, decidedById, settledAt, state } = step
  const by = (decidedById && directory.people.get(decidedById)?.name) || ''
  if (state === 'withdrawn') return decidedAt ? `已撤回（${moment(decidedAt)} ${by}）` : '已撤回'
  if (number !== null)
    return `已发${titles[step.step] ?? ''}第${number}号${decidedAt ? `（${moment(decidedAt)} ${by}）` : ''}`
  if (settledAt) return `事项办结，${moment(settledAt)}撤下`
  return titles[step.step] === undefined ? '已提醒' : '待定'
}

function moment(at: Date): string {
  return `${dayOf(at)} ${timeOf(at)}`
}

import { ladderStepNames, type LadderStep } from '../domain/ladder.ts'
import type { Deliverable, ReportPart, Target } from '../domain/plan.ts'

/** What people write in the file for what is handed in. */
export const deliverableWords: Readonly<Record<string, Deliverable>> = {
  数字: 'counts',
  文字: 'text',
  文件: 'file',
  照片: 'photo',
  办结: 'done',
  联系人: 'contacts',
}

/** The parts of a report. */
export const partWords: Readonly<Record<string, ReportPart>> = { 进展: 'progress', 台账: 'ledger' }

/** How a target is measured. */
export const measureWords: Readonly<Record<string, Target['measure']>> = {
  百分比: 'percent',
  数量: 'count',
  是否: 'yes',
}

/** The steps of the ladder. */
export const stepWords: Readonly<Record<string, LadderStep>> = Object.fromEntries(
  Object.entries(ladderStepNames).map(([step, name]) => [name, step as LadderStep]),
)

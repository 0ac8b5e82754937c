import { batchOf, consequenceOf, type Batch, type Level } from '../../domain/hazards/grading.ts'
import type { Hazard } from '../../store/hazards.ts'

export const difficultyNames: Readonly<Record<Level, string>> = { low: '低', medium: '中', high: '高' }
export const consequenceNames: Readonly<Record<Level, string>> = { low: '轻微', medium: '一般', high: '严重' }
export const batchNames: Readonly<Record<Batch, string>> = { 1: '第一批', 2: '第二批', 3: '第三批' }

/** In which batch a hazard is put right, or null. */
export function batchOfHazard(hazard: Hazard): Batch | null {
  return batchOf({ difficulty: hazard.difficulty, consequence: consequenceOf(hazard) })
}

/** 第一批：后果严重，难度高; empty where nobody has said anything. */
export function gradingWords(hazard: Hazard): string {
  const consequence = consequenceOf(hazard)
  const batch = batchOfHazard(hazard)
  const parts = [
    ...(consequence ? [`后果${consequenceNames[consequence]}`] : []),
    ...(hazard.difficulty ? [`难度${difficultyNames[hazard.difficulty]}`] : []),
  ]
  return `${batch ? `${batchNames[batch]}：` : ''}${parts.join('，')}`
}

import type { HazardFacts } from './hazard.ts'

/** How hard something is, or how bad. */
export const levels = ['low', 'medium', 'high'] as const
export type Level = (typeof levels)[number]

/** 难易程度 and 危害后果 of a hazard, as far as somebody has said them. */
export type Grading = Readonly<{ difficulty: Level | null; consequence: Level | null }>

/** 第一批, 第二批, 第三批: what is bad comes first, and what is easy before what is hard. */
export const batches = [1, 2, 3] as const
export type Batch = (typeof batches)[number]

/** How bad it is: as it was said, or bad where the fire brigade has confirmed that it is major. */
export function consequenceOf(
  hazard: Readonly<{ consequence: Level | null }> & Pick<HazardFacts, 'majorStage'>,
): Level | null {
  const isMajor = hazard.majorStage !== null && hazard.majorStage !== 'suspected'
  return hazard.consequence ?? (isMajor ? 'high' : null)
}

/**
 * In which batch a hazard is put right (先急后缓、分类分批): with bad consequences in the first, with slight ones in the
 * second or third by how hard it is; null while nobody has said how bad it is. What nobody has said about how hard
 * it is counts as medium.
 */
export function batchOf({ difficulty, consequence }: Grading): Batch | null {
  if (consequence === null) return null
  const isEasy = difficulty === 'low'
  if (consequence === 'high') return 1
  if (consequence === 'medium') return isEasy ? 1 : 2
  return isEasy ? 2 : 3
}

/** What nobody has graded stands behind the second batch: neither before what presses nor behind what does not. */
const UNGRADED = 2.5

/** Compares two hazards by their grade: the batch, then how bad, then the easier one; 0 where both are alike. */
export function byGrading(a: Grading, b: Grading): number {
  const [one, other] = [a, b].map(rankOf) as [readonly number[], readonly number[]]
  const at = one.findIndex((value, index) => value !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

function rankOf(grading: Grading): readonly number[] {
  const { difficulty, consequence } = grading
  const bad = consequence === null ? 1 : levels.indexOf(consequence)
  return [batchOf(grading) ?? UNGRADED, -bad, levels.indexOf(difficulty ?? 'medium')]
}

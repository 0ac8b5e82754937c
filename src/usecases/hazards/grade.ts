import type { Level } from '../../domain/hazards/grading.ts'
import { DomainError } from '../../domain/errors.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { Tx } from '../../store/open.ts'
import { changeHazard, type Actor } from './change-hazard.ts'

export type Grade = Readonly<{
  code: string
  cause?: string
  advice?: string
  difficulty?: Level
  consequence?: Level
  eventId?: bigint
}>

/**
 * Writes down what was found out about a hazard and advised, and how hard and how bad it is; each part stays as it was
 * where nothing is said of it. All of it or nothing.
 */
export async function gradeHazard(tx: Tx, input: Grade, by: Actor, now: Date): Promise<Hazard> {
  const { code, cause, advice, difficulty, consequence, eventId } = input
  const explained = { ...(cause ? { cause } : {}), ...(advice ? { advice } : {}) }
  const rated = { ...(difficulty ? { difficulty } : {}), ...(consequence ? { consequence } : {}) }
  let hazard: Hazard | undefined
  for (const command of [
    ...(cause || advice ? [{ type: 'Explain' as const, ...explained }] : []),
    ...(difficulty || consequence ? [{ type: 'Rate' as const, ...rated }] : []),
  ]) {
    const { type, ...data } = command
    hazard = await changeHazard(tx, { code, command: { type, ...data }, data, eventId }, by, now)
  }
  if (!hazard) throw new DomainError('hazard.which', { example: '12号难度高 后果严重' })
  return hazard
}

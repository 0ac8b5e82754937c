import { DomainError } from '../../domain/errors.ts'
import type { Person } from '../../store/directory.ts'
import type { Step } from '../../store/escalation/ladder.ts'
import * as ladder from '../../store/escalation/ladder.ts'
import type { Tx } from '../../store/open.ts'
import { enter } from './decide.ts'

export type StateSide = Readonly<{ text: string; eventId?: bigint | undefined }>

const LONGEST = 2000

/**
 * Keeps what a unit says for its side (说明 …) with everything of it that is on the ladder from 提级 on; what it said
 * before stays in front. Refuses `ladder.nothing_to_state` when nothing is.
 */
export async function stateSide(tx: Tx, input: StateSide, by: Person, now: Date): Promise<readonly Step[]> {
  const steps = await ladder.lockOfUnit(tx, by.unitId)
  if (steps.length === 0) throw new DomainError('ladder.nothing_to_state')
  for (const step of steps) {
    const statement = [step.statement, input.text].filter(Boolean).join('\n').slice(-LONGEST)
    await ladder.save(tx, [step.id], { statement, statementAt: now, statementById: by.id })
  }
  const entry = { type: 'SideStated', data: { text: input.text }, eventId: input.eventId }
  await enter(
    tx,
    steps.map((step) => ({ step })),
    entry,
    by,
    now,
  )
  return steps
}

import type { Hazard } from '../../store/hazards.ts'
import type { Tx } from '../../store/open.ts'
import type { Actor } from './change-hazard.ts'
import { secondLimit, takeVerdict, type Verdict } from './verdict.ts'

/** 回头看 of a closed hazard: it stays closed, or it has come back (反弹) and begins anew with a short limit. */
export async function lookBack(tx: Tx, verdict: Verdict, by: Actor, now: Date): Promise<Hazard> {
  const { result, reason, photos } = verdict
  return takeVerdict(tx, verdict, by, now, {
    command:
      result === 'pass'
        ? { type: 'PassLookBack' }
        : { type: 'FailLookBack', dueAt: secondLimit(now), reason },
    data: { reason, photos },
  })
}

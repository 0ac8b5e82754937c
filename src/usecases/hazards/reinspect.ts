import type { Hazard } from '../../store/hazards.ts'
import type { Tx } from '../../store/open.ts'
import type { Actor } from './change-hazard.ts'
import { secondLimit, takeVerdict, type Verdict } from './verdict.ts'

/** Re-inspection (复查) by somebody else than the rectifier: pass closes the hazard (销号), fail returns it with a new limit. */
export async function reinspect(tx: Tx, verdict: Verdict, by: Actor, now: Date): Promise<Hazard> {
  const { result, reason, photos } = verdict
  return takeVerdict(
    tx,
    verdict,
    by,
    now,
    result === 'pass'
      ? { command: { type: 'PassReinspection' }, data: { photos } }
      : { command: { type: 'FailReinspection', dueAt: secondLimit(now), reason }, data: { reason, photos } },
  )
}

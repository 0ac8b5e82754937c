import type { Period } from '../../../domain/time/cadence.ts'
import { lackingParts } from '../../../domain/submissions/deliverables.ts'
import { formatTarget } from '../../../domain/submissions/targets.ts'
import type { Campaign } from '../../../store/directory.ts'
import type { Tx } from '../../../store/open.ts'
import * as targetProgress from '../../../store/submissions/target-progress.ts'
import { partsThere, type CampaignDuty } from '../../../usecases/due-reports.ts'
import type { Asked } from './reminding.ts'

/**
 * What each of these units, which have not reported, is to be asked: a report of several parts of which some are there
 * for what is missing of it, a target with the newest figure.
 */
export async function askedOf(
  db: Tx,
  campaign: Campaign,
  matter: Readonly<{ duty: CampaignDuty; period: Period; now: Date }>,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, Asked>> {
  const { duty, period } = matter
  const there = await partsThere(db, campaign, duty, period)
  const { target } = duty
  const figures = target && (await targetProgress.newest(db, campaign.id, target.key))
  return new Map(
    unitIds.map((unitId): readonly [string, Asked] => {
      const has = there.get(unitId)
      const figure = figures?.get(unitId)
      return [
        unitId,
        {
          ...matter,
          ...(has ? { lacking: lackingParts(duty, { has, zero: false }) } : {}),
          ...(target && figure ? { figure: formatTarget(target, figure.value) } : {}),
        },
      ]
    }),
  )
}

import { isUnrectified, type HazardFacts } from './hazard.ts'

/** Why a hazard may be shown to the public (曝光): it is under listed supervision, confirmed as major, or refused. */
export type ExposureGround = 'listed' | 'major' | 'refused'

/**
 * The grounds on which a hazard may be exposed; none while it is only suspected to be major, and none once it has been
 * handed in as rectified: whoever acts is not pilloried.
 */
export function exposureGrounds(
  hazard: Pick<HazardFacts, 'status' | 'majorStage' | 'refusedAt'>,
): readonly ExposureGround[] {
  const { status, majorStage, refusedAt } = hazard
  if (!isUnrectified(status)) return []
  const isMajor = majorStage === 'confirmed' || majorStage === 'proposed'
  return [
    ...(majorStage === 'listed' || majorStage === 'accepting' ? (['listed'] as const) : []),
    ...(isMajor ? (['major'] as const) : []),
    ...(refusedAt !== null ? (['refused'] as const) : []),
  ]
}

import { DomainError } from '../../../domain/errors.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import type { Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { whoIsMissing } from '../reports/missing.ts'
import { hazardHistory } from './hazard.ts'
import { myTasks } from './mine.ts'
import { communityProgress, dueSoonList, overdueList, overview, unitProgress } from './progress.ts'

/** A question: one sentence in, the number out. */
export async function query(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'query' }>,
): Promise<Answer> {
  requireMay(scene, 'query')
  const campaign = currentCampaign(scene)
  const unit = said.unit ? scene.directory.units.get(said.unit) : undefined
  const community = said.community ? scene.directory.communities.get(said.community) : undefined
  switch (said.subject) {
    case 'unreported':
      return whoIsMissing(scene, unit?.id)
    case 'overdue':
      return overdueList(scene, campaign, { unit, community, category: said.category })
    case 'due-soon':
      return dueSoonList(scene, campaign, { unit, community, category: said.category })
    case 'hazard':
      if (said.codes?.[0]) return hazardHistory(scene, said.codes[0])
      if (community) return communityProgress(scene, campaign, community)
      throw new DomainError('hazard.which', { example: '12号怎么样了' })
    case 'mine':
      return myTasks(scene, campaign)
    case 'unit':
      return unit ? unitProgress(scene, campaign, unit) : overview(scene, campaign)
    case 'community':
      return community ? communityProgress(scene, campaign, community) : overview(scene, campaign)
    case 'overview':
    case 'ranking':
    case 'trend':
      if (community) return communityProgress(scene, campaign, community)
      return unit ? unitProgress(scene, campaign, unit) : overview(scene, campaign)
  }
}

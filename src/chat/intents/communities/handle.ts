import type { Checklist } from '../../../domain/communities/checks.ts'
import type { Community } from '../../../store/directory.ts'
import type { PlaceSaid } from '../../understand/commands/places/said.ts'
import { currentCampaign, requireMay, requireOwnGround, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { answerCheck, begin, listOfLists, ownCovert, releaseCovert } from '../checks/check.ts'
import { drawList, drawNow, showDraw } from '../checks/draws.ts'
import * as complaints from '../complaints/complaints.ts'
import { fileOf, stewardsOf } from './file.ts'
import { depositList, depositOf } from './deposits.ts'
import { keep, watch, wrongValue } from './keep.ts'
import { coverageOf, lackingFiles, watchList } from './lists.ts'
import { draft, fund, planList, planOf, step } from './plans.ts'
import { exportFiles } from './sheet.ts'

/** Everything that is said of places: their files (一小区一档), plans, checks, and complaints about them. */
export async function handlePlace(
  scene: KnownScene,
  said: PlaceSaid,
  lists: readonly Checklist[],
): Promise<Answer> {
  requireOwnGround(scene)
  requireMay(scene, 'query')
  const campaign = currentCampaign(scene)
  const place = (id: string): Community => community(scene, id)
  switch (said.act) {
    case 'file':
      return fileOf(scene, campaign, place(said.community))
    case 'stewards':
      return stewardsOf(scene, place(said.community))
    case 'keep':
      return keep(scene, place(said.community), said)
    case 'wrong':
      return wrongValue(place(said.community), said.key)
    case 'watch':
      return watch(scene, place(said.community), said)
    case 'deposit':
      return depositOf(scene, place(said.community))
    case 'deposits':
      return depositList(scene, said.unit)
    case 'lacking':
      return lackingFiles(scene, said.unit)
    case 'coverage':
      return coverageOf(scene, campaign, said.unit)
    case 'watch-list':
      return watchList(scene, campaign, said.unit)
    case 'export':
      return exportFiles(scene, campaign, said.unit)
    case 'plan':
      return planOf(scene, campaign, place(said.community))
    case 'plans':
      return planList(scene, campaign, said.unit)
    case 'plan-draft':
      return draft(scene, campaign, place(said.community), said)
    case 'plan-funds':
      return fund(scene, campaign, place(said.community), said)
    case 'plan-step':
      return step(scene, campaign, place(said.community), said)
    case 'check':
      return begin(scene, lists, place(said.community), said)
    case 'check-lists':
      return listOfLists(lists)
    case 'check-results':
      return answerCheck(scene, campaign, lists, said.results)
    case 'check-stop':
      return scene.dialog?.kind === 'check' ? { reply: say('好，这次不查了，没有记。'), dialog: null } : {}
    case 'own-covert':
      return ownCovert(scene, campaign)
    case 'release-covert':
      return releaseCovert(scene, campaign, lists, said.community)
    case 'draw':
      return drawNow(scene, campaign, said)
    case 'draws':
      return drawList(scene, campaign)
    case 'draw-show':
      return showDraw(scene, campaign, said.number)
    case 'complaint':
      return complaints.take(scene, campaign, said)
    case 'complaints':
      return complaints.list(scene, campaign)
    case 'reporter':
      return complaints.reporter(scene, campaign, said.code)
    case 'reporter-answered':
      return complaints.answered(scene, campaign, said.code)
  }
}

/** A community of the lexicon, which the directory holds. */
function community({ directory }: KnownScene, id: string): Community {
  const found = directory.communities.get(id)
  if (!found) throw new Error(`no community ${id}`)
  return found
}

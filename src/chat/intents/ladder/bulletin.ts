import type { Campaign } from '../../../store/directory.ts'
import { draftBulletin } from '../../../usecases/ladder/release.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { bulletinText, DRAFT_MARK } from './documents.ts'

/** 「进度通报」: a draft of how far the campaign is, which goes out only when somebody says so. */
export async function bulletin(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  const { tx, directory, workdays, now } = scene
  const text = await bulletinText({ tx, directory, campaign, workdays, now })
  const unitIds = campaign.members
    .filter(({ duties, leftOn }) => duties.length > 0 && leftOn === null)
    .map(({ unitId }) => unitId)
  await draftBulletin(tx, { campaign, text, unitIds, eventId: scene.eventId }, scene.person, now)
  return {
    reply: say(
      [DRAFT_MARK, text, `发给${unitIds.length}家单位：「发进度通报」　发到群里：「发进度通报到群里」`].join(
        '\n',
      ),
    ),
  }
}

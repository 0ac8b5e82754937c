import { DomainError } from '../../../domain/errors.ts'
import type { CircularKind } from '../../../domain/ladder.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as ladder from '../../../store/escalation/ladder.ts'
import { stateSide } from '../../../usecases/ladder/state-side.ts'
import {
  currentCampaign,
  requireMay,
  requireOwnGround,
  runningCampaigns,
  type KnownScene,
} from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { LadderSaid } from '../../understand/commands/ladder.ts'
import { assessment, propertyAssessment } from './assessment.ts'
import { bulletin } from './bulletin.ts'
import { changeTheCause, hold, release, view, withdraw } from './decide.ts'
import { draftExposure } from './exposure.ts'
import { overview } from './overview.ts'
import { recordOf, summonKept, summonList, summonUnit } from './summons.ts'

/** Everything that is said about overdue matters on their way up. One-to-one only: groups hear what was released. */
export async function handleLadder(scene: KnownScene, said: LadderSaid): Promise<Answer> {
  requireOwnGround(scene)
  if (scene.conversation.kind === 'group') throw new DomainError('ladder.only_direct')
  switch (said.act) {
    case 'side':
      return side(scene, said.text)
    case 'overview':
      requireMay(scene, 'read-ladder')
      return overview(scene, await campaignOf(scene, said, '督办情况'))
    case 'view':
      requireMay(scene, 'read-ladder')
      return view(scene, await campaignOf(scene, said, scene.text), said)
    case 'release':
      requireMay(scene, 'decide-ladder')
      return release(scene, await campaignOf(scene, said, scene.text, said.kind), said)
    case 'hold':
      requireMay(scene, 'decide-ladder')
      return hold(scene, await campaignOf(scene, said, scene.text), said)
    case 'withdraw':
      requireMay(scene, 'decide-ladder')
      return withdraw(scene, await campaignOf(scene, said, scene.text, said.kind), said)
    case 'cause':
      requireMay(scene, 'decide-ladder')
      return changeTheCause(scene, await campaignOf(scene, said, scene.text), said)
    case 'summon':
      requireMay(scene, 'summon')
      return summonUnit(scene, campaignFor(scene, said), said)
    case 'summon-record':
      requireMay(scene, 'summon')
      return recordOf(scene, campaignFor(scene, said), said)
    case 'summon-kept':
      requireMay(scene, 'summon')
      return summonKept(scene, campaignFor(scene, said), said)
    case 'summon-list':
      requireMay(scene, 'read-ladder')
      return summonList(scene, campaignFor(scene, said))
    case 'bulletin':
      requireMay(scene, 'decide-ladder')
      return bulletin(scene, campaignFor(scene, said))
    case 'exposure':
      requireMay(scene, 'decide-ladder')
      return draftExposure(scene, campaignFor(scene, said), said)
    case 'assessment':
      requireMay(scene, 'read-ladder')
      return assessment(scene, campaignFor(scene, said))
    case 'property-assessment':
      requireMay(scene, 'read-ladder')
      return propertyAssessment(scene, campaignFor(scene, said))
  }
}

/** 「说明 …」. */
async function side(scene: KnownScene, text: string): Promise<Answer> {
  requireMay(scene, 'state-side')
  await stateSide(scene.tx, { text, eventId: scene.eventId }, scene.person, scene.now)
  return {
    reply: say('说明已记下，会和材料一起报给消安委办。还可以再补充：「说明 …」。'),
  }
}

/** The campaign named by its prefix, or the current one. */
function campaignFor(scene: KnownScene, said: Readonly<{ campaign?: string }>): Campaign {
  return named(scene, said) ?? currentCampaign(scene)
}

function named(scene: KnownScene, { campaign }: Readonly<{ campaign?: string }>): Campaign | undefined {
  return scene.directory.campaigns.find(({ codePrefix }) => codePrefix === campaign)
}

/** The campaign named by its prefix; else the only one in which something waits; else the current one. */
async function campaignOf(
  scene: KnownScene,
  said: Readonly<{ campaign?: string }>,
  words: string,
  kind?: CircularKind,
): Promise<Campaign> {
  const told = named(scene, said)
  if (told) return told
  // What is drafted on demand is drafted for the current campaign, whatever waits in others.
  if (kind === 'progress' || kind === 'exposure') return currentCampaign(scene)
  const running = runningCampaigns(scene.directory, scene.now)
  const [only, ...others] = running
  if (only && others.length === 0) return only
  const waiting = await ladder.waiting(
    scene.tx,
    running.map(({ id }) => id),
  )
  const busy = running.filter(({ id }) => waiting.some(({ campaignId }) => campaignId === id))
  if (busy.length > 1) {
    const examples = busy.map(({ codePrefix }) => `「${words} ${codePrefix}」`).join('')
    throw new DomainError('ladder.which_campaign', { examples })
  }
  return busy[0] ?? currentCampaign(scene)
}

import { countOf, sideBySide } from '../../../domain/photos/pairing.ts'
import { DomainError } from '../../../domain/errors.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Hazard } from '../../../store/hazards.ts'
import * as ledger from '../../../store/ledger.ts'
import * as photoStore from '../../../store/photos.ts'
import { hazardCard } from '../../cards/hazard-card.ts'
import { remarkLines } from '../hazards/photo-remarks.ts'
import { shortNumber, statusNames, unitName, whereabouts } from '../../saying/names.ts'
import { requireOwnGround, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Speech } from '../../saying/speech.ts'
import { viewOf } from '../hazards/life/telling.ts'
import { storyOf } from './hazard-story.ts'

const PHOTOS_SHOWN = 4

/** 「12号怎么样了」: where it stands and what has happened, the newest last; photos one-to-one. */
export async function hazardHistory(scene: KnownScene, code: string): Promise<Answer> {
  requireOwnGround(scene)
  const hazard = await hazards.find(scene.tx, code, scene.directory.regionId)
  if (!hazard) throw new DomainError('hazard.not_found', { code })
  const entries = await ledger.history(scene.tx, 'hazard', String(hazard.id))
  const photos = await hazards.photosOf(scene.tx, hazard.id)
  // What photos were remarked on is said below, to whom it concerns.
  const story = storyOf(
    scene,
    entries.filter(({ type }) => type !== 'PhotoRemarked' && type !== 'EvidenceExported'),
  )
  if (/经过|来龙去脉|历史/u.test(scene.text)) return { reply: whole(scene, hazard, story) }
  // A long story keeps its beginning and its end.
  const lines =
    story.length > 6
      ? [
          ...story.slice(0, 2),
          `- …（共${story.length}步，发「${shortNumber(hazard)}的经过」看全部）`,
          ...story.slice(-3),
        ]
      : story
  const direct = scene.conversation.kind === 'direct'
  const note = photos.length === 0 ? [] : [direct ? countOf(photos) : `${countOf(photos)}，私聊问我可看`]
  const remarks =
    direct && judges(scene) ? remarkLines(hazard.code, await photoStore.remarksOf(scene.tx, hazard.id)) : []
  return {
    reply: {
      kind: 'card',
      card: hazardCard(hazard, viewOf(scene, hazard), scene.directory, scene.now, [
        ...leadLine(scene, hazard),
        ...lines,
        ...note,
        ...remarks,
      ]),
      about: { hazardId: hazard.id, view: viewOf(scene, hazard) },
    },
    ...(direct ? { pictures: sideBySide(photos, PHOTOS_SHOWN).map(({ hash }) => hash) } : {}),
  }
}

/** Whom remarks on photos are for. */
function judges({ person }: KnownScene): boolean {
  return person.roles.some((role) => role === 'reinspector' || role === 'office' || role === 'supervisor')
}

/** Everything that has happened, as long as it is. */
function whole(scene: KnownScene, hazard: Hazard, story: readonly string[]): Speech {
  const head = `**${shortNumber(hazard)}** ${whereabouts(scene.directory, hazard)}（${statusNames[hazard.status]}）经过${story.length}步：`
  return say([head, ...story].join('\n'))
}

/** Which department leads, and by which sentence of the notice; only where the campaign's file or the office says so. */
function leadLine({ directory }: KnownScene, hazard: Hazard): readonly string[] {
  if (hazard.leadId === null || hazard.assistingIds.length > 0) return []
  const plan = directory.campaigns.find(({ id }) => id === hazard.campaignId)?.plan
  const rule = plan?.categories.find(({ key }) => key === hazard.category)
  const basis = rule?.leadId === hazard.leadId && rule.basis ? `（依据：${rule.basis}）` : ''
  return [`牵头：${unitName(directory, hazard.leadId)}${basis}`]
}

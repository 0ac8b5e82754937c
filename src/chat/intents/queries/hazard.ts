import { formatDue, formatMoment } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Hazard } from '../../../store/hazards.ts'
import * as ledger from '../../../store/ledger.ts'
import { hazardCard } from '../../cards/hazard-card.ts'
import { statusNames, unitName } from '../../saying/names.ts'
import { requireOwnGround, type KnownScene } from '../../scene.ts'
import type { Answer, HazardView } from '../../saying/speech.ts'

const PHOTOS_SHOWN = 4

/** 「12号怎么样了」: where it stands and what has happened, the newest last; photos one-to-one. */
export async function hazardHistory(scene: KnownScene, code: string): Promise<Answer> {
  requireOwnGround(scene)
  const hazard = await hazards.find(scene.tx, code, scene.directory.regionId)
  if (!hazard) throw new DomainError('hazard.not_found', { code })
  const entries = await ledger.history(scene.tx, 'hazard', String(hazard.id))
  const photos = await hazards.photosOf(scene.tx, hazard.id)
  const story = entries.map(
    (entry) => `- ${formatMoment(entry.at, scene.now)} ${told(scene, entry.type, entry.data, entry.byId)}`,
  )
  // A long story keeps its beginning and its end.
  const lines = story.length > 6 ? [...story.slice(0, 2), '- …', ...story.slice(-3)] : story
  const direct = scene.conversation.kind === 'direct'
  const note =
    photos.length === 0 ? [] : [direct ? `照片${photos.length}张` : `照片${photos.length}张，私聊问我可看`]
  return {
    reply: {
      kind: 'card',
      card: hazardCard(hazard, viewOf(scene, hazard), scene.directory, scene.now, [...lines, ...note]),
      about: { hazardId: hazard.id, view: viewOf(scene, hazard) },
    },
    ...(direct ? { pictures: photos.slice(-PHOTOS_SHOWN).map(({ hash }) => hash) } : {}),
  }
}

/** Which buttons the reader can use. */
function viewOf(scene: KnownScene, hazard: Hazard): HazardView {
  if (scene.conversation.kind === 'group') return 'reader'
  if (hazard.responsibleId === scene.person.unitId) return 'rectifier'
  if (scene.person.roles.includes('reinspector')) return 'reinspector'
  return hazard.foundById === scene.person.id ? 'finder' : 'reader'
}

/** One line of history. Groups hear units, one-to-one also persons. */
function told(scene: KnownScene, type: string, data: unknown, byId: string | null): string {
  const person = byId ? scene.directory.people.get(byId) : undefined
  const unit = person ? unitName(scene.directory, person.unitId) : ''
  const who = person && scene.conversation.kind === 'direct' ? `${unit} ${person.name}` : unit
  const facts = (data ?? {}) as Readonly<Record<string, unknown>>
  const reason = typeof facts['reason'] === 'string' ? `：${facts['reason']}` : ''
  switch (type) {
    case 'HazardRegistered':
      return `${who}登记${facts['fixedOnSpot'] ? '，当场整改' : ''}`
    case 'HazardAcknowledged':
      return `${who}已安排整改`
    case 'HazardDeclined':
      return `${who}反馈不归其整改`
    case 'RectificationSubmitted':
      return `${who}提交整改`
    case 'ReinspectionPassed':
      return `${who}复查合格，销号`
    case 'ReinspectionFailed':
      return `${who}复查不合格${reason}`
    case 'HazardAmended':
      return `${who}更改${amended(scene, facts)}`
    case 'HazardVoided':
      return `${who}作废${reason}`
    default:
      return statusNames[facts['to'] as Hazard['status']] ?? type
  }
}

function amended(scene: KnownScene, facts: Readonly<Record<string, unknown>>): string {
  const parts = [
    typeof facts['dueAt'] === 'string' ? `期限为${formatDue(new Date(facts['dueAt']), scene.now)}` : '',
    typeof facts['responsibleId'] === 'string'
      ? `整改单位为${unitName(scene.directory, facts['responsibleId'])}`
      : '',
    facts['category'] ? '类别' : '',
    facts['place'] ? '位置' : '',
  ]
  return parts.filter(Boolean).join('、')
}

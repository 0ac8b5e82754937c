import { formatMoment } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import { may } from '../../../domain/roles.ts'
import * as consultations from '../../../store/consultations.ts'
import type { Consultation, Reply } from '../../../store/consultations.ts'
import { mimesOf } from '../../../store/media.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Enclosure } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { nameOf } from './asking.ts'

const endings: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
}

/** 「住建局的反馈单」: the stamped form that a unit has sent, one-to-one, for whoever reads opinions and for the unit itself. */
export async function opinionForm(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'opinion-form' }>,
): Promise<Answer> {
  const { tx, person } = scene
  const unitId = said.unit ?? person.unitId
  const sent = (await consultations.sent(tx, currentCampaign(scene).id)).filter(
    ({ title, unitIds }) =>
      unitIds.includes(unitId) && (said.title === undefined || title.includes(said.title)),
  )
  const isOwn = unitId === person.unitId && may(person.roles, 'reply-to-consultation')
  const isReader = may(person.roles, 'read-opinions') || sent.some(({ toId }) => toId === person.unitId)
  if (!isOwn && !isReader) throw new DomainError('role.not_allowed')
  const name = unitName(scene.directory, unitId)
  const [newest] = sent
  if (!newest) return { reply: say(`没有征求过${name}的意见。`) }
  const replied = await newestWithScans(scene, sent, unitId)
  if (!replied) {
    const reply = await consultations.newest(tx, newest.id, unitId)
    const what = reply ? '反馈了，但没有附盖章的反馈单' : '还没有反馈'
    return { reply: say(`${name}对${nameOf(newest)}${what}。`) }
  }
  const { consultation, reply } = replied
  const files = await enclosuresOf(scene, name, reply)
  const when = formatMoment(reply.sentAt, scene.now)
  return {
    reply: say(`${name}对${nameOf(consultation)}的反馈单，${when}，共${reply.scans.length}份。`),
    files,
  }
}

/** The newest round in which the unit has sent a form; an earlier version's form counts until a new one comes. */
async function newestWithScans(
  { tx }: KnownScene,
  sent: readonly Consultation[],
  unitId: string,
): Promise<Readonly<{ consultation: Consultation; reply: Reply }> | undefined> {
  for (const consultation of sent) {
    const versions = await consultations.versions(tx, consultation.id, unitId)
    const reply = versions.findLast(({ scans }) => scans.length > 0)
    if (reply) return { consultation, reply }
  }
  return undefined
}

async function enclosuresOf({ tx }: KnownScene, name: string, reply: Reply): Promise<readonly Enclosure[]> {
  const mimes = await mimesOf(tx, reply.scans)
  return reply.scans.flatMap((hash, index) => {
    const mime = mimes.get(hash)
    if (mime === undefined) return []
    const number = reply.scans.length > 1 ? index + 1 : ''
    return [{ hash, name: `${name}意见反馈单${number}.${endings[mime] ?? 'bin'}` }]
  })
}

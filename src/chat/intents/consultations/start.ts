import { OPENS_AT } from '../../../domain/consultation.ts'
import { DomainError } from '../../../domain/errors.ts'
import * as consultations from '../../../store/consultations.ts'
import type { Attachment, Consultation } from '../../../store/consultations.ts'
import type { Attachment as Handed } from '../../../domain/submissions/deliverables.ts'
import type { Campaign } from '../../../store/directory.ts'
import { cancelConsultation, closeConsultation } from '../../../usecases/consultations/close-consultation.ts'
import { draftConsultation } from '../../../usecases/consultations/draft-consultation.ts'
import { titleOf } from '../../../usecases/consultations/open-planned.ts'
import { sendConsultation } from '../../../usecases/consultations/send-consultation.ts'
import { at, nameMoment } from '../../../domain/time/calendar.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { dueInstant } from '../hazards/register.ts'
import { askUnits, attachedTo, draftCard, nameOf, namesOf, unreachable } from './asking.ts'

type Said = Extract<Understanding, { intent: 'consult' }>

/** 「征求意见 《方案》 9月10日11:30前 各街道、住建局」 and 「第二轮征求意见 9月20日前」: shown to the office before anybody is asked. */
export async function startConsultation(scene: KnownScene, said: Said): Promise<Answer> {
  requireMay(scene, 'consult')
  const campaign = currentCampaign(scene)
  const previous = said.round ? await roundBefore(scene, campaign, said.title) : null
  const title = said.title ?? previous?.title
  if (title === undefined) throw new DomainError('consultation.no_title')
  const [unknown] = said.unknown
  if (unknown !== undefined) throw new DomainError('consultation.unknown_unit', { name: unknown })
  const planned = previous ? undefined : campaign.plan.consultations.find((each) => titleOf(each) === title)
  if (said.due === undefined && !planned) throw new DomainError('consultation.no_due')
  const named = unitsMeant(scene, campaign, said)
  const consultation = await draftConsultation(
    scene.tx,
    {
      campaign,
      title,
      dueAt: said.due || !planned ? dueInstant(said.due ?? '') : at(planned.due, planned.time),
      unitIds: named.length > 0 ? named : (previous?.unitIds ?? planned?.unitIds ?? []),
      toId: previous?.toId ?? planned?.toId ?? scene.person.unitId,
      signOff: said.signOff ?? previous?.signOff ?? planned?.signOff ?? true,
      draft: draftIn(scene.text),
      attachments: [...loose(scene), ...attachedHere(scene)],
      previous,
      eventId: scene.eventId,
    },
    scene.person,
    scene.now,
  )
  return shown(scene, consultation)
}

function shown(scene: KnownScene, consultation: Consultation): Answer {
  const { campaigns } = scene.directory
  const planned = campaigns
    .find(({ id }) => id === consultation.campaignId)
    ?.plan.consultations.find(({ key }) => key === consultation.planKey)
  const opens = planned && at(planned.opensOn, OPENS_AT)
  return {
    reply: {
      kind: 'card',
      card: draftCard(
        consultation,
        scene.directory,
        scene.now,
        opens && opens > scene.now ? opens : undefined,
      ),
    },
    dialog: { kind: 'consultation-draft', number: consultation.number },
  }
}

/** What came before it was said what it is. */
function loose({ dialog }: KnownScene): readonly Attachment[] {
  if (dialog?.kind === 'loose-photos') return dialog.hashes.map((hash) => ({ hash }))
  return dialog?.kind === 'loose-files' ? dialog.attachments.map(asDraft) : []
}

/** Pictures are known by their hash alone, documents by their name as well. */
const asDraft = ({ kind, hash, name }: Handed): Attachment => (kind === 'file' ? { hash, name } : { hash })

function attachedHere({ pictures, files }: Pick<KnownScene, 'pictures' | 'files'>): readonly Attachment[] {
  return [...pictures.map((hash) => ({ hash })), ...files.map(asDraft)]
}

/** What stands below the first line, as it was typed. */
function draftIn(text: string): string | null {
  const at = text.search(/[\r\n]/u)
  const draft = at < 0 ? '' : text.slice(at).trim()
  return draft === '' ? null : draft
}

/** The units named, in the order of the roster; kinds mean those that take part in the campaign. */
function unitsMeant({ directory }: KnownScene, campaign: Campaign, said: Said): readonly string[] {
  const members = campaign.members.map(({ unitId }) => unitId)
  const kindOf = (unitId: string): string => directory.units.get(unitId)?.kind ?? ''
  const meant = new Set([
    ...said.units,
    ...members.filter((unitId) => said.kinds.includes(kindOf(unitId))),
    ...(said.everybody
      ? campaign.members.filter(({ duties }) => duties.length > 0).map(({ unitId }) => unitId)
      : []),
  ])
  return [
    ...members.filter((unitId) => meant.has(unitId)),
    ...[...meant].filter((id) => !members.includes(id)),
  ]
}

/** The newest round of that title, or of whatever was asked last. */
async function roundBefore(
  scene: KnownScene,
  campaign: Campaign,
  title: string | undefined,
): Promise<Consultation> {
  const sent = await consultations.sent(scene.tx, campaign.id)
  const before = sent.find((each) => title === undefined || each.title.includes(title))
  if (!before) throw new DomainError('consultation.not_found')
  return before
}

/** 「发出征求意见 2」: every unit's 联络员 is asked, one-to-one. */
export async function send(scene: KnownScene, number: number): Promise<Answer> {
  requireMay(scene, 'consult')
  const held = await ofRegion(scene, number)
  const input = { id: held.id, eventId: scene.eventId }
  const consultation = await sendConsultation(scene.tx, input, scene.person, scene.now)
  const nobody = unreachable(scene.directory, consultation.unitIds, scene.now)
  const asked = consultation.unitIds.length - nobody.length
  return {
    reply: say(
      [
        `已发出：${nameOf(consultation)}，私聊了${asked}家的联络员，${nameMoment(consultation.dueAt, scene.now)}截止。`,
        ...(nobody.length > 0 ? [`${namesOf(scene.directory, nobody)}没有联络员接入，请电话告知。`] : []),
        '截止前会提醒没反馈的单位，截止时给您名单。进度随时发「意见反馈情况」看。',
      ].join('\n'),
    ),
    tell: askUnits(consultation, scene.now),
    dialog: null,
  }
}

/** 「取消征求意见 2」: nobody was asked, nobody hears of it. */
export async function cancel(scene: KnownScene, number: number): Promise<Answer> {
  requireMay(scene, 'consult')
  const held = await ofRegion(scene, number)
  await cancelConsultation(scene.tx, { id: held.id, eventId: scene.eventId }, scene.person, scene.now)
  return { reply: say(`${nameOf(held)}没有发出，已取消。`), dialog: null }
}

/** 「结束征求意见 2」. */
export async function close(scene: KnownScene, number: number | undefined): Promise<Answer> {
  requireMay(scene, 'consult')
  const open = number === undefined ? currentCampaign(scene).consultations.at(-1)?.number : number
  if (open === undefined) throw new DomainError('consultation.none_open')
  const held = await ofRegion(scene, open)
  await closeConsultation(scene.tx, { id: held.id, eventId: scene.eventId }, scene.person, scene.now)
  return { reply: say(`${nameOf(held)}的征求意见已结束，不再收新的反馈。发「意见汇总」看全部意见。`) }
}

/** 「再征求一轮」: what to type, as the new deadline and the revised draft are the office's. */
export async function again(scene: KnownScene, number: number | undefined): Promise<Answer> {
  requireMay(scene, 'consult')
  const campaign = currentCampaign(scene)
  const before =
    number === undefined ? await roundBefore(scene, campaign, undefined) : await ofRegion(scene, number)
  return {
    reply: say(
      [
        `再征求一轮：${nameOf(before)}，还是原来的${before.unitIds.length}家。`,
        `请发：第二轮征求意见 《${before.title}》 新的截止时间，例如9月20日11:30前。`,
        '修改稿写在下一行，或接着发文件或图片。发出后上一轮自动结束，两轮的意见都留着。',
      ].join('\n'),
    ),
  }
}

/** Documents, pictures and words that follow a draft belong to it. */
export async function addToDraft(scene: KnownScene, number: number, text: string): Promise<Answer> {
  requireMay(scene, 'consult')
  const found = await ofRegion(scene, number)
  const held = await consultations.lock(scene.tx, found.id)
  if (held?.status !== 'draft') throw new DomainError('consultation.already_sent')
  const saved = await consultations.save(scene.tx, held.id, {
    attachments: [...held.attachments, ...attachedHere(scene)],
    ...(text === '' ? {} : { draft: [held.draft, text].filter(Boolean).join('\n') }),
  })
  if (text !== '') return shown(scene, saved)
  return {
    reply: say(`${nameOf(saved)}附了${attachedTo(saved.attachments)}。没错就回「发出征求意见 ${number}」。`),
    // Pictures sent in a row get one answer.
    gather: { key: `consultation-draft:${saved.id}:${scene.speaker.userId}`, waitMs: scene.photoSettleMs },
    dialog: { kind: 'consultation-draft', number },
  }
}

/** Whether words that follow a draft are its text. A pasted draft speaks of hazards and must not register them. */
export function isDraft({ text, conversation }: KnownScene, said: Understanding): boolean {
  if (conversation.kind !== 'direct' || said.intent === 'consult' || said.intent === 'consultation-step')
    return false
  return text.length >= 60 || (said.intent === 'none' && text.length >= 10)
}

async function ofRegion({ tx, directory }: KnownScene, number: number): Promise<Consultation> {
  const found = await consultations.byNumber(tx, directory.regionId, number)
  if (!found) throw new DomainError('consultation.not_found')
  return found
}

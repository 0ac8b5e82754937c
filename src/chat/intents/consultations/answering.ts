import { formatMoment, nameMoment } from '../../../domain/time/calendar.ts'
import { isNoComment, isSigned } from '../../../domain/consultation.ts'
import { DomainError } from '../../../domain/errors.ts'
import * as consultations from '../../../store/consultations.ts'
import type { OpenConsultation } from '../../../store/consultations.ts'
import {
  AS_SCANNED,
  replyToConsultation,
  type Replied,
} from '../../../usecases/consultations/reply-to-consultation.ts'
import { signReply } from '../../../usecases/consultations/sign-reply.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { answered, askLater } from '../hazards/rectify.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import { readReplyWords, type ReplyWords } from '../../understand/reply-words.ts'
import type { Understanding } from '../../understand/types.ts'
import { unitName } from '../../saying/names.ts'
import { nameOf } from './asking.ts'
import { askedOf, meant, reportAsked, unansweredOf } from './open-questions.ts'
import { isItAnOpinion, whichOne } from './which.ts'

/** 「无意见」「意见：第三条……」, of one's own unit. */
export async function feedback(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'feedback' }>,
): Promise<Answer> {
  requireMay(scene, 'reply-to-consultation')
  const consultation = await meant(scene, said.title)
  if (!consultation) return whichOne(scene, scene.text)
  const words = readReplyWords(scene.text)
  // Some apps send a form's picture and the words as messages of their own.
  const held = scene.dialog?.kind === 'loose-photos' ? scene.dialog.hashes : []
  const whole = { ...scene, pictures: [...held, ...scene.pictures] }
  return {
    ...(await take(whole, consultation.id, said.none ? { ...words, opinion: null } : words)),
    ...answered(scene),
  }
}

/**
 * A bare 无, or other words that may answer the question before the unit; undefined when they are about something else.
 * 无 with a report asked for at the same time could be either, and is asked about.
 */
export async function answerOf(scene: KnownScene, said: Understanding): Promise<Answer | undefined> {
  const isZero = said.intent === 'report-progress' && said.zero === true && isNoComment(scene.text)
  const isLoose =
    said.intent === 'none' &&
    scene.conversation.kind === 'direct' &&
    scene.text.trim().length >= 6 &&
    !/[?？]|吗\s*$/u.test(scene.text)
  // A report is being talked about: 无 is about it.
  if (scene.dialog?.kind === 'report') return undefined
  if ((!isZero && !isLoose) || askedOf(scene).length === 0) return undefined
  const unanswered = await unansweredOf(scene)
  const [only] = unanswered
  if (!only) return undefined
  if (isLoose) return isItAnOpinion(scene, unanswered)
  const report = await reportAsked(scene)
  if (report === undefined)
    return unanswered.length === 1
      ? take(scene, only.id, { opinion: null })
      : whichOne(scene, scene.text, unanswered)
  return {
    reply: {
      kind: 'card',
      card: {
        title: '这个“无”是回哪一件？',
        lines: [`征求意见和${report}都在等您单位回话，点一个就行。`],
        actions: [
          { label: '对稿子无意见', say: `对《${only.title}》无意见`, tone: 'primary' },
          { label: '零报告', say: '零报告' },
        ],
      },
    },
  }
}

/** While the bot waits for the unit's words, nearly all of them are its opinion; a clear order to the bot is not. */
export async function wordsAwaited(
  scene: KnownScene,
  said: Understanding,
  number: number,
): Promise<Answer | undefined> {
  const { text, conversation } = scene
  if (conversation.kind !== 'direct') return undefined
  const isNil = said.intent === 'report-progress' && said.zero === true && isNoComment(text)
  if (!isNil && said.intent !== 'feedback' && !isTalk(said, text)) return undefined
  const consultation = await consultations.byNumber(scene.tx, scene.directory.regionId, number)
  return consultation ? take(scene, consultation.id, readReplyWords(text)) : undefined
}

function isTalk(said: Understanding, text: string): boolean {
  switch (said.intent) {
    case 'none':
    case 'request-extension':
    case 'transfer':
    case 'list-for-supervision':
    case 'export':
      return text.trim().length >= 2
    case 'query':
      return text.trim().length > 12
    case 'register-hazard':
      return said.hazards.every(({ community }) => community === undefined)
    default:
      return false
  }
}

/** 「经李局长签字」. */
export async function sign(scene: KnownScene, leader: string): Promise<Answer> {
  requireMay(scene, 'reply-to-consultation')
  const found = await toSign(scene)
  if (!found)
    throw new DomainError(askedOf(scene).length > 0 ? 'consultation.no_reply_yet' : 'consultation.none_open')
  return signed(scene, found.id, { signedBy: leader, scans: [] })
}

/** A stamped form as pictures or documents: it signs the reply that is there, or is itself the reply. */
export async function form(scene: KnownScene, scans: readonly string[]): Promise<Answer> {
  requireMay(scene, 'reply-to-consultation')
  if (scans.length === 0)
    return { reply: say('请把签字盖章的反馈单拍照或扫描成文件发来，再回「反馈单」，就存进您单位的反馈里。') }
  const found = (await toSign(scene)) ?? (await meant(scene, undefined))
  if (!found) return whichOne(scene, AS_SCANNED)
  if (await consultations.newest(scene.tx, found.id, scene.person.unitId))
    return signed(scene, found.id, { signedBy: null, scans })
  return take({ ...scene, pictures: scans }, found.id, { opinion: AS_SCANNED })
}

/** Pictures without words; undefined when they have nothing to do with a consultation. */
export async function formPhotos(scene: KnownScene): Promise<Answer | undefined> {
  const { dialog, pictures, conversation } = scene
  if (dialog?.kind === 'consultation') return form(scene, pictures)
  if (dialog !== null || conversation.kind !== 'direct' || askedOf(scene).length === 0) return undefined
  return askLater(
    scene,
    '照片收到了。是意见反馈单就回「反馈单」；是隐患请说在哪里、什么问题，整改好的回「12号已改」。',
    { kind: 'loose-photos', hashes: pictures },
  )
}

/** Documents without words that are a stamped form: the bot waits for it, or they are called so; undefined for others. */
export async function formFiles(scene: KnownScene): Promise<Answer | undefined> {
  const { dialog, files, conversation } = scene
  const isCalledSo = files.every(({ name }) => /反馈|意见/u.test(name))
  const isMeant =
    dialog?.kind === 'consultation' ||
    (dialog === null && isCalledSo && conversation.kind === 'direct' && askedOf(scene).length > 0)
  return isMeant
    ? form(
        scene,
        files.map(({ hash }) => hash),
      )
    : undefined
}

/** 「填意见 2」: the next words are the opinion. */
export async function fill(scene: KnownScene, number: number | undefined): Promise<Answer> {
  requireMay(scene, 'reply-to-consultation')
  const found =
    number === undefined
      ? await meant(scene, undefined)
      : askedOf(scene).find((consultation) => consultation.number === number)
  if (!found && number === undefined) return whichOne(scene, '')
  if (!found) throw new DomainError('consultation.none_open')
  return {
    reply: say(`请直接打字，下一条就记作您单位对${nameOf(found)}的意见。照片会作为签字盖章的反馈单。`),
    dialog: { kind: 'consultation', number: found.number, replied: false },
  }
}

/** 「作为意见反馈 2」 after the bot has asked whether, or on what, the words were an opinion. */
export async function words(scene: KnownScene, number: number | undefined): Promise<Answer> {
  const text = scene.dialog?.kind === 'consultation-words' ? scene.dialog.text : ''
  if (text === '') return fill(scene, number)
  requireMay(scene, 'reply-to-consultation')
  const found = askedOf(scene).find((consultation) => consultation.number === number)
  if (!found) throw new DomainError('consultation.none_open')
  return take(scene, found.id, readReplyWords(text))
}

/** The unit's newest reply that wants a signature, else its newest reply at all. */
async function toSign(scene: KnownScene): Promise<OpenConsultation | undefined> {
  const replied: OpenConsultation[] = []
  for (const consultation of askedOf(scene)) {
    const reply = await consultations.newest(scene.tx, consultation.id, scene.person.unitId)
    if (reply && consultation.signOff && !isSigned(reply)) return consultation
    if (reply) replied.push(consultation)
  }
  return replied.at(-1)
}

async function signed(
  scene: KnownScene,
  consultationId: number,
  given: Readonly<{ signedBy: string | null; scans: readonly string[] }>,
): Promise<Answer> {
  const input = { consultationId, ...given, sentAt: scene.sentAt, eventId: scene.eventId }
  const { consultation, reply } = await signReply(scene.tx, input, scene.person, scene.now)
  const what = given.signedBy ? `${given.signedBy}签字` : `签字盖章的反馈单（${reply.scans.length}张）`
  return {
    reply: say(
      `已记下：${nameOf(consultation)}的反馈，${what}，${formatMoment(scene.sentAt, scene.now)}。手续齐了。`,
    ),
    dialog: { kind: 'consultation', number: consultation.number, replied: true },
    ...(given.signedBy
      ? {}
      : { gather: { key: `consultation-form:${reply.id}`, waitMs: scene.photoSettleMs } }),
  }
}

async function take(scene: KnownScene, consultationId: number, said: ReplyWords): Promise<Answer> {
  if (said.opinion === undefined) {
    if (said.signedBy)
      return signed(scene, consultationId, { signedBy: said.signedBy, scans: scene.pictures })
    throw new DomainError('consultation.no_reply_yet')
  }
  const replied = await replyToConsultation(
    scene.tx,
    {
      consultationId,
      opinion: said.opinion,
      filler: said.filler ?? null,
      signedBy: said.signedBy ?? null,
      scans: scene.pictures,
      sentAt: scene.sentAt,
      eventId: scene.eventId,
    },
    scene.person,
    scene.now,
  )
  return {
    reply: say(receipt(scene, replied)),
    tell: [...tellFirst(scene, replied), ...tellOffice(scene, replied)],
    dialog: { kind: 'consultation', number: replied.consultation.number, replied: true },
  }
}

function receipt(scene: KnownScene, { consultation, reply, before, lostSignature }: Replied): string {
  const when = formatMoment(reply.sentAt, scene.now)
  const unsigned = consultation.signOff && !isSigned(reply)
  // What a unit thinks, and who signed it, is nothing for the group.
  if (scene.conversation.kind === 'group')
    return [
      `${unitName(scene.directory, reply.unitId)}${before ? '已更正' : '已反馈'}：${nameOf(consultation)}，${when}${reply.late ? '，迟报' : '，按时'}。`,
      ...(unsigned ? ['还要主要领导签字，签好请私聊我。'] : ['内容请私聊发「意见反馈情况」看。']),
    ].join('\n')
  return [
    `${before ? '已更正' : '已反馈'}：${nameOf(consultation)}，${reply.kind === 'none' ? '无意见' : `${reply.number}号意见`}。`,
    ...(reply.opinion ? [reply.opinion.slice(0, 200)] : []),
    `填表人${reply.filler}，${when}${reply.late ? '，已过截止时间，按迟报登记' : '，按时'}。`,
    ...(reply.opinion === AS_SCANNED ? ['请再把意见打成文字发来；没有意见就回「无意见」。'] : []),
    ...(unsigned
      ? [
          lostSignature
            ? '内容改了，原来的签字不作数，要请主要领导再签。签好回「经李局长签字」或发反馈单照片。'
            : '**待签字**：主要领导签好后回「经李局长签字」，或把签字盖章的反馈单拍照发来。',
        ]
      : reply.signedBy
        ? [`主要领导签字：${reply.signedBy}。`]
        : []),
    ...(scene.now <= consultation.dueAt
      ? [`${nameMoment(consultation.dueAt, scene.now)}前要改就重发一次，每次都留底。`]
      : []),
  ].join('\n')
}

/** Whoever replied first hears what a colleague has changed. */
function tellFirst(scene: KnownScene, { consultation, reply, before }: Replied): readonly Notice[] {
  if (!before || before.byId === scene.person.id) return []
  const now = reply.kind === 'none' ? '无意见' : (reply.opinion ?? '')
  return [
    {
      to: { personId: before.byId },
      speech: say(`${scene.person.name}更正了您单位对${nameOf(consultation)}的反馈：${now.slice(0, 300)}`),
      key: `consultation-corrected:${scene.eventId}`,
    },
  ]
}

/** The office, which has had its list at the deadline, hears what comes after it; before it asks when it wants to know. */
function tellOffice(scene: KnownScene, { consultation, reply }: Replied): readonly Notice[] {
  if (!reply.late) return []
  const unit = unitName(scene.directory, reply.unitId)
  const what =
    reply.kind === 'none' ? '无意见' : `${reply.number}号意见：${reply.opinion?.slice(0, 300) ?? ''}`
  return [
    {
      to: { unitId: consultation.toId, roles: ['office', 'liaison'] },
      speech: say(`${unit}补报了对${nameOf(consultation)}的反馈（迟报）：${what}`),
      key: `consultation-late:${reply.id}`,
    },
  ]
}

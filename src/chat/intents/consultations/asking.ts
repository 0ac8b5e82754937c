import { formatDue, formatMoment, nameMoment } from '../../../domain/time/calendar.ts'
import type { Attachment, Consultation } from '../../../store/consultations.ts'
import type { Directory } from '../../../store/directory.ts'
import type { Card } from '../../cards/card.ts'
import { unitName } from '../../saying/names.ts'
import { say, type Notice } from '../../saying/speech.ts'
import { peopleOf } from '../../saying/tell.ts'

/** A draft that is longer goes ahead of the question as a message of its own. */
const SHORT = 160

type Named = Readonly<{ title: string; round: number }>

/** 《方案》, and which round when it is not the first. */
export function nameOf({ title, round }: Named): string {
  return `《${title}》${round > 1 ? `（第${round}轮）` : ''}`
}

/** Several units by name, in the order given. */
export function namesOf(directory: Directory, unitIds: readonly string[]): string {
  return unitIds.map((unitId) => unitName(directory, unitId)).join('、')
}

/** The units of whose 联络员 nobody can be written to. */
export function unreachable(directory: Directory, unitIds: readonly string[], now: Date): readonly string[] {
  return unitIds.filter((unitId) => peopleOf(directory, { unitId, roles: ['liaison'] }, now).length === 0)
}

/** The question to each unit's 联络员, one-to-one and once: the draft, until when, and how to answer. */
export function askUnits(consultation: Consultation, now: Date): readonly Notice[] {
  const { draft, attachments } = consultation
  const long = draft !== null && draft.length > SHORT
  return consultation.unitIds.flatMap((unitId): readonly Notice[] => {
    const to = { unitId, roles: ['liaison'] } as const
    const key = `consultation:${consultation.id}:${unitId}`
    return [
      ...(long
        ? [{ to, speech: say(`**${nameOf(consultation)}征求意见稿**\n${draft}`), key: `${key}:draft` }]
        : []),
      {
        to,
        speech: { kind: 'card', card: question(consultation, now, long ? null : draft) },
        pictures: attachments.flatMap(({ hash, name }) => (name === undefined ? [hash] : [])),
        files: attachments.flatMap(({ hash, name }) => (name === undefined ? [] : [{ hash, name }])),
        key,
      },
    ]
  })
}

function question(consultation: Consultation, now: Date, draft: string | null): Card {
  const { number, attachments, signOff, dueAt } = consultation
  return {
    title: `征求意见：${nameOf(consultation)}`,
    lines: [
      `反馈截止：${formatDue(dueAt, now)}${signOff ? '，要主要领导签字' : ''}`,
      ...(draft ? [draft] : []),
      ...(attachments.length > 0 ? [`附：${attachedTo(attachments)}`] : []),
      ...(draft === null && attachments.length === 0 && consultation.draft === null
        ? ['稿子由消安委办另发，没有收到请联系他们。']
        : []),
      '没有意见回「无意见」；有意见回「意见：」再写内容，签字盖章的反馈单可以拍照发来。',
    ],
    actions: [
      { label: '无意见', say: `对《${consultation.title}》无意见`, tone: 'primary' },
      { label: '填意见', say: `填意见 ${number}` },
    ],
  }
}

/** 图片2张、文件1个. */
export function attachedTo(attachments: readonly Attachment[]): string {
  const files = attachments.filter(({ name }) => name !== undefined).length
  const pictures = attachments.length - files
  return [pictures > 0 ? `图片${pictures}张` : '', files > 0 ? `文件${files}个` : '']
    .filter(Boolean)
    .join('、')
}

/** What a unit that has not replied is reminded of. */
export function remindText(
  consultation: Readonly<{ title: string; round: number; dueAt: Date }>,
  now: Date,
): string {
  const when = nameMoment(consultation.dueAt, now)
  return [
    now > consultation.dueAt
      ? `${nameOf(consultation)}征求意见${when}已截止，您单位还没反馈。补反馈仍可，会注明迟报。`
      : `${nameOf(consultation)}征求意见${when}截止，您单位还没反馈。`,
    '没有意见回「无意见」，有意见回「意见：」再写内容。',
  ].join('\n')
}

/** The card that the office confirms. */
export function draftCard(
  consultation: Consultation,
  directory: Directory,
  now: Date,
  opensByItself?: Date,
): Card {
  const { number, unitIds, dueAt, signOff, draft, attachments } = consultation
  const nobody = unreachable(directory, unitIds, now)
  const parts = [draft ? `正文${draft.length}字` : '', attachedTo(attachments)].filter(Boolean)
  return {
    title: `征求意见（待发）：${nameOf(consultation)}`,
    lines: [
      `截止：${formatDue(dueAt, now)}`,
      `征求${unitIds.length}家：${namesOf(directory, unitIds)}`,
      signOff ? '要主要领导签字；不用的话在原话里加「不用签字」重发。' : '不要求主要领导签字。',
      ...(nobody.length > 0 ? [`${namesOf(directory, nobody)}还没有联络员接入，请电话告知。`] : []),
      parts.length > 0
        ? `稿子：${parts.join('、')}。要补文件、图片或正文可以接着发。`
        : '还没有稿子：文件、图片或正文可以接着发，也可以直接发出。',
      opensByItself
        ? `点发出现在就发；不点，${nameMoment(opensByItself, now)}按方案自动发出。`
        : '确认没错再点发出，各单位联络员会收到一次私聊。',
    ],
    actions: [
      { label: '发出', say: `发出征求意见 ${number}`, tone: 'primary' },
      { label: '不发', say: `取消征求意见 ${number}` },
    ],
  }
}

/** When a round was sent and until when it ran, for headings. */
export function spanOf({ opensAt, dueAt }: Consultation, now: Date): string {
  return `${formatMoment(opensAt, now)}发出，${formatMoment(dueAt, now)}截止`
}

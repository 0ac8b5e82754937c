import { formatMoment, nameMoment } from '../../../domain/time/calendar.ts'
import { isSigned, outcomeNames, tally, type Tally } from '../../../domain/consultation.ts'
import { DomainError } from '../../../domain/errors.ts'
import { may } from '../../../domain/roles.ts'
import * as consultations from '../../../store/consultations.ts'
import type { Consultation, OpenConsultation, Reply } from '../../../store/consultations.ts'
import type { Directory } from '../../../store/directory.ts'
import type { Card } from '../../cards/card.ts'
import { withoutPhones } from '../../saying/harmless.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { nameOf, namesOf, spanOf } from './asking.ts'
import { askedOf } from './open-questions.ts'

/** 「意见反馈情况」「谁没反馈」「意见汇总」 for the office and whoever leads or supervises; a unit gets its own reply. */
export async function askOpinions(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'ask-opinions' }>,
): Promise<Answer> {
  const campaign = currentCampaign(scene)
  const sent = (await consultations.sent(scene.tx, campaign.id)).filter(
    ({ title }) => said.title === undefined || title.includes(said.title),
  )
  if (!may(scene.person.roles, 'read-opinions')) {
    const { unitId } = scene.person
    const received = sent.filter(({ toId }) => toId === unitId)
    if (received.length === 0) return ownReply(scene, sent)
    return shown(scene, received, said.about)
  }
  return shown(scene, sent, said.about)
}

async function shown(
  scene: KnownScene,
  sent: readonly Consultation[],
  about: 'tally' | 'summary',
): Promise<Answer> {
  const [newest] = sent
  if (!newest) return { reply: say('还没有征求过意见。') }
  const replies = await consultations.replies(scene.tx, newest.id)
  const open = sent.filter(({ id, status }) => id !== newest.id && status === 'open')
  if (about === 'tally' || scene.conversation.kind === 'group') {
    const card = tallyCard(newest, tally(newest, replies), scene.directory, scene.now)
    const mine = may(scene.person.roles, 'consult')
    const others = open.map((each) => `另有${nameOf(each)}，${nameMoment(each.dueAt, scene.now)}截止。`)
    const hint = about === 'summary' ? ['意见内容请私聊发「意见汇总」看。'] : []
    const actions = mine ? card.actions : card.actions.slice(0, 1)
    return { reply: { kind: 'card', card: { ...card, lines: [...card.lines, ...others, ...hint], actions } } }
  }
  return { reply: say(summary(scene, newest, replies)) }
}

/** 应反馈、已反馈、无意见、有意见、待签字、未反馈 of one round, by name. */
export function tallyCard(
  consultation: OpenConsultation,
  counts: Tally,
  directory: Directory,
  now: Date,
): Card {
  const { asked, replied, none, opinion, unsigned, missing } = counts
  const closed = consultation.status === 'closed'
  const over = now > consultation.dueAt
  const when = `${nameMoment(consultation.dueAt, now)}${over ? '已截止' : '截止'}`
  return {
    title: `意见反馈情况：${nameOf(consultation)}`,
    lines: [
      `${when}${closed ? '，已结束' : ''}`,
      `应反馈${asked}，已反馈${replied}：无意见${none}，有意见${opinion}；未反馈${missing.length}${consultation.signOff ? `；待签字${unsigned.length}` : ''}。`,
      ...(missing.length > 0 ? [`未反馈：**${namesOf(directory, missing)}**`] : ['全部反馈齐了。']),
      ...(unsigned.length > 0 ? [`待签字：${namesOf(directory, unsigned)}`] : []),
      ...(counts.undecided > 0 && over
        ? [`还有${counts.undecided}条意见没有处理，看「意见汇总」后回「采纳 3号意见」这样的话。`]
        : []),
    ],
    actions: [
      { label: '意见汇总', say: `《${consultation.title}》意见汇总`, tone: 'primary' },
      ...(over && !closed ? [{ label: '再征求一轮', say: `再征求一轮 ${consultation.number}` }] : []),
    ],
  }
}

/** The summary in the form of the 意见反馈单, a unit after the other, as lists that both platforms draw. */
function summary(
  scene: KnownScene,
  consultation: Consultation,
  replies: readonly (Reply & Readonly<{ firstLate: boolean }>)[],
): string {
  const { directory, now } = scene
  const counts = tally(consultation, replies)
  const of = new Map(replies.map((reply) => [reply.unitId, reply]))
  const given = consultation.unitIds.flatMap((unitId) => of.get(unitId) ?? [])
  // What somebody wants changed is read first; the units without an opinion follow.
  const ordered = [
    ...given.filter(({ kind }) => kind === 'opinion'),
    ...given.filter(({ kind }) => kind === 'none'),
  ]
  // Everybody but the office reads telephone numbers half hidden.
  const mask = may(scene.person.roles, 'consult') ? (text: string) => text : withoutPhones<string>
  const blocks = ordered.map((reply, index) =>
    [
      `**${index + 1}. ${unitName(directory, reply.unitId)}**`,
      `- 反馈意见：${reply.kind === 'none' ? '无' : `（${reply.number}号）${mask(oneLine(reply.opinion ?? ''))}`}`,
      `- 备注：${remarks(reply)}`,
      `- 填表人：${reply.filler}`,
      `- 主要领导签字：${signature(consultation, reply, now)}`,
    ].join('\n'),
  )
  return [
    `**意见反馈汇总表**`,
    `征求意见：${nameOf(consultation)}`,
    `${spanOf(consultation, now)}。应反馈${counts.asked}，已反馈${counts.replied}（无意见${counts.none}，有意见${counts.opinion}），未反馈${counts.missing.length}。`,
    ...blocks,
    ...(counts.missing.length > 0 ? [`**未反馈**：${namesOf(directory, counts.missing)}`] : []),
    ...(counts.undecided > 0 && may(scene.person.roles, 'consult')
      ? ['处理意见请回「采纳 3号意见」「部分采纳 3号意见：理由」「不采纳 3号 理由」。']
      : []),
  ].join('\n\n')
}

function remarks(reply: Reply & Readonly<{ firstLate: boolean }>): string {
  const outcome = reply.adoption && outcomeNames[reply.adoption]
  const parts = [
    reply.firstLate ? '迟报' : '',
    reply.version > 1
      ? `更正${reply.version - 1}次${reply.late && !reply.firstLate ? '（末次在截止后）' : ''}`
      : '',
    reply.scans.length > 0 ? `盖章件${reply.scans.length}张` : '',
    outcome ? `${outcome}${reply.adoptionReason ? `：${oneLine(reply.adoptionReason)}` : ''}` : '',
  ].filter(Boolean)
  return parts.join('；') || '—'
}

function signature(consultation: Consultation, reply: Reply, now: Date): string {
  if (reply.signedBy && reply.signedAt) return `${reply.signedBy}，${formatMoment(reply.signedAt, now)}`
  if (isSigned(reply)) return '见盖章件'
  return consultation.signOff ? '待签字' : '—'
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/gu, '；')

/** What the speaker's unit has replied itself, to the newest round in which it was asked. */
async function ownReply(scene: KnownScene, sent: readonly Consultation[]): Promise<Answer> {
  const { unitId } = scene.person
  if (!may(scene.person.roles, 'reply-to-consultation')) throw new DomainError('role.not_allowed')
  const newest = sent.find(({ unitIds }) => unitIds.includes(unitId))
  if (!newest) return { reply: say('没有征求过您单位的意见。') }
  const reply = await consultations.newest(scene.tx, newest.id, unitId)
  if (!reply) {
    const open = askedOf(scene).some(({ id }) => id === newest.id)
    return {
      reply: say(
        open
          ? `${nameOf(newest)}：您单位还没有反馈，${nameMoment(newest.dueAt, scene.now)}截止。没有意见回「无意见」，有意见回「意见：」再写内容。`
          : `${nameOf(newest)}：您单位没有反馈，征求意见已经结束。`,
      ),
    }
  }
  const outcome = reply.adoption && outcomeNames[reply.adoption]
  if (scene.conversation.kind === 'group')
    return { reply: say(`${nameOf(newest)}：您单位已反馈，内容请私聊发「意见反馈情况」看。`) }
  return {
    reply: say(
      [
        `${nameOf(newest)}：您单位已反馈（${formatMoment(reply.sentAt, scene.now)}${reply.late ? '，迟报' : ''}）。`,
        reply.kind === 'none' ? '无意见' : `${reply.number}号意见：${reply.opinion ?? ''}`,
        `填表人：${reply.filler}；主要领导签字：${signature(newest, reply, scene.now)}`,
        ...(outcome
          ? [`处理结果：${outcome}${reply.adoptionReason ? `，${reply.adoptionReason}` : ''}`]
          : []),
      ].join('\n'),
    ),
  }
}

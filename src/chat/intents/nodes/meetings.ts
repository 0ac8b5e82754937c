import { at, formatMoment } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import type { PlanDuty } from '../../../domain/plan.ts'
import type { Directory } from '../../../store/directory.ts'
import * as meetings from '../../../store/roster/meetings.ts'
import { holdMeeting } from '../../../usecases/nodes/hold-meeting.ts'
import { sayDay } from '../../saying/days.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'

/** 「例会已开，纪要：…」, with pictures of the minutes or without. */
export async function meetingHeld(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'meeting-held' }>,
): Promise<Answer> {
  requireMay(scene, 'hold-meeting')
  const { tx, person, now, eventId, pictures } = scene
  const campaign = currentCampaign(scene)
  const input = {
    campaign,
    name: said.name,
    minutes: said.minutes?.slice(0, 2000) ?? null,
    photos: pictures,
    eventId,
  }
  const { meeting, on } = await holdMeeting(tx, input, person, now)
  const kept = [said.minutes ? '纪要文字' : '', pictures.length > 0 ? `${pictures.length}张照片` : '']
    .filter(Boolean)
    .join('和')
  return {
    reply: say(
      [
        `已记下：${sayDay(on, now)}${meeting.name}已开${kept ? `，存了${kept}` : ''}。`,
        ...(kept ? [] : [`有纪要再发「${said.name}已开」，后面写内容或附照片。`]),
        '会上定的事可以交办：「会议决定：住建局 9月20日前报整改方案」。',
      ].join('\n'),
    ),
  }
}

/** 「例会安排」: the next meetings, and the last that were held. */
export async function meetingsAnswer(scene: KnownScene): Promise<Answer> {
  requireMay(scene, 'query')
  const { tx, now } = scene
  const campaign = currentCampaign(scene)
  const held = await meetings.held(tx, campaign.id)
  const all = campaign.plan.meetings.flatMap((meeting) =>
    meeting.dates.map((on) => ({ meeting, on, begins: at(on, meeting.time) })),
  )
  if (all.length === 0) return { reply: say('这个行动没有安排例会。') }
  const next = all
    .filter(({ begins }) => begins > now)
    .toSorted((a, b) => a.begins.getTime() - b.begins.getTime())
  const past = all
    .filter(({ begins }) => begins <= now)
    .toSorted((a, b) => b.begins.getTime() - a.begins.getTime())
  return {
    reply: say(
      [
        ...next.slice(0, 3).map(({ meeting, begins }) => `- ${meeting.name}：${formatMoment(begins, now)}`),
        ...past.slice(0, 3).map(({ meeting, on }) => {
          const record = held.find((each) => each.meeting === meeting.key && each.on === on)
          const kept = record?.minutes || (record?.photos.length ?? 0) > 0 ? '，有纪要' : ''
          return `- ${meeting.name}：${sayDay(on, now)}${record ? `已开${kept}` : '没有记录'}`
        }),
      ].join('\n'),
    ),
  }
}

/** 责任领导、责任科室、配合单位 of a task line; empty when the notice names none. */
export function answersFor(directory: Directory, duty: PlanDuty): string {
  const { leader, section, assistingIds = [] } = duty
  return [
    leader ? `责任领导 ${leader}` : '',
    section ? `责任科室 ${section}` : '',
    assistingIds.length > 0 ? `配合 ${assistingIds.map((id) => unitName(directory, id)).join('、')}` : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

/** 「周报谁负责」「第3项谁负责」. */
export function whoAnswers(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'who-answers' }>,
): Answer {
  requireMay(scene, 'query')
  const { directory } = scene
  const { duties } = currentCampaign(scene).plan
  const { task } = said
  const found =
    said.nth !== undefined
      ? duties.slice(said.nth - 1, said.nth)
      : duties.filter(({ name }) => task !== undefined && (name.includes(task) || task.includes(name)))
  const [first] = found
  if (!first) {
    const names = duties.map(({ name }, index) => `${index + 1} ${name}`).join('，')
    throw new DomainError('task.which', { names: names.slice(0, 80) || '没有' })
  }
  const lines = found.slice(0, 4).flatMap((duty) => {
    const who = answersFor(directory, duty)
    return [
      `**${duty.name}**：${who || '通知里没有写责任领导和科室'}`,
      `报给${unitName(directory, duty.toId)}`,
    ]
  })
  return { reply: say(lines.join('\n')) }
}

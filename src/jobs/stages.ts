import { at, day, dayOf, daysBetween, formatDay, weekdayName } from '../domain/time/calendar.ts'
import type { Stage } from '../domain/plan.ts'
import type { Reminder } from '../domain/reminding/reminders.ts'
import { stageEntries } from '../domain/time/stages.ts'
import { dueSlots, type DueReminder } from '../domain/reminding/slots.ts'
import { say, type Notice } from '../chat/saying/speech.ts'
import type { Campaign } from '../store/directory.ts'
import type { CampaignTopic } from './planner/job.ts'

/** A word to the liaisons of the units that owe something, once when a stage begins. */
export const stagesJob: CampaignTopic = ({ campaign, workdays }) => {
  const entries = stageEntries(campaign.plan.stages, day(campaign.startsOn), workdays)
  const plan = entries.map(({ stage, at: moment }): Reminder => ({
    duty: 'stages',
    period: stage.key,
    kind: 'event',
    at: moment,
    dueAt: at(stage.ends, '24:00'),
  }))
  return {
    name: `stages ${campaign.id}`,
    slots: (after, upTo) => dueSlots(plan, { after, upTo }),
    notices: async (_, due, now) => due.flatMap((one) => entryNotices(campaign, one, now)),
  }
}

function entryNotices(campaign: Campaign, { reminder, sendAt }: DueReminder, now: Date): readonly Notice[] {
  const stage = campaign.plan.stages.find(({ key }) => key === reminder.period)
  // After a long stop nobody is told of a stage that is over.
  if (!stage || sendAt > reminder.dueAt) return []
  return campaign.members
    .filter(({ duties, leftOn }) => duties.length > 0 && leftOn === null)
    .map(({ unitId }) => ({
      to: { unitId, roles: ['liaison'] as const },
      speech: say(entryText(stage, now)),
      key: `stage:${campaign.id}:${stage.key}:${unitId}`,
    }))
}

function entryText({ name, starts, ends, deliverables = [] }: Stage, now: Date): string {
  const today = dayOf(now)
  const begins = starts === today ? '今天开始' : `${named(starts)}${starts < today ? '已经开始' : '开始'}`
  return [
    `「${name}」阶段${begins}，到${named(ends)}结束，共${daysBetween(starts, ends) + 1}天。`,
    ...(deliverables.length > 0 ? [`这一阶段要有：${deliverables.join('、')}。`] : []),
    '发「阶段进展」随时看做到哪一步了。',
  ].join('\n')
}

function named(on: Stage['starts']): string {
  return `${formatDay(on)}（${weekdayName(on)}）`
}

import {
  addDays,
  at,
  day,
  dayOf,
  formatDay,
  monthEnd,
  timeOf,
  weekdayName,
  type Day,
} from '../../../domain/time/calendar.ts'
import { groupBy } from '../../../domain/group-by.ts'
import type { Planned, Roster } from '../../../domain/preview/planned.ts'
import { previewOf } from '../../../domain/preview/preview.ts'
import type { Campaign, Directory } from '../../../store/directory.ts'
import { may } from '../../../domain/roles.ts'
import { campaignsAsked } from './across.ts'
import { myTasks } from './mine.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { PreviewSpan } from '../../understand/types.ts'

/** Days that are listed one by one; the rest is counted. */
const DAYS = 5

/** 「未来两周会发什么」: what the plan has said in that time, day by day with the number of messages. */
export async function preview(scene: KnownScene, asked: PreviewSpan): Promise<Answer> {
  const campaign = currentCampaign(scene)
  // Who may not see the whole plan means what he himself owes.
  if (asked === 'week' && !may(scene.person.roles, 'preview'))
    return myTasks(scene, campaignsAsked(scene, true).campaigns)
  requireMay(scene, 'preview')
  const { name, from, to } = span(asked, dayOf(scene.now))
  const planned = previewOf(campaign.plan, rosterOf(scene.directory, campaign), {
    table: scene.workdays,
    span: {
      from: from === dayOf(scene.now) ? scene.now : at(from, '00:00'),
      to: at(addDays(to, 1), '00:00'),
    },
  }).filter(({ kind, step }) => kind === 'reminder' && step === undefined)
  const range = `${name}（${formatDay(from)}至${formatDay(to)}）`
  if (planned.length === 0) return { reply: say(`${range}按计划没有要发的提醒。隐患提醒看台账，不在这里。`) }
  const days = [...groupBy(planned, ({ at: moment }) => dayOf(moment))]
  const rest = days.slice(DAYS)
  return {
    reply: say(
      [
        `${range}按计划发${messages(planned)}条，已报的不再发：`,
        ...days.slice(0, DAYS).map(([on, all]) => dayLine(on, all)),
        ...(rest.length > 0
          ? [`- 后面还有${rest.length}天，共${messages(rest.flatMap(([, all]) => all))}条`]
          : []),
        asked === 'week' ? '看更远的，发「未来两周会发什么」。' : '只看近的，发「未来一周会发什么」。',
      ].join('\n'),
    ),
  }
}

/** What falls to one unit at one moment is one message. */
function messages(planned: readonly Planned[]): number {
  return new Set(
    planned.map(({ at: moment, to, unitId }) => `${moment.getTime()} ${to === 'groups' ? 'groups' : unitId}`),
  ).size
}

function dayLine(on: Day, planned: readonly Planned[]): string {
  const things = [
    ...groupBy(planned, ({ what, period = '' }) => `${what}${period === '' ? '' : `（${period}）`}`),
  ].map(([what, all]) => `${what}${[...new Set(all.map(({ at: moment }) => timeOf(moment)))].join('、')}`)
  const shown = things.slice(0, 3).join('；')
  return `- ${weekdayName(on)}（${formatDay(on)}）${messages(planned)}条：${shown}${things.length > 3 ? `等${things.length}项` : ''}`
}

function span(asked: PreviewSpan, today: Day): Readonly<{ name: string; from: Day; to: Day }> {
  switch (asked) {
    case 'week':
      return { name: '未来一周', from: today, to: addDays(today, 6) }
    case 'fortnight':
      return { name: '未来两周', from: today, to: addDays(today, 13) }
    case 'month':
      return { name: '未来一个月', from: today, to: addDays(today, 29) }
    case 'next-month': {
      const first = addDays(monthEnd(today), 1)
      return { name: '下个月', from: first, to: monthEnd(first) }
    }
  }
}

function rosterOf(directory: Directory, campaign: Campaign): Roster {
  return {
    starts: day(campaign.startsOn),
    ends: day(campaign.endsOn),
    members: campaign.members,
    people: [...directory.people.values()].map(({ unitId, roles }) => ({
      unitId,
      roles,
      unitKind: directory.units.get(unitId)?.kind ?? '',
    })),
  }
}

import {
  at,
  day,
  dayOf,
  formatDay,
  formatMoment,
  parseTime,
  type Day,
} from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as summonses from '../../../store/escalation/summonses.ts'
import { closeSummons, recordSummons, summon } from '../../../usecases/ladder/summon.ts'
import { unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import type { LadderSaid } from '../../understand/commands/ladder.ts'
import { officeName } from './documents.ts'
import { ownLeaders, spokesmen } from './notices.ts'

type Said<Act extends LadderSaid['act']> = Extract<LadderSaid, { act: Act }>

const LINES = 8

/** 「约谈 恒泰物业 3月5日10点 事由：…」. */
export async function summonUnit(
  scene: KnownScene,
  campaign: Campaign,
  said: Said<'summon'>,
): Promise<Answer> {
  const meetsAt = said.at ? instant(said.at) : undefined
  if (!said.unit || !meetsAt || !said.reason) throw new DomainError('summons.how')
  const base = baseOf(scene, campaign, said.unit)
  const { id, unitId, reason } = await summon(
    scene.tx,
    { ...base, meetsAt, reason: said.reason },
    scene.person,
    scene.now,
  )
  const when = formatMoment(meetsAt, scene.now)
  const speech = say(
    [
      `约谈通知：请${base.unitName}负责人${when}参加约谈。`,
      `事由：${reason}`,
      `由${officeName({ directory: scene.directory, campaign })}主谈，请准备整改措施和完成时限。收到请回复。`,
    ].join('\n'),
  )
  const leaders = ownLeaders(scene.directory, unitId)
  const key = `summons:${id}:${scene.eventId}`
  const tell: readonly Notice[] = [
    { to: spokesmen(scene.directory, unitId), speech, key },
    ...leaders.map((leader) => ({ to: { personId: leader.id }, speech, key: `${key}:${leader.id}` })),
  ]
  return {
    reply: say(
      [
        `已记约谈：${base.unitName}，${when}。`,
        `事由：${reason}`,
        `已私聊通知对方。谈完请记「约谈记录 ${base.unitName} 承诺…」，写上完成日期我会到时提醒。`,
      ].join('\n'),
    ),
    tell,
  }
}

/** 「约谈记录 恒泰物业 承诺3月8日前清空楼道」. */
export async function recordOf(
  scene: KnownScene,
  campaign: Campaign,
  said: Said<'summon-record'>,
): Promise<Answer> {
  if (!said.unit) throw new DomainError('summons.how')
  const followUpOn = said.followUpOn && said.followUpOn >= dayOf(scene.now) ? day(said.followUpOn) : null
  const base = baseOf(scene, campaign, said.unit)
  const input = { ...base, commitments: said.text, followUpOn }
  await recordSummons(scene.tx, input, scene.person, scene.now)
  const next = followUpOn
    ? `到${named(scene, followUpOn)}会提醒对方，也请您核实；办好了回「${base.unitName} 约谈已落实」。`
    : '没有写完成日期，不会自动提醒；要提醒请再发一次，写上日期。'
  return { reply: say(`约谈记录已存：${base.unitName}。\n承诺：${said.text}\n${next}`) }
}

/** 「恒泰物业 约谈已落实」. */
export async function summonKept(
  scene: KnownScene,
  campaign: Campaign,
  said: Said<'summon-kept'>,
): Promise<Answer> {
  if (!said.unit) throw new DomainError('summons.how')
  const base = baseOf(scene, campaign, said.unit)
  await closeSummons(scene.tx, base, scene.person, scene.now)
  return { reply: say(`${base.unitName}的约谈事项已记为落实。`) }
}

/** 「约谈清单」. */
export async function summonList(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  const found = await summonses.list(scene.tx, campaign.id, LINES)
  if (found.length === 0) return { reply: say('这个行动还没有约谈记录。') }
  const lines = found.map(({ unitId, meetsAt, keptAt, commitments, followUpOn }) => {
    const promised = followUpOn ? `，承诺${named(scene, followUpOn as Day)}前办好` : ''
    const state = keptAt ? '已落实' : commitments ? `已谈${promised}` : '待谈'
    return `- ${unitName(scene.directory, unitId)}：${formatMoment(meetsAt, scene.now)}，${state}`
  })
  return { reply: say(['约谈清单：', ...lines].join('\n')) }
}

function baseOf(scene: KnownScene, campaign: Campaign, unitId: string) {
  return { campaign, unitId, unitName: unitName(scene.directory, unitId), eventId: scene.eventId }
}

function named(scene: KnownScene, on: Day): string {
  return formatDay(on, Number(dayOf(scene.now).slice(0, 4)))
}

/** `2026-03-05T10:00`, Shanghai time. */
function instant(text: string): Date | undefined {
  const [date = '', clock = ''] = text.split('T')
  const time = parseTime(clock)
  return time && at(day(date), time)
}

import { day, dayOf, formatDay, timeOf } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import { daysOf, nodeAt } from '../../../domain/people/nodes.ts'
import * as nodeDuty from '../../../store/roster/node-duty.ts'
import { confirmOnPost } from '../../../usecases/nodes/confirm-on-post.ts'
import { nameOnDuty } from '../../../usecases/nodes/name-on-duty.ts'
import { sayDay, sayDays } from '../../saying/days.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, requireMay, runningCampaigns, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'

/** 「值守 1月1日 王某 13800000003」, of the own unit, or by the office of any. */
export async function setRoster(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'roster-set' }>,
): Promise<Answer> {
  requireMay(scene, 'name-on-duty')
  const { tx, directory, person, now, eventId, workdays } = scene
  const unitId = said.unit ?? person.unitId
  if (unitId !== person.unitId && !person.roles.includes('office')) throw new DomainError('role.not_allowed')
  const entries = said.entries.map(({ from, until, name, phone }) => ({
    from: day(from),
    until: day(until),
    name,
    phone: phone ?? null,
  }))
  if (entries.some(({ from, until }) => until < from)) throw new DomainError('absence.reversed')
  const campaign = currentCampaign(scene)
  const input = { directory, campaign, unitId, entries, eventId }
  const named = await nameOnDuty(tx, input, person, now)
  const [first] = named
  const node = first?.node
  const all = node ? await nodeDuty.standing(tx, campaign.id, node.key) : []
  const open = node
    ? daysOf(node).filter((on) => !all.some((duty) => duty.unitId === unitId && duty.on === on))
    : []
  const unreached = [
    ...new Set(
      named.flatMap((each) => (each.person?.accounts.some(({ reachable }) => reachable) ? [] : [each.name])),
    ),
  ]
  return {
    reply: say(
      [
        `已登记${unitName(directory, unitId)}${node?.name ?? ''}值守：`,
        ...named.slice(0, 5).map(({ on, name }) => `- ${sayDay(on, now, workdays)} ${name}`),
        ...(named.length > 5 ? [`- 等${named.length}天`] : []),
        ...(unreached.length > 0
          ? [
              `${unreached.join('、')}还没绑定，请私聊我发「我是 姓名 手机号」；不绑定的话当天由联络员确认到岗。`,
            ]
          : [`当天${node?.roster?.confirmAt ?? ''}会私聊值守人确认到岗。`]),
        ...(open[0]
          ? [
              `还差：${open
                .slice(0, 4)
                .map((on) => formatDay(on))
                .join('、')}${open.length > 4 ? `等${open.length}天` : ''}。`,
            ]
          : ['每天都有人了。换人就把那天重新报一遍。']),
      ].join('\n'),
    ),
    tell: tellNamed(scene, unitId, named),
  }
}

/** Whoever is named hears it once, with all his days. */
function tellNamed(
  { directory, person: by, now, eventId }: KnownScene,
  unitId: string,
  named: Awaited<ReturnType<typeof nameOnDuty>>,
): readonly Notice[] {
  const people = new Map(named.flatMap(({ person }) => (person ? [[person.id, person]] : [])))
  return [...people.values()]
    .filter(({ id }) => id !== by.id)
    .map(({ id }) => {
      const days = named.filter(({ person }) => person?.id === id)
      const [first] = days
      const on = days.map((each) => sayDay(each.on, now)).join('、')
      return {
        to: { personId: id, personally: true },
        speech: say(
          `${unitName(directory, unitId)}${first?.node.name ?? ''}值守安排了您：${on}。当天${first?.node.roster?.confirmAt ?? ''}我会问一次，到岗回「已到岗」。`,
        ),
        key: `on-duty:${eventId}:${id}`,
      }
    })
}

/** 「已到岗」. */
export async function onPost(scene: KnownScene, said: Readonly<{ who?: string }>): Promise<Answer> {
  const { tx, directory, person, now, sentAt, eventId } = scene
  const campaigns = runningCampaigns(directory, now)
  const input = { campaigns, who: said.who, sentAt, eventId }
  const { name, before } = await confirmOnPost(tx, input, person, now)
  const who = said.who === undefined ? '您' : name
  return {
    reply: say(
      before
        ? `${who}${timeOf(before)}已经报过到岗，不用再报。`
        : `已记下：${who}${timeOf(sentAt)}到岗。有情况随时说，着火先打119。`,
    ),
  }
}

/** 「值守情况」: who is named, who is there, which units are missing. */
export async function rosterAnswer(scene: KnownScene, said: Readonly<{ unit?: string }>): Promise<Answer> {
  requireMay(scene, 'query')
  const { tx, directory, now, workdays } = scene
  const campaign = currentCampaign(scene)
  const today = dayOf(now)
  const node = nodeAt(
    campaign.plan.nodes.filter(({ roster }) => roster !== undefined),
    today,
  )
  if (!node?.roster) return { reply: say('目前没有要值守的节点。') }
  const duties = await nodeDuty.standing(tx, campaign.id, node.key)
  if (said.unit !== undefined) {
    const lines = daysOf(node).map((on) => {
      const duty = duties.find((each) => each.unitId === said.unit && each.on === on)
      const state = duty?.confirmedAt ? `，${timeOf(duty.confirmedAt)}到岗` : ''
      return `- ${sayDay(on, now, workdays)} ${duty ? duty.name + state : '还没报'}`
    })
    return {
      reply: say(
        [`**${unitName(directory, said.unit)} ${node.name}值守**`, ...lines.slice(0, 10)].join('\n'),
      ),
    }
  }
  const { unitIds } = node.roster
  const names = (ids: readonly string[]): string => ids.map((id) => unitName(directory, id)).join('、')
  if (today < node.starts) {
    const days = daysOf(node).length
    const complete = unitIds.filter((id) => duties.filter(({ unitId }) => unitId === id).length === days)
    const missing = unitIds.filter((id) => !complete.includes(id))
    return {
      reply: say(
        [
          `${node.name}值守（${sayDays(node.starts, node.ends, now)}）：${unitIds.length}个单位，排满${complete.length}个。`,
          ...(missing.length > 0 ? [`**还没排满：${names(missing)}**`] : ['全部排满。']),
          '看一个单位：发「单位名称＋值守情况」。',
        ].join('\n'),
      ),
    }
  }
  const on = duties.filter((duty) => duty.on === today)
  const confirmed = on.filter(({ confirmedAt }) => confirmedAt !== null)
  const waiting = on.filter(({ confirmedAt }) => confirmedAt === null)
  const unnamed = unitIds.filter((id) => !on.some(({ unitId }) => unitId === id))
  return {
    reply: say(
      [
        `${sayDay(today, now, workdays)}${node.name}值守：应到${unitIds.length}，已到岗${confirmed.length}，未确认${waiting.length}，没排人${unnamed.length}。`,
        ...(waiting.length > 0
          ? [
              `未确认：${waiting
                .map(({ unitId, name }) =>
                  scene.conversation.kind === 'group'
                    ? unitName(directory, unitId)
                    : `${unitName(directory, unitId)} ${name}`,
                )
                .join('、')}`,
            ]
          : []),
        ...(unnamed.length > 0 ? [`没排人：${names(unnamed)}`] : []),
        '看一个单位：发「单位名称＋值守情况」。',
      ].join('\n'),
    ),
  }
}

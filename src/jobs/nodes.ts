import { formatMoment, type Day } from '../domain/time/calendar.ts'
import { daysOf, isFor, matterOf, meetingSlots, nodeSlots } from '../domain/people/nodes.ts'
import type { Audience, MeetingRule, Node } from '../domain/plan.ts'
import type { DueReminder } from '../domain/reminding/slots.ts'
import { sayDay, sayDays } from '../chat/saying/days.ts'
import { unitName } from '../chat/saying/names.ts'
import { say, type Notice } from '../chat/saying/speech.ts'
import type { Campaign, Directory, Person } from '../store/directory.ts'
import type { Tx } from '../store/open.ts'
import * as nodeDuty from '../store/roster/node-duty.ts'
import type { CampaignTopic } from './planner/job.ts'

type Given = Parameters<CampaignTopic>[0]

/** Node days (元旦、春节、两会): tips before them, and who is on duty. */
export const nodesJob: CampaignTopic = (given) => {
  const { campaign, workdays } = given
  const slots = campaign.plan.nodes.flatMap((node) => nodeSlots(node, workdays))
  return {
    name: `nodes ${campaign.id}`,
    slots: (after, upTo) => slots.filter(({ at }) => at > after && at <= upTo),
    async notices(tx, due, now) {
      const notices: Notice[] = []
      for (const each of due) {
        const node = campaign.plan.nodes.find(({ key }) => each.reminder.duty === `node:${key}`)
        if (node) notices.push(...(await ofNode(tx, given, node, each, now)))
      }
      return notices
    },
  }
}

async function ofNode(
  tx: Tx,
  given: Given,
  node: Node,
  { reminder }: DueReminder,
  now: Date,
): Promise<readonly Notice[]> {
  const matter = matterOf(reminder.period)
  const key = `node:${given.campaign.id}:${node.key}:${reminder.period}`
  switch (matter.kind) {
    case 'tip': {
      const tip = node.tips[matter.index]
      if (!tip) return []
      const text = `${node.name}消防提示：${tip.text}`
      return audienceOf(given.directory, given.campaign, tip.audience).map(({ id }) => ({
        // Whoever is on leave leaves the precautions to his stand-in, too.
        to: { personId: id },
        speech: say(text),
        key,
      }))
    }
    case 'name':
      return askForNames(tx, given, node, key, now)
    case 'confirm':
      return askOnDuty(tx, given, node, { on: matter.on, key, again: false }, now)
    case 'chase':
      return askOnDuty(tx, given, node, { on: matter.on, key, again: true }, now)
  }
}

/** The campaign's people whom a tip is for. */
function audienceOf(directory: Directory, campaign: Campaign, audience: Audience): readonly Person[] {
  const members = new Set(
    campaign.members.filter(({ leftOn }) => leftOn === null).map(({ unitId }) => unitId),
  )
  return [...directory.people.values()].filter(
    ({ unitId, roles }) =>
      members.has(unitId) &&
      roles.length > 0 &&
      isFor(audience, { roles, unitKind: directory.units.get(unitId)?.kind ?? '' }),
  )
}

/** Units that have not named somebody for every day are asked to, with how to say it. */
async function askForNames(
  tx: Tx,
  { campaign, workdays }: Given,
  node: Node,
  key: string,
  now: Date,
): Promise<readonly Notice[]> {
  const named = await nodeDuty.standing(tx, campaign.id, node.key)
  return (node.roster?.unitIds ?? []).flatMap((unitId) => {
    const days = daysOf(node).filter(
      (day) => !named.some((duty) => duty.unitId === unitId && duty.on === day),
    )
    const [first] = days
    if (!first) return []
    const which =
      days.length === daysOf(node).length
        ? sayDays(node.starts, node.ends, now)
        : `${sayDay(first, now, workdays)}${days.length > 1 ? `等${days.length}天` : ''}`
    const example = `值守 ${Number(first.slice(5, 7))}月${Number(first.slice(8))}日 王某 13800000003`
    return {
      to: { unitId, roles: ['liaison'] as const },
      speech: say(
        [
          `${node.name}值守：${which}还没报值守人。`,
          `直接回：${example}；几天同一人就说「1日到3日」，不同的人分行写。`,
        ].join('\n'),
      ),
      key,
    }
  })
}

/** Whoever is on duty is asked whether he is there; whom the bot cannot reach, his unit's liaison is asked about. */
async function askOnDuty(
  tx: Tx,
  { directory, campaign, workdays }: Given,
  node: Node,
  ask: Readonly<{ on: Day; key: string; again: boolean }>,
  now: Date,
): Promise<readonly Notice[]> {
  const duties = await nodeDuty.standing(tx, campaign.id, node.key, ask.on)
  const day = sayDay(ask.on, now, workdays)
  return duties
    .filter(({ confirmedAt }) => confirmedAt === null)
    .map(({ unitId, personId, name }): Notice => {
      const person = personId === null ? undefined : directory.people.get(personId)
      const isKnown = person?.accounts.some(({ reachable }) => reachable) ?? false
      const title = isKnown
        ? `${day}${node.name}值守，今天由您代表${unitName(directory, unitId)}。`
        : `${day}${node.name}值守，您单位今天是${name}。`
      const words = isKnown ? '已到岗' : `${name}已到岗`
      return {
        to: isKnown && person ? { personId: person.id } : { unitId, roles: ['liaison'] },
        speech: {
          kind: 'card',
          card: {
            title: ask.again ? `再问一次：${title}` : title,
            lines: [isKnown ? `到岗了点一下，或回「${words}」。` : `请确认到岗后回「${words}」。`],
            actions: [{ label: '已到岗', say: words, tone: 'primary' }],
          },
        },
        key: `${ask.key}:${unitId}`,
        // Tonight's watch cannot be confirmed tomorrow morning.
        urgency: 'urgent',
      }
    })
}

/** Meetings of the task force: the units that belong to it hear of each on the working day before. */
export const meetingsJob: CampaignTopic = ({ campaign, workdays }) => {
  const slots = campaign.plan.meetings.flatMap((meeting) => meetingSlots(meeting, workdays))
  return {
    name: `meetings ${campaign.id}`,
    slots: (after, upTo) => slots.filter(({ at }) => at > after && at <= upTo),
    notices: async (_, due, now) =>
      due.flatMap(({ reminder }) => {
        const meeting = campaign.plan.meetings.find(({ key }) => reminder.duty === `meeting:${key}`)
        return meeting ? invitations(campaign, meeting, reminder.dueAt, now) : []
      }),
  }
}

function invitations(campaign: Campaign, meeting: MeetingRule, begins: Date, now: Date): readonly Notice[] {
  const text = `${meeting.name}：${formatMoment(begins, now)}。请按时参加；来不了请提前告诉消安委办。`
  return meeting.unitIds.map((unitId) => ({
    to: { unitId, roles: ['liaison'] },
    speech: say(text),
    key: `meeting:${campaign.id}:${meeting.key}:${begins.toISOString()}`,
    due: begins,
  }))
}

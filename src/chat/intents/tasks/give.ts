import { at, day, formatDue, formatMoment, nameMoment, parseTime } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import type { Deliverable } from '../../../domain/plan.ts'
import { named } from '../../../domain/submissions/task-names.ts'
import type { Campaign } from '../../../store/directory.ts'
import { owing, periods } from '../../../usecases/due-reports.ts'
import { giveTask, withdrawTask } from '../../../usecases/give-task.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice, type TaskDraft } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { askHow } from '../reports/reminding.ts'

type Said = Extract<Understanding, { intent: 'draft-task' }>

const EXAMPLE = '任务：各街道 9月15日前报排查方案（文件）'

/** What is to be handed in, as the draft says it and as it can be written in brackets. */
export const deliverableNames: Readonly<Record<Deliverable, string>> = {
  counts: '数字',
  text: '文字',
  file: '文件',
  photo: '照片',
  done: '办了说一声',
  contacts: '负责人和电话',
}

/** 「任务：各街道 9月15日前报排查方案（文件）」: a draft to look at; nobody hears of it yet. */
export function draftTask(scene: KnownScene, said: Said): Answer {
  requireMay(scene, 'assign')
  const campaign = currentCampaign(scene)
  const { name, due } = said
  if (name === undefined || due === undefined || (said.units.length === 0 && said.groups.length === 0)) {
    const missing = [
      said.units.length === 0 && said.groups.length === 0 ? '给哪些单位' : '',
      due === undefined ? '什么时候截止' : '',
      name === undefined ? '报什么' : '',
    ].filter(Boolean)
    return { reply: say(`任务还差：${missing.join('、')}。可以这样说：\n${EXAMPLE}`) }
  }
  const { able, unable } = unitsMeant(scene, campaign, said)
  if (able.length === 0) throw new DomainError('task.no_units')
  const [date = due, clock] = due.split('T')
  const time = parseTime(clock ?? '24:00') ?? '24:00'
  const dueAt = at(day(date), time)
  if (dueAt <= scene.now) throw new DomainError('task.due_past')
  const draft: TaskDraft = { name, unitIds: able, due: date, time, deliverable: said.deliverable }
  const names = able.map((unitId) => unitName(scene.directory, unitId))
  return {
    reply: {
      kind: 'card',
      card: {
        title: `任务草稿：${name}`,
        lines: [
          `给${able.length}家：${names.slice(0, 12).join('、')}${names.length > 12 ? '等' : ''}`,
          `截止：${formatDue(dueAt, scene.now)} · 交${deliverableNames[said.deliverable]}`,
          ...(unable.length > 0
            ? [`没有联络员，发不到：${unable.map((unitId) => unitName(scene.directory, unitId)).join('、')}`]
            : []),
          '还没发出。发出后私聊告诉各单位联络员一次，到期前照常提醒。',
          '不对就重说一遍。',
        ],
        actions: [
          { label: '发任务', say: '发任务', tone: 'primary' },
          { label: '不发', say: '任务不发' },
        ],
      },
    },
    dialog: { kind: 'task-draft', campaignId: campaign.id, draft },
  }
}

/** The members of the campaign that are meant, with somebody who can answer or without. */
function unitsMeant(
  scene: KnownScene,
  campaign: Campaign,
  said: Said,
): Readonly<{ able: readonly string[]; unable: readonly string[] }> {
  const { units, people } = scene.directory
  const staffed = new Set(
    [...people.values()].filter(({ roles }) => roles.includes('liaison')).map(({ unitId }) => unitId),
  )
  const active = campaign.members.filter(({ leftOn }) => leftOn === null)
  const isMeant = ({ unitId, duties }: (typeof active)[number]): boolean => {
    if (said.units.includes(unitId)) return true
    const kind = units.get(unitId)?.kind ?? ''
    // 各单位 are those that report anything at all.
    return said.groups.some((group) => (group === 'all' ? duties.length > 0 : group === kind))
  }
  const meant = active.filter(isMeant).map(({ unitId }) => unitId)
  return {
    able: meant.filter((unitId) => staffed.has(unitId)),
    unable: meant.filter((unitId) => !staffed.has(unitId)),
  }
}

/** 「发任务」: from now on it is a duty of the campaign, and the units' liaisons hear of it once. */
export async function confirmTask(scene: KnownScene): Promise<Answer> {
  requireMay(scene, 'assign')
  const { dialog, directory, person, now } = scene
  const campaign =
    dialog?.kind === 'task-draft' ? directory.campaigns.find(({ id }) => id === dialog.campaignId) : undefined
  if (dialog?.kind !== 'task-draft' || !campaign) throw new DomainError('task.no_draft')
  const { draft } = dialog
  const duty = await giveTask(scene.tx, { campaign, ...draft, eventId: scene.eventId }, person, now)
  const [period] = periods(duty, scene.workdays)
  if (!period) throw new Error('a task without a day')
  const text = [
    `新任务：${duty.name}，${formatMoment(period.dueAt, now)}截止。`,
    ...askHow({ duty, period, now }, null),
    `${unitName(directory, person.unitId)} ${person.name}交办。`,
  ].join('\n')
  const tell = draft.unitIds.map((unitId): Notice => ({
    to: { unitId, roles: ['liaison'] },
    speech: say(text),
    key: `task:${campaign.id}:${duty.key}:${unitId}`,
  }))
  return {
    reply: say(
      `已发：${duty.name}，${draft.unitIds.length}家，${nameMoment(period.dueAt, now)}截止。\n看谁交了问「谁没交${duty.name}」；发错了回「撤销任务 ${duty.name}」。`,
    ),
    tell,
    dialog: null,
  }
}

/** 「任务不发」. */
export function dropTask(scene: KnownScene): Answer {
  if (scene.dialog?.kind !== 'task-draft') throw new DomainError('task.no_draft')
  return { reply: say('好的，没有发出。'), dialog: null }
}

/** 「撤销任务 排查方案」: those who had not done it hear that they need not. */
export async function takeBackTask(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'withdraw-task' }>,
): Promise<Answer> {
  requireMay(scene, 'assign')
  const campaign = currentCampaign(scene)
  const given = campaign.plan.duties.filter(({ givenBy }) => givenBy !== undefined)
  const [duty, ...others] = named(given, said.task)
  if (!duty || others.length > 0) throw new DomainError('task.not_given')
  const [period] = periods(duty, scene.workdays)
  const units = period ? owing(campaign, duty, period) : []
  await withdrawTask(scene.tx, { campaign, key: duty.key, eventId: scene.eventId }, scene.person, scene.now)
  const text = `任务撤销了：${duty.name}，不用交了。已经交的留底。`
  return {
    reply: say(`已撤销：${duty.name}。已告诉${units.length}家，交过的都留底。`),
    tell: units.map((unitId): Notice => ({
      to: { unitId, roles: ['liaison'] },
      speech: say(text),
      key: `task-withdrawn:${campaign.id}:${duty.key}:${unitId}`,
    })),
    dialog: null,
  }
}

import { at, dayOf, daysLeft, formatDay, formatMoment } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import type { Target } from '../../../domain/plan.ts'
import { formatGoal, formatTarget, isReached } from '../../../domain/submissions/targets.ts'
import { named } from '../../../domain/submissions/task-names.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as targetProgress from '../../../store/submissions/target-progress.ts'
import { reportTargetFigure } from '../../../usecases/report-target.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'

const NAMES = 8

/** 达标率（目标100%，12月31日前）. */
function titleOf(target: Target, now: Date): string {
  return `${target.name}（目标${formatGoal(target)}，${formatDay(target.due, Number(dayOf(now).slice(0, 4)))}前）`
}

function find(campaign: Campaign, words: string): readonly Target[] {
  return named(campaign.plan.targets, words)
}

/** 「达标率 85%」「消防物联网 已建成」. */
export async function reportTarget(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'report-target' }>,
): Promise<Answer> {
  requireMay(scene, 'report')
  const campaign = currentCampaign(scene)
  const { unitId } = scene.person
  const [target] = find(campaign, said.target)
  if (!target) throw new DomainError('target.unknown', { name: said.target.slice(0, 20) })
  if (!target.unitIds.includes(unitId)) throw new DomainError('target.not_yours', { name: target.name })
  const { value } = said
  if (target.measure === 'percent' && value > 100)
    throw new DomainError('target.too_much', { name: target.name })
  const { before, report, reachedNow } = await reportTargetFigure(
    scene.tx,
    {
      campaign,
      target,
      unitId,
      value,
      sentAt: scene.sentAt,
      eventId: scene.eventId,
      table: scene.workdays,
    },
    scene.person,
    scene.now,
  )
  const figure = formatTarget(target, value)
  if (before?.value === value && !reachedNow)
    return { reply: say(`${target.name}和上次报的一样（${figure}），不用再报。`) }
  const lines = [
    `已记下：${target.name} ${figure}`,
    ...(before
      ? [`上次 ${formatTarget(target, before.value)}（${formatMoment(before.sentAt, scene.now)}）。`]
      : []),
    ...(reachedNow && report
      ? [
          `目标达到了。回执 **${report.receipt}**，${formatMoment(report.sentAt, scene.now)}${report.late ? '，已过期限' : '，按时'}。`,
        ]
      : [restOf(target, value, report !== null, scene.now)]),
  ]
  return { reply: say(lines.join('\n')), dialog: null }
}

function restOf(target: Target, value: number, wasReached: boolean, now: Date): string {
  if (wasReached)
    return isReached(target, value)
      ? '目标早已达到。'
      : '您单位报过已达到目标，这次低了，两次都留底，请和消安委办说明。'
  const left = daysLeft(at(target.due, '24:00'), now)
  const gap =
    target.measure === 'percent'
      ? `离目标还差${formatTarget({ measure: 'count' }, target.goal - value)}个百分点`
      : target.measure === 'count'
        ? `离目标还差${formatTarget({ measure: 'count' }, target.goal - value)}`
        : '还没完成'
  return `${gap}，${left < 0 ? `已过期限${-left}天` : `还有${left}天`}。有新进度随时再报。`
}

/** 「达标率怎么样」「目标进度」「城关镇达标率怎么样」. */
export async function targetStatus(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'target-status' }>,
): Promise<Answer> {
  requireMay(scene, 'query')
  const campaign = currentCampaign(scene)
  const targets = said.target === undefined ? campaign.plan.targets : find(campaign, said.target).slice(0, 1)
  if (targets.length === 0) throw new DomainError('target.unknown', { name: said.target ?? '目标' })
  const lines: string[] = []
  for (const target of targets.slice(0, 4))
    lines.push(...(await linesFor(scene, campaign, target, said.unit)))
  return { reply: say(lines.join('\n')) }
}

async function linesFor(
  scene: KnownScene,
  campaign: Campaign,
  target: Target,
  unitId: string | undefined,
): Promise<readonly string[]> {
  const figures = await targetProgress.newest(scene.tx, campaign.id, target.key)
  const name = (id: string): string => unitName(scene.directory, id)
  if (unitId !== undefined) {
    const figure = figures.get(unitId)
    if (!target.unitIds.includes(unitId)) return [`${name(unitId)}没有这个目标：${target.name}。`]
    return [
      figure
        ? `${name(unitId)} ${titleOf(target, scene.now)}：${formatTarget(target, figure.value)}，${formatMoment(figure.sentAt, scene.now)}报。`
        : `${name(unitId)} ${titleOf(target, scene.now)}：还没报过进度。`,
    ]
  }
  const reached = target.unitIds.filter((id) => isReached(target, figures.get(id)?.value ?? -Infinity))
  const behind = target.unitIds
    .flatMap((id) => {
      const figure = figures.get(id)
      return figure && !reached.includes(id) ? [{ id, value: figure.value }] : []
    })
    .sort((a, b) => a.value - b.value)
  const silent = target.unitIds.filter((id) => !figures.has(id))
  const listed = (names: readonly string[]): string =>
    names.length > NAMES ? `${names.slice(0, NAMES).join('、')}等${names.length}家` : names.join('、')
  return [
    `**${titleOf(target, scene.now)}**：${target.unitIds.length}家，达到${reached.length}家${overdue(target, scene.now) && reached.length < target.unitIds.length ? '，**已过期限**' : ''}。`,
    ...(behind.length > 0
      ? [
          `未达到：${listed(behind.map(({ id, value }) => (target.measure === 'yes' ? name(id) : `${name(id)} ${formatTarget(target, value)}`)))}`,
        ]
      : []),
    ...(silent.length > 0 ? [`没报过：${listed(silent.map(name))}`] : []),
  ]
}

function overdue(target: Target, now: Date): boolean {
  return now > at(target.due, '24:00')
}

/** Targets that are due within a week or overdue and not reached by all, for whoever asks how things are going. */
export async function pressingTargets(scene: KnownScene, campaign: Campaign): Promise<readonly string[]> {
  const lines: string[] = []
  for (const target of campaign.plan.targets) {
    const left = daysLeft(at(target.due, '24:00'), scene.now)
    if (left > 7) continue
    const figures = await targetProgress.newest(scene.tx, campaign.id, target.key)
    const missing = target.unitIds.filter((id) => !isReached(target, figures.get(id)?.value ?? -Infinity))
    if (missing.length === 0) continue
    const names = missing.slice(0, 3).map((id) => unitName(scene.directory, id))
    const more = missing.length > 3 ? `等${missing.length}家` : ''
    const when = left < 0 ? `**已逾期${-left}天**` : left === 0 ? '今天到期' : `还剩${left}天`
    lines.push(
      `${titleOf(target, scene.now)}：达到${target.unitIds.length - missing.length}/${target.unitIds.length}，${when}，未达到：${names.join('、')}${more}。`,
    )
  }
  return lines
}

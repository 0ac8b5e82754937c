import { formatDue, type WorkdayTable } from '../../../domain/time/calendar.ts'
import { periodAt } from '../../../domain/time/cadence.ts'
import { isAsking } from '../../../domain/consultation.ts'
import { ladderStepNames, ladderSteps, type LadderStep } from '../../../domain/ladder.ts'
import * as consultations from '../../../store/consultations.ts'
import * as ladder from '../../../store/escalation/ladder.ts'
import type { Directory } from '../../../store/directory.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Tx } from '../../../store/open.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { dutiesOf, periods } from '../../../usecases/due-reports.ts'
import { review } from '../../../usecases/ladder/review.ts'
import { nameOf } from '../consultations/asking.ts'
import { shortNumber, unitName, whatIsWrong, whereabouts } from '../../saying/names.ts'
import { runningCampaigns } from '../../scene.ts'
import { say, type Notice, type Recipient } from '../../saying/speech.ts'

const LINES = 5

type Of = Readonly<{ tx: Tx; directory: Directory; unitId: string; now: Date; workdays: WorkdayTable }>

/** What is open of a unit with its deadlines, reports first, over all running campaigns. */
export async function openMatters(of: Of): Promise<readonly string[]> {
  const { tx, directory, unitId, now } = of
  const lines: string[] = []
  for (const campaign of runningCampaigns(directory, now)) {
    for (const duty of dutiesOf(campaign, unitId)) {
      const { open, passed } = periodAt(periods(duty, of.workdays), now)
      for (const period of [passed, open]) {
        if (!period) continue
        const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
        if (await reports.newest(tx, key)) continue
        const when = period === passed ? '已过截止，可补报' : `${formatDue(period.dueAt, now)}`
        lines.push(`- ${duty.name}（${period.label}）：${when}`)
      }
    }
    const filter = { campaignId: campaign.id, responsibleId: unitId }
    const found = await hazards.list(tx, filter, 'unrectified', now, LINES)
    const { unrectified } = await hazards.tally(tx, filter, now)
    lines.push(
      ...found.map(
        (hazard) =>
          `- ${shortNumber(hazard)} ${whereabouts(directory, hazard)} ${whatIsWrong(directory, hazard)}：${hazard.dueAt ? formatDue(hazard.dueAt, now) : '期限待定'}`,
      ),
      ...(unrectified > LINES ? [`- 待整改的隐患一共${unrectified}处，发「我的待办」看全部`] : []),
    )
  }
  for (const campaign of directory.campaigns) {
    for (const each of campaign.consultations) {
      if (!each.unitIds.includes(unitId) || !isAsking(each, now)) continue
      if ((await consultations.newest(tx, each.id, unitId)) !== null) continue
      const when = now > each.dueAt ? '已过截止，可补反馈' : formatDue(each.dueAt, now)
      lines.push(`- 征求意见${nameOf(each)}：${when}`)
    }
  }
  return [...lines, ...(await onLadder(of))]
}

/** How far up what is overdue has come, from 提级 on: a new liaison should not hear of it from the circular. */
async function onLadder({ tx, directory, unitId, now, workdays }: Of): Promise<readonly string[]> {
  const found = new Map<LadderStep, number>()
  for (const campaign of runningCampaigns(directory, now)) {
    await review(tx, { campaign, workdays }, now)
    for (const row of await ladder.overview(tx, campaign.id))
      if (row.unitId === unitId) found.set(row.step, (found.get(row.step) ?? 0) + row.matters)
  }
  const steps = ladderSteps
    .slice(ladderSteps.indexOf('escalate'))
    .flatMap((step) => (found.has(step) ? [`${ladderStepNames[step]}${found.get(step) ?? 0}件`] : []))
  return steps.length > 0
    ? [`- 督办：${steps.join('，')}；办结就会撤下，有特殊情况回「说明 原因和打算」`]
    : []
}

/** The one message that a new liaison hears: whose work it was, and what is open. */
export async function briefing(
  of: Of & Readonly<{ to: Recipient; old: string | undefined; key: string }>,
): Promise<Notice> {
  const matters = await openMatters(of)
  const unit = unitName(of.directory, of.unitId)
  return {
    to: of.to,
    speech: say(
      [
        `您现在是${unit}的联络员${of.old ? `，接替${of.old}` : ''}。`,
        ...(matters.length > 0 ? ['在办的事和期限都不变：', ...matters] : ['目前没有要办的事。']),
        '直接打字就能上报、办理，发「帮助」看例子。',
      ].join('\n'),
    ),
    key: of.key,
  }
}

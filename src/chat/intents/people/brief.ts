import { formatDue, type WorkdayTable } from '../../../domain/time/calendar.ts'
import { periodAt } from '../../../domain/time/cadence.ts'
import type { Directory } from '../../../store/directory.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Tx } from '../../../store/open.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { dutiesOf, periods } from '../../../usecases/due-reports.ts'
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
  return lines
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

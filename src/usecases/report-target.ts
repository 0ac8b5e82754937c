import type { Target } from '../domain/plan.ts'
import { formatTarget, isReached, targetDutyKey } from '../domain/submissions/targets.ts'
import type { WorkdayTable } from '../domain/time/calendar.ts'
import type { Campaign, Person } from '../store/directory.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as reports from '../store/submissions/reports.ts'
import type { Report } from '../store/submissions/reports.ts'
import * as targetProgress from '../store/submissions/target-progress.ts'
import type { TargetFigure } from '../store/submissions/target-progress.ts'
import { periods } from './due-reports.ts'
import { submitReport } from './submit-report.ts'

export type ReportTargetFigure = Readonly<{
  campaign: Campaign
  target: Target
  unitId: string
  value: number
  sentAt: Date
  eventId?: bigint | undefined
  table: WorkdayTable
}>

/**
 * Takes how far a unit is with a target (目标进度); earlier figures stay. The first one that reaches the goal is its
 * submission, with a receipt and on time or late; `report` is that one, new or old.
 */
export async function reportTargetFigure(
  tx: Tx,
  input: ReportTargetFigure,
  by: Person,
  now: Date,
): Promise<Readonly<{ before: TargetFigure | undefined; report: Report | null; reachedNow: boolean }>> {
  const { campaign, target, unitId, value, sentAt, eventId } = input
  const before = (await targetProgress.newest(tx, campaign.id, target.key, unitId)).get(unitId)
  if (before?.value !== value) {
    await targetProgress.add(tx, {
      campaignId: campaign.id,
      target: target.key,
      unitId,
      value,
      note: null,
      sentAt,
      at: now,
      byId: by.id,
    })
    await ledger.append(tx, {
      campaignId: campaign.id,
      subject: 'report',
      subjectId: `${targetDutyKey(target)}:${unitId}`,
      type: 'TargetProgressReported',
      data: { value, before: before?.value },
      byId: by.id,
      at: now,
      eventId,
    })
  }
  const duty = campaign.plan.duties.find((each) => each.target?.key === target.key)
  const period = duty && periods(duty, input.table)[0]
  if (!duty || !period) return { before, report: null, reachedNow: false }
  const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
  const held = await reports.newest(tx, key)
  if (held || !isReached(target, value)) return { before, report: held, reachedNow: false }
  const { report } = await submitReport(
    tx,
    {
      campaign,
      duty,
      period,
      unitId,
      counts: {},
      cumulative: {},
      zero: false,
      note: formatTarget(target, value),
      sentAt,
      eventId,
    },
    by,
    now,
  )
  return { before, report, reachedNow: true }
}

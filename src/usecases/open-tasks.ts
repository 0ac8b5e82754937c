import type { WorkdayTable } from '../domain/time/calendar.ts'
import { periodAt, periodForReport, type Period } from '../domain/time/cadence.ts'
import type { ReportPart } from '../domain/plan.ts'
import type { Campaign } from '../store/directory.ts'
import type { Tx } from '../store/open.ts'
import * as reportParts from '../store/submissions/report-parts.ts'
import * as reports from '../store/submissions/reports.ts'
import type { Report } from '../store/submissions/reports.ts'
import { dutiesOf, periods, type CampaignDuty } from './due-reports.ts'

/** One thing that a unit owes: the period that a submission sent at the moment would be for, and what is there of it. */
export type OpenTask = Readonly<{
  campaign: Campaign
  duty: CampaignDuty
  period: Period
  /** The newest version, when it is handed in. */
  report: Report | null
  /** The parts that are there while the report is not. */
  has: ReadonlySet<ReportPart>
  name: string
}>

/** Everything that a unit owes in some campaigns, the nearest deadline first; targets are left out, they are no tasks. */
export async function openTasks(
  db: Tx,
  asked: Readonly<{ campaigns: readonly Campaign[]; unitId: string; sentAt: Date; table: WorkdayTable }>,
): Promise<readonly OpenTask[]> {
  const { unitId, sentAt, table } = asked
  const tasks: OpenTask[] = []
  for (const campaign of asked.campaigns) {
    for (const duty of dutiesOf(campaign, unitId)) {
      if (duty.target !== undefined) continue
      const all = periods(duty, table)
      const { open, passed } = periodAt(all, sentAt)
      const found = new Map<string, Report>()
      for (const period of [open, passed]) {
        if (!period) continue
        const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
        const report = await reports.newest(db, key)
        if (report) found.set(period.key, report)
      }
      const period = periodForReport({ periods: all, sentAt, submitted: new Set(found.keys()) }) ?? passed
      if (!period) continue
      const report = found.get(period.key) ?? null
      const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
      const has =
        report === null && duty.parts.length > 1
          ? new Set((await reportParts.newestOf(db, key)).keys())
          : new Set<ReportPart>()
      tasks.push({ campaign, duty, period, report, has, name: duty.name })
    }
  }
  return tasks.toSorted((a, b) => a.period.dueAt.getTime() - b.period.dueAt.getTime())
}

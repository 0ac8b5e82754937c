import { formatCounts } from '../../../domain/submissions/counts.ts'
import { formatMoment } from '../../../domain/time/calendar.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { dutiesOf, periods } from '../../../usecases/due-reports.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { dutyTitle } from '../reports/reminding.ts'

/** Further ahead than any deadline. */
const EVER = new Date('9999-12-31T00:00:00Z')

/** 「上周报的数是多少」: what the speaker's unit has reported last, of each of its duties in numbers. */
export async function ownLastReports(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  const { unitId } = scene.person
  const lines: string[] = []
  for (const duty of dutiesOf(campaign, unitId)) {
    if (duty.deliverable !== 'counts') continue
    const report = await reports.before(scene.tx, { campaignId: campaign.id, duty: duty.key, unitId }, EVER)
    const period = report && periods(duty, scene.workdays).find(({ key }) => key === report.period)
    if (!report || !period) continue
    const said = report.zero ? '零报告' : formatCounts(report.counts)
    lines.push(
      `${dutyTitle({ duty, period })}报的是：${said}。`,
      `回执 ${report.receipt}，${formatMoment(report.sentAt, scene.now)}。`,
    )
  }
  return { reply: say(lines.length > 0 ? lines.join('\n') : '您单位还没有报过数。') }
}

import type { Tx } from '../../store/open.ts'
import * as assessment from '../../store/escalation/assessment.ts'
import { owing, periods } from '../due-reports.ts'
import type { LadderGround } from './overdue.ts'

/** What the campaign's outcome says of one unit. */
export type Assessment = Readonly<{
  unitId: string
  /** Reports whose deadline is over, and how many of them came in time. */
  owed: number
  onTime: number
  /** Hazards that it has to rectify or that lie in its area, and how many are rectified. */
  hazards: number
  rectified: number
  /** Re-inspections that failed. */
  rebounds: number
}>

/** The figures for assessment (考核), of every unit that owes reports or has hazards, in the order of the roster. */
export async function assessUnits(
  db: Tx,
  { campaign, workdays }: LadderGround,
  now: Date,
): Promise<readonly Assessment[]> {
  const owed = new Map<string, number>()
  for (const duty of campaign.plan.duties) {
    for (const period of periods(duty, workdays)) {
      if (period.dueAt >= now) continue
      for (const unitId of owing(campaign, duty, period)) owed.set(unitId, (owed.get(unitId) ?? 0) + 1)
    }
  }
  const onTime = await assessment.onTimeByUnit(db, campaign.id, now)
  const outcome = await assessment.outcomeByUnit(db, campaign.id)
  return campaign.members.flatMap(({ unitId, duties, leftOn }) => {
    const hazards = outcome.get(unitId)
    if (leftOn !== null || (duties.length === 0 && !hazards)) return []
    return [
      {
        unitId,
        owed: owed.get(unitId) ?? 0,
        onTime: Math.min(onTime.get(unitId) ?? 0, owed.get(unitId) ?? 0),
        hazards: hazards?.hazards ?? 0,
        rectified: hazards?.rectified ?? 0,
        rebounds: hazards?.rebounds ?? 0,
      },
    ]
  })
}

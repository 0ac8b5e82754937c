import type { WorkdayTable } from '../../domain/time/calendar.ts'
import type { Blame, Overdue } from '../../domain/ladder.ts'
import type { Campaign } from '../../store/directory.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { LadderSubject, Step } from '../../store/escalation/ladder.ts'
import * as ladder from '../../store/escalation/ladder.ts'
import type { Tx } from '../../store/open.ts'
import { owing, periods } from '../due-reports.ts'

/** One thing that one unit owes and has not done in time. */
export type OverdueMatter = Overdue &
  Readonly<{
    subject: LadderSubject
    /** `duty:period`, or the hazard's id. */
    subjectId: string
    unitId: string
    /** 周报（第7期）, or 12号. */
    name: string
    /** How people say that it is missing: numbers are reported (报), documents and photos handed in (交). */
    deed: '报' | '交'
    blame: Blame
    hazard?: Hazard
  }>

export type LadderGround = Readonly<{ campaign: Campaign; workdays: WorkdayTable }>

/** A name for a matter under which its steps are found. */
export function matterKey(of: Pick<Step, 'subject' | 'subjectId' | 'unitId'>): string {
  return JSON.stringify([of.subject, of.subjectId, of.unitId])
}

/** Everything that is overdue in a campaign: reports past their deadline, and hazards past their limit or failed twice. */
export async function overdueMatters(
  db: Tx,
  ground: LadderGround,
  now: Date,
): Promise<readonly OverdueMatter[]> {
  return [...(await missingReports(db, ground, now)), ...(await openHazards(db, ground.campaign, now))]
}

async function missingReports(
  db: Tx,
  { campaign, workdays }: LadderGround,
  now: Date,
): Promise<readonly OverdueMatter[]> {
  const passed = campaign.plan.duties.flatMap((duty) =>
    periods(duty, workdays)
      .filter(({ dueAt }) => dueAt < now)
      .map((period) => ({ duty, period })),
  )
  if (passed.length === 0) return []
  const reported = await ladder.reportedIn(db, campaign.id)
  return passed.flatMap(({ duty, period }) =>
    owing(campaign, duty, period)
      .filter((unitId) => !reported.has(ladder.reportKey({ duty: duty.key, period: period.key, unitId })))
      .map((unitId) => ({
        subject: 'report' as const,
        subjectId: `${duty.key}:${period.key}`,
        unitId,
        name: period.label === duty.name ? duty.name : `${duty.name}（${period.label}）`,
        deed: duty.deliverable === 'file' || duty.deliverable === 'photo' ? ('交' as const) : ('报' as const),
        dueAt: period.dueAt,
        failed: 0,
        blame: 'unreported' as const,
      })),
  )
}

async function openHazards(db: Tx, campaign: Campaign, now: Date): Promise<readonly OverdueMatter[]> {
  const open = await ladder.hazardsOnLadder(db, campaign.id, now)
  return open.flatMap((hazard) =>
    hazard.responsibleId === null || hazard.dueAt === null
      ? []
      : [
          {
            subject: 'hazard' as const,
            subjectId: String(hazard.id),
            unitId: hazard.responsibleId,
            name: `${hazard.number}号`,
            deed: '报' as const,
            dueAt: hazard.dueAt,
            failed: hazard.failCount + hazard.reboundCount,
            blame: hazard.failCount + hazard.reboundCount >= 2 ? ('failed' as const) : ('overdue' as const),
            hazard,
          },
        ],
  )
}

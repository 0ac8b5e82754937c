import type { WorkdayTable } from '../domain/time/calendar.ts'
import { periodAt, periodForReport, periodsOf, type Duty, type Period } from '../domain/time/cadence.ts'
import { isBelated, issueSaid, periodNamed } from '../domain/time/named-period.ts'
import { DomainError } from '../domain/errors.ts'
import { owing as owingMembers } from '../domain/submissions/members.ts'
import type { Campaign } from '../store/directory.ts'
import type { ReportPart } from '../domain/plan.ts'
import type { Tx } from '../store/open.ts'
import * as reportParts from '../store/submissions/report-parts.ts'
import * as reports from '../store/submissions/reports.ts'

export type CampaignDuty = Campaign['plan']['duties'][number]

const calculated = new WeakMap<Duty, readonly Period[]>()

/** All periods of a duty, worked out once for each loaded campaign. */
export function periods(duty: Duty, table: WorkdayTable): readonly Period[] {
  const held = calculated.get(duty)
  if (held) return held
  const fresh = periodsOf(duty, table)
  calculated.set(duty, fresh)
  return fresh
}

/** The reports that a unit owes in a campaign. */
export function dutiesOf(campaign: Campaign, unitId: string): readonly CampaignDuty[] {
  const keys = campaign.members.find((member) => member.unitId === unitId)?.duties ?? []
  return campaign.plan.duties.filter(({ key }) => keys.includes(key))
}

/** The units that owe a report for a period: those that had joined by its deadline and not left. */
export function owing(campaign: Campaign, duty: Duty, period: Period): readonly string[] {
  return owingMembers(campaign.members, duty.key, period)
}

/** Who has not reported for a period, in the order of the roster. */
export async function missingUnits(
  db: Tx,
  campaign: Campaign,
  duty: Duty,
  period: Period,
): Promise<readonly string[]> {
  const [missing = []] = await missingOf(db, campaign, [{ duty, period }])
  return missing
}

/** Who has not reported, for each of several periods of a campaign in their order, in one statement. */
export async function missingOf(
  db: Tx,
  campaign: Campaign,
  matters: readonly Readonly<{ duty: Duty; period: Period }>[],
): Promise<readonly (readonly string[])[]> {
  const reported = await reports.unitsReportedOf(
    db,
    campaign.id,
    matters.map(({ duty, period }) => ({ duty: duty.key, period: period.key })),
  )
  return matters.map(({ duty, period }, index) =>
    owing(campaign, duty, period).filter((unitId) => !reported[index]?.has(unitId)),
  )
}

/** Of the units that are missing, the parts that those have handed in which are not through yet. */
export async function partsThere(
  db: Tx,
  campaign: Campaign,
  duty: CampaignDuty,
  period: Period,
): Promise<ReadonlyMap<string, ReadonlySet<ReportPart>>> {
  if (duty.deliverable !== 'counts' || duty.parts.length < 2) return new Map()
  return reportParts.ofPeriod(db, campaign.id, duty.key, period.key)
}

/** Whether a report by numbers is meant by words like 周报 and 零报告. */
function isByNumbers({ deliverable, target }: CampaignDuty): boolean {
  return deliverable === 'counts' && target === undefined
}

/** Words for a kind of period, as people say it: 周报, 半月报 … */
export type SaidPeriod = 'week' | 'half-month' | 'month' | 'stage' | 'day' | undefined

/** The rhythm that such words mean. */
export const cadenceOf: Readonly<Record<string, string>> = {
  week: 'weekly',
  'half-month': 'half-monthly',
  month: 'monthly',
  day: 'daily',
}

/** The reports of a unit that words like 周报 and 零报告 can be for: those by numbers, or in words where there are none. */
export function dutiesByNumbersOrWords(campaign: Campaign, unitId: string): readonly CampaignDuty[] {
  const all = dutiesOf(campaign, unitId)
  const byNumbers = all.filter(isByNumbers)
  return byNumbers.length > 0 ? byNumbers : all.filter(({ deliverable }) => deliverable === 'text')
}

export type ReportTarget = Readonly<{ duty: CampaignDuty; period: Period; submitted: boolean }>

/**
 * Which duty and period a unit's words are for. Refuses `report.no_duty`, `report.which_duty`, `report.no_period`,
 * `report.no_such_period`, `report.already_in`. A correction goes to the newest period that the unit has reported; what is named by its
 * issue (第7期, 3月上半月) goes there; 补报 without one goes to the newest that it has missed.
 */
export async function reportTarget(
  db: Tx,
  asked: Readonly<{
    campaign: Campaign
    unitId: string
    said: SaidPeriod
    /** The words, in which the report may be called by its name. */
    words: string
    correction: boolean
    sentAt: Date
    table: WorkdayTable
  }>,
): Promise<ReportTarget> {
  const { campaign, unitId, sentAt } = asked
  const owed = dutiesByNumbersOrWords(campaign, unitId)
  if (owed.length === 0) throw new DomainError('report.no_duty')
  const wanted = asked.said && cadenceOf[asked.said]
  const called = owed.filter(({ name }) => asked.words.includes(name))
  const fitting = called.length > 0 ? called : owed.filter(({ cadence }) => cadence.kind === wanted)
  // 本周 in a campaign that reports by the half-month still means the report that the unit owes.
  const candidates = fitting.length > 0 ? fitting : owed
  const named = await targetNamed(db, asked, candidates)
  if (named) return named
  const targets: ReportTarget[] = []
  for (const duty of candidates) {
    const each = periods(duty, asked.table)
    const { open, passed } = periodAt(each, sentAt)
    const submitted = new Set<string>()
    for (const period of [open, passed]) {
      if (!period) continue
      const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
      if (await reports.newest(db, key)) submitted.add(period.key)
    }
    const corrected = asked.correction
      ? [open, passed].find((period) => period && submitted.has(period.key))
      : undefined
    const period = corrected ?? periodForReport({ periods: each, sentAt, submitted }) ?? passed
    if (period) targets.push({ duty, period, submitted: submitted.has(period.key) })
  }
  const [first, ...others] = targets.sort((a, b) => a.period.dueAt.getTime() - b.period.dueAt.getTime())
  if (!first) throw new DomainError('report.no_period')
  // One-off duties (a summary in two months) do not stand in the way of the report that is due now.
  const repeating = [first, ...others].filter(
    ({ duty }) => duty.cadence.kind !== 'once' && duty.cadence.kind !== 'dated',
  )
  if (repeating.length > 1 && !wanted && called.length === 0) {
    throw new DomainError('report.which_duty', { names: repeating.map(({ duty }) => duty.name).join('、') })
  }
  return repeating[0] ?? first
}

/** How far back a report without the name of its period is looked for. */
const BELATED = 12

/** What is named by its issue, or meant by 补报; undefined where the words leave it to the day on which they are said. */
async function targetNamed(
  db: Tx,
  asked: Parameters<typeof reportTarget>[1],
  candidates: readonly CampaignDuty[],
): Promise<ReportTarget | undefined> {
  const { campaign, unitId, words, sentAt, table } = asked
  const isIn = async (duty: Duty, period: Period): Promise<boolean> => {
    const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
    return (await reports.newest(db, key)) !== null
  }
  for (const duty of candidates) {
    const period = periodNamed({ periods: periods(duty, table), words, sentAt })
    if (!period) continue
    const submitted = await isIn(duty, period)
    // Who makes up for a report does not mean to change one.
    if (submitted && isBelated(words) && !asked.correction)
      throw new DomainError('report.already_in', { name: duty.name, period: period.label })
    return { duty, period, submitted }
  }
  const issue = issueSaid(words)
  if (issue !== undefined && candidates.some(({ cadence }) => cadence.kind === 'weekly'))
    throw new DomainError('report.no_such_period', { period: issue })
  if (asked.correction || !isBelated(words)) return undefined
  for (const duty of candidates) {
    const passed = periods(duty, table).filter(({ dueAt }) => dueAt < sentAt)
    for (const period of passed.slice(-BELATED).toReversed())
      if (owing(campaign, duty, period).includes(unitId) && !(await isIn(duty, period)))
        return { duty, period, submitted: false }
  }
  return undefined
}

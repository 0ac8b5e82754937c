import { DomainError } from '../domain/errors.ts'
import { isOnTime, type Duty, type Period } from '../domain/cadence.ts'
import type { Counts } from '../domain/counts.ts'
import { dayOf } from '../domain/calendar.ts'
import type { Campaign, Person } from '../store/directory.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as reports from '../store/reports.ts'
import type { Report } from '../store/reports.ts'

export type SubmitReport = Readonly<{
  campaign: Campaign
  duty: Duty
  period: Period
  unitId: string
  counts: Counts
  cumulative: Counts
  zero: boolean
  note: string | null
  /** When it was sent, by the platform's clock: decides on time or late. */
  sentAt: Date
  eventId?: bigint
}>

/**
 * Takes a unit's report (报送), or its correction: earlier versions are kept. Late ones are taken and marked.
 * Refuses `report.same_as_before` when nothing differs from what the unit has already reported.
 */
export async function submitReport(
  tx: Tx,
  input: SubmitReport,
  by: Person,
  now: Date,
): Promise<Readonly<{ report: Report; before: Report | null }>> {
  const { campaign, duty, period, unitId } = input
  const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
  const before = await reports.newest(tx, key)
  if (before && isSame(before, input))
    throw new DomainError('report.same_as_before', { receipt: before.receipt })
  const version = (before?.version ?? 0) + 1
  const report = await reports.insert(tx, {
    ...key,
    version,
    receipt: receiptNumber(input, version),
    counts: input.counts,
    cumulative: input.cumulative,
    zero: input.zero,
    note: input.note,
    sentAt: input.sentAt,
    receivedAt: now,
    dueAt: period.dueAt,
    late: !isOnTime(period, input.sentAt),
    byId: by.id,
  })
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'report',
    subjectId: String(report.id),
    type: before ? 'ReportCorrected' : 'ReportSubmitted',
    data: {
      receipt: report.receipt,
      version,
      counts: input.counts,
      cumulative: input.cumulative,
      zero: input.zero,
      late: report.late,
      before: before?.counts,
    },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return { report, before }
}

function isSame(before: Report, input: SubmitReport): boolean {
  const flat = (counts: Readonly<Record<string, number | undefined>>): string =>
    JSON.stringify(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
  return (
    before.zero === input.zero &&
    flat(before.counts) === flat(input.counts) &&
    flat(before.cumulative) === flat(input.cumulative) &&
    (before.note ?? '') === (input.note ?? '')
  )
}

const receiptMarks: Readonly<Record<string, string>> = {
  weekly: 'ZB',
  'half-monthly': 'BY',
  daily: 'RB',
  'ten-daily': 'XB',
  monthly: 'YB',
}

/** YC-ZB1127-07: campaign, kind, the day it was due, the unit's place in the roster; corrections get -2, -3 … */
function receiptNumber({ campaign, duty, period, unitId }: SubmitReport, version: number): string {
  const mark = receiptMarks[duty.cadence.kind] ?? 'BS'
  const place = campaign.members.find((member) => member.unitId === unitId)?.position ?? 0
  const due = dayOf(period.dueAt).replaceAll('-', '').slice(2)
  const duties = campaign.plan.duties.filter(({ cadence }) => (receiptMarks[cadence.kind] ?? 'BS') === mark)
  // Two duties of one kind would share numbers; the later ones carry their place.
  const which = duties.findIndex(({ key }) => key === duty.key)
  return `${campaign.codePrefix}-${mark}${which > 0 ? which + 1 : ''}${due}-${String(place).padStart(2, '0')}${version > 1 ? `-${version}` : ''}`
}

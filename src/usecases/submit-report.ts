import { DomainError } from '../domain/errors.ts'
import { isOnTime, type Period } from '../domain/time/cadence.ts'
import type { Counts } from '../domain/submissions/counts.ts'
import { dayOf } from '../domain/time/calendar.ts'
import {
  lackingParts,
  partsNeeded,
  type Attachment,
  type LedgerPart,
} from '../domain/submissions/deliverables.ts'
import type { PlanDuty, ReportPart } from '../domain/plan.ts'
import type { Campaign, Person } from '../store/directory.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as reportParts from '../store/submissions/report-parts.ts'
import type { Part, PartContent, ProgressContent } from '../store/submissions/report-parts.ts'
import * as reports from '../store/submissions/reports.ts'
import type { Report } from '../store/submissions/reports.ts'

export type SubmitReport = Readonly<{
  campaign: Campaign
  duty: PlanDuty
  period: Period
  unitId: string
  /** What this submission brings; the numbers and words where nothing else is said. */
  brings?: ReportPart
  counts: Counts
  cumulative: Counts
  zero: boolean
  note: string | null
  /** With a correction, absent: those of the version before stay. */
  attachments?: readonly Attachment[]
  ledger?: LedgerPart
  /** When it was sent, by the platform's clock: decides on time or late. */
  sentAt: Date
  eventId?: bigint | undefined
}>

/** `report` is null as long as a part is missing; then nothing counts yet. */
export type Submitted = Readonly<{
  report: Report | null
  before: Report | null
  lacking: readonly ReportPart[]
  /** The same part as it was handed in before, when it was still all there was. */
  earlier?: Part
}>

/**
 * Takes what a unit hands in (报送) for a period, or its correction: earlier versions are kept. Late ones are taken and
 * marked. A report of several parts counts from the moment at which its last part was sent.
 * Refuses `report.same_as_before` when nothing differs from what the unit has already handed in.
 */
export async function submitReport(tx: Tx, input: SubmitReport, by: Person, now: Date): Promise<Submitted> {
  const { campaign, duty, period, unitId } = input
  const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
  const before = await reports.newest(tx, key)
  const whole = before ? corrected(before, input) : undefined
  if (before && whole) {
    if (isSame(before, whole)) throw new DomainError('report.same_as_before', { receipt: before.receipt })
    return {
      report: await write(tx, { input, whole, before, sentAt: input.sentAt }, by, now),
      before,
      lacking: [],
    }
  }
  if (partsNeeded(duty, false).length === 1) {
    const { counts, cumulative, zero, note, attachments = [], ledger: state = null } = input
    const first = { counts, cumulative, zero, note, attachments, ledger: state }
    const report = await write(tx, { input, whole: first, before: null, sentAt: input.sentAt }, by, now)
    return { report, before: null, lacking: [] }
  }
  return inParts(tx, input, by, now)
}

/** Keeps the part, and writes the report as soon as nothing is missing. */
async function inParts(tx: Tx, input: SubmitReport, by: Person, now: Date): Promise<Submitted> {
  const { campaign, duty, period, unitId, sentAt } = input
  const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
  await reportParts.lockUnit(tx, key)
  const held = await reportParts.newestOf(tx, key)
  const part: ReportPart = input.brings ?? 'progress'
  const parts = new Map(held)
  for (const [name, content] of contentOf(input)) {
    await reportParts.add(tx, key, { part: name, content, sentAt, byId: by.id, receivedAt: now })
    parts.set(name, { part: name, content, sentAt, byId: by.id })
  }
  const progress = parts.get('progress')?.content.progress
  const lacking = lackingParts(duty, { has: new Set(parts.keys()), zero: progress?.zero ?? false })
  const earlier = held.get(part)
  if (lacking.length > 0 || !progress) {
    await ledger.append(tx, {
      campaignId: campaign.id,
      subject: 'report',
      subjectId: `${duty.key}:${period.key}:${unitId}`,
      type: 'ReportPartReceived',
      data: { parts: contentOf(input), lacking },
      byId: by.id,
      at: now,
      eventId: input.eventId,
    })
    return { report: null, before: null, lacking, ...(earlier ? { earlier } : {}) }
  }
  const whole: Whole = {
    ...progress,
    attachments: [...parts.values()].flatMap((each) => each.content.attachments),
    ledger: parts.get('ledger')?.content.ledger ?? null,
  }
  const last = [...parts.values()].reduce((late, each) => (each.sentAt > late ? each.sentAt : late), sentAt)
  return {
    report: await write(tx, { input, whole, before: null, sentAt: last }, by, now),
    before: null,
    lacking: [],
  }
}

/** What one submission brings: numbers, the ledger, or both at once when they come with a document. */
function contentOf(input: SubmitReport): readonly (readonly [ReportPart, PartContent])[] {
  const { counts, cumulative, zero, note, attachments = [], ledger: state } = input
  const withLedger = { attachments, ...(state ? { ledger: state } : {}) }
  if (input.brings === 'ledger') return [['ledger', withLedger]]
  const progress = { counts, cumulative, zero, note }
  return state
    ? [
        ['progress', { attachments: [], progress }],
        ['ledger', withLedger],
      ]
    : [['progress', { attachments, progress }]]
}

type Whole = ProgressContent & Readonly<{ attachments: readonly Attachment[]; ledger: LedgerPart | null }>

/** The version that follows: what the correction does not bring stays as it was. */
function corrected(before: Report, input: SubmitReport): Whole {
  const { counts, cumulative, zero, note } = input.brings === 'ledger' ? before : input
  return {
    counts,
    cumulative,
    zero,
    note,
    attachments: input.attachments ?? before.attachments,
    ledger: input.ledger ?? before.ledger,
  }
}

async function write(
  tx: Tx,
  given: Readonly<{
    input: SubmitReport
    whole: Whole
    before: Report | null
    sentAt: Date
  }>,
  by: Person,
  now: Date,
): Promise<Report> {
  const { input, whole, before, sentAt } = given
  const { campaign, duty, period, unitId } = input
  const version = (before?.version ?? 0) + 1
  const report = await reports.insert(tx, {
    campaignId: campaign.id,
    duty: duty.key,
    period: period.key,
    unitId,
    version,
    receipt: receiptNumber(input, version),
    ...whole,
    sentAt,
    receivedAt: now,
    dueAt: period.dueAt,
    late: !isOnTime(period, sentAt),
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
      ...whole,
      late: report.late,
      before: before?.counts,
    },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return report
}

/** Adds attachments to what has just been handed in; not a correction, but on record. */
export async function attachToReport(
  tx: Tx,
  given: Readonly<{ report: Report; attachments: readonly Attachment[]; eventId?: bigint | undefined }>,
  by: Person,
  now: Date,
): Promise<Report> {
  const held = new Set(given.report.attachments.map(({ hash }) => hash))
  const more = given.attachments.filter(({ hash }) => !held.has(hash))
  if (more.length === 0) return given.report
  const report = await reports.attach(tx, given.report, more)
  await ledger.append(tx, {
    campaignId: report.campaignId,
    subject: 'report',
    subjectId: String(report.id),
    type: 'ReportAttachmentAdded',
    data: { attachments: more },
    byId: by.id,
    at: now,
    eventId: given.eventId,
  })
  return report
}

function isSame(before: Report, after: Whole): boolean {
  const flat = (counts: Readonly<Record<string, number | undefined>>): string =>
    JSON.stringify(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
  const hashes = (of: readonly Attachment[]): string => of.map(({ hash }) => hash).join(' ')
  const state = (of: LedgerPart | null): string => (of?.source === 'group' ? of.hash : (of?.source ?? ''))
  return (
    before.zero === after.zero &&
    flat(before.counts) === flat(after.counts) &&
    flat(before.cumulative) === flat(after.cumulative) &&
    (before.note ?? '') === (after.note ?? '') &&
    hashes(before.attachments) === hashes(after.attachments) &&
    state(before.ledger) === state(after.ledger)
  )
}

const receiptMarks: Readonly<Record<string, string>> = {
  weekly: 'ZB',
  'half-monthly': 'BY',
  daily: 'RB',
  'ten-daily': 'XB',
  monthly: 'YB',
}

/** RW2 for the second task that was given in chat, MB for a target, else by how often it is due. */
function markOf(duty: PlanDuty, duties: readonly PlanDuty[]): string {
  if (duty.givenBy !== undefined) return `RW${/\d+$/.exec(duty.key)?.[0] ?? ''}-`
  const kindOf = (each: PlanDuty): string =>
    each.target === undefined ? (receiptMarks[each.cadence.kind] ?? 'BS') : 'MB'
  const mark = kindOf(duty)
  // Two duties of one kind would share numbers; the later ones carry their place.
  const alike = duties.filter((each) => each.givenBy === undefined && kindOf(each) === mark)
  const which = alike.findIndex(({ key }) => key === duty.key)
  return `${mark}${which > 0 ? which + 1 : ''}`
}

/** YC-ZB1127-07: campaign, kind, the day it was due, the unit's place in the roster; corrections get -2, -3 … */
function receiptNumber({ campaign, duty, period, unitId }: SubmitReport, version: number): string {
  const place = campaign.members.find((member) => member.unitId === unitId)?.position ?? 0
  const due = dayOf(period.dueAt).replaceAll('-', '').slice(2)
  const mark = markOf(duty, campaign.plan.duties)
  return `${campaign.codePrefix}-${mark}${due}-${String(place).padStart(2, '0')}${version > 1 ? `-${version}` : ''}`
}

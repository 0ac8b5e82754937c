import { z } from 'zod'
import { DomainError } from '../domain/errors.ts'
import { hazardStatuses, majorStages } from '../domain/hazards/hazard.ts'
import { isRevocable, takeBackSince, type Revocable } from '../domain/taking-back.ts'
import * as hazards from '../store/hazards.ts'
import type { Hazard, HazardChanges } from '../store/hazards.ts'
import * as ledger from '../store/ledger.ts'
import type { LedgerEntry } from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as reports from '../store/submissions/reports.ts'
import type { Report } from '../store/submissions/reports.ts'
import * as activities from '../store/submissions/activities.ts'
import type { Activity } from '../store/submissions/activities.ts'
import type { Actor } from './hazards/change-hazard.ts'

/** What was undone: each hazard as it stands again, or the report that is no longer handed in. */
export type TakenBack = Readonly<{
  hazards: readonly Readonly<{ act: Revocable; hazard: Hazard }>[]
  /** `before` is the version that counts again. */
  reports: readonly Readonly<{ report: Report; before: Report | null }>[]
  activities: readonly Activity[]
}>

/**
 * Takes back what the speaker did last (撤销), as a whole, within five minutes and as long as nobody has gone on from
 * it. Refuses `undo.nothing` and `undo.gone_on`. The ledger keeps both: that it was done and that it was taken back.
 */
export async function takeBack(tx: Tx, eventId: bigint, by: Actor, now: Date): Promise<TakenBack> {
  const act = await ledger.lastAct(tx, by.id, takeBackSince(now))
  const revoked = act.filter(({ type }) => isRevocable(type))
  if (revoked.length === 0) throw new DomainError('undo.nothing')
  const taken: {
    hazards: TakenBack['hazards'][number][]
    reports: TakenBack['reports'][number][]
    activities: Activity[]
  } = { hazards: [], reports: [], activities: [] }
  for (const entry of revoked) {
    if (entry.subject === 'hazard') taken.hazards.push(await takeBackHazard(tx, entry, eventId, by, now))
    else if (entry.subject === 'activity')
      taken.activities.push(await takeBackActivity(tx, entry, eventId, by, now))
    else taken.reports.push(await takeBackReport(tx, entry, eventId, by, now))
  }
  return taken
}

const moment = z.union([z.null(), z.coerce.date()])
const changed = z.object({
  version: z.number(),
  // Strict: what this does not know it could not restore.
  was: z.strictObject({
    status: z.enum(hazardStatuses).optional(),
    dueAt: moment.optional(),
    category: z.string().optional(),
    place: z.string().nullable().optional(),
    description: z.string().optional(),
    responsibleId: z.string().optional(),
    leadId: z.string().nullable().optional(),
    rectifiedAt: moment.optional(),
    rectifiedById: z.string().nullable().optional(),
    closedAt: moment.optional(),
    closedById: z.string().nullable().optional(),
    failCount: z.number().optional(),
    failReason: z.string().nullable().optional(),
    majorStage: z.enum(majorStages).nullable().optional(),
    extension: z
      .object({ to: z.string(), reason: z.string(), measures: z.string(), byId: z.string() })
      .nullable()
      .optional(),
    transfer: z
      .object({
        kind: z.enum(['handling', 'enforcement']),
        unitId: z.string(),
        reason: z.string().nullable(),
        byId: z.string(),
        receivedAt: z.string().nullable(),
      })
      .nullable()
      .optional(),
  }),
})

async function takeBackHazard(
  tx: Tx,
  entry: LedgerEntry,
  eventId: bigint,
  by: Actor,
  now: Date,
): Promise<TakenBack['hazards'][number]> {
  const act = entry.type as Revocable
  const hazard = await hazards.lockById(tx, Number(entry.subjectId))
  const registered = act === 'HazardRegistered'
  const { version, was } = registered
    ? { version: 1, was: { status: 'void' as const } }
    : parsed(entry, hazard)
  if (hazard.version !== version) throw new DomainError('undo.gone_on', { code: hazard.code })
  const restored = await hazards.save(tx, hazard, was as HazardChanges)
  await ledger.append(tx, {
    campaignId: hazard.campaignId,
    subject: 'hazard',
    subjectId: entry.subjectId,
    type: 'HazardActTakenBack',
    data: { act, from: hazard.status, to: restored.status, version: restored.version },
    byId: by.id,
    at: now,
    eventId,
  })
  return { act, hazard: restored }
}

/** What stood before, as the ledger has it. A value that this program's older entries lack cannot be restored. */
function parsed(entry: LedgerEntry, hazard: Hazard): z.infer<typeof changed> {
  const read = changed.safeParse(entry.data)
  if (!read.success) throw new DomainError('undo.gone_on', { code: hazard.code })
  return read.data
}

async function takeBackActivity(
  tx: Tx,
  entry: LedgerEntry,
  eventId: bigint,
  by: Actor,
  now: Date,
): Promise<Activity> {
  const activity = await activities.find(tx, Number(entry.subjectId))
  if (!activity) throw new DomainError('undo.nothing')
  await activities.takeBack(tx, activity.id, now)
  const { campaignId, action, counts } = activity
  await ledger.append(tx, {
    campaignId,
    subject: 'activity',
    subjectId: entry.subjectId,
    type: 'ActivityTakenBack',
    data: { action, counts },
    byId: by.id,
    at: now,
    eventId,
  })
  return activity
}

async function takeBackReport(
  tx: Tx,
  entry: LedgerEntry,
  eventId: bigint,
  by: Actor,
  now: Date,
): Promise<TakenBack['reports'][number]> {
  const report = await reports.find(tx, Number(entry.subjectId))
  if (!report) throw new DomainError('undo.nothing')
  const { campaignId, duty, period, unitId } = report
  const key = { campaignId, duty, period, unitId }
  const newest = await reports.newest(tx, key)
  if (newest?.id !== report.id) throw new DomainError('undo.gone_on', { code: report.receipt })
  await reports.remove(tx, report)
  await ledger.append(tx, {
    campaignId,
    subject: 'report',
    subjectId: entry.subjectId,
    type: 'ReportTakenBack',
    data: { receipt: report.receipt, version: report.version },
    byId: by.id,
    at: now,
    eventId,
  })
  return { report, before: await reports.newest(tx, key) }
}

import type { Attachment, LedgerPart } from '../../domain/submissions/deliverables.ts'
import { storable } from '../database/json.ts'
import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'

export type Counted = Readonly<Record<string, number>>

/** One submission (报送) of one unit for one period; `version` 1 is the first, higher ones are corrections. */
export type Report = Readonly<{
  id: number
  campaignId: string
  duty: string
  period: string
  unitId: string
  version: number
  receipt: string
  counts: Counted
  cumulative: Counted
  zero: boolean
  note: string | null
  sentAt: Date
  receivedAt: Date
  dueAt: Date
  late: boolean
  byId: string
  attachments: readonly Attachment[]
  /** The ledger at that moment, where the report has that part. */
  ledger: LedgerPart | null
}>

export type NewReport = Omit<Report, 'id' | 'attachments' | 'ledger'> &
  Partial<Pick<Report, 'attachments' | 'ledger'>>

/** Adds the next version. Two at once: the second fails on the unique key and is tried again by its event. */
export async function insert(tx: Tx, report: NewReport): Promise<Report> {
  return asReport(
    await tx.report.create({
      data: {
        ...report,
        note: report.note === null ? null : storable(report.note),
        attachments: [...(report.attachments ?? [])],
        ledger: report.ledger ?? Prisma.DbNull,
      },
    }),
  )
}

/** Adds attachments to a version that is there: more photos of the same meeting are no correction. */
export async function attach(tx: Tx, report: Report, more: readonly Attachment[]): Promise<Report> {
  const attachments = [...report.attachments, ...more]
  return asReport(await tx.report.update({ where: { id: report.id }, data: { attachments } }))
}

/** The report of that number, or null. */
export async function find(db: Tx, id: number): Promise<Report | null> {
  const row = await db.report.findUnique({ where: { id } })
  return row ? asReport(row) : null
}

/** Takes a version out again; what stood in it is in the ledger. */
export async function remove(tx: Tx, report: Report): Promise<void> {
  await tx.report.delete({ where: { id: report.id } })
}

/** The newest version of one unit's report for a period, or null. */
export async function newest(
  db: Tx,
  key: Readonly<{ campaignId: string; duty: string; period: string; unitId: string }>,
): Promise<Report | null> {
  const row = await db.report.findFirst({ where: key, orderBy: { version: 'desc' } })
  return row ? asReport(row) : null
}

/** The unit's newest report before a deadline, for comparison. */
export async function before(
  db: Tx,
  key: Readonly<{ campaignId: string; duty: string; unitId: string }>,
  dueAt: Date,
): Promise<Report | null> {
  const row = await db.report.findFirst({
    where: { ...key, dueAt: { lt: dueAt } },
    orderBy: [{ dueAt: 'desc' }, { version: 'desc' }],
  })
  return row ? asReport(row) : null
}

/** The newest version of every unit that has reported for the period; `firstSentAt` is when version 1 was sent. */
export async function ofPeriod(
  db: Tx,
  campaignId: string,
  duty: string,
  period: string,
): Promise<readonly Report[]> {
  const rows = await db.report.findMany({
    where: { campaignId, duty, period },
    distinct: ['unitId'],
    orderBy: [{ unitId: 'asc' }, { version: 'desc' }],
  })
  return rows.map(asReport)
}

/** The ids of the units that have reported, for each of several periods in their order, in one statement. */
export async function unitsReportedOf(
  db: Tx,
  campaignId: string,
  matters: readonly Readonly<{ duty: string; period: string }>[],
): Promise<readonly ReadonlySet<string>[]> {
  if (matters.length === 0) return []
  const rows = await db.$queryRaw<{ n: number; units: string[] }[]>`
    SELECT asked.n::int AS n, array_agg(r.unit_id) AS units
    FROM unnest(${matters.map(({ duty }) => duty)}::text[], ${matters.map(({ period }) => period)}::text[])
      WITH ORDINALITY AS asked (duty, period, n)
    JOIN report r ON r.campaign_id = ${campaignId} AND r.duty = asked.duty AND r.period = asked.period AND r.version = 1
    GROUP BY asked.n`
  const units = new Map(rows.map((row) => [row.n, new Set(row.units)]))
  return matters.map((_, index) => units.get(index + 1) ?? new Set())
}

/** When each unit first reported for the period, and whether that was late; a later correction does not change it. */
export async function firstsOf(
  db: Tx,
  campaignId: string,
  duty: string,
  period: string,
): Promise<ReadonlyMap<string, Readonly<{ sentAt: Date; late: boolean }>>> {
  const rows = await db.report.findMany({
    where: { campaignId, duty, period, version: 1 },
    select: { unitId: true, sentAt: true, late: true },
  })
  return new Map(rows.map(({ unitId, sentAt, late }) => [unitId, { sentAt, late }]))
}

/** How many of a period's first versions came in late. */
export async function lateIn(db: Tx, campaignId: string, duty: string, period: string): Promise<number> {
  return db.report.count({ where: { campaignId, duty, period, version: 1, late: true } })
}

/** How many first versions came in for a duty since the campaign began, and how many of them on time, by unit. */
export async function punctuality(
  db: Tx,
  campaignId: string,
  unitId?: string,
): Promise<readonly Readonly<{ unitId: string; reports: number; onTime: number }>[]> {
  const rows = await db.report.groupBy({
    by: ['unitId', 'late'],
    where: { campaignId, version: 1, ...(unitId ? { unitId } : {}) },
    _count: true,
  })
  const byUnit = new Map<string, { unitId: string; reports: number; onTime: number }>()
  for (const row of rows) {
    const entry = byUnit.get(row.unitId) ?? { unitId: row.unitId, reports: 0, onTime: 0 }
    entry.reports += row._count
    if (!row.late) entry.onTime += row._count
    byUnit.set(row.unitId, entry)
  }
  return [...byUnit.values()]
}

type Json = 'counts' | 'cumulative' | 'attachments' | 'ledger'

function asReport(row: Omit<Report, Json> & Readonly<Record<Json, unknown>>): Report {
  return {
    ...row,
    counts: row.counts as Counted,
    cumulative: row.cumulative as Counted,
    attachments: row.attachments as readonly Attachment[],
    ledger: row.ledger as LedgerPart | null,
  }
}

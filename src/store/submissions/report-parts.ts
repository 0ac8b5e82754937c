import type { Attachment, LedgerPart } from '../../domain/submissions/deliverables.ts'
import type { ReportPart } from '../../domain/plan.ts'
import { toJson } from '../database/json.ts'
import type { Tx } from '../open.ts'
import type { Counted } from './reports.ts'

export type ProgressContent = Readonly<{
  counts: Counted
  cumulative: Counted
  zero: boolean
  note: string | null
}>

/** What one part of a report brought. */
export type PartContent = Readonly<{ attachments: readonly Attachment[] }> &
  Readonly<{ progress?: ProgressContent; ledger?: LedgerPart }>

/** One part of a report (进展、台账), before or after the report was complete. */
export type Part = Readonly<{ part: ReportPart; content: PartContent; sentAt: Date; byId: string }>

export type PeriodOfUnit = Readonly<{ campaignId: string; duty: string; period: string; unitId: string }>

/** Lets one colleague after the other hand in parts, so that the last one sees that nothing is missing. */
export async function lockUnit(tx: Tx, { campaignId, unitId }: PeriodOfUnit): Promise<void> {
  await tx.$queryRaw`
    SELECT unit_id FROM campaign_unit WHERE campaign_id = ${campaignId} AND unit_id = ${unitId} FOR UPDATE`
}

/** Keeps one part; earlier ones stay. */
export async function add(
  tx: Tx,
  key: PeriodOfUnit,
  part: Part & Readonly<{ receivedAt: Date }>,
): Promise<void> {
  await tx.reportPart.create({
    data: { ...key, ...part, content: JSON.parse(toJson(part.content)) as object },
  })
}

/** The newest of each part that one unit has handed in for a period. */
export async function newestOf(db: Tx, key: PeriodOfUnit): Promise<ReadonlyMap<ReportPart, Part>> {
  const rows = await db.reportPart.findMany({
    where: key,
    orderBy: { id: 'asc' },
    select: { part: true, content: true, sentAt: true, byId: true },
  })
  return new Map(
    rows.map((row) => {
      const part = row.part as ReportPart
      return [part, { ...row, part, content: row.content as unknown as PartContent }] as const
    }),
  )
}

/** The parts that each unit has handed in for a period. */
export async function ofPeriod(
  db: Tx,
  campaignId: string,
  duty: string,
  period: string,
): Promise<ReadonlyMap<string, ReadonlySet<ReportPart>>> {
  const rows = await db.reportPart.findMany({
    where: { campaignId, duty, period },
    distinct: ['unitId', 'part'],
    select: { unitId: true, part: true },
  })
  const byUnit = new Map<string, Set<ReportPart>>()
  for (const { unitId, part } of rows)
    byUnit.set(unitId, (byUnit.get(unitId) ?? new Set()).add(part as ReportPart))
  return byUnit
}

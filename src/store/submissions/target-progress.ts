import { storable } from '../database/json.ts'
import type { Tx } from '../open.ts'

/** How far a unit is with a target, as it said. */
export type TargetFigure = Readonly<{
  unitId: string
  value: number
  note: string | null
  sentAt: Date
  byId: string
}>

/** Writes down a figure; earlier ones stay. */
export async function add(
  tx: Tx,
  figure: TargetFigure & Readonly<{ campaignId: string; target: string; at: Date }>,
): Promise<void> {
  await tx.targetProgress.create({
    data: { ...figure, note: figure.note === null ? null : storable(figure.note) },
  })
}

/** The newest figure of each unit for a target. */
export async function newest(
  db: Tx,
  campaignId: string,
  target: string,
  unitId?: string,
): Promise<ReadonlyMap<string, TargetFigure>> {
  const rows = await db.targetProgress.findMany({
    where: { campaignId, target, ...(unitId === undefined ? {} : { unitId }) },
    distinct: ['unitId'],
    orderBy: [{ unitId: 'asc' }, { id: 'desc' }],
    select: { unitId: true, value: true, note: true, sentAt: true, byId: true },
  })
  return new Map(rows.map((row) => [row.unitId, row]))
}

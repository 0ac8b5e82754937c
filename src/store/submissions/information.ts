import type { Attachment } from '../../domain/submissions/deliverables.ts'
import { storable } from '../database/json.ts'
import type { Tx } from '../open.ts'

/** 做法, 案例, 信息; 专题报告 on stubborn hazards; 检查结果 of the office's own inspections. */
export const informationKinds = ['practice', 'case', 'news', 'special-report', 'inspection'] as const
export type InformationKind = (typeof informationKinds)[number]

export type Information = Readonly<{
  id: number
  campaignId: string
  kind: InformationKind
  unitId: string
  text: string
  attachments: readonly Attachment[]
  /** Codes of the hazards that it is about. */
  codes: readonly string[]
  at: Date
  byId: string
}>

/** Keeps what a unit has written. */
export async function insert(tx: Tx, given: Omit<Information, 'id'>): Promise<Information> {
  const { attachments, codes } = given
  return asInformation(
    await tx.information.create({
      data: { ...given, text: storable(given.text), attachments: [...attachments], codes: [...codes] },
    }),
  )
}

/** How many of each kind each unit has sent. */
export async function counts(
  db: Tx,
  campaignId: string,
): Promise<readonly Readonly<{ unitId: string; kind: InformationKind; count: number }>[]> {
  const rows = await db.information.groupBy({
    by: ['unitId', 'kind'],
    where: { campaignId },
    _count: true,
    orderBy: [{ unitId: 'asc' }, { kind: 'asc' }],
  })
  return rows.map(({ unitId, kind, _count }) => ({ unitId, kind: kind as InformationKind, count: _count }))
}

/** The newest of some kinds, at most `take`. */
export async function newest(
  db: Tx,
  campaignId: string,
  kinds: readonly InformationKind[],
  take: number,
): Promise<readonly Information[]> {
  const rows = await db.information.findMany({
    where: { campaignId, kind: { in: [...kinds] } },
    orderBy: { id: 'desc' },
    take,
  })
  return rows.map(asInformation)
}

function asInformation(
  row: Omit<Information, 'kind' | 'attachments'> & Readonly<{ kind: string; attachments: unknown }>,
): Information {
  return {
    ...row,
    kind: row.kind as InformationKind,
    attachments: row.attachments as readonly Attachment[],
  }
}

import type { CircularKind } from '../../domain/ladder.ts'
import type { Tx } from '../open.ts'

/** A text that a named person has released, or that waits for it. */
export type Circular = Readonly<{
  id: bigint
  campaignId: string
  kind: CircularKind
  number: number
  text: string
  unitIds: readonly string[]
  /** The hazards that it names, where it is made of hazards. */
  codes: readonly string[]
  preparedAt: Date
  releasedAt: Date | null
  releasedById: string | null
  inGroupsAt: Date | null
  withdrawnAt: Date | null
  withdrawnById: string | null
}>

export type NewCircular = Pick<Circular, 'campaignId' | 'kind' | 'text' | 'unitIds' | 'preparedAt'> &
  Partial<Pick<Circular, 'codes' | 'releasedAt' | 'releasedById' | 'inGroupsAt'>>

/** Files a text under the next number of its kind. Two at once: the second fails on its number and is tried again. */
export async function insert(tx: Tx, circular: NewCircular): Promise<Circular> {
  const { campaignId, kind, codes = [] } = circular
  const { _max } = await tx.circular.aggregate({ where: { campaignId, kind }, _max: { number: true } })
  const data = {
    ...circular,
    unitIds: [...circular.unitIds],
    codes: [...codes],
    number: (_max.number ?? 0) + 1,
  }
  return asCircular(await tx.circular.create({ data }))
}

/** The newest text of a kind, released or not, that is not taken back. */
export async function newest(db: Tx, campaignId: string, kind: CircularKind): Promise<Circular | null> {
  const row = await db.circular.findFirst({
    where: { campaignId, kind, withdrawnAt: null },
    orderBy: { number: 'desc' },
  })
  return row ? asCircular(row) : null
}

/** The text of that number, or null. */
export async function find(
  db: Tx,
  key: Readonly<{ campaignId: string; kind: CircularKind; number: number }>,
): Promise<Circular | null> {
  const row = await db.circular.findFirst({ where: key })
  return row ? asCircular(row) : null
}

export type CircularChanges = Partial<
  Pick<
    Circular,
    | 'text'
    | 'unitIds'
    | 'codes'
    | 'preparedAt'
    | 'releasedAt'
    | 'releasedById'
    | 'inGroupsAt'
    | 'withdrawnAt'
    | 'withdrawnById'
  >
>

/** Saves what changed. */
export async function save(tx: Tx, id: bigint, changes: CircularChanges): Promise<void> {
  const { unitIds, codes, ...plain } = changes
  const lists = { ...(unitIds ? { unitIds: [...unitIds] } : {}), ...(codes ? { codes: [...codes] } : {}) }
  await tx.circular.update({ where: { id }, data: { ...plain, ...lists } })
}

/** How many released circulars that stand name each unit. */
export async function countsByUnit(db: Tx, campaignId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ unitId: string; circulars: number }[]>`
    SELECT unit_id AS "unitId", count(*)::int AS circulars
    FROM circular CROSS JOIN LATERAL unnest(unit_ids) AS unit_id
    WHERE campaign_id = ${campaignId} AND kind = 'circular' AND released_at IS NOT NULL AND withdrawn_at IS NULL
    GROUP BY unit_id`
  return new Map(rows.map(({ unitId, circulars }) => [unitId, circulars]))
}

type Row = Awaited<ReturnType<Tx['circular']['findMany']>>[number]

function asCircular(row: Row): Circular {
  return { ...row, kind: row.kind as CircularKind }
}

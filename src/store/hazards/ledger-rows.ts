import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import { where, type HazardFilter } from './filter.ts'
import { columns, type Hazard } from './rows.ts'
import { summed } from './sums.ts'

/** A hazard with what the ledger (整改台账) says beside it. */
export type LedgerRow = Hazard &
  Readonly<{
    photosBefore: number
    photosAfter: number
    /** The newest re-inspection, if there was one. */
    reinspectedAt: Date | null
    reinspectedById: string | null
  }>

export type FoundWithin = Readonly<{ from: Date; to: Date }>

const within = (span: FoundWithin | undefined): Prisma.Sql =>
  span ? Prisma.sql`h.found_at >= ${span.from} AND h.found_at <= ${span.to}` : Prisma.sql`TRUE`

/** The next `take` hazards of the ledger by number, after that number. */
export async function ledgerRows(
  db: Tx,
  filter: HazardFilter,
  page: Readonly<{ after: number; take: number; span?: FoundWithin | undefined }>,
): Promise<readonly LedgerRow[]> {
  return db.$queryRaw<LedgerRow[]>(Prisma.sql`
    SELECT ${columns}, p.before AS "photosBefore", p.after AS "photosAfter",
      r.at AS "reinspectedAt", r.by_id AS "reinspectedById"
    FROM hazard h
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE step = 'before')::int AS before, count(*) FILTER (WHERE step = 'after')::int AS after
      FROM hazard_photo WHERE hazard_id = h.id
    ) p
    LEFT JOIN LATERAL (
      SELECT at, by_id FROM ledger_entry
      WHERE subject = 'hazard' AND subject_id = h.id::text AND type IN ('ReinspectionPassed', 'ReinspectionFailed')
      ORDER BY id DESC LIMIT 1
    ) r ON TRUE
    WHERE ${where(filter)} AND h.number > ${page.after} AND ${within(page.span)}
    ORDER BY h.number LIMIT ${page.take}`)
}

/** How many hazards of the ledger that is. */
export async function ledgerSize(db: Tx, filter: HazardFilter, span?: FoundWithin): Promise<number> {
  const [row] = await db.$queryRaw<{ size: number }[]>(
    span === undefined
      ? Prisma.sql`SELECT coalesce(sum(h.n), 0)::int AS size FROM ${summed(filter)} h WHERE ${where(filter)}`
      : Prisma.sql`SELECT count(*)::int AS size FROM hazard h WHERE ${where(filter)} AND ${within(span)}`,
  )
  return row?.size ?? 0
}

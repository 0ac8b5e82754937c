import { Prisma } from '../generated/client.ts'
import { where, type HazardFilter } from '../hazards.ts'
import type { Tx } from '../open.ts'

/** What happened within a span: how many were found, handed in as rectified, and closed. */
export type Movement = Readonly<{ found: number; rectified: number; closed: number }>

/** Counts what happened from a moment to another, both included, of all the hazards that the filter lets through. */
export async function movement(
  db: Tx,
  filter: HazardFilter,
  { from, to }: Readonly<{ from: Date; to: Date }>,
): Promise<Movement> {
  // Three looks at three indexes: what lies outside the span is never touched.
  const count = (column: Prisma.Sql): Prisma.Sql => Prisma.sql`(
    SELECT count(*)::int FROM hazard h WHERE ${where(filter)} AND ${column} >= ${from} AND ${column} <= ${to})`
  const [row] = await db.$queryRaw<Movement[]>(Prisma.sql`
    SELECT ${count(Prisma.sql`h.found_at`)} AS found, ${count(Prisma.sql`h.rectified_at`)} AS rectified,
      ${count(Prisma.sql`h.closed_at`)} AS closed`)
  return row ?? { found: 0, rectified: 0, closed: 0 }
}

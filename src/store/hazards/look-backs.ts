import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import { where, type HazardFilter } from './filter.ts'
import { columns, type Hazard } from './rows.ts'

export type Closed = Readonly<{
  code: string
  rebounds: number
  failed: number
  isMajor: boolean
  isPhotographed: boolean
}>

/** Hazards closed since then, with what gives them more lots: at most `take`, those closed last, by their codes. */
export async function pool(
  db: Tx,
  filter: HazardFilter,
  since: Date,
  take: number,
): Promise<readonly Closed[]> {
  return db.$queryRaw<Closed[]>(Prisma.sql`
    WITH closed AS (
      SELECT h.id, h.code, h.rebound_count, h.fail_count, h.grade FROM hazard h
      WHERE ${where(filter)} AND h.status = 'closed' AND h.closed_at >= ${since}
      ORDER BY h.closed_at DESC, h.id DESC LIMIT ${take}
    )
    SELECT c.code, c.rebound_count AS rebounds, c.fail_count AS failed, c.grade = 'major' AS "isMajor",
      EXISTS (SELECT 1 FROM hazard_photo p WHERE p.hazard_id = c.id AND p.step = 'after') AS "isPhotographed"
    FROM closed c ORDER BY c.id`)
}

/** Those hazards, in the order of the codes. */
export async function byCodes(db: Tx, codes: readonly string[]): Promise<readonly Hazard[]> {
  return db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h WHERE h.code = ANY(${[...codes]})
    ORDER BY array_position(${[...codes]}::text[], h.code)`)
}

/** What became of those hazards in 回头看 since then, the newest word on each, by its code. */
export async function results(
  db: Tx,
  codes: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, 'pass' | 'fail'>> {
  const rows = await db.$queryRaw<{ code: string; passed: boolean }[]>`
    SELECT h.code, (
      SELECT e.type = 'LookBackPassed' FROM ledger_entry e
      WHERE e.subject = 'hazard' AND e.subject_id = h.id::text AND e.type IN ('LookBackPassed', 'LookBackFailed')
        AND e.at >= ${since}
      ORDER BY e.id DESC LIMIT 1
    ) AS passed
    FROM hazard h WHERE h.code = ANY(${[...codes]})`
  return new Map(
    rows.flatMap(({ code, passed }) => (passed === null ? [] : [[code, passed ? 'pass' : 'fail'] as const])),
  )
}

import type { Grading, Level } from '../../domain/hazards/grading.ts'
import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import { where, type HazardFilter } from './filter.ts'
import { columns, isUnrectified, type Hazard } from './rows.ts'

/** The same as `consequenceOf` of the rules: major ones are bad until somebody says otherwise. */
const consequence = Prisma.sql`coalesce(h.consequence, CASE WHEN h.major_stage <> 'suspected' THEN 'high' END)`
// What the index of graded hazards holds.
const isGraded = Prisma.sql`(h.consequence IS NOT NULL OR h.major_stage IS NOT NULL)`

export type Graded = Grading & Readonly<{ hazards: number }>

/** How many unrectified hazards there are of each grade, among those of which somebody has said how bad they are. */
export async function countByGrade(db: Tx, filter: HazardFilter): Promise<readonly Graded[]> {
  return db.$queryRaw<Graded[]>(Prisma.sql`
    SELECT h.difficulty, ${consequence} AS consequence, count(*)::int AS hazards FROM hazard h
    WHERE ${where(filter)} AND ${isUnrectified} AND ${isGraded} AND ${consequence} IS NOT NULL
    GROUP BY 1, 2`)
}

/** Unrectified hazards of one grade, the most pressing first. */
export async function ofGrade(
  db: Tx,
  filter: HazardFilter,
  grade: Readonly<{ difficulty: Level | null; consequence: Level | null }>,
  take: number,
): Promise<readonly Hazard[]> {
  return db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h
    WHERE ${where(filter)} AND ${isUnrectified} AND ${isGraded}
      AND ${consequence} = ${grade.consequence} AND h.difficulty IS NOT DISTINCT FROM ${grade.difficulty}
    ORDER BY h.due_at NULLS LAST, h.id LIMIT ${take}`)
}

import type { Day } from '../../domain/time/calendar.ts'
import type { Absence } from '../../domain/people/absence.ts'
import type { Tx } from '../open.ts'

/** More than a county has at one time; what is over is ended by the nightly tidying. */
const MOST = 5000

/** The leaves of a region that were not ended by word, oldest first; those that are over by the calendar among them. */
export async function standing(db: Tx, regionId: string): Promise<readonly Absence[]> {
  const rows = await db.absence.findMany({
    where: { regionId, endedAt: null },
    orderBy: { id: 'desc' },
    take: MOST,
    select: { id: true, personId: true, standInId: true, from: true, until: true },
  })
  return rows.map((row) => ({ ...row, from: row.from as Day, until: row.until as Day })).reverse()
}

/** Takes down a leave. */
export async function add(
  tx: Tx,
  absence: Omit<Absence, 'id'> & Readonly<{ regionId: string; toldById: string; toldAt: Date }>,
): Promise<number> {
  const { id } = await tx.absence.create({ data: absence, select: { id: true } })
  return id
}

/** Ends leaves before their time; answers those that were still standing. */
export async function end(
  tx: Tx,
  ids: readonly number[],
  by: Readonly<{ id: string | null; at: Date }>,
): Promise<number> {
  const { count } = await tx.absence.updateMany({
    where: { id: { in: [...ids] }, endedAt: null },
    data: { endedAt: by.at, endedById: by.id },
  })
  return count
}

/** Puts away the leaves that were over before today, so that the directory does not carry them for ever. */
export async function endPast(db: Tx, today: Day, now: Date): Promise<number> {
  const { count } = await db.absence.updateMany({
    where: { endedAt: null, until: { lt: today } },
    data: { endedAt: now },
  })
  return count
}

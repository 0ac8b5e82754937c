import type { Tx } from '../open.ts'

/** A complaint without the one who made it: what lists and messages may know. */
export type TakenComplaint = Readonly<{
  id: number
  hazardId: number
  code: string
  status: string
  takenById: string
  told: boolean
}>

/** The hazards that were registered while one event was handled. */
export async function hazardsOf(
  db: Tx,
  eventId: bigint,
): Promise<readonly Readonly<{ id: number; code: string }>[]> {
  return db.$queryRaw<{ id: number; code: string }[]>`
    SELECT h.id, h.code FROM ledger_entry l JOIN hazard h ON h.id::text = l.subject_id
    WHERE l.event_id = ${eventId} AND l.subject = 'hazard' AND l.type = 'HazardRegistered' ORDER BY h.id`
}

/** Notes who told of hazards; name and number stand here and nowhere else. */
export async function insert(
  tx: Tx,
  given: Readonly<{
    campaignId: string
    hazardIds: readonly number[]
    name: string | null
    phone: string | null
    byId: string
    at: Date
  }>,
): Promise<void> {
  const { campaignId, hazardIds, name, phone, byId, at } = given
  await tx.complaint.createMany({
    data: hazardIds.map((hazardId) => ({
      campaignId,
      hazardId,
      reporterName: name,
      reporterPhone: phone,
      takenAt: at,
      takenById: byId,
    })),
  })
}

/** Complaints that are to be answered now, as their hazards have come to an end; each is named once. */
export async function tellEnded(
  tx: Tx,
  hazardIds: readonly number[],
  at: Date,
): Promise<readonly Readonly<{ hazardId: number; takenById: string }>[]> {
  if (hazardIds.length === 0) return []
  return tx.$queryRaw<{ hazardId: number; takenById: string }[]>`
    UPDATE complaint SET told_at = ${at}
    WHERE hazard_id = ANY(${[...hazardIds]}) AND told_at IS NULL AND answered_at IS NULL
    RETURNING hazard_id AS "hazardId", taken_by_id AS "takenById"`
}

/** Complaints not answered yet: of one person, or of the whole campaign. */
export async function open(
  db: Tx,
  campaignId: string,
  takenById: string | undefined,
  take: number,
): Promise<readonly TakenComplaint[]> {
  const rows = await db.complaint.findMany({
    where: { campaignId, answeredAt: null, ...(takenById === undefined ? {} : { takenById }) },
    select: { id: true, hazardId: true, takenById: true, toldAt: true },
    orderBy: { id: 'asc' },
    take,
  })
  const hazards = await db.hazard.findMany({
    where: { id: { in: rows.map(({ hazardId }) => hazardId) } },
    select: { id: true, code: true, status: true },
  })
  const byId = new Map(hazards.map((hazard) => [hazard.id, hazard]))
  return rows.flatMap(({ toldAt, ...row }) => {
    const hazard = byId.get(row.hazardId)
    return hazard ? [{ ...row, code: hazard.code, status: hazard.status, told: toldAt !== null }] : []
  })
}

/** The complaint on a hazard, with who made it, for whoever may know; the caller sees to that. */
export async function find(db: Tx, hazardId: number) {
  return db.complaint.findFirst({ where: { hazardId }, orderBy: { id: 'desc' } })
}

/** Notes that the reporter has been answered. */
export async function answer(tx: Tx, id: number, at: Date): Promise<void> {
  await tx.complaint.update({ where: { id }, data: { answeredAt: at } })
}

import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import { where, type HazardFilter } from './filter.ts'
import { columns, isOpen, isUnrectified, type Hazard } from './rows.ts'

/** What people mean by 快到期: within three days. */
const SOON_MS = 3 * 86_400_000

/** Which kinds of open hazards a list is about. */
export type OpenKind = 'open' | 'due-soon' | 'overdue' | 'unrectified' | 'to-reinspect'

/** Open hazards by their limit, the most pressing first, at most `take`. */
export async function list(
  db: Tx,
  filter: HazardFilter,
  kind: OpenKind,
  now: Date,
  take: number,
): Promise<readonly Hazard[]> {
  const condition = {
    open: isOpen,
    overdue: Prisma.sql`${isUnrectified} AND h.due_at < ${now}`,
    'due-soon': Prisma.sql`${isUnrectified} AND h.due_at >= ${now} AND h.due_at < ${new Date(now.getTime() + SOON_MS)}`,
    unrectified: isUnrectified,
    'to-reinspect': Prisma.sql`h.status = 'to-reinspect'`,
  }[kind]
  return db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h WHERE ${where(filter)} AND ${condition}
    ORDER BY h.due_at NULLS LAST, h.id LIMIT ${take}`)
}

/**
 * Unrectified hazards that several units share (联合整治) and in which this one leads or assists without being the one
 * that rectifies, the most pressing first, at most `take`.
 */
export async function joint(
  db: Tx,
  campaignId: string,
  unitId: string,
  take: number,
): Promise<readonly Hazard[]> {
  return db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h
    WHERE h.campaign_id = ${campaignId} AND ${isUnrectified} AND cardinality(h.assisting_ids) > 0
      AND (h.lead_id = ${unitId} OR ${unitId} = ANY(h.assisting_ids))
      AND h.responsible_id IS DISTINCT FROM ${unitId}
    ORDER BY h.due_at NULLS LAST, h.id LIMIT ${take}`)
}

/** Unrectified hazards whose limit lies before `until`, for the morning's digests. */
export async function dueBefore(db: Tx, campaignId: string, until: Date): Promise<readonly Hazard[]> {
  return db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h
    WHERE h.campaign_id = ${campaignId} AND ${isUnrectified} AND h.due_at < ${until}
    ORDER BY h.due_at, h.id`)
}

/**
 * Unrectified hazards that may need a word about measures on that day: listed ones, those whose measures are due for a
 * look, and those that take long, by their first limit or a later one, and have none yet.
 */
export async function needingCare(
  db: Tx,
  campaignId: string,
  of: Readonly<{ today: string; longDays: number }>,
): Promise<readonly Hazard[]> {
  return db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h
    WHERE h.campaign_id = ${campaignId} AND ${isUnrectified} AND (
      h.major_stage = 'listed' OR h.next_check_on <= ${of.today}
      OR (h.measures IS NULL
        AND (h.extension_count > 0 OR h.due_at > h.found_at + ${of.longDays} * interval '1 day'))
    )
    ORDER BY h.due_at NULLS LAST, h.id`)
}

/** What a bare number may mean: the hazards of that number in several campaigns, void ones left out. */
export type Numbered = Pick<
  Hazard,
  'campaignId' | 'code' | 'number' | 'status' | 'responsibleId' | 'leadId' | 'foundById'
>

/** The hazards of those numbers in those campaigns. */
export async function numbered(
  db: Tx,
  campaignIds: readonly string[],
  numbers: readonly number[],
): Promise<readonly Numbered[]> {
  const rows = await db.hazard.findMany({
    where: {
      campaignId: { in: [...campaignIds] },
      number: { in: [...numbers] },
      status: { not: 'void' },
    },
    select: {
      campaignId: true,
      code: true,
      number: true,
      status: true,
      responsibleId: true,
      leadId: true,
      foundById: true,
    },
    orderBy: { code: 'asc' },
  })
  return rows.map((row) => ({ ...row, status: row.status as Hazard['status'] }))
}

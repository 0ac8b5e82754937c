import { DomainError } from '../domain/errors.ts'
import type { HazardFacts, HazardStatus } from '../domain/hazard.ts'
import { toJson } from './database/json.ts'
import { Prisma } from './generated/client.ts'
import type { Tx } from './open.ts'

/** A hazard (隐患) as it stands. */
export type Hazard = HazardFacts &
  Readonly<{
    id: number
    campaignId: string
    number: number
    grade: string
    category: string
    communityId: string | null
    communityName: string | null
    place: string | null
    description: string
    leadId: string | null
    foundAt: Date
    fixedOnSpot: boolean
    rectifiedAt: Date | null
    closedAt: Date | null
    closedById: string | null
    failCount: number
    failReason: string | null
    version: number
  }>

export type NewHazard = Omit<Hazard, 'id' | 'number' | 'code' | 'version' | 'failCount' | 'failReason'>

const columns = Prisma.sql`h.id, h.campaign_id AS "campaignId", h.number, h.code, h.status, h.grade, h.category,
  h.community_id AS "communityId", h.community_name AS "communityName", h.place, h.description,
  h.locality_id AS "localityId", h.responsible_id AS "responsibleId", h.lead_id AS "leadId",
  h.found_at AS "foundAt", h.found_by_id AS "foundById", h.found_unit_id AS "foundUnitId", h.due_at AS "dueAt",
  h.fixed_on_spot AS "fixedOnSpot", h.rectified_at AS "rectifiedAt", h.rectified_by_id AS "rectifiedById",
  h.closed_at AS "closedAt", h.closed_by_id AS "closedById", h.fail_count AS "failCount",
  h.fail_reason AS "failReason", h.version`

const isOpen = Prisma.sql`h.status NOT IN ('closed', 'void')`

/** Still has to be rectified: what can be overdue. A hazard that waits for re-inspection has been handed in. */
const isUnrectified = Prisma.sql`h.status IN ('to-rectify', 'rectifying')`

/** `counter` takes the campaign's next number, so that numbers have no gaps; `registered` is the hazard that got it. */
function registration(h: NewHazard): Prisma.Sql {
  return Prisma.sql`
    counter AS (
      UPDATE campaign SET next_hazard_number = next_hazard_number + 1 WHERE id = ${h.campaignId}
      RETURNING next_hazard_number - 1 AS number, code_prefix
    ), registered AS (
      INSERT INTO hazard (campaign_id, number, code, status, grade, category, community_id, community_name, place,
        description, locality_id, responsible_id, lead_id, found_at, found_by_id, found_unit_id, due_at, fixed_on_spot,
        rectified_at, rectified_by_id, closed_at, closed_by_id)
      SELECT ${h.campaignId}, number, code_prefix || '-' || lpad(number::text, greatest(4, length(number::text)), '0'),
        ${h.status}, ${h.grade}, ${h.category}, ${h.communityId}, ${h.communityName}, ${h.place}, ${h.description},
        ${h.localityId}, ${h.responsibleId}, ${h.leadId}, ${h.foundAt}, ${h.foundById}, ${h.foundUnitId}, ${h.dueAt},
        ${h.fixedOnSpot}, ${h.rectifiedAt}, ${h.rectifiedById}, ${h.closedAt}, ${h.closedById}
      FROM counter
      RETURNING id, number, code
    )`
}

type Given = Readonly<{ id: number; number: number; code: string }>

/** The hazard as it stands in the database; refuses when there was no campaign to number it. */
function asRegistered(h: NewHazard, given: Given | undefined): Hazard {
  if (!given) throw new DomainError('campaign.unknown', { name: h.campaignId })
  const { id, number, code } = given
  return { ...h, id, number, code, failCount: 0, failReason: null, version: 1 }
}

/** Writes a new hazard with the campaign's next number, and nothing else. */
export async function insert(tx: Tx, h: NewHazard): Promise<Hazard> {
  const [row] = await tx.$queryRaw<Given[]>`WITH ${registration(h)} SELECT id, number, code FROM registered`
  return asRegistered(h, row)
}

/**
 * Writes a new hazard together with its ledger entry and answers, as `twin`, the number of an open one of the same
 * kind at the same spot. One statement, because every other registration waits for the counter from here to the
 * commit. So a twin is one committed before: of two registered in the same instant, neither is told of the other.
 */
export async function register(
  tx: Tx,
  h: NewHazard,
  origin: Readonly<{ photos: readonly string[]; eventId: bigint | undefined }>,
): Promise<Readonly<{ hazard: Hazard; twin: number | null }>> {
  const { status, dueAt, responsibleId, fixedOnSpot } = h
  const told = toJson({ status, dueAt, responsibleId, fixedOnSpot, photos: origin.photos })
  const [row] = await tx.$queryRaw<(Given & { twin: number | null })[]>`
    WITH ${registration(h)}, entry AS (
      INSERT INTO ledger_entry (campaign_id, subject, subject_id, type, data, by_id, at, event_id)
      SELECT ${h.campaignId}, 'hazard', id::text, 'HazardRegistered',
        ${told}::jsonb || jsonb_build_object('code', code), ${h.foundById}, ${h.foundAt}, ${origin.eventId ?? null}
      FROM registered
    )
    SELECT id, number, code, (
      SELECT h.number FROM hazard h
      WHERE h.campaign_id = ${h.campaignId} AND h.community_id = ${h.communityId} AND ${isOpen}
        AND h.category = ${h.category} AND h.place = ${h.place}
      ORDER BY h.id DESC LIMIT 1
    ) AS twin
    FROM registered`
  return { hazard: asRegistered(h, row), twin: row?.twin ?? null }
}

/** The hazard of that code in that region, locked until the transaction ends. Throws `hazard.not_found`. */
export async function lock(tx: Tx, code: string, regionId: string): Promise<Hazard> {
  const [row] = await tx.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h JOIN campaign c ON c.id = h.campaign_id
    WHERE h.code = ${code} AND c.region_id = ${regionId} FOR UPDATE OF h`)
  if (!row) throw new DomainError('hazard.not_found', { code })
  return row
}

/** The hazard of that code in that region, or null. */
export async function find(db: Tx, code: string, regionId: string): Promise<Hazard | null> {
  const [row] = await db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h JOIN campaign c ON c.id = h.campaign_id
    WHERE h.code = ${code} AND c.region_id = ${regionId}`)
  return row ?? null
}

export type HazardChanges = Readonly<{
  status?: HazardStatus
  dueAt?: Date | null
  category?: string
  place?: string
  responsibleId?: string
  leadId?: string | null
  rectifiedAt?: Date | null
  rectifiedById?: string | null
  closedAt?: Date | null
  closedById?: string | null
  failCount?: number
  failReason?: string | null
}>

/** Saves what changed, if nobody else saved since; answers the hazard as it stands now. */
export async function save(tx: Tx, hazard: Hazard, changes: HazardChanges): Promise<Hazard> {
  const { count } = await tx.hazard.updateMany({
    where: { id: hazard.id, version: hazard.version },
    data: { ...changes, version: { increment: 1 } },
  })
  if (count === 0) throw new DomainError('hazard.changed_meanwhile', { code: hazard.code })
  return { ...hazard, ...changes, version: hazard.version + 1 }
}

/** Adds photos to one step of a hazard; the same picture twice is one. Answers how many were new. */
export async function addPhotos(
  tx: Tx,
  photos: Readonly<{
    hazardId: number
    hashes: readonly string[]
    step: 'before' | 'after' | 'reinspection'
    byId: string
    at: Date
  }>,
): Promise<number> {
  if (photos.hashes.length === 0) return 0
  const { hazardId, step, byId, at } = photos
  const { count } = await tx.hazardPhoto.createMany({
    data: photos.hashes.map((hash) => ({ hazardId, hash, step, byId, at })),
    skipDuplicates: true,
  })
  return count
}

/** The photos of a hazard, oldest first. */
export async function photosOf(db: Tx, hazardId: number) {
  return db.hazardPhoto.findMany({
    where: { hazardId },
    orderBy: { id: 'asc' },
    select: { hash: true, step: true, at: true },
  })
}

export type HazardFilter = Readonly<{
  campaignId: string
  /** Hazards in this unit's area, or that it must rectify, or that it leads. */
  unitId?: string | undefined
  communityId?: string | undefined
  category?: string | undefined
  /** Only those this unit must rectify. */
  responsibleId?: string | undefined
  foundById?: string | undefined
}>

function where(filter: HazardFilter): Prisma.Sql {
  const conditions = [Prisma.sql`h.campaign_id = ${filter.campaignId}`, Prisma.sql`h.status <> 'void'`]
  if (filter.unitId) {
    const id = filter.unitId
    conditions.push(Prisma.sql`(h.locality_id = ${id} OR h.responsible_id = ${id} OR h.lead_id = ${id})`)
  }
  if (filter.communityId) conditions.push(Prisma.sql`h.community_id = ${filter.communityId}`)
  if (filter.category) conditions.push(Prisma.sql`h.category = ${filter.category}`)
  if (filter.responsibleId) conditions.push(Prisma.sql`h.responsible_id = ${filter.responsibleId}`)
  if (filter.foundById) conditions.push(Prisma.sql`h.found_by_id = ${filter.foundById}`)
  return Prisma.join(conditions, ' AND ')
}

export type Tally = Readonly<{
  total: number
  closed: number
  toReinspect: number
  unrectified: number
  overdue: number
}>

/** How many there are, and how far they are. */
export async function tally(db: Tx, filter: HazardFilter, now: Date): Promise<Tally> {
  const [row] = await db.$queryRaw<Tally[]>(Prisma.sql`
    SELECT count(*)::int AS total,
      count(*) FILTER (WHERE h.status = 'closed')::int AS closed,
      count(*) FILTER (WHERE h.status = 'to-reinspect')::int AS "toReinspect",
      count(*) FILTER (WHERE ${isUnrectified})::int AS unrectified,
      count(*) FILTER (WHERE ${isUnrectified} AND h.due_at < ${now})::int AS overdue
    FROM hazard h WHERE ${where(filter)}`)
  return row ?? { total: 0, closed: 0, toReinspect: 0, unrectified: 0, overdue: 0 }
}

/** Each locality's tally, for a county at a glance. */
export async function tallyByLocality(db: Tx, campaignId: string, now: Date) {
  return db.$queryRaw<(Tally & { localityId: string | null })[]>(Prisma.sql`
    SELECT h.locality_id AS "localityId", count(*)::int AS total,
      count(*) FILTER (WHERE h.status = 'closed')::int AS closed,
      count(*) FILTER (WHERE h.status = 'to-reinspect')::int AS "toReinspect",
      count(*) FILTER (WHERE ${isUnrectified})::int AS unrectified,
      count(*) FILTER (WHERE ${isUnrectified} AND h.due_at < ${now})::int AS overdue
    FROM hazard h WHERE ${where({ campaignId })} GROUP BY h.locality_id ORDER BY h.locality_id`)
}

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

/** Unrectified hazards whose limit lies before `until`, for the morning's digests. */
export async function dueBefore(db: Tx, campaignId: string, until: Date): Promise<readonly Hazard[]> {
  return db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h
    WHERE h.campaign_id = ${campaignId} AND ${isUnrectified} AND h.due_at < ${until}
    ORDER BY h.due_at, h.id`)
}

export type LedgerCounts = Readonly<{
  inspected: number
  found: number
  rectified: number
  outstanding: number
}>

/**
 * What the ledger holds for one unit's report: places where it found hazards and hazards found in [from, to], by its
 * people or in its area; how many of these are rectified; and how many codes are still open.
 */
export async function countsFor(
  db: Tx,
  campaignId: string,
  unitId: string,
  from: Date,
  to: Date,
): Promise<LedgerCounts> {
  const [row] = await db.$queryRaw<LedgerCounts[]>(Prisma.sql`
    SELECT count(DISTINCT coalesce(h.community_id, h.community_name))::int AS inspected,
      count(*)::int AS found,
      count(*) FILTER (WHERE NOT ${isUnrectified})::int AS rectified,
      count(*) FILTER (WHERE ${isUnrectified})::int AS outstanding
    FROM hazard h
    WHERE h.campaign_id = ${campaignId} AND h.status <> 'void' AND h.found_at >= ${from} AND h.found_at <= ${to}
      AND (h.locality_id = ${unitId} OR h.found_unit_id = ${unitId})`)
  return row ?? { inspected: 0, found: 0, rectified: 0, outstanding: 0 }
}

/** The same for many units at once, in one statement; a unit that nothing was registered for is left out. */
export async function countsForUnits(
  db: Tx,
  campaignId: string,
  units: readonly string[],
  from: Date,
  to: Date,
): Promise<ReadonlyMap<string, LedgerCounts>> {
  if (units.length === 0) return new Map()
  const rows = await db.$queryRaw<(LedgerCounts & { unitId: string })[]>(Prisma.sql`
    WITH found AS (
      SELECT h.locality_id, h.found_unit_id, coalesce(h.community_id, h.community_name) AS place, ${isUnrectified} AS open
      FROM hazard h
      WHERE h.campaign_id = ${campaignId} AND h.status <> 'void' AND h.found_at >= ${from} AND h.found_at <= ${to}
    ), of_unit AS (
      SELECT locality_id AS unit_id, place, open FROM found
      UNION ALL
      SELECT found_unit_id, place, open FROM found WHERE found_unit_id IS DISTINCT FROM locality_id
    )
    SELECT unit_id AS "unitId", count(DISTINCT place)::int AS inspected, count(*)::int AS found,
      count(*) FILTER (WHERE NOT open)::int AS rectified, count(*) FILTER (WHERE open)::int AS outstanding
    FROM of_unit WHERE unit_id = ANY(${[...units]}) GROUP BY unit_id`)
  return new Map(rows.map(({ unitId, ...counts }) => [unitId, counts]))
}

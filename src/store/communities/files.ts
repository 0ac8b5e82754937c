import type { Facts } from '../../domain/communities/fields.ts'
import type { Day } from '../../domain/time/calendar.ts'
import { toJson } from '../database/json.ts'
import type { Tx } from '../open.ts'

/** What is kept of a community beside what the directory knows of it. */
export type CommunityFile = Readonly<{
  communityId: string
  facts: Facts
  watchedOn: Day | null
  watchDays: number | null
}>

export type Steward = Readonly<{ building: string; name: string; phone: string | null }>

type Row = Readonly<{
  communityId: string
  facts: unknown
  watchedOn: string | null
  watchDays: number | null
}>

const asFile = (row: Row): CommunityFile => ({
  communityId: row.communityId,
  facts: row.facts as Facts,
  watchedOn: row.watchedOn as Day | null,
  watchDays: row.watchDays,
})

const empty = (communityId: string): CommunityFile => ({
  communityId,
  facts: {},
  watchedOn: null,
  watchDays: null,
})

/** The file of a community; an empty one where nobody has written anything yet. */
export async function find(db: Tx, communityId: string): Promise<CommunityFile> {
  const row = await db.communityFile.findUnique({ where: { communityId } })
  return row ? asFile(row) : empty(communityId)
}

/** The files of several communities, by id; communities without one are left out. */
export async function findMany(
  db: Tx,
  communityIds: readonly string[],
): Promise<ReadonlyMap<string, CommunityFile>> {
  const rows = await db.communityFile.findMany({ where: { communityId: { in: [...communityIds] } } })
  return new Map(rows.map((row) => [row.communityId, asFile(row)]))
}

/** The file, made if there is none, locked until the transaction ends. */
export async function lock(tx: Tx, communityId: string, at: Date): Promise<CommunityFile> {
  await tx.$executeRaw`
    INSERT INTO community_file (community_id, updated_at) VALUES (${communityId}, ${at})
    ON CONFLICT (community_id) DO NOTHING`
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT community_id AS "communityId", facts, watched_on AS "watchedOn", watch_days AS "watchDays"
    FROM community_file WHERE community_id = ${communityId} FOR UPDATE`
  return row ? asFile(row) : empty(communityId)
}

/** Puts the facts of one file in place of those held. */
export async function saveFacts(
  tx: Tx,
  given: Readonly<{ communityId: string; facts: Facts; byId: string | null; at: Date }>,
): Promise<void> {
  const { communityId, facts, byId, at } = given
  await tx.$executeRaw`
    UPDATE community_file SET facts = ${toJson(facts)}::jsonb, version = version + 1, updated_at = ${at},
      updated_by_id = ${byId}
    WHERE community_id = ${communityId}`
}

/** Puts a community on the watch list, or takes it off. */
export async function saveWatch(
  tx: Tx,
  given: Readonly<{ communityId: string; on: Day | null; days: number | null }>,
): Promise<void> {
  await tx.communityFile.update({
    where: { communityId: given.communityId },
    data: { watchedOn: given.on, watchDays: given.days },
  })
}

/**
 * Fills in what a campaign file says of communities, only where nobody has written anything: what was said in chat or
 * sent back as a table is newer. One statement for all of them.
 */
export async function fillIn(
  tx: Tx,
  files: readonly Readonly<{ communityId: string; facts: Facts; watchDays: number | null }>[],
  on: Day,
  at: Date,
): Promise<void> {
  if (files.length === 0) return
  await tx.$executeRaw`
    INSERT INTO community_file (community_id, facts, watched_on, watch_days, updated_at)
    SELECT f."communityId", f.facts, CASE WHEN f."watchDays" IS NULL THEN NULL ELSE ${on} END, f."watchDays", ${at}
    FROM jsonb_to_recordset(${toJson(files)}::jsonb) AS f ("communityId" text, facts jsonb, "watchDays" int)
    ON CONFLICT (community_id) DO UPDATE SET facts = excluded.facts || community_file.facts`
}

/** Names the property company of a community, for good: a campaign file no longer changes it. */
export async function saveProperty(tx: Tx, communityId: string, propertyId: string | null): Promise<void> {
  await tx.community.update({ where: { id: communityId }, data: { propertyId, propertySaid: true } })
}

/** Who answers for which building now, by building. */
export async function stewardsOf(
  db: Tx,
  communityIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Steward[]>> {
  const rows = await db.buildingSteward.findMany({
    where: { communityId: { in: [...communityIds] }, until: null },
    select: { communityId: true, building: true, name: true, phone: true },
  })
  const held = new Map<string, Steward[]>()
  for (const { communityId, ...steward } of rows) {
    const list = held.get(communityId) ?? []
    held.set(communityId, list)
    list.push(steward)
  }
  for (const list of held.values())
    list.sort((a, b) => Number.parseInt(a.building, 10) - Number.parseInt(b.building, 10))
  return held
}

/** Makes somebody the 楼长 of a building; answers whom he follows, or undefined when nothing changes. */
export async function putSteward(
  tx: Tx,
  given: Steward & Readonly<{ communityId: string; byId: string; at: Date }>,
): Promise<Readonly<{ before: string | null }> | undefined> {
  const { communityId, building, name, phone, byId, at } = given
  const held = await tx.buildingSteward.findFirst({ where: { communityId, building, until: null } })
  if (held && held.name === name && (phone === null || held.phone === phone)) return undefined
  if (held) await tx.buildingSteward.update({ where: { id: held.id }, data: { until: at } })
  const kept = phone ?? (held?.name === name ? held.phone : null)
  await tx.buildingSteward.create({ data: { communityId, building, name, phone: kept, since: at, byId } })
  return { before: held?.name ?? null }
}

/** Writes the facts of many files at once, each in place of what it held. */
export async function saveManyFacts(
  tx: Tx,
  given: readonly Readonly<{ communityId: string; facts: Facts }>[],
  byId: string,
  at: Date,
): Promise<void> {
  if (given.length === 0) return
  await tx.$executeRaw`
    INSERT INTO community_file (community_id, facts, updated_at, updated_by_id)
    SELECT f."communityId", f.facts, ${at}, ${byId}
    FROM jsonb_to_recordset(${toJson(given)}::jsonb) AS f ("communityId" text, facts jsonb)
    ON CONFLICT (community_id) DO UPDATE SET facts = excluded.facts, version = community_file.version + 1,
      updated_at = excluded.updated_at, updated_by_id = excluded.updated_by_id`
}

/** Makes each of them the 楼长 of a building in place of whoever was. The caller leaves out what does not change. */
export async function putManyStewards(
  tx: Tx,
  given: readonly (Steward & Readonly<{ communityId: string }>)[],
  byId: string,
  at: Date,
): Promise<void> {
  if (given.length === 0) return
  await tx.$executeRaw`
    UPDATE building_steward b SET until = ${at}
    FROM jsonb_to_recordset(${toJson(given)}::jsonb) AS s ("communityId" text, building text)
    WHERE b.community_id = s."communityId" AND b.building = s.building AND b.until IS NULL`
  await tx.buildingSteward.createMany({ data: given.map((each) => ({ ...each, since: at, byId })) })
}

/** Takes new communities into the directory, and names the property company of known ones. */
export async function saveTablePlaces(
  tx: Tx,
  regionId: string,
  given: Readonly<{
    added: readonly Readonly<{ id: string; name: string; unitId: string; propertyId: string | null }>[]
    property: readonly Readonly<{ id: string; propertyId: string | null }>[]
  }>,
): Promise<void> {
  if (given.added.length > 0)
    await tx.community.createMany({
      data: given.added.map((each) => ({ ...each, regionId, aliases: [], propertySaid: true })),
    })
  if (given.property.length > 0)
    await tx.$executeRaw`
      UPDATE community c SET property_id = p."propertyId", property_said = true
      FROM jsonb_to_recordset(${toJson(given.property)}::jsonb) AS p (id text, "propertyId" text)
      WHERE c.id = p.id`
}

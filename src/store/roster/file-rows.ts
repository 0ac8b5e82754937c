import type { Role } from '../../domain/roles.ts'
import { toJson } from '../database/json.ts'
import type { Tx } from '../open.ts'

// What a campaign file says of units, people and communities, each kind in one statement however many there are: a
// county of thousands must load well within the time that a transaction is given.

export type UnitRow = Readonly<{
  id: string
  name: string
  kind: string
  aliases: readonly string[]
  parentId: string | null
}>

/** Adds units, or updates those of the same id; a parent may stand after its child. */
export async function saveUnits(tx: Tx, regionId: string, units: readonly UnitRow[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO unit (id, region_id, name, kind, aliases, parent_id, active)
    SELECT u.id, ${regionId}, u.name, u.kind, u.aliases, u."parentId", true
    FROM jsonb_to_recordset(${toJson(units)}::jsonb)
      AS u (id text, name text, kind text, aliases text[], "parentId" text)
    ON CONFLICT (id) DO UPDATE SET region_id = excluded.region_id, name = excluded.name, kind = excluded.kind,
      aliases = excluded.aliases, parent_id = excluded.parent_id, active = true`
}

export type CommunityRow = Readonly<{
  id: string
  name: string
  aliases: readonly string[]
  unitId: string
  propertyId: string | null
  address: string | null
}>

/** Adds communities, or updates those of the same id. */
export async function saveCommunities(
  tx: Tx,
  regionId: string,
  communities: readonly CommunityRow[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO community (id, region_id, name, aliases, unit_id, property_id, address, active)
    SELECT c.id, ${regionId}, c.name, c.aliases, c."unitId", c."propertyId", c.address, true
    FROM jsonb_to_recordset(${toJson(communities)}::jsonb)
      AS c (id text, name text, aliases text[], "unitId" text, "propertyId" text, address text)
    ON CONFLICT (id) DO UPDATE SET region_id = excluded.region_id, name = excluded.name, aliases = excluded.aliases,
      unit_id = excluded.unit_id, address = excluded.address, active = true,
      property_id = CASE WHEN community.property_said THEN community.property_id ELSE excluded.property_id END`
}

export type MemberRow = Readonly<{ unitId: string; position: number; duties: readonly string[] }>

/** Adds who takes part, from `joinedOn`; whoever takes part already keeps his place and the day on which he joined. */
export async function saveMembers(
  tx: Tx,
  campaignId: string,
  joinedOn: string,
  members: readonly MemberRow[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO campaign_unit (campaign_id, unit_id, position, duties, joined_on)
    SELECT ${campaignId}, m."unitId", m.position, m.duties, ${joinedOn}
    FROM jsonb_to_recordset(${toJson(members)}::jsonb) AS m ("unitId" text, position int, duties text[])
    ON CONFLICT (campaign_id, unit_id) DO UPDATE SET duties = excluded.duties, left_on = NULL`
}

export type PersonRow = Readonly<{
  id: string
  unitId: string
  name: string
  title: string | null
  phone: string | null
  roles: readonly Role[]
}>

/** Adds people, or updates those of the same id, roles included. */
export async function savePeople(tx: Tx, regionId: string, people: readonly PersonRow[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO person (id, region_id, unit_id, name, title, phone, roles, active)
    SELECT p.id, ${regionId}, p."unitId", p.name, p.title, p.phone, p.roles, true
    FROM jsonb_to_recordset(${toJson(people)}::jsonb)
      AS p (id text, "unitId" text, name text, title text, phone text, roles text[])
    ON CONFLICT (id) DO UPDATE SET region_id = excluded.region_id, unit_id = excluded.unit_id, name = excluded.name,
      title = excluded.title, phone = excluded.phone, roles = excluded.roles, active = true`
}

/** Which of the ids are on the roster's table already, with the roles that they hold. */
export async function rolesHeld(
  db: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.person.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, roles: true },
  })
  return new Map(rows.map(({ id, roles }) => [id, roles]))
}

/** Ties accounts named in a file to their people; an account that is known keeps its name. */
export async function bindAccounts(
  tx: Tx,
  accounts: readonly Readonly<{ platform: string; userId: string; nick: string; personId: string }>[],
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO account (platform, user_id, nick, person_id, bound_at)
    SELECT a.platform, a."userId", a.nick, a."personId", ${at}
    FROM jsonb_to_recordset(${toJson(accounts)}::jsonb) AS a (platform text, "userId" text, nick text, "personId" text)
    ON CONFLICT (platform, user_id) DO UPDATE SET person_id = excluded.person_id`
}

import { groupBy } from '../domain/group-by.ts'
import type { Day } from '../domain/time/calendar.ts'
import type { Absence } from '../domain/people/absence.ts'
import { completePlan, type Plan, type StoredPlan } from '../domain/plan.ts'
import { withTargets } from '../domain/submissions/targets.ts'
import type { Role } from '../domain/roles.ts'
import * as consultations from './consultations.ts'
import type { Tx } from './open.ts'
import * as absences from './roster/absences.ts'
import * as contacts from './roster/contacts.ts'

export type Unit = Readonly<{
  id: string
  name: string
  kind: string
  parentId: string | null
  aliases: readonly string[]
}>
export type Community = Readonly<{
  id: string
  name: string
  aliases: readonly string[]
  unitId: string
  propertyId: string | null
}>
export type PersonAccount = Readonly<{ platform: string; userId: string; reachable: boolean }>
export type Person = Readonly<{
  id: string
  regionId: string
  name: string
  title: string | null
  unitId: string
  roles: readonly Role[]
  accounts: readonly PersonAccount[]
}>
export type Campaign = Readonly<{
  id: string
  title: string
  issuer: string
  codePrefix: string
  startsOn: string
  endsOn: string
  /** As loaded, with a duty for each of its targets. */
  plan: Plan
  /** Taking part, with the keys of the duties that each owes. */
  members: readonly Readonly<{
    unitId: string
    position: number
    duties: readonly string[]
    joinedOn: string
    leftOn: string | null
  }>[]
  /** Rounds in which units are being asked for their opinion. */
  consultations: readonly consultations.OpenConsultation[]
}>

/** Who and what there is in one region, as of one revision. No phone numbers: what is not here cannot leak. */
export type Directory = Readonly<{
  regionId: string
  regionName: string
  revision: number
  units: ReadonlyMap<string, Unit>
  communities: ReadonlyMap<string, Community>
  people: ReadonlyMap<string, Person>
  campaigns: readonly Campaign[]
  /** Leaves that were not ended by word, past ones among them. */
  absences: readonly Absence[]
  /** 主要领导 and 分管领导 of units, as far as they are people whom the bot knows. */
  leaders: readonly Readonly<{ unitId: string; personId: string }>[]
}>

/** Reads a region's directory whole. A county has some dozens of units and a few thousand people at most. */
export async function load(db: Tx, regionId: string): Promise<Directory> {
  const region = await db.region.findUniqueOrThrow({ where: { id: regionId } })
  const units = await db.unit.findMany({ where: { regionId, active: true }, orderBy: { id: 'asc' } })
  const communities = await db.community.findMany({
    where: { regionId, active: true },
    orderBy: { id: 'asc' },
  })
  const people = await db.person.findMany({
    where: { regionId, active: true },
    orderBy: { id: 'asc' },
    omit: { phone: true },
  })
  const accounts = await db.$queryRaw<(PersonAccount & { personId: string })[]>`
    SELECT a.platform, a.user_id AS "userId", a.reachable, a.person_id AS "personId"
    FROM account a JOIN person p ON p.id = a.person_id WHERE p.region_id = ${regionId} ORDER BY a.id`
  const campaigns = await db.campaign.findMany({
    where: { regionId },
    orderBy: [{ startsOn: 'asc' }, { id: 'asc' }],
  })
  const members = await db.campaignUnit.findMany({
    where: { campaignId: { in: campaigns.map(({ id }) => id) } },
    orderBy: [{ position: 'asc' }, { unitId: 'asc' }],
  })
  const opened = await consultations.open(
    db,
    campaigns.map(({ id }) => id),
  )
  const accountsOf = groupBy(accounts, ({ personId }) => personId)
  const membersOf = groupBy(members, ({ campaignId }) => campaignId)
  return {
    regionId,
    regionName: region.name,
    revision: region.revision,
    units: byId(units),
    communities: byId(communities),
    people: byId(
      people.map((person) => ({
        ...person,
        roles: person.roles as Role[],
        accounts: accountsOf.get(person.id) ?? [],
      })),
    ),
    campaigns: campaigns.map((campaign) => {
      const plan = completePlan(campaign.plan as unknown as StoredPlan)
      return {
        ...campaign,
        ...withTargets(plan, campaign.startsOn as Day, membersOf.get(campaign.id) ?? []),
        consultations: opened.filter(({ campaignId }) => campaignId === campaign.id),
      }
    }),
    absences: await absences.standing(db, regionId),
    leaders: await contacts.leadersIn(db, regionId),
  }
}

function byId<T extends { id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}

/** The directory without the accounts that this program has no way to. */
function onPlatforms(directory: Directory, platforms: readonly string[] | undefined): Directory {
  if (!platforms) return directory
  const people = [...directory.people.values()].map((person) => ({
    ...person,
    accounts: person.accounts.filter(({ platform }) => platforms.includes(platform)),
  }))
  return { ...directory, people: byId(people) }
}

/** Says that the region's directory has changed; whoever holds a copy of an older revision reads it anew. */
export async function touch(tx: Tx, regionId: string): Promise<void> {
  await tx.region.update({ where: { id: regionId }, data: { revision: { increment: 1 } } })
}

async function revisionOf(db: Tx, regionId: string): Promise<number | undefined> {
  return (await db.region.findUnique({ where: { id: regionId }, select: { revision: true } }))?.revision
}

/** Keeps the newest copy of each region's directory in memory. */
export type DirectoryCache = Readonly<{
  /** The copy of that revision, read from the database when there is none yet. */
  of(db: Tx, regionId: string, revision: number): Promise<Directory>
  /** The name of whoever has that account, as far as the copies held know. */
  nameOf(platform: string, userId: string): string | undefined
  /** The region's current copy. */
  current(db: Tx, regionId: string): Promise<Directory>
  /** The current copy of every region. */
  all(db: Tx): Promise<readonly Directory[]>
}>

/**
 * A cache for one program; the revision that comes with each question keeps it right in several copies. Only accounts
 * on the given platforms count as ways to reach somebody (all of them when none are given).
 */
export function directoryCache(platforms?: readonly string[]): DirectoryCache {
  const copies = new Map<string, Directory>()
  const of = async (db: Tx, regionId: string, revision: number): Promise<Directory> => {
    const held = copies.get(regionId)
    if (held?.revision === revision) return held
    const fresh = onPlatforms(await load(db, regionId), platforms)
    // A transaction that will roll back may read its own raised revision; never keep a copy newer than what was asked for.
    // Nor one that somebody changed while it was read: half of it may be older than its number says.
    if (fresh.revision === revision && (await revisionOf(db, regionId)) === revision)
      copies.set(regionId, fresh)
    return fresh
  }
  return {
    of,
    nameOf(platform, userId) {
      for (const copy of copies.values()) {
        for (const { name, accounts } of copy.people.values()) {
          if (accounts.some((account) => account.platform === platform && account.userId === userId))
            return name
        }
      }
      return undefined
    },
    async current(db, regionId) {
      const { revision } = await db.region.findUniqueOrThrow({
        where: { id: regionId },
        select: { revision: true },
      })
      return of(db, regionId, revision)
    },
    async all(db) {
      const regions = await db.region.findMany({ orderBy: { id: 'asc' } })
      const directories: Directory[] = []
      for (const region of regions) directories.push(await of(db, region.id, region.revision))
      return directories
    },
  }
}

import { DomainError } from '../../domain/errors.ts'
import type { HazardFacts } from '../../domain/hazards/hazard.ts'
import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import { columns, type Hazard } from './rows.ts'

/** The hazard of that code in that region, locked until the transaction ends. Throws `hazard.not_found`. */
export async function lock(tx: Tx, code: string, regionId: string): Promise<Hazard> {
  const [row] = await tx.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h JOIN campaign c ON c.id = h.campaign_id
    WHERE h.code = ${code} AND c.region_id = ${regionId} FOR UPDATE OF h`)
  if (!row) throw new DomainError('hazard.not_found', { code })
  return row
}

/** The hazard of that number of the database, locked until the transaction ends. Throws `hazard.not_found`. */
export async function lockById(tx: Tx, id: number): Promise<Hazard> {
  const [row] = await tx.$queryRaw<Hazard[]>(
    Prisma.sql`SELECT ${columns} FROM hazard h WHERE h.id = ${id} FOR UPDATE`,
  )
  if (!row) throw new DomainError('hazard.not_found', { code: String(id) })
  return row
}

/** The hazard of that code in that region, or null. */
export async function find(db: Tx, code: string, regionId: string): Promise<Hazard | null> {
  const [row] = await db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h JOIN campaign c ON c.id = h.campaign_id
    WHERE h.code = ${code} AND c.region_id = ${regionId}`)
  return row ?? null
}

/** What can change of a hazard: all that the rules decide on, and what a correction corrects. */
export type HazardChanges = Readonly<
  Partial<
    Omit<HazardFacts, 'code' | 'foundById' | 'foundUnitId'> &
      Pick<Hazard, 'category' | 'place' | 'description'>
  >
>

/** Saves what changed, if nobody else saved since; answers the hazard as it stands now. */
export async function save(tx: Tx, hazard: Hazard, changes: HazardChanges): Promise<Hazard> {
  const { count } = await tx.hazard.updateMany({
    where: { id: hazard.id, version: hazard.version },
    data: { ...asData(changes), version: { increment: 1 } },
  })
  if (count === 0) throw new DomainError('hazard.changed_meanwhile', { code: hazard.code })
  return { ...hazard, ...changes, version: hazard.version + 1 }
}

function asData({
  assistingIds,
  extension,
  transfer,
  five,
  ...plain
}: HazardChanges): Prisma.HazardUpdateManyMutationInput {
  return {
    ...plain,
    ...(assistingIds === undefined ? {} : { assistingIds: [...assistingIds] }),
    ...(five === undefined ? {} : { five }),
    ...(extension === undefined ? {} : { extension: extension ?? Prisma.DbNull }),
    ...(transfer === undefined ? {} : { transfer: transfer ?? Prisma.DbNull }),
  }
}

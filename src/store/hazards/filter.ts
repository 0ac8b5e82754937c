import { Prisma } from '../generated/client.ts'

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

/** The hazards that a filter means, void ones left out. */
export function where(filter: HazardFilter): Prisma.Sql {
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

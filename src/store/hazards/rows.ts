import { unlived, type HazardFacts } from '../../domain/hazards/hazard.ts'
import { Prisma } from '../generated/client.ts'

/** A hazard (隐患) as it stands. */
export type Hazard = HazardFacts &
  Readonly<{
    id: number
    campaignId: string
    number: number
    category: string
    communityId: string | null
    communityName: string | null
    place: string | null
    description: string
    foundAt: Date
    fixedOnSpot: boolean
    version: number
  }>

export type NewHazard = Omit<
  Hazard,
  'id' | 'number' | 'code' | 'version' | 'majorStage' | keyof typeof unlived
>

/** The columns of a `Hazard`, of a table called `h`. */
export const columns = Prisma.sql`h.id, h.campaign_id AS "campaignId", h.number, h.code, h.status, h.grade, h.category,
  h.community_id AS "communityId", h.community_name AS "communityName", h.place, h.description,
  h.locality_id AS "localityId", h.responsible_id AS "responsibleId", h.lead_id AS "leadId",
  h.found_at AS "foundAt", h.found_by_id AS "foundById", h.found_unit_id AS "foundUnitId", h.due_at AS "dueAt",
  h.fixed_on_spot AS "fixedOnSpot", h.rectified_at AS "rectifiedAt", h.rectified_by_id AS "rectifiedById",
  h.closed_at AS "closedAt", h.closed_by_id AS "closedById", h.fail_count AS "failCount",
  h.fail_reason AS "failReason", h.rebound_count AS "reboundCount", h.merged_into_id AS "mergedIntoId",
  h.assisting_ids AS "assistingIds", h.major_stage AS "majorStage", h.listing_number AS "listingNumber", h.five,
  h.extension, h.extension_count AS "extensionCount", h.transfer, h.refused_at AS "refusedAt", h.measures,
  h.next_check_on AS "nextCheckOn", h.cause, h.advice, h.difficulty, h.consequence, h.version`

export const isOpen = Prisma.sql`h.status NOT IN ('closed', 'void')`

/** Still has to be rectified: what can be overdue. A hazard that waits for re-inspection has been handed in. */
export const isUnrectified = Prisma.sql`h.status IN ('to-rectify', 'rectifying')`

/** A row as Prisma's own queries give it. */
export function asHazard(row: HazardRow): Hazard {
  return row as unknown as Hazard
}
type HazardRow = Prisma.HazardGetPayload<object>

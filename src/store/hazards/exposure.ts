import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import { columns, isUnrectified, type Hazard } from './rows.ts'

/** Unrectified hazards that are major or refused, listed ones first: those among which the rules know what may be exposed. */
export async function exposable(db: Tx, campaignId: string): Promise<readonly Hazard[]> {
  return db.$queryRaw<Hazard[]>(Prisma.sql`
    SELECT ${columns} FROM hazard h
    WHERE h.campaign_id = ${campaignId} AND ${isUnrectified}
      AND (h.major_stage IS NOT NULL OR h.refused_at IS NOT NULL)
    ORDER BY (h.listing_number IS NOT NULL) DESC, (h.grade = 'major') DESC, h.due_at NULLS LAST, h.id`)
}

import { Prisma } from '../generated/client.ts'
import type { Tx } from '../open.ts'
import { columns, type Hazard } from './rows.ts'

/** A hazard whose owner may be unclear; `declined`: the last that its unit has said is 不是我们的. */
export type Unclear = Hazard & Readonly<{ declined: boolean }>

/**
 * Open hazards that somebody should look at: without a unit, handed over and not taken, or not even acknowledged since
 * `silentSince`. The oldest first, at most `take`.
 */
export async function unclear(
  db: Tx,
  campaignId: string,
  silentSince: Date,
  take: number,
): Promise<readonly Unclear[]> {
  return db.$queryRaw<Unclear[]>(Prisma.sql`
    SELECT ${columns}, coalesce((
      SELECT e.type = 'HazardDeclined' FROM ledger_entry e
      WHERE e.subject = 'hazard' AND e.subject_id = h.id::text ORDER BY e.id DESC LIMIT 1
    ), false) AS declined
    FROM hazard h
    WHERE h.campaign_id = ${campaignId} AND h.status NOT IN ('closed', 'void') AND (
      h.responsible_id IS NULL OR h.transfer IS NOT NULL OR h.status = 'to-confirm'
      OR (h.status = 'to-rectify' AND h.found_at < ${silentSince})
      OR EXISTS (SELECT 1 FROM ledger_entry e WHERE e.subject = 'hazard' AND e.subject_id = h.id::text AND e.type = 'HazardDeclined')
    )
    ORDER BY h.found_at, h.id LIMIT ${take}`)
}

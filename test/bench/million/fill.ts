import { gatherSums } from '../../../src/store/hazards/sums.ts'
import type { Store } from '../../../src/store/open.ts'

const REGION = 'bench'
export const CAMPAIGN = `${REGION}:bench`

/**
 * Fills the generated county with so many hazards of the last ten months, straight in SQL: nine of ten closed, a
 * hundredth void, a twentieth still to be rectified and some of these overdue; each with its history in the ledger.
 */
export async function fillHazards({ db }: Store, many: number, people: number, now: Date): Promise<void> {
  await db.$executeRawUnsafe(
    `INSERT INTO hazard (campaign_id, number, code, status, category, community_id, place, description, locality_id,
      responsible_id, found_at, found_by_id, found_unit_id, due_at, rectified_at, rectified_by_id, closed_at, closed_by_id)
    SELECT c.id, n, c.code_prefix || '-' || lpad(n::text, greatest(4, length(n::text)), '0'), s.status,
      (ARRAY['fire-lane', 'evacuation', 'facilities', 'e-bike'])[1 + n % 4], k.id, (n % 20) || '号楼',
      '楼道里堆满纸箱', k.unit_id, k.property_id, s.found, p.id, p.unit_id, s.found + interval '3 days',
      CASE WHEN s.status IN ('closed', 'to-reinspect') THEN s.found + interval '2 days' END,
      CASE WHEN s.status IN ('closed', 'to-reinspect') THEN m.id END,
      CASE WHEN s.status = 'closed' THEN s.found + interval '4 days' END,
      CASE WHEN s.status = 'closed' THEN p.id END
    FROM generate_series(1, ${many}) n
    CROSS JOIN LATERAL (SELECT (n * 7919::bigint) % ${people} AS who, ((n + n / ${people}) * 104729::bigint) % 100 AS fate) r
    CROSS JOIN LATERAL (SELECT
      CASE WHEN fate < 90 THEN 'closed' WHEN fate = 90 THEN 'void' WHEN fate < 95 THEN 'to-reinspect'
        WHEN fate < 98 THEN 'to-rectify' ELSE 'rectifying' END AS status,
      -- What is open is of the last two weeks, as in life.
      $1::timestamptz - make_interval(mins => ((n * 15485863::bigint) % (CASE WHEN fate < 90 THEN 432000 ELSE 20160 END))::int) AS found) s
    JOIN campaign c ON c.region_id = '${REGION}'
    JOIN community k ON k.id = '${REGION}:community-' || r.who
    JOIN person p ON p.id = '${REGION}:sender-' || r.who
    JOIN person m ON m.id = '${REGION}:manager-' || r.who`,
    now,
  )
  await db.$executeRawUnsafe(`UPDATE campaign SET next_hazard_number = ${many} + 1`)
  await db.$executeRawUnsafe(`
    INSERT INTO ledger_entry (campaign_id, subject, subject_id, type, data, by_id, at)
    SELECT h.campaign_id, 'hazard', h.id::text, t.type, jsonb_build_object('code', h.code), h.found_by_id, h.found_at
    FROM hazard h JOIN (VALUES ('HazardRegistered'), ('RectificationSubmitted'), ('ReinspectionPassed')) t (type)
      ON t.type = 'HazardRegistered' OR h.status = 'closed' OR (t.type = 'RectificationSubmitted' AND h.status = 'to-reinspect')
    ORDER BY h.id`)
  await gatherSums(db)
  // A million differences at once never come in life; the room that they took is given back.
  await db.$executeRawUnsafe('VACUUM FULL hazard_sum')
  await db.$executeRawUnsafe('VACUUM ANALYZE')
}

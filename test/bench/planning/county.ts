import { DEFAULT_LADDER } from '../../../src/domain/ladder.ts'
import { DEFAULT_REMINDERS } from '../../../src/domain/plan.ts'
import type { Store } from '../../../src/store/open.ts'

export const UNITS = 5000
export const CAMPAIGNS = 20
export const REGION = 'bench'

/** A weekly report, due on Fridays at 18:00, of 250 units in each of 20 campaigns; everybody has a liaison who is bound. */
export async function fillPlanningCounty({ db }: Store): Promise<void> {
  await db.region.create({ data: { id: REGION, name: '云川县' } })
  await db.$executeRaw`
    INSERT INTO unit (id, region_id, name, kind, aliases)
    SELECT CASE n WHEN 0 THEN 'office' ELSE 'u' || n END, ${REGION}, CASE n WHEN 0 THEN '消安委办' ELSE '第' || n || '物业' END,
      CASE n WHEN 0 THEN 'office' ELSE 'property' END, ARRAY[]::text[]
    FROM generate_series(0, ${UNITS}::int) AS n`
  await db.$executeRaw`
    INSERT INTO person (id, region_id, unit_id, name, roles)
    SELECT 'p' || n, ${REGION}, CASE n WHEN 0 THEN 'office' ELSE 'u' || n END, '某' || n,
      ARRAY[CASE n WHEN 0 THEN 'office' ELSE 'liaison' END]
    FROM generate_series(0, ${UNITS}::int) AS n`
  await db.$executeRaw`
    INSERT INTO account (platform, user_id, nick, reachable, person_id)
    SELECT 'dingtalk', 'd' || n, '某' || n, true, 'p' || n FROM generate_series(0, ${UNITS}::int) AS n`
  const plan = {
    stages: [],
    categories: [],
    duties: [
      {
        key: 'weekly',
        name: '周报',
        cadence: { kind: 'weekly', weekday: 5 },
        time: '18:00',
        holiday: 'as-usual',
        starts: '2026-11-23',
        ends: '2027-06-30',
        toId: 'office',
        deliverable: 'counts',
        parts: ['progress'],
      },
    ],
    targets: [],
    consultations: [],
    nodes: [],
    meetings: [],
    reminders: DEFAULT_REMINDERS,
    ladder: DEFAULT_LADDER,
    settings: { announceMissingInGroup: false, pilotIds: [] },
  }
  await db.campaign.createMany({
    data: Array.from({ length: CAMPAIGNS }, (_, n) => ({
      id: `c${n}`,
      regionId: REGION,
      title: `第${n}号专项整治`,
      issuer: '县消安委',
      codePrefix: `C${n}`,
      startsOn: '2026-11-23',
      endsOn: '2027-06-30',
      plan,
      loadedAt: new Date('2026-11-23T09:00:00+08:00'),
    })),
  })
  await db.$executeRaw`
    INSERT INTO campaign_unit (campaign_id, unit_id, position, duties, joined_on)
    SELECT 'c' || (n % ${CAMPAIGNS}::int), 'u' || n, n, ARRAY['weekly'], '2026-11-23' FROM generate_series(1, ${UNITS}::int) AS n`
  // Four hazards a unit and week for six weeks, half of them rectified; every seventh unit has none.
  await db.$executeRaw`
    INSERT INTO hazard (campaign_id, number, code, status, category, community_name, description, locality_id,
      responsible_id, found_at, found_by_id, found_unit_id)
    SELECT 'c' || (n % ${CAMPAIGNS}::int), row_number() OVER (PARTITION BY n % ${CAMPAIGNS}::int ORDER BY w, n, h), 'C' || n || '-' || w || '-' || h,
      CASE WHEN h % 2 = 0 THEN 'closed' ELSE 'to-rectify' END, 'evacuation', '小区' || h, '楼道堆物', 'u' || n, 'u' || n,
      timestamptz '2026-11-23 10:00+08' + make_interval(days => 7 * w + h), 'p' || n, 'u' || n
    FROM generate_series(1, ${UNITS}::int) AS n, generate_series(0, 5) AS w, generate_series(0, 3) AS h
    WHERE n % 7 <> 0`
}

/** Three units of ten have handed in the report of that Friday. */
export async function handIn({ db }: Store, period: Readonly<{ key: string; dueAt: Date }>): Promise<void> {
  const { key, dueAt } = period
  await db.$executeRaw`
    INSERT INTO report (campaign_id, duty, period, unit_id, version, receipt, counts, cumulative, sent_at, received_at, due_at, late, by_id)
    SELECT 'c' || (n % ${CAMPAIGNS}::int), 'weekly', ${key}, 'u' || n, 1, ${key} || '-' || n, '{}', '{}', now(), now(),
      ${dueAt}::timestamptz, false, 'p' || n
    FROM generate_series(1, ${UNITS}::int) AS n WHERE n % 10 < 3`
}

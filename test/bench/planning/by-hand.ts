import { nameMoment } from '../../../src/domain/time/calendar.ts'
import type { Period } from '../../../src/domain/time/cadence.ts'
import type { Store } from '../../../src/store/open.ts'
import { REGION } from './county.ts'

/** What the planner writes for the morning of a Friday, in one statement written by hand for exactly that. */
export async function planByHand({ db }: Store, period: Period, now: Date): Promise<number> {
  const { key, label, dueAt, opensAt } = period
  const due = new Date(dueAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const title = `周报（${label}）${nameMoment(dueAt, now)}截止，您单位还没报。`
  const plain = `${title}\n直接回：周报 检查6 发现11 整改8；没有情况回「零报告」。`
  return db.$executeRaw`
    WITH missing AS (
      SELECT m.campaign_id, m.unit_id FROM campaign_unit m
      WHERE 'weekly' = ANY(m.duties) AND m.joined_on <= ${due} AND (m.left_on IS NULL OR m.left_on > ${due})
        AND NOT EXISTS (SELECT FROM report r WHERE r.campaign_id = m.campaign_id AND r.duty = 'weekly'
          AND r.period = ${key} AND r.unit_id = m.unit_id AND r.version = 1)
    ), seen AS (
      SELECT h.campaign_id, h.locality_id, h.found_unit_id, h.status IN ('to-rectify', 'rectifying') AS open
      FROM hazard h WHERE h.status <> 'void' AND h.found_at >= ${opensAt} AND h.found_at <= ${now}
    ), counted AS (
      SELECT campaign_id, unit_id, count(*) AS found, count(*) FILTER (WHERE NOT open) AS rectified,
        count(*) FILTER (WHERE open) AS outstanding
      FROM (
        SELECT campaign_id, locality_id AS unit_id, open FROM seen
        UNION ALL SELECT campaign_id, found_unit_id, open FROM seen WHERE found_unit_id IS DISTINCT FROM locality_id
      ) each GROUP BY campaign_id, unit_id
    ), asked AS (
      SELECT 'remind:' || m.campaign_id || ':weekly:' || ${key} || ':morning:' || m.unit_id || ':' || a.platform || ':' || a.user_id AS key,
        a.platform, a.user_id, p.id AS person_id, c.found, c.rectified, c.outstanding
      FROM missing m
      JOIN person p ON p.unit_id = m.unit_id AND p.active AND 'liaison' = ANY(p.roles)
      JOIN account a ON a.person_id = p.id AND a.reachable
      LEFT JOIN counted c ON c.campaign_id = m.campaign_id AND c.unit_id = m.unit_id
    ), accounted AS (
      INSERT INTO message_account (region_id, month, person_id, kind, count, ordinary, day, today)
      SELECT ${REGION}, left(${due}, 7), person_id, 'remind', 1, 1, ${due}, 1 FROM asked
      ON CONFLICT (region_id, month, person_id, kind) DO UPDATE SET count = message_account.count + 1,
        ordinary = message_account.ordinary + 1,
        today = CASE WHEN message_account.day = excluded.day THEN message_account.today ELSE 0 END + 1, day = excluded.day
    )
    INSERT INTO outbox_message (dedupe_key, lane, message, created_at, available_at)
    SELECT key, platform || ' person ' || user_id,
      jsonb_build_object('to', jsonb_build_object('platform', platform, 'kind', 'person', 'id', user_id), 'content',
        CASE WHEN found > 0 THEN jsonb_build_object('kind', 'card', 'cardId', 'qh-' || key, 'card', jsonb_build_object(
          'title', ${title}::text, 'lines', jsonb_build_array(
            '按群里的登记已填好：发现隐患 ' || found || ' 处 · 已整改 ' || rectified || ' 处 · 未整改 ' || outstanding || ' 处',
            '没错就回「就这样报」，不对就直接发数。'),
          'actions', jsonb_build_array(jsonb_build_object('label', '就这样报', 'say', '就这样报', 'tone', 'primary'))))
        ELSE jsonb_build_object('kind', 'text', 'text', ${plain}::text) END),
      ${now}, date_trunc('milliseconds', clock_timestamp())
    FROM asked`
}

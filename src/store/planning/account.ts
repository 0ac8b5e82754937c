import type { Day } from '../../domain/time/calendar.ts'
import { toJson } from '../database/json.ts'
import type { Tx } from '../open.ts'

/** Messages that the bot has started to one person. `ordinary` ones count against the budget of the day and month. */
export type Started = Readonly<{ personId: string; kind: string; count: number; ordinary: number }>

/** Adds what leaves today to the month's account. */
export async function count(
  tx: Tx,
  regionId: string,
  today: Day,
  started: readonly Started[],
): Promise<void> {
  if (started.length === 0) return
  await tx.$executeRaw`
    INSERT INTO message_account (region_id, month, person_id, kind, count, ordinary, day, today)
    SELECT ${regionId}, ${today.slice(0, 7)}, s."personId", s.kind, s.count, s.ordinary, ${today}, s.ordinary
    FROM jsonb_to_recordset(${toJson(started)}::jsonb) AS s ("personId" text, kind text, count int, ordinary int)
    ON CONFLICT (region_id, month, person_id, kind) DO UPDATE SET
      count = message_account.count + excluded.count,
      ordinary = message_account.ordinary + excluded.ordinary,
      today = CASE WHEN message_account.day = excluded.day THEN message_account.today ELSE 0 END + excluded.today,
      day = excluded.day`
}

/** How many ordinary messages each person of a region has had today. */
export async function startedToday(
  db: Tx,
  regionId: string,
  today: Day,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ personId: string; today: number }[]>`
    SELECT person_id AS "personId", sum(today)::int AS today FROM message_account
    WHERE region_id = ${regionId} AND month = ${today.slice(0, 7)} AND day = ${today} GROUP BY person_id`
  return new Map(rows.map(({ personId, today: sent }) => [personId, sent]))
}

/** How many ordinary messages a region has had in a month. */
export async function ordinaryIn(db: Tx, regionId: string, month: string): Promise<number> {
  const [row] = await db.$queryRaw<{ ordinary: number }[]>`
    SELECT coalesce(sum(ordinary), 0)::int AS ordinary FROM message_account
    WHERE region_id = ${regionId} AND month = ${month}`
  return row?.ordinary ?? 0
}

/** Who was disturbed how often in a month, by person and kind. */
export async function ofMonth(db: Tx, regionId: string, month: string) {
  return db.messageAccount.findMany({
    where: { regionId, month },
    select: { personId: true, kind: true, count: true },
    orderBy: [{ personId: 'asc' }, { kind: 'asc' }],
  })
}

/** What people were told in a span because of what others did: every message to a person that was no answer to him. */
export async function toldIn(
  db: Tx,
  regionId: string,
  from: Date,
  to: Date,
): Promise<readonly Readonly<{ personId: string; count: number }>[]> {
  return db.$queryRaw`
    SELECT p.id AS "personId", count(*)::int AS count
    FROM outbox_message m
    JOIN account a ON m.lane = a.platform || ' person ' || a.user_id
    JOIN person p ON p.id = a.person_id
    WHERE p.region_id = ${regionId} AND m.created_at >= ${from} AND m.created_at < ${to} AND m.event_id IS NOT NULL
      AND m.dedupe_key !~ '^e[0-9]' AND m.message->'content'->>'kind' IN ('text', 'card')
    GROUP BY p.id ORDER BY p.id`
}

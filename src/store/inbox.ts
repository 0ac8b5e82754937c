import { Prisma } from './generated/client.ts'
import { storable, toJson } from './database/json.ts'
import type { Tx } from './open.ts'

export type NewInboxEvent = Readonly<{
  platform: string
  eventId: string
  lane: string
  payload: unknown
  receivedAt: Date
}>
export type ClaimedEvent = Readonly<{
  id: bigint
  platform: string
  eventId: string
  lane: string
  payload: unknown
  attempts: number
  receivedAt: Date
}>

/**
 * Stores events, each once, in one statement. Answers the ones that were new as `platform eventId`. The column rounds
 * to milliseconds; cut, an event is free to be claimed from the instant it is stored.
 */
export async function insert(db: Tx, events: readonly NewInboxEvent[]): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRaw<{ platform: string; eventId: string }[]>`
    INSERT INTO inbox_event (platform, event_id, lane, payload, received_at, available_at)
    SELECT e.platform, e.event_id, e.lane, e.payload, e.received_at, date_trunc('milliseconds', now())
    FROM jsonb_to_recordset(${toJson(events.map(toRecord))}::jsonb)
      AS e (platform text, event_id text, lane text, payload jsonb, received_at timestamptz)
    ON CONFLICT (platform, event_id) DO NOTHING
    RETURNING platform, event_id AS "eventId"`
  return new Set(rows.map((row) => `${row.platform} ${row.eventId}`))
}

function toRecord(event: NewInboxEvent): object {
  return {
    platform: event.platform,
    event_id: event.eventId,
    lane: event.lane,
    payload: event.payload,
    received_at: event.receivedAt.toISOString(),
  }
}

/**
 * Takes up to `limit` events for `leaseSeconds`, the oldest open one of each lane, so that a conversation is handled
 * in its order. Two copies of the program never get the same one; a dead one's lease runs out.
 *
 * It steps from lane to lane in the index of what is open, so its cost does not grow with the backlog or the history,
 * whatever the planner knows of the table. The lease need not wait for the disk: losing it only means claiming again.
 */
export async function claim(db: Tx, limit: number, leaseSeconds: number): Promise<readonly ClaimedEvent[]> {
  const rows = await db.$queryRaw<ClaimedEvent[]>`
    WITH RECURSIVE head AS (
      (SELECT lane, id FROM inbox_event WHERE done_at IS NULL AND failed_at IS NULL ORDER BY lane, id LIMIT 1)
      UNION ALL
      SELECT next.lane, next.id FROM head CROSS JOIN LATERAL (
        SELECT lane, id FROM inbox_event WHERE done_at IS NULL AND failed_at IS NULL AND lane > head.lane
        ORDER BY lane, id LIMIT 1
      ) next
    ), taken AS (
      SELECT id FROM inbox_event
      WHERE id = ANY (ARRAY(SELECT id FROM head)) AND done_at IS NULL AND failed_at IS NULL
        AND available_at <= now() AND (locked_until IS NULL OR locked_until < now())
      ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE inbox_event e
    SET locked_until = now() + make_interval(secs => ${leaseSeconds}::float8), attempts = e.attempts + 1
    FROM taken, (SELECT set_config('synchronous_commit', 'off', true)) AS soon
    WHERE e.id = taken.id
    RETURNING e.id, e.platform, e.event_id AS "eventId", e.lane, e.payload, e.attempts, e.received_at AS "receivedAt"`
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Marks an event handled; in the same transaction as what it caused. False when somebody else had already done so. */
export async function done(tx: Tx, id: bigint): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE inbox_event SET done_at = now(), locked_until = NULL, last_error = NULL WHERE id = ${id} AND done_at IS NULL`
  return count === 1
}

/** Puts an event back: after 3, 7, then every 20 seconds. Its conversation waits behind it, so never for long. */
export async function later(db: Tx, id: bigint, error: string): Promise<void> {
  await db.$executeRaw`
    UPDATE inbox_event SET locked_until = NULL, last_error = ${storable(error)},
      available_at = now() + exp(least(attempts, 3)) * interval '1 second'
    WHERE id = ${id} AND done_at IS NULL`
}

/** Gives an event up. It stays in the table for the administrator (`npm run inbox -- retry`). */
export async function fail(db: Tx, id: bigint, error: string): Promise<void> {
  await db.$executeRaw`
    UPDATE inbox_event SET failed_at = now(), locked_until = NULL, last_error = ${storable(error)}
    WHERE id = ${id} AND done_at IS NULL`
}

/** Opens the events again that had been given up. Answers how many. */
export async function retryFailed(db: Tx): Promise<number> {
  return db.$executeRaw`UPDATE inbox_event SET failed_at = NULL, attempts = 0, available_at = now() WHERE failed_at IS NOT NULL`
}

/** Open and given-up events, and the age of the oldest open one in seconds. */
export async function state(
  db: Tx,
): Promise<Readonly<{ open: number; failed: number; oldestSeconds: number }>> {
  const [row] = await db.$queryRaw<{ open: number; failed: number; oldestSeconds: number }[]>(Prisma.sql`
    SELECT count(*)::int AS open, (SELECT count(*)::int FROM inbox_event WHERE failed_at IS NOT NULL) AS failed,
      coalesce(extract(epoch FROM now() - min(available_at)), 0)::float8 AS "oldestSeconds"
    FROM inbox_event WHERE done_at IS NULL AND failed_at IS NULL`)
  return row ?? { open: 0, failed: 0, oldestSeconds: 0 }
}

/** The newest events that were given up, without their words. */
export async function failedEvents(db: Tx, take: number) {
  return db.inboxEvent.findMany({
    where: { failedAt: { not: null } },
    orderBy: { id: 'desc' },
    take,
    select: { id: true, platform: true, receivedAt: true, failedAt: true, lastError: true },
  })
}

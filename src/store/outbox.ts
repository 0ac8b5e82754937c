import { Prisma } from './generated/client.ts'
import { storable, toJson } from './database/json.ts'
import type { Tx } from './open.ts'

export type NewMessage = Readonly<{
  /** Unique for ever: the same key is never said twice. */
  dedupeKey: string
  /** Messages of one lane leave one after the other, in their order. */
  lane: string
  message: unknown
  createdAt: Date
  eventId?: bigint | undefined
  /** Hold it back this long, e.g. to merge what follows. */
  delayMs?: number
}>
export type ClaimedMessage = Readonly<{
  id: bigint
  dedupeKey: string
  lane: string
  message: unknown
  attempts: number
  createdAt: Date
  eventId: bigint | null
}>

/** Columns keep whole milliseconds and round: without cutting, half of all messages would lie in the future for a moment. */
const atOnce = Prisma.sql`date_trunc('milliseconds', clock_timestamp())`

/** Adds what is to be said, in the transaction that caused it. A key that exists is left as it is. */
export async function add(tx: Tx, messages: readonly NewMessage[]): Promise<number> {
  return messages.length === 0 ? 0 : tx.$executeRaw(insertion(messages))
}

/** What the bot waits for from one person. */
export type Waiting = Readonly<{
  platform: string
  conversation: string
  userId: string
  state: object
  until: Date
}>

/** Adds what is to be said and remembers what the bot then waits for, in one round trip. */
export async function addAndWait(tx: Tx, messages: readonly NewMessage[], w: Waiting): Promise<void> {
  await tx.$executeRaw`
    WITH said AS (${insertion(messages)})
    INSERT INTO dialog (platform, conversation, user_id, state, expires_at)
    VALUES (${w.platform}, ${w.conversation}, ${w.userId}, ${toJson(w.state)}::jsonb, ${w.until})
    ON CONFLICT (platform, conversation, user_id) DO UPDATE SET state = excluded.state, expires_at = excluded.expires_at`
}

function insertion(messages: readonly NewMessage[]): Prisma.Sql {
  const records = messages.map((m) => ({
    dedupe_key: m.dedupeKey,
    lane: m.lane,
    message: m.message,
    event_id: m.eventId === undefined ? null : Number(m.eventId),
    created_at: m.createdAt.toISOString(),
    delay: (m.delayMs ?? 0) / 1000,
  }))
  return Prisma.sql`
    INSERT INTO outbox_message (dedupe_key, lane, message, event_id, created_at, available_at)
    SELECT m.dedupe_key, m.lane, m.message, m.event_id, m.created_at, ${atOnce} + make_interval(secs => m.delay)
    FROM jsonb_to_recordset(${toJson(records)}::jsonb)
      AS m (dedupe_key text, lane text, message jsonb, event_id bigint, created_at timestamptz, delay float8)
    ON CONFLICT (dedupe_key) DO NOTHING`
}

/**
 * Adds a message, or takes the place of the one with the same key that has not left yet. When that one has left or is
 * leaving, the message follows under a key of its own: what came too late to be merged is still said.
 */
export async function replaceWaiting(tx: Tx, m: NewMessage): Promise<void> {
  const delay = (m.delayMs ?? 0) / 1000
  const placed = await tx.$executeRaw`
    INSERT INTO outbox_message (dedupe_key, lane, message, event_id, created_at, available_at)
    VALUES (${m.dedupeKey}, ${m.lane}, ${toJson(m.message)}::jsonb, ${m.eventId ?? null}, ${m.createdAt},
      ${atOnce} + make_interval(secs => ${delay}::float8))
    ON CONFLICT (dedupe_key) DO UPDATE SET message = excluded.message, available_at = excluded.available_at
    WHERE outbox_message.sent_at IS NULL AND outbox_message.given_up_at IS NULL AND outbox_message.locked_until IS NULL`
  if (placed === 0)
    await add(tx, [{ ...m, dedupeKey: `${m.dedupeKey}+${m.eventId ?? m.createdAt.toISOString()}` }])
}

/** Takes a message back that has not left yet. */
export async function withdraw(tx: Tx, dedupeKey: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM outbox_message
    WHERE dedupe_key = ${dedupeKey} AND sent_at IS NULL AND given_up_at IS NULL AND locked_until IS NULL`
}

/**
 * Takes up to `limit` messages for `leaseSeconds`, the oldest open one of each lane. Steps from lane to lane as the
 * inbox does. Waits for the disk, and with its own commit every earlier one is on it: what is claimed is durable.
 * Marks in the same round trip those that have `left` since the last one; what follows them may be among the claimed.
 */
export async function claim(
  db: Tx,
  limit: number,
  leaseSeconds: number,
  left: readonly bigint[] = [],
): Promise<readonly ClaimedMessage[]> {
  // The statement does not see what it marks itself.
  const open = Prisma.sql`sent_at IS NULL AND given_up_at IS NULL AND id <> ALL (${left.map(String)}::bigint[])`
  const rows = await db.$queryRaw<ClaimedMessage[]>`
    WITH RECURSIVE marked AS (${marking(left)}), head AS (
      (SELECT lane, id FROM outbox_message WHERE ${open} ORDER BY lane, id LIMIT 1)
      UNION ALL
      SELECT next.lane, next.id FROM head CROSS JOIN LATERAL (
        SELECT lane, id FROM outbox_message WHERE ${open} AND lane > head.lane ORDER BY lane, id LIMIT 1
      ) next
    ), taken AS (
      SELECT id FROM outbox_message
      WHERE id = ANY (ARRAY(SELECT id FROM head)) AND sent_at IS NULL AND given_up_at IS NULL
        AND available_at <= now() AND (locked_until IS NULL OR locked_until < now())
      ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox_message m
    SET locked_until = now() + make_interval(secs => ${leaseSeconds}::float8), attempts = m.attempts + 1
    FROM taken WHERE m.id = taken.id
    RETURNING m.id, m.dedupe_key AS "dedupeKey", m.lane, m.message, m.attempts,
      m.created_at AS "createdAt", m.event_id AS "eventId"`
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Puts another message in the place of one that has not left. */
export async function rewrite(db: Tx, id: bigint, message: unknown): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_message SET message = ${toJson(message)}::jsonb WHERE id = ${id} AND sent_at IS NULL`
}

/** Marks messages as sent. */
export async function sent(db: Tx, ids: readonly bigint[]): Promise<void> {
  await db.$executeRaw(marking(ids))
}

function marking(ids: readonly bigint[]): Prisma.Sql {
  return Prisma.sql`
    UPDATE outbox_message SET sent_at = now(), locked_until = NULL, last_error = NULL
    WHERE id = ANY(${ids.map(String)}::bigint[]) AND sent_at IS NULL`
}

/** Puts a message back for at least `delayMs`. What was not even tried does not count as an attempt. */
export async function later(
  db: Tx,
  id: bigint,
  error: string,
  delayMs: number,
  tried: boolean,
): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_message SET locked_until = NULL, last_error = ${storable(error)}, attempts = attempts - ${tried ? 0 : 1}::int,
      available_at = now() + make_interval(secs => ${delayMs / 1000}::float8)
    WHERE id = ${id} AND sent_at IS NULL`
}

/** Will not be sent any more. */
export async function giveUp(db: Tx, id: bigint, error: string): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_message SET given_up_at = now(), locked_until = NULL, last_error = ${storable(error)}
    WHERE id = ${id} AND sent_at IS NULL`
}

/** Waiting messages, those given up within the last day, and the age of the oldest waiting one in seconds. */
export async function state(
  db: Tx,
): Promise<Readonly<{ waiting: number; givenUp: number; oldestSeconds: number }>> {
  const [row] = await db.$queryRaw<{ waiting: number; givenUp: number; oldestSeconds: number }[]>`
    SELECT count(*)::int AS waiting,
      (SELECT count(*)::int FROM outbox_message WHERE given_up_at > now() - interval '1 day') AS "givenUp",
      coalesce(extract(epoch FROM now() - min(available_at)), 0)::float8 AS "oldestSeconds"
    FROM outbox_message WHERE sent_at IS NULL AND given_up_at IS NULL`
  return row ?? { waiting: 0, givenUp: 0, oldestSeconds: 0 }
}

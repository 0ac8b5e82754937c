import { dayOf } from '../domain/time/calendar.ts'
import type { Store, Tx } from './open.ts'
import { gatherSums } from './hazards/sums.ts'
import * as absences from './roster/absences.ts'

export type Tidied = Readonly<{ payloads: number; messages: number; dialogs: number; replyHandles: number }>

const DAY_MS = 24 * 60 * 60 * 1000
const PAYLOAD_DAYS = 30
const MESSAGE_DAYS = 90

/** Rows in one statement: small enough that nobody who is waiting for an answer notices. */
const BATCH = 1000

/**
 * Forgets what nobody needs any more, a thousand rows a statement: the words of events handled more than 30 days ago
 * (the event's id stays, so that it is never handled again), messages sent more than 90 days ago, and dialogs and
 * reply handles that have run out; leaves that are over are put away. Safe to run at any time, in several copies, and to break off. Not in a transaction.
 */
export async function tidy(db: Tx, now: Date): Promise<Tidied> {
  const handledBefore = new Date(now.getTime() - PAYLOAD_DAYS * DAY_MS)
  const sentBefore = new Date(now.getTime() - MESSAGE_DAYS * DAY_MS)
  await absences.endPast(db, dayOf(now), now)
  await gatherSums(db)
  return {
    payloads: await inBatches(
      () => db.$executeRaw`
        UPDATE inbox_event SET payload = NULL WHERE id IN (
          SELECT id FROM inbox_event WHERE done_at < ${handledBefore} AND payload IS NOT NULL
          LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
        )`,
    ),
    messages: await inBatches(
      () => db.$executeRaw`
        DELETE FROM outbox_message WHERE id IN (
          SELECT id FROM outbox_message WHERE sent_at < ${sentBefore} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
        )`,
    ),
    dialogs: await db.$executeRaw`DELETE FROM dialog WHERE expires_at < ${now}`,
    replyHandles: await db.$executeRaw`
      UPDATE conversation SET reply_url = NULL, reply_expires_at = NULL WHERE reply_expires_at < ${now}`,
  }
}

/**
 * Gives the space of old rows back and counts anew what the planner goes by. PostgreSQL does so by itself; the
 * embedded database does not, and its queues would grow for ever.
 */
export async function compact({ kind, db }: Store): Promise<void> {
  if (kind === 'embedded') await db.$executeRaw`VACUUM ANALYZE`
}

async function inBatches(one: () => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const count = await one()
    total += count
    if (count < BATCH) return total
  }
}

import { Outgoing, PlatformError, type Messenger } from '../chat/outgoing.ts'
import type { Log } from '../ports/log.ts'
import type { Store } from '../store/open.ts'
import * as outbox from '../store/outbox.ts'
import type { ClaimedMessage } from '../store/outbox.ts'
import { batcher } from './batch.ts'
import { startLoop, type Worker } from './loop.ts'

export type OutboxDeps = Readonly<{
  store: Store
  messengers: ReadonlyMap<string, Messenger>
  log: Log
  concurrency: number
  pollMs: number
}>

/** The messenger held it back by itself: nothing was sent. */
const OWN_RATE_LIMIT = 'own-rate-limit'

const LEASE_SECONDS = 60
const MOST_ATTEMPTS = 12
const LONGEST_WAIT_MS = 15 * 60 * 1000

/** Sends what waits, in order for each address. Knows three ways to fail: later, never, unknown. */
export function startOutbox(deps: OutboxDeps): Worker {
  const markSent = batcher<bigint>((ids) => outbox.sent(deps.store.db, ids))
  return startLoop<ClaimedMessage>({
    claim: (limit) => outbox.claim(deps.store.db, limit, LEASE_SECONDS),
    handle: (claimed) => deliver(claimed, deps, markSent),
    failed: (error) => deps.log.error({ err: error }, 'outbox: the database did not answer'),
    concurrency: deps.concurrency,
    pollMs: deps.pollMs,
  })
}

async function deliver(
  claimed: ClaimedMessage,
  deps: OutboxDeps,
  markSent: (id: bigint) => Promise<void>,
): Promise<void> {
  const { store, log } = deps
  const about = {
    message: String(claimed.id),
    event: claimed.eventId === null ? undefined : String(claimed.eventId),
    attempt: claimed.attempts,
  }
  try {
    const outgoing = Outgoing.parse(claimed.message)
    const messenger = deps.messengers.get(outgoing.to.platform)
    if (!messenger) throw new PlatformError('send', 'platform.not_configured', 'never')
    await messenger.send(outgoing)
  } catch (error) {
    const failure = error instanceof PlatformError ? error : undefined
    const reason = failure
      ? `${failure.call} ${failure.code}`
      : error instanceof Error
        ? error.message.slice(0, 500)
        : 'unknown'
    // Where nobody knows whether it arrived, one more try is better than a lost reminder, and ten more are a nuisance.
    const hopeless =
      !failure ||
      failure.outcome === 'never' ||
      (claimed.attempts >= MOST_ATTEMPTS && failure.code !== OWN_RATE_LIMIT) ||
      (failure.outcome === 'unknown' && claimed.attempts >= 3)
    if (hopeless) {
      log.error(failure ? { ...about, reason } : { ...about, err: error }, 'outbox: given up')
      await outbox.giveUp(store.db, claimed.id, reason)
    } else {
      const tried = failure.code !== OWN_RATE_LIMIT
      if (tried) log.warn({ ...about, reason }, 'outbox: will try again')
      const waitMs = failure.retryAfterMs ?? Math.min(LONGEST_WAIT_MS, 1000 * 2 ** claimed.attempts)
      await outbox.later(store.db, claimed.id, reason, waitMs, tried)
    }
    return
  }
  await markSent(claimed.id)
}

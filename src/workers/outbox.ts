import { ZodError } from 'zod'
import { Waiting, type Making } from '../chat/exports/making.ts'
import { PlatformError, type Messenger, type Outgoing } from '../chat/outgoing.ts'
import { say } from '../chat/saying/speech.ts'
import { toAddress } from '../chat/saying/tell.ts'
import type { Log } from '../ports/log.ts'
import type { Store } from '../store/open.ts'
import * as outbox from '../store/outbox.ts'
import type { ClaimedMessage } from '../store/outbox.ts'
import { startLoop, type Worker } from './loop.ts'
import { persevere } from './persevere.ts'
import { traceOf } from './trace.ts'

export type OutboxDeps = Readonly<{
  store: Store
  messengers: ReadonlyMap<string, Messenger>
  /** Makes a document that was ordered, keeps it, and answers its content hash. */
  make(making: Making): Promise<string>
  log: Log
  concurrency: number
  pollMs: number
  /** How long a copy of the program may sit on a message before another may take it. */
  leaseSeconds?: number
}>

/** The messenger held it back by itself: nothing was sent. */
const HELD_BACK: ReadonlySet<string> = new Set(['own-rate-limit', 'not-owner', 'not-connected'])

const LEASE_SECONDS = 60
const MOST_ATTEMPTS = 12
/** Where nobody knows whether it arrived, a second try is better than a lost reminder, and ten more are a nuisance. */
const MOST_UNKNOWN_ATTEMPTS = 3
/** A mistake of the program, or the database away in the middle of a send. */
const MOST_UNEXPECTED_ATTEMPTS = 5
const LONGEST_WAIT_MS = 15 * 60 * 1000

/** Sends what waits, in order for each address. Knows three ways to fail: later, never, unknown. */
export function startOutbox(deps: OutboxDeps): Worker {
  // Left already; the next look at the queue marks them. Until one did, nobody is told twice, whatever it may bring.
  const left = new Set<bigint>()
  // A send that takes longer than its lease: the message is claimed again while it is still under way.
  const underWay = new Map<bigint, Promise<boolean>>()
  const failed = (error: unknown): void =>
    deps.log.error(traceOf(error), 'outbox: the database did not answer')

  const handle = async (claimed: ClaimedMessage): Promise<void> => {
    for (;;) {
      const earlier = underWay.get(claimed.id)
      if (!earlier) break
      if (await earlier.catch(() => false)) return
    }
    const delivery = deliver(claimed).finally(() => underWay.delete(claimed.id))
    underWay.set(claimed.id, delivery)
    await delivery
  }

  /** True when nothing more is to be done about the message. */
  const deliver = async (claimed: ClaimedMessage): Promise<boolean> => {
    if (left.has(claimed.id)) return true
    try {
      await send(claimed, deps)
    } catch (error) {
      return persevere(() => putBack(claimed, error, deps))
    }
    left.add(claimed.id)
    return true
  }

  const loop = startLoop<ClaimedMessage>({
    async claim(limit) {
      const marked = [...left]
      const claimed = await outbox.claim(deps.store.db, limit, deps.leaseSeconds ?? LEASE_SECONDS, marked)
      for (const id of marked) left.delete(id)
      return claimed
    },
    handle,
    failed,
    concurrency: deps.concurrency,
    pollMs: deps.pollMs,
  })
  return {
    ...loop,
    async stop() {
      await loop.stop()
      if (left.size > 0) await persevere(() => outbox.sent(deps.store.db, [...left])).catch(failed)
    },
  }
}

async function send(claimed: ClaimedMessage, deps: OutboxDeps): Promise<void> {
  const waiting = Waiting.parse(claimed.message)
  const messenger = deps.messengers.get(waiting.to.platform)
  if (!messenger) throw new PlatformError('send', 'platform.not_configured', 'never')
  await messenger.send(await made(claimed, waiting, deps))
}

/** The message with its document, which is made once: what is sent again is what was to be sent first. */
async function made(claimed: ClaimedMessage, waiting: Waiting, deps: OutboxDeps): Promise<Outgoing> {
  const { content, ...rest } = waiting
  if (content.kind !== 'to-make') return { ...rest, content }
  const hash = await deps.make(content.making)
  const outgoing: Outgoing = { ...rest, content: { kind: 'file', hash, name: content.name } }
  await outbox.rewrite(deps.store.db, claimed.id, outgoing)
  return outgoing
}

/** Whoever waits for a document that will not come is told so, and what to do. */
async function miss(claimed: ClaimedMessage, store: Store): Promise<void> {
  const { to, content } = Waiting.parse(claimed.message)
  if (content.kind !== 'to-make' && content.kind !== 'file') return
  const text = `「${content.name}」没有发出去。请过一会儿再要一次；还不行请联系管理员。`
  const given = { key: `${claimed.dedupeKey}:missed`, at: claimed.createdAt }
  await outbox.add(store.db, toAddress(to, say(text), given).messages)
}

/** Puts a message that could not be sent back for another try, or gives it up and answers true. */
async function putBack(
  claimed: ClaimedMessage,
  error: unknown,
  { store, log }: OutboxDeps,
): Promise<boolean> {
  const { id, attempts, eventId } = claimed
  const about = {
    message: String(id),
    event: eventId === null ? undefined : String(eventId),
    attempt: attempts,
  }
  const failure = error instanceof PlatformError ? error : undefined
  const reason = failure ? `${failure.call} ${failure.code}` : unexpected(error)
  const what = failure ? { reason } : traceOf(error)
  if (isHopeless(error, attempts)) {
    // Said first: it waits behind the message that is given up, and is said once however often this is tried.
    if (!(error instanceof ZodError)) await miss(claimed, store)
    await outbox.giveUp(store.db, id, reason)
    log.error({ ...about, ...what }, 'outbox: given up')
    return true
  }
  const tried = !HELD_BACK.has(failure?.code ?? '')
  const waitMs = failure?.retryAfterMs ?? (tried ? Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempts) : moment())
  await outbox.later(store.db, id, reason, waitMs, tried)
  if (tried) log.warn({ ...about, ...what }, 'outbox: will try again')
  return false
}

function isHopeless(error: unknown, attempts: number): boolean {
  if (error instanceof PlatformError) {
    if (error.outcome === 'never') return true
    if (error.outcome === 'unknown') return attempts >= MOST_UNKNOWN_ATTEMPTS
    return attempts >= MOST_ATTEMPTS && !HELD_BACK.has(error.code)
  }
  return error instanceof ZodError || attempts >= MOST_UNEXPECTED_ATTEMPTS
}

/**
 * Until the copy that holds the connection may have it: short, and never the same twice. Copies look at a steady pace,
 * so after the same pause the same one of them, the wrong one, would be first again and again.
 */
function moment(): number {
  return 250 + Math.random() * 750
}

function unexpected(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 500) : 'unknown'
}

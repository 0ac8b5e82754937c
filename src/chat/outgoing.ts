import { z } from 'zod'
import type { Card } from './cards/card.ts'
import type { InboundEvent, CardActionEvent, Platform, ReplyHandle } from './inbound.ts'
import { platforms } from './inbound.ts'

/** Where a message goes: a group by its conversation id, or a person by platform user id (one-to-one). */
export const Address = z.object({
  platform: z.enum(platforms),
  kind: z.enum(['group', 'person']),
  id: z.string().min(1),
  /** The one-to-one chat that this answers, where a platform has more than one; absent for what nobody asked for. */
  door: z.string().optional(),
})
export type Address = Readonly<z.infer<typeof Address>>

const CardShape = z.object({
  title: z.string(),
  lines: z.array(z.string()),
  actions: z.array(
    z.object({ label: z.string(), say: z.string(), tone: z.enum(['primary', 'danger']).optional() }),
  ),
  status: z.object({ text: z.string(), tone: z.enum(['open', 'warning', 'overdue', 'done']) }).optional(),
}) as z.ZodType<Card>

/** What can be said. `text` is markdown of the common subset; its first line is also the preview. */
export const Content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** `cardId` is unique for ever; a later `card-update` with the same id redraws the card for everyone. */
  z.object({ kind: z.literal('card'), cardId: z.string(), card: CardShape }),
  z.object({ kind: z.literal('card-update'), cardId: z.string(), card: CardShape }),
  /** A stored picture by its content hash. */
  z.object({ kind: z.literal('picture'), hash: z.string() }),
  /** A stored document by its content hash, with the name under which people see it. */
  z.object({ kind: z.literal('file'), hash: z.string(), name: z.string().min(1) }),
])
export type Content = Readonly<z.infer<typeof Content>>

/**
 * One message to send. `mention` are platform user ids to notify by @ (groups only). `ding` asks for DingTalk's DING,
 * which rings until it is read; where that is not to be had, the message goes out as any other.
 */
export const Outgoing = z.object({
  to: Address,
  content: Content,
  mention: z.array(z.string()).optional(),
  ding: z.literal(true).optional(),
})
export type Outgoing = Readonly<z.infer<typeof Outgoing>>

/**
 * What to do about a failed send. `later`: nothing was delivered, try again; `never`: it will not be delivered;
 * `unknown`: it may have been delivered (a timeout after the request was written).
 */
export type Outcome = 'later' | 'never' | 'unknown'

/** The outside failed. `call` names the API, `code` is the platform's; the message never holds tokens or webhooks. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError'
  readonly call: string
  readonly code: string
  readonly outcome: Outcome
  /** At least this long before the next try, when the platform said so. */
  readonly retryAfterMs: number | undefined

  constructor(call: string, code: string, outcome: Outcome, retryAfterMs?: number) {
    super(`${call}: ${code} (${outcome})`)
    this.call = call
    this.code = code
    this.outcome = outcome
    this.retryAfterMs = retryAfterMs
  }
}

/** One platform's way out. Sends once and never retries: the outbox owns that. Throws PlatformError. */
export interface Messenger {
  readonly platform: Platform
  send(message: Outgoing): Promise<void>
  /** The bytes behind a picture's download code. */
  fetchPicture(code: string): Promise<Readonly<{ bytes: Uint8Array; mime: string }>>
  /**
   * The bytes behind a document's download code, whatever they are, with its name where only the download tells it.
   * More than 20 MB are a PlatformError `too-large`.
   */
  fetchFile(code: string): Promise<Readonly<{ bytes: Uint8Array; name?: string }>>
}

/** What a messenger needs to know of the rest of the house. */
export interface MessengerDeps {
  now(): Date
  /** The real clock, for pacing, where `now` is one that a sandbox moves. */
  wall?(): Date
  /** The freshest unexpired reply handle of that address, if any. */
  replyHandle(to: Address): Promise<ReplyHandle | undefined>
  /** The bytes of a stored picture or document. */
  readMedia(hash: string): Promise<Readonly<{ bytes: Uint8Array; mime: string }>>
  /** Counts one use of a metered quota, e.g. ('api', 'robot/groupMessages/send'). */
  meter(kind: 'api' | 'webhook' | 'stream', call: string): void
}

/** The way in, as the platforms see it. */
export interface Intake {
  /** Stores the event, once. When it resolves the event is durable and may be acked; it rejects while the database is away. */
  accept(event: InboundEvent): Promise<'new' | 'repeat'>
  /** The card as it stands once the accepted action is handled, or undefined when that takes longer than `withinMs`. */
  cardAfter(event: CardActionEvent, withinMs: number): Promise<Card | undefined>
}

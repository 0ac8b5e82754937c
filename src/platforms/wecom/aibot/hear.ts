import { setTimeout as sleep } from 'node:timers/promises'
import type { InboundEvent } from '../../../chat/inbound.ts'
import type { Intake } from '../../../chat/outgoing.ts'
import { errorName } from '../../../ports/log.ts'
import type { Log } from '../../../ports/log.ts'
import { CARD_ANSWER_MS, botCardUpdate, changedCard } from '../card-answer.ts'
import type { Ids } from '../api/ids.ts'
import type { Fields } from '../../shared/network.ts'
import { UndecodableError } from '../undecodable.ts'
import { decodeBot } from './decode.ts'
import type { BotNews } from './decode.ts'
import { newReqId } from './session.ts'
import type { Command, Frame } from './session.ts'
import { NOT_STORED, streamAnswer, UNKNOWN_SPEAKER, withPlainSpeaker } from './speaker.ts'

export type HearOptions = Readonly<{
  intake: Intake
  ids: Ids
  now(): Date
  log: Log
  botName?: string | undefined
  /** Said to whoever opens the one-to-one chat for the first time on a day; nothing when left out. */
  welcome?: string | undefined
  /** Waits between attempts to store an event. The socket delivers nothing twice, so we try for about a minute. */
  storeRetryMs: readonly number[]
  signal: AbortSignal
  meter?: ((kind: 'stream', call: string) => void) | undefined
  /** Another connection has taken this one's place. */
  onReplaced(): void
  answer(cmd: Command, reqId: string, body: Fields): Promise<void>
}>

export interface Ear {
  /** Takes one frame. What one chat says is stored in the order in which it was said. */
  take(frame: Frame): void
  /** Events being stored at this moment. */
  inFlight(): number
  /** Resolves when everything taken is stored or given up, or after that many milliseconds. */
  drain(withinMs: number): Promise<void>
}

/** Listens to the frames of one AI bot: decoded, under plain user ids, stored, pressed cards answered in time. */
export function createEar(options: HearOptions): Ear {
  const { intake, ids, now, log, signal } = options
  const chats = new Map<string, Promise<void>>()
  let inFlight = 0

  function take(frame: Frame): void {
    const news = understand(frame)
    if (!news) return
    if (news.kind === 'replaced') return options.onReplaced()
    options.meter?.('stream', 'aibot')
    if (news.kind === 'entered') return welcome(frame)
    if (news.kind === 'nothing') return
    const late = AbortSignal.timeout(CARD_ANSWER_MS)
    const chat = news.event.conversation?.id ?? news.event.speaker.userId
    inFlight += 1
    const work = (chats.get(chat) ?? Promise.resolve())
      .then(() => handle(news, frame, late))
      .catch((error: unknown) => log.error({ error: errorName(error) }, 'AI bot frame failed'))
      .finally(() => {
        inFlight -= 1
        if (chats.get(chat) === work) chats.delete(chat)
      })
    chats.set(chat, work)
  }

  function understand(frame: Frame): BotNews | undefined {
    try {
      return decodeBot(frame.body, {
        receivedAt: now(),
        reqId: frame.reqId,
        replyHosts: [],
        botName: options.botName,
      })
    } catch (error) {
      const fields = error instanceof UndecodableError ? error.fields : [errorName(error)]
      log.warn({ fields }, 'AI bot callback not understood')
      return undefined
    }
  }

  function welcome(frame: Frame): void {
    if (options.welcome === undefined) return
    const body = { msgtype: 'text', text: { content: options.welcome } }
    void tell('aibot_respond_welcome_msg', frame, body)
  }

  async function handle(
    news: Extract<BotNews, { kind: 'event' }>,
    frame: Frame,
    late: AbortSignal,
  ): Promise<void> {
    const stored = await store(news.event)
    if (typeof stored === 'string') {
      if (news.event.kind === 'message')
        await tell('aibot_respond_msg', frame, streamAnswer(newReqId(), stored))
      return
    }
    if (stored.kind !== 'card-action') return
    const card = await changedCard({ event: stored, intake, surface: 'bot', late, log })
    if (card) await tell('aibot_respond_update_msg', frame, botCardUpdate(card, news.taskId))
  }

  /** The stored event, or what to tell the person instead. */
  async function store(event: InboundEvent): Promise<InboundEvent | string> {
    const { eventId } = event
    for (let attempt = 0; ; attempt++) {
      try {
        const plain = await withPlainSpeaker(event, ids)
        if (!plain) {
          log.warn({ eventId }, 'AI bot callback of an encrypted id that cannot be told, refused')
          return UNKNOWN_SPEAKER
        }
        await intake.accept(plain)
        return plain
      } catch (error) {
        const waitMs = options.storeRetryMs[attempt]
        log.error({ eventId, attempt, error: errorName(error) }, 'event could not be stored')
        if (waitMs === undefined || signal.aborted) return NOT_STORED
        await sleep(waitMs, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  async function tell(cmd: Command, frame: Frame, body: Fields): Promise<void> {
    try {
      await options.answer(cmd, frame.reqId, body)
    } catch (error) {
      log.warn(
        { cmd, error: error instanceof Error ? error.message : typeof error },
        'AI bot could not answer',
      )
    }
  }

  return {
    take,
    inFlight: () => inFlight,
    async drain(withinMs) {
      const late = new AbortController()
      await Promise.race([
        Promise.all(chats.values()),
        sleep(withinMs, undefined, { signal: late.signal }).catch(() => undefined),
      ])
      late.abort()
    },
  }
}

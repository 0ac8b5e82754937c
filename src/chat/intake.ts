import type { Card } from './cards/card.ts'
import type { CardActionEvent, InboundEvent } from './inbound.ts'
import type { Intake } from './outgoing.ts'
import type { NewInboxEvent } from '../store/inbox.ts'

/** The way in, with the other end that tells it what became of a card action. */
export type Door = Intake & Readonly<{ handled(eventId: string, card: Card | undefined): void }>

export type DoorDeps = Readonly<{
  /** Stores one event durably; true when it was new. */
  store(event: NewInboxEvent): Promise<boolean>
  /** There is something for the inbox worker. */
  wake(): void
  now(): Date
}>

/** How long the outcome of a click is kept for an edge that asks for it. */
const REMEMBERED_MS = 5000

/** Stores every event once before it is acked, and lets an edge wait for the card that its click leaves behind. */
export function openDoor(deps: DoorDeps): Door {
  const outcomes = new Map<string, PromiseWithResolvers>()
  const watch = (eventId: string): void => {
    // A repeated delivery must not take the answer away from the edge that waits for the first.
    if (outcomes.has(eventId)) return
    const outcome = withResolvers()
    outcomes.set(eventId, outcome)
    setTimeout(() => outcomes.delete(eventId), REMEMBERED_MS).unref()
  }
  return {
    async accept(event) {
      // Watched from before the worker can see it, so that a quick answer is not missed.
      if (event.kind === 'card-action') watch(event.eventId)
      const isNew = await deps.store({
        platform: event.platform,
        eventId: event.eventId,
        lane: laneOf(event),
        payload: event,
        receivedAt: deps.now(),
      })
      if (isNew) deps.wake()
      return isNew ? 'new' : 'repeat'
    },
    async cardAfter(event: CardActionEvent, withinMs) {
      const outcome = outcomes.get(event.eventId)
      if (!outcome) return undefined
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), withinMs)
      })
      const card = await Promise.race([outcome.promise, late])
      clearTimeout(timer)
      return card
    },
    handled: (eventId, card) => outcomes.get(eventId)?.resolve(card),
  }
}

type PromiseWithResolvers = Readonly<{
  promise: Promise<Card | undefined>
  resolve(card: Card | undefined): void
}>

/** Promise.withResolvers needs Node 22. */
function withResolvers(): PromiseWithResolvers {
  let resolve: (card: Card | undefined) => void = () => undefined
  const promise = new Promise<Card | undefined>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** One conversation is one lane: what is said there is handled in its order. */
function laneOf(event: InboundEvent): string {
  const { conversation, speaker } = event
  return `${event.platform} ${conversation?.kind === 'group' ? conversation.id : `direct:${speaker.userId}`}`
}

import type { Card } from '../../../src/chat/cards/card.ts'
import type { InboundEvent } from '../../../src/chat/inbound.ts'
import type { Intake } from '../../../src/chat/outgoing.ts'

export type RecordingIntake = Intake & {
  /** Every accepted delivery in order, repeats included. */
  readonly deliveries: InboundEvent[]
  /** Replace it to make storing slow or fail. */
  store: () => Promise<void>
  card: () => Promise<Card | undefined>
}

/** An intake that remembers, as the database would: once per event id. */
export function recordingIntake(): RecordingIntake {
  const seen = new Set<string>()
  const intake: RecordingIntake = {
    deliveries: [],
    store: async () => {},
    card: async () => undefined,
    async accept(event) {
      await intake.store()
      intake.deliveries.push(event)
      const isNew = !seen.has(event.eventId)
      seen.add(event.eventId)
      return isNew ? 'new' : 'repeat'
    },
    cardAfter: () => intake.card(),
  }
  return intake
}

/** Waits until something is so; fails when it is not within four seconds. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 4000
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`never happened: ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

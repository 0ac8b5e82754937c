import type { CardActionEvent } from '../../chat/inbound.ts'
import type { Intake } from '../../chat/outgoing.ts'
import { errorName } from '../../ports/log.ts'
import type { Log } from '../../ports/log.ts'
import type { CardTemplate } from './card-encoder.ts'
import { cardResponse } from './card-encoder.ts'

/** DingTalk waits 2 s for what a pressed button does; half a second of that belongs to the network. */
export const CARD_ANSWER_MS = 1500

type Asked = Readonly<{
  event: CardActionEvent
  intake: Intake
  template: CardTemplate | undefined
  /** Fires when the answer has to leave, counted from the arrival of the press. */
  late: AbortSignal
  log: Log
}>

/** The answer to a pressed button: the card as it now stands, or `{}` when that is not known in time. Never rejects. */
export async function answerWithin({ event, intake, template, late, log }: Asked): Promise<object> {
  if (!template || late.aborted) return {}
  try {
    const card = await Promise.race([intake.cardAfter(event, CARD_ANSWER_MS), aborted(late)])
    return card ? cardResponse(card, template) : {}
  } catch (error) {
    log.warn({ eventId: event.eventId, error: errorName(error) }, 'no card to answer with')
    return {}
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

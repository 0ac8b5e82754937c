import type { CardActionEvent } from '../../chat/inbound.ts'
import type { Intake } from '../../chat/outgoing.ts'
import { errorName } from '../../ports/log.ts'
import type { Log } from '../../ports/log.ts'
import { encodeCard } from './card-encoder.ts'
import type { Surface, TemplateCard } from './card-encoder.ts'

/** WeCom waits five seconds for the changed card and asks only once; the rest belongs to the network. */
export const CARD_ANSWER_MS = 3500

type Asked = Readonly<{
  event: CardActionEvent
  intake: Intake
  surface: Surface
  /** Fires when the answer has to leave, counted from the arrival of the press. */
  late: AbortSignal
  log: Log
}>

/** The pressed card as it now stands, or undefined when that is not known in time. Never rejects. */
export async function changedCard({
  event,
  intake,
  surface,
  late,
  log,
}: Asked): Promise<TemplateCard | undefined> {
  if (late.aborted) return undefined
  try {
    const card = await Promise.race([intake.cardAfter(event, CARD_ANSWER_MS), aborted(late)])
    return card && encodeCard(card, event.cardId, surface).card
  } catch (error) {
    log.warn({ eventId: event.eventId, error: errorName(error) }, 'no card to answer with')
    return undefined
  }
}

/** The AI bot's answer to a press: the card anew for everybody who has it. */
export function botCardUpdate(card: TemplateCard, taskId: string | undefined) {
  // Its task id has to be the one that was pressed.
  const template_card = { ...card, ...(taskId !== undefined && { task_id: taskId }) }
  return { response_type: 'update_template_card', template_card }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

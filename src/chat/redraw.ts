import * as cards from '../store/cards.ts'
import type { SentCard } from '../store/cards.ts'
import type { NewMessage } from '../store/outbox.ts'
import type { Card } from './cards/card.ts'
import { hazardCard } from './cards/hazard-card.ts'
import type { Scene } from './scene.ts'
import type { Answer } from './saying/speech.ts'
import { laneOf } from './saying/tell.ts'

/** A card that is to look different from now on. */
export type Redrawn = Readonly<{ sent: SentCard; card: Card; revision: string }>

/**
 * The cards that an answer makes out of date: those about hazards that changed, for everyone who has one, and the
 * one that was pressed. A pressed card about something else is settled: it keeps its words, says what was chosen,
 * and has no buttons left.
 */
export async function redraw(
  scene: Scene,
  answer: Answer,
  pressed: SentCard | null,
): Promise<readonly Redrawn[]> {
  const { directory } = scene
  if (!directory) return []
  const redrawn: Redrawn[] = []
  for (const hazard of answer.redraw ?? []) {
    for (const sent of await cards.about(scene.tx, hazard.id)) {
      const drawn = hazardCard(hazard, sent.view, directory, scene.now)
      // A card that still asks for something keeps its own title; a finished one no longer says 请整改.
      const card = drawn.actions.length > 0 ? { ...drawn, title: sent.card.title } : drawn
      redrawn.push({ sent, card, revision: String(hazard.version) })
    }
  }
  if (pressed && pressed.hazardId === null) {
    const chosen = pressed.card.actions.find((action) => action.say === scene.text)
    const status = { text: `已选：${chosen?.label ?? scene.text}`.slice(0, 20), tone: 'done' } as const
    redrawn.push({
      sent: pressed,
      card: { ...pressed.card, actions: [], status },
      revision: `e${scene.eventId}`,
    })
  }
  return redrawn
}

/** The updates as messages. */
export function updates(scene: Scene, redrawn: readonly Redrawn[]): readonly NewMessage[] {
  return redrawn.map(({ sent, card, revision }) => ({
    dedupeKey: `redraw:${sent.cardId}:${revision}`,
    lane: laneOf(sent.address),
    message: { to: sent.address, content: { kind: 'card-update', cardId: sent.cardId, card } },
    createdAt: scene.now,
    eventId: scene.eventId,
  }))
}

import type { SandboxPerson } from '../../types.ts'
import type { Task } from '../cards/store.ts'

/** A streamed answer: always the whole text, so that a later frame replaces the earlier one. */
export type Stream = { content: string; finished: boolean; message: string; readonly since: number }

/** One callback to the AI bot and what may still be answered to it. */
export type Exchange = {
  readonly kind: 'message' | 'enter' | 'card' | 'feedback'
  readonly chat: string
  readonly person: SandboxPerson
  /** By the sandbox's clock, and by the machine's own: seconds to answer are real ones, hours are told. */
  readonly at: number
  readonly since: number
  /** The card that was pressed. */
  readonly task?: Task
  readonly streams: Map<string, Stream>
  answered: boolean
  /** Called when the card that was pressed has been updated. */
  readonly updated?: () => void
}

export type Begin = Pick<Exchange, 'kind' | 'chat' | 'person' | 'task' | 'updated'>

/** Starts a callback's exchange now. */
export function exchangeOf(begin: Begin, now: Date): Exchange {
  return { ...begin, at: now.getTime(), since: performance.now(), streams: new Map(), answered: false }
}

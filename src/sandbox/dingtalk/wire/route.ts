import type { Fields } from '../../http.ts'

/** A robot message on its way to the bot; `msgId` stays the same over all its deliveries. */
export type RobotMessage = Fields & Readonly<{ msgId: string }>

/** How what happens in the chats reaches the bot: Stream or HTTP push. */
export interface Route {
  /** Delivers, and delivers again while it goes unacknowledged. */
  robot(message: RobotMessage): void
  /** The bot's synchronous answer to a card click, or undefined when none came in time. */
  card(callback: Fields, cardUrl?: Readonly<{ url: string; secret?: string }>): Promise<Fields | undefined>
}

export type Counters = {
  opens: number
  sockets: number
  delivered: number
  acked: number
  redelivered: number
  calls: Record<string, number>
}

/** Un-acknowledged robot messages come again this many times (field reports; the number is undocumented). */
export const redeliveries = 3

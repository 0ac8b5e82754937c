import type { Fields } from '../../http.ts'
import type { Begin } from './exchange.ts'

/** How what happens in the chats reaches the AI bot. */
export interface AiBotRoute {
  /** Sends a callback; false when it is lost at once because nobody is connected. */
  send(begin: Begin, body: Fields): boolean
  connected(): boolean
  close(): void
}

import { randomBytes } from 'node:crypto'

/** The session webhooks of the conversations. */
export interface Sessions {
  /** A fresh webhook's session for that chat; `until` is its last moment in ms. */
  open(chat: string): Readonly<{ session: string; until: number }>
  /** The chat that a session answers, or undefined when it is unknown or over. */
  chatOf(session: string): string | undefined
  end(session: string): void
}

const kept = 5_000

/** Sessions end `ttlMs` after the message they came with (90 minutes on the platform). */
export function createSessions(ttlMs: number, now: () => Date): Sessions {
  const open = new Map<string, Readonly<{ chat: string; until: number }>>()
  return {
    open(chat) {
      for (const [session, { until }] of open) {
        if (until > now().getTime() && open.size < kept) break
        open.delete(session)
      }
      const session = randomBytes(16).toString('hex')
      const until = now().getTime() + ttlMs
      open.set(session, { chat, until })
      return { session, until }
    },
    chatOf(session) {
      const found = open.get(session)
      return found && now().getTime() < found.until ? found.chat : undefined
    },
    end: (session) => void open.delete(session),
  }
}

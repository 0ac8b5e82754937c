import { setTimeout as sleep } from 'node:timers/promises'
import type { Card } from '../../../chat/cards/card.ts'
import type { Outgoing } from '../../../chat/outgoing.ts'
import { PlatformError } from '../../../chat/outgoing.ts'
import { createRateLimit } from '../../shared/rate-limit.ts'
import type { Rate } from '../../shared/rate-limit.ts'

const LONGEST_PACING_MS = 5000

/** One message of a platform's; a long text is several. */
export type Piece = () => Promise<void>

/** One way of saying something. Each returns pieces that are sent one after the other; a piece throws PlatformError. */
export interface Way {
  text(message: Outgoing, text: string): readonly Piece[]
  card(message: Outgoing, cardId: string, card: Card): readonly Piece[]
  picture(message: Outgoing, hash: string): readonly Piece[]
  file(message: Outgoing, hash: string, name: string): readonly Piece[]
}

export type Names = (userId: string) => string | undefined

/**
 * Half the allowance at once, and refilled at half its speed: never more than the whole of it in any minute. Beyond
 * these WeCom drops messages without a word.
 */
export const rates = {
  /** 30 a minute and 1,000 an hour: one chat of the AI bot, or one member of the app. This pace makes 915 an hour. */
  chat: { burst: 15, everyMs: 4000 },
  /** 20 a minute: one group webhook. */
  webhook: { burst: 10, everyMs: 6000 },
  /** 10,000 a minute and 150,000 an hour: one API of the app. This pace makes 7,400 and 149,000. */
  api: { burst: 5000, everyMs: 25 },
} as const satisfies Readonly<Record<string, Rate>>

/** Takes a token for that key, or throws `own-rate-limit` with the time to wait. */
export type Pace = (call: string, key: string) => void

export function createPace(kind: keyof typeof rates, now: () => Date): Pace {
  const limit = createRateLimit(rates[kind], now)
  return (call, key) => {
    const waitMs = limit.take(key)
    if (waitMs > 0) throw new PlatformError(call, 'own-rate-limit', 'later', waitMs)
  }
}

/** Waits for the pace of something that every message shares, up to 5 seconds; beyond that it is `own-rate-limit`. */
export function createQueue(rate: Rate, now: () => Date): (call: string) => Promise<void> {
  const limit = createRateLimit(rate, now)
  return async (call) => {
    for (let waited = 0; ;) {
      const waitMs = limit.take(call)
      if (waitMs === 0) return
      waited += waitMs
      if (waited > LONGEST_PACING_MS) throw new PlatformError(call, 'own-rate-limit', 'later', waitMs)
      await sleep(waitMs)
    }
  }
}

/** Whom to call by name or by @: in groups only. */
export function mentionsOf({ to, mention }: Outgoing): readonly string[] {
  return to.kind === 'group' ? [...new Set(mention ?? [])] : []
}

/** People named in front of the words, where an @ would only pretend; an "@id" in the words becomes the name too. */
export function withNames(text: string, ids: readonly string[], nameOf: Names): string {
  const bare = ids.reduce((words, id) => words.replace(mentionOf(id), nameOf(id) ?? ''), text).trim()
  const names = ids.flatMap((id) => nameOf(id) ?? []).filter((name) => !bare.includes(name))
  return names.length === 0 ? bare : `${names.join('、')}：\n${bare}`
}

/** People called by `<@id>`, which notifies them; an "@id" in the words becomes the same. */
export function withCalls(text: string, ids: readonly string[]): string {
  const called = ids.reduce((words, id) => words.replace(mentionOf(id), `<@${id}>`), text)
  const missing = ids.filter((id) => !called.includes(`<@${id}>`)).map((id) => `<@${id}>`)
  return missing.length === 0 ? called : `${missing.join('')} ${called}`
}

function mentionOf(id: string): RegExp {
  return new RegExp(`@${id.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\w-])`, 'g')
}

/** Remembers the newest few hundred. */
export function createMemory<T>(most = 500) {
  const held = new Map<string, T>()
  return {
    get: (key: string): T | undefined => held.get(key),
    set(key: string, value: T): void {
      const [oldest] = held.keys()
      if (held.size >= most && oldest !== undefined) held.delete(oldest)
      held.set(key, value)
    },
    forget: (key: string): void => void held.delete(key),
  }
}

/** Media ids live three days. */
const MEDIA_MS = 60 * 60 * 60 * 1000

/** Media ids by what they stand for, as long as they are good; `use` uploads what is not there, and forgets what is refused. */
export function createMediaIds(now: () => Date) {
  const known = createMemory<Readonly<{ id: string; at: number }>>()
  const idOf = async (key: string, upload: () => Promise<string>): Promise<string> => {
    const found = known.get(key)
    const at = now().getTime()
    if (found && at - found.at < MEDIA_MS) return found.id
    const id = await upload()
    known.set(key, { id, at })
    return id
  }
  return {
    async use(
      key: string,
      upload: () => Promise<string>,
      send: (mediaId: string) => Promise<unknown>,
    ): Promise<void> {
      try {
        await send(await idOf(key, upload))
      } catch (error) {
        if (error instanceof PlatformError && error.code === '40007') known.forget(key)
        throw error
      }
    },
  }
}

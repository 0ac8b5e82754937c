import { PlatformError } from '../../../chat/outgoing.ts'
import type { WecomClient } from './client.ts'

const REMEMBERED = 20_000
const DAY_MS = 24 * 60 * 60 * 1000
/** Somebody may be added to the app's visible range at any moment, so a refusal is not remembered for long. */
const REFUSED_MS = 10 * 60 * 1000

/**
 * Who is who. An AI bot that an ordinary member has created sees people under encrypted ids (`wo…`) instead of their
 * user ids; only a self-built app that can see the member can tell which.
 */
export interface Ids {
  /**
   * The plain user id. Undefined when it cannot be known: nobody may be guessed. Throws PlatformError when WeCom could
   * not be asked just now.
   */
  plain(userId: string): Promise<string | undefined>
  /** The id under which the AI bot knows that person. */
  asBotKnows(userId: string): string
}

/** Asks once for every encrypted id and remembers both ways. Without a client nobody encrypted is known. */
export function createIds(client: Pick<WecomClient, 'plainUserIds'> | undefined, now: () => Date): Ids {
  const plainByOpen = new Map<string, string>()
  const openByPlain = new Map<string, string>()
  const refused = new Map<string, number>()
  const asking = new Map<string, Promise<string | undefined>>()

  async function ask(openUserId: string): Promise<string | undefined> {
    if (!client) return undefined
    const plain = (await client.plainUserIds([openUserId])).get(openUserId)
    if (plain === undefined) refused.set(openUserId, now().getTime())
    else {
      forgetOldest(plainByOpen)
      forgetOldest(openByPlain)
      plainByOpen.set(openUserId, plain)
      openByPlain.set(plain, openUserId)
    }
    forgetOldest(refused)
    return plain
  }

  return {
    async plain(userId) {
      if (!isEncrypted(userId)) return userId
      const known = plainByOpen.get(userId)
      if (known !== undefined) return known
      if (now().getTime() - (refused.get(userId) ?? -Infinity) < REFUSED_MS) return undefined
      const asked = asking.get(userId) ?? ask(userId).finally(() => asking.delete(userId))
      asking.set(userId, asked)
      try {
        return await asked
      } catch (error) {
        if (error instanceof PlatformError && error.outcome === 'never') return undefined
        throw error
      }
    },
    asBotKnows: (userId) => openByPlain.get(userId) ?? userId,
  }
}

/** Encrypted ids begin with "wo" and are long (32 characters, as far as seen); a person called Wong keeps his own. */
export function isEncrypted(userId: string): boolean {
  return /^wo[A-Za-z0-9_-]{14,}$/.test(userId)
}

/** Members by phone number. */
export interface Members {
  /** The user id of the member with that mobile number, undefined when there is none. Throws PlatformError. */
  byMobile(mobile: string): Promise<string | undefined>
}

/**
 * Looks a phone number up at most once a day, found or not: WeCom counts the misses and closes the call for a day when
 * there are too many. Once it has closed, nothing is asked until the day is over.
 */
export function createMembers(client: Pick<WecomClient, 'userIdByMobile'>, now: () => Date): Members {
  const found = new Map<string, Readonly<{ userId: string | undefined; at: number }>>()
  let closedUntil = 0
  return {
    async byMobile(mobile) {
      const at = now().getTime()
      const known = found.get(mobile)
      if (known && at - known.at < DAY_MS) return known.userId
      if (at < closedUntil)
        throw new PlatformError('user/getuserid', 'own-rate-limit', 'later', closedUntil - at)
      try {
        const userId = await client.userIdByMobile(mobile)
        forgetOldest(found)
        found.set(mobile, { userId, at })
        return userId
      } catch (error) {
        if (error instanceof PlatformError && error.code === '45009') closedUntil = at + DAY_MS
        throw error
      }
    },
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys()
  if (map.size >= REMEMBERED && oldest !== undefined) map.delete(oldest)
}

import { randomUUID } from 'node:crypto'
import { dispatch, type DispatchDeps } from '../../../src/chat/dispatch.ts'
import { understand } from '../../../src/chat/understand/understand.ts'
import { loadChecklists } from '../../../src/chat/saying/checklists.ts'
import { loadWording } from '../../../src/chat/saying/wording.ts'
import { publishedDays } from '../../../src/domain/time/published-days.ts'
import { directoryCache } from '../../../src/store/directory.ts'
import * as inbox from '../../../src/store/inbox.ts'
import type { Store } from '../../../src/store/open.ts'

/** Says something one-to-one as if it had come in from the platform. Answers how long it took and what was replied. */
export type Ask = (userId: string, text: string) => Promise<Readonly<{ ms: number; reply: string }>>

/** The whole way of a message between the two queues: one transaction, from the stored event to the stored answer. */
export function asker(store: Store, now: Date): Ask {
  const deps: DispatchDeps = {
    understand,
    wording: loadWording(new URL('../../../cards/wording.yaml', import.meta.url)),
    checklists: loadChecklists(new URL('../../../cards/checklists.yaml', import.meta.url)),
    directories: directoryCache(),
    workdays: publishedDays(),
    redraws: () => false,
    carriesFiles: () => true,
    photoSettleMs: 0,
    media: {
      put: () => Promise.reject(new Error('nobody sends pictures here')),
      get: async () => null,
    },
  }
  const own = randomUUID()
  let count = 0
  return async (userId, text) => {
    count += 1
    const event = {
      kind: 'message' as const,
      platform: 'dingtalk' as const,
      eventId: `${own}-${count}`,
      speaker: { userId, nick: userId, reachable: true },
      sentAt: now,
      conversation: { kind: 'direct' as const, id: `direct:${userId}` },
      text,
      pictures: [],
      mentioned: [],
    }
    const { platform, eventId } = event
    const lane = `${platform} ${userId}`
    await inbox.insert(store.db, [{ platform, eventId, lane, payload: event, receivedAt: now }])
    const row = await store.db.inboxEvent.findFirstOrThrow({ where: { eventId }, select: { id: true } })
    const began = performance.now()
    await store.transaction((tx) =>
      dispatch(tx, { id: row.id, event, pictures: [], lostPictures: 0 }, deps, now),
    )
    const ms = performance.now() - began
    const said = await store.db.outboxMessage.findFirst({ where: { dedupeKey: `e${row.id}` } })
    return { ms, reply: JSON.stringify(said?.message ?? '') }
  }
}

import { readFileSync } from 'node:fs'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import type { MessageEvent } from '../../src/chat/inbound.ts'
import { openDoor, type Door } from '../../src/chat/intake.ts'
import { PlatformError, type Messenger, type Outgoing } from '../../src/chat/outgoing.ts'
import type { Understand } from '../../src/chat/understand/types.ts'
import { understand } from '../../src/chat/understand/understand.ts'
import { loadChecklists } from '../../src/chat/saying/checklists.ts'
import { loadWording } from '../../src/chat/saying/wording.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import { directoryCache } from '../../src/store/directory.ts'
import * as inbox from '../../src/store/inbox.ts'
import type { NewInboxEvent } from '../../src/store/inbox.ts'
import { mediaStore } from '../../src/store/media.ts'
import type { Store } from '../../src/store/open.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { batcher } from '../../src/workers/batch.ts'
import { startInbox } from '../../src/workers/inbox.ts'
import type { Worker } from '../../src/workers/loop.ts'
import { startOutbox } from '../../src/workers/outbox.ts'
import { quiet } from './quiet.ts'

const root = new URL('../../', import.meta.url)
const NOW = new Date('2026-11-23T09:00:00+08:00')

/** The grid workers of the example campaign, who register hazards. */
export const gridWorkers = ['u-zhao', 'u-wang-laigen', 'u-jiang', 'u-shen'] as const

/** Loads the example campaign into an empty database. */
export async function loadExample(store: Store): Promise<void> {
  const parsed = parseCampaignFile(
    readFileSync(new URL('prisma/campaigns/demo/003-fire-lanes.yaml', root), 'utf8'),
  )
  if (!parsed.ok) throw new Error('the example campaign is wrong')
  await store.transaction((tx) => loadCampaign(tx, parsed.campaign, NOW))
}

/** A hazard that a grid worker reports one-to-one; each house number is a hazard of its own. */
export function hazardSaid(eventId: string, by: string, house: number): MessageEvent {
  return {
    kind: 'message',
    platform: 'dingtalk',
    eventId,
    speaker: { userId: by, nick: by, reachable: true },
    sentAt: NOW,
    conversation: { kind: 'direct', id: `cid-${by}` },
    text: `阳光花园${house}号楼2单元楼道里堆满纸箱`,
    pictures: [],
    mentioned: [],
  }
}

/** A way out that does what a test wants; `fetchPicture` has nothing to fetch. */
export function messenger(send: (message: Outgoing) => Promise<void> | void): Messenger {
  return {
    platform: 'dingtalk',
    send: async (message) => send(message),
    fetchPicture: () => Promise.reject(new PlatformError('download', 'no-picture', 'never')),
    fetchFile: () => Promise.reject(new PlatformError('download', 'no-file', 'never')),
  }
}

export type Workshop = Readonly<{ door: Door; inbox: Worker; outbox: Worker; stop(): Promise<void> }>

/** The way in and both workers, wired as the program wires them, without any platform. */
export function openWorkshop(
  options: Readonly<{
    store: Store
    out: Messenger
    mediaFolder: string
    leaseSeconds?: number
    /** Instead of the real understanding, e.g. one with a mistake in it. */
    understand?: Understand
  }>,
): Workshop {
  const { store, out, mediaFolder, leaseSeconds } = options
  const common = {
    store,
    messengers: new Map([[out.platform, out]]),
    log: quiet,
    concurrency: 8,
    pollMs: 50,
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
  }
  const outboxWorker = startOutbox({ ...common, make: () => Promise.reject(new Error('no press here')) })
  const storeEvents = batcher((events: readonly NewInboxEvent[]) => inbox.insert(store.db, events))
  const door = openDoor({
    store: async (event) => (await storeEvents(event)).has(`${event.platform} ${event.eventId}`),
    wake: () => inboxWorker.wake(),
    now: () => NOW,
  })
  const inboxWorker = startInbox({
    ...common,
    media: mediaStore(mediaFolder),
    dispatch: {
      understand: options.understand ?? understand,
      wording: loadWording(new URL('cards/wording.yaml', root)),
      checklists: loadChecklists(new URL('cards/checklists.yaml', root)),
      directories: directoryCache(),
      workdays: publishedDays(),
      redraws: () => false,
      carriesFiles: () => true,
      photoSettleMs: 10,
      media: mediaStore(mediaFolder),
    },
    now: () => NOW,
    answered: () => outboxWorker.wake(),
    handled: (eventId, card) => door.handled(eventId, card),
  })
  return {
    door,
    inbox: inboxWorker,
    outbox: outboxWorker,
    async stop() {
      await inboxWorker.stop()
      await outboxWorker.stop()
    },
  }
}

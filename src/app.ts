import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { layOut } from './chat/exports/make.ts'
import type { Making } from './chat/exports/making.ts'
import { openDoor } from './chat/intake.ts'
import { understand } from './chat/understand/understand.ts'
import { loadChecklists } from './chat/saying/checklists.ts'
import { loadWording } from './chat/saying/wording.ts'
import type { Config } from './config.ts'
import { createPress } from './documents/press.ts'
import { dayOf } from './domain/time/calendar.ts'
import { publishedDays } from './domain/time/published-days.ts'
import { dingtalkHome } from './homes/dingtalk.ts'
import type { Home, HomeDeps } from './homes/home.ts'
import { wecomHome } from './homes/wecom.ts'
import { close, createHttpServer, listen, type Health } from './http/server.ts'
import { createScheduler, type Scheduler } from './jobs/planner/scheduler.ts'
import { createMeter, quotaOf } from './meter.ts'
import type { StreamTimings } from './platforms/dingtalk/stream.ts'
import type { SocketTimings } from './platforms/wecom/aibot/timings.ts'
import type { Log } from './ports/log.ts'
import { directoryCache, type DirectoryCache } from './store/directory.ts'
import * as inbox from './store/inbox.ts'
import type { NewInboxEvent } from './store/inbox.ts'
import { mediaStore } from './store/media.ts'
import type { Store } from './store/open.ts'
import * as outbox from './store/outbox.ts'
import * as settings from './store/settings.ts'
import { batcher } from './workers/batch.ts'
import { startInbox } from './workers/inbox.ts'
import { startOutbox } from './workers/outbox.ts'
import { startLooker } from './workers/photos/looker.ts'
import { startSealer } from './workers/sealer.ts'

export type AppOptions = Readonly<{
  config: Config
  store: Store
  /** The one clock of the program. */
  now(): Date
  /** The platforms' clock, which their limits go by, where `now` is one that somebody moves. The real one by default. */
  wall?: () => Date
  log: Log
  /** Events handled, and messages sent, at the same time. */
  concurrency?: number
  /** How often the queues are looked at unasked. */
  pollMs?: number
  photoSettleMs?: number
  streamTimings?: Partial<StreamTimings>
  socketTimings?: Partial<SocketTimings>
}>

/** The whole program but its process: everything wired, nothing read from the environment. */
export interface App {
  readonly scheduler: Scheduler
  readonly directories: DirectoryCache
  /** Opens the ways in. Answers the address of the HTTP server. */
  start(): Promise<Readonly<{ url: string }>>
  /** Resolves when every stored event is handled and every message that may leave has left. */
  drain(): Promise<void>
  health(): Promise<Health>
  /** Closes the ways in, finishes what is in hand, and stops. The store stays open. */
  stop(): Promise<void>
}

/** Reads cards/, furnishes the platforms, wires the rooms together and starts the workers; `start` opens the ways in. */
export function createApp(options: AppOptions): App {
  const { config, store, now, log } = options
  const { concurrency = 16, pollMs = 1000, photoSettleMs = 2500 } = options
  const wording = loadWording(new URL('../cards/wording.yaml', import.meta.url))
  const workdays = publishedDays()
  const configured = [config.dingtalk && 'dingtalk', config.wecom && 'wecom'].filter(
    (name) => name !== undefined,
  )
  const directories = directoryCache(configured)
  const media = mediaStore(join(config.dataDir, 'media'))
  const meter = createMeter(store, now, log)

  const deps: HomeDeps = {
    store,
    media,
    directories,
    now,
    log,
    ...(options.wall && { wall: options.wall }),
    count: meter.count,
    copy: randomUUID(),
  }
  const homes: readonly Home[] = [
    ...(config.dingtalk ? [dingtalkHome(config.dingtalk, deps, options.streamTimings)] : []),
    ...(config.wecom
      ? [wecomHome(config.wecom, deps, { menu: wording.menu, timings: options.socketTimings })]
      : []),
  ]
  const messengers = new Map(homes.map(({ platform, messenger }) => [platform as string, messenger]))
  const press = createPress()
  const make = async (making: Making): Promise<string> =>
    media.put(store.db, await press(await layOut(store.db, directories, making)), now())
  const outboxWorker = startOutbox({ store, messengers, make, log, concurrency, pollMs })

  const storeEvents = batcher((events: readonly NewInboxEvent[]) => inbox.insert(store.db, events))
  const door = openDoor({
    store: async (event) => (await storeEvents(event)).has(`${event.platform} ${event.eventId}`),
    wake: () => inboxWorker.wake(),
    now,
  })
  const inboxWorker = startInbox({
    store,
    media,
    messengers,
    dispatch: {
      understand,
      wording,
      checklists: loadChecklists(new URL('../cards/checklists.yaml', import.meta.url)),
      directories,
      workdays,
      redraws: (platform) => homes.some((home) => home.platform === platform && home.redraws),
      carriesFiles: (platform) => homes.some((home) => home.platform === platform && home.carriesFiles),
      photoSettleMs,
      media,
    },
    now,
    log,
    answered: () => outboxWorker.wake(),
    handled: (eventId, card) => door.handled(eventId, card),
    concurrency,
    pollMs,
  })
  const sealer = startSealer({ store, log })
  const looker = startLooker({ store, media, directories, now, log, remarked: () => outboxWorker.wake() })
  const scheduler = createScheduler({ store, directories, workdays, planned: () => outboxWorker.wake() })
  const server = createHttpServer({ routers: homes.flatMap((home) => home.routers(door)), health, log })

  async function health(): Promise<Health> {
    const states = homes.map((home) => [home.platform, home.state()] as const)
    try {
      const month = dayOf(now()).slice(0, 7)
      const [inboxState, outboxState, used] = await Promise.all([
        inbox.state(store.db),
        outbox.state(store.db),
        settings.usedIn(store.db, month),
      ])
      return {
        ok: states.every(([, state]) => state.ok),
        now: now().toISOString(),
        database: { kind: store.kind, ok: true },
        inbox: inboxState,
        outbox: outboxState,
        ...Object.fromEntries(
          states.map(([platform, state]) => [platform, { ...state, quota: quotaOf(platform, used, month) }]),
        ),
      }
    } catch {
      return { ok: false, now: now().toISOString(), database: { kind: store.kind, ok: false } }
    }
  }

  return {
    scheduler,
    directories,
    async start() {
      const url = await listen(server, config.port, config.host)
      for (const home of homes) home.start(door)
      return { url }
    },
    async drain() {
      await inboxWorker.idle()
      await looker.idle()
      await outboxWorker.idle()
    },
    health,
    async stop() {
      // The ways in first; a connection over which answers leave stays until they have left.
      await Promise.all([
        ...homes.filter(({ platform }) => platform === 'dingtalk').map((home) => home.stop()),
        server.listening ? close(server) : undefined,
      ])
      await inboxWorker.stop()
      await looker.stop()
      await outboxWorker.stop()
      await sealer.stop()
      await Promise.all(homes.map((home) => home.stop()))
      await meter.stop()
    },
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Router from '@koa/router'
import { openDoor } from './chat/intake.ts'
import type { Intake, Messenger } from './chat/outgoing.ts'
import { understand } from './chat/understand/understand.ts'
import { loadWording } from './chat/wording.ts'
import type { Config, DingtalkSettings } from './config.ts'
import { dayOf } from './domain/calendar.ts'
import { publishedDays } from './domain/published-days.ts'
import { close, createHttpServer, listen, type Health } from './http/server.ts'
import { createScheduler, type Scheduler } from './jobs/scheduler.ts'
import { loadCardTemplate } from './platforms/dingtalk/card-encoder.ts'
import { createDingtalkMessenger } from './platforms/dingtalk/messenger.ts'
import { dingtalkRoutes } from './platforms/dingtalk/routes.ts'
import { startStream, type Stream, type StreamTimings } from './platforms/dingtalk/stream.ts'
import { replyHosts } from './platforms/dingtalk/http.ts'
import type { Log } from './ports/log.ts'
import * as conversations from './store/conversations.ts'
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

export type AppOptions = Readonly<{
  config: Config
  store: Store
  /** The one clock of the program. */
  now(): Date
  log: Log
  /** Events handled, and messages sent, at the same time. */
  concurrency?: number
  /** How often the queues are looked at unasked. */
  pollMs?: number
  photoSettleMs?: number
  streamTimings?: Partial<StreamTimings>
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

const CARD_ROUTE_KEY = 'qinghuan'
const root = new URL('../', import.meta.url)

/** Reads cards/, wires the rooms together and starts the workers; the ways in are opened by `start`. */
export function createApp(options: AppOptions): App {
  const { config, store, now, log } = options
  const { concurrency = 16, pollMs = 1000, photoSettleMs = 2500 } = options
  const wording = loadWording(new URL('cards/wording.yaml', root))
  const template = loadCardTemplate(
    JSON.parse(readFileSync(new URL('cards/dingtalk-card.json', root), 'utf8')),
  )
  const workdays = publishedDays()
  const directories = directoryCache()
  const media = mediaStore(join(config.dataDir, 'media'))
  const meter = createMeter(store, now, log)

  const messengers = new Map<string, Messenger>()
  if (config.dingtalk) messengers.set('dingtalk', dingtalkWayOut(config.dingtalk))
  const outboxWorker = startOutbox({ store, messengers, log, concurrency, pollMs })

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
      directories,
      workdays,
      redraws: (platform) => platform === 'dingtalk' && config.dingtalk?.cardTemplateId !== undefined,
      photoSettleMs,
    },
    now,
    log,
    answered: () => outboxWorker.wake(),
    handled: (eventId, card) => door.handled(eventId, card),
    concurrency,
    pollMs,
  })
  const scheduler = createScheduler({ store, directories, workdays, planned: () => outboxWorker.wake() })

  let stream: Stream | undefined
  const routers: Router[] = []
  if (config.dingtalk?.mode === 'webhook') routers.push(webhookWayIn(config.dingtalk, door))
  const server = createHttpServer({ routers, health, log })

  function dingtalkWayOut(d: DingtalkSettings): Messenger {
    return createDingtalkMessenger(
      {
        ...d,
        ...(d.cardTemplateId
          ? {
              card: {
                templateId: d.cardTemplateId,
                template,
                callback:
                  d.mode === 'stream' ? { type: 'STREAM' } : { type: 'HTTP', routeKey: CARD_ROUTE_KEY },
              },
            }
          : {}),
        nameOf: (userId) => directories.nameOf('dingtalk', userId),
        log,
      },
      {
        now,
        wall: () => new Date(),
        replyHandle: (to) => conversations.replyHandle(store.db, to, now()),
        async readPicture(hash) {
          const picture = await media.get(store.db, hash)
          if (!picture) throw new Error(`picture ${hash} is not stored`)
          return picture
        },
        meter: (kind) => meter.count('dingtalk', kind),
      },
    )
  }

  function webhookWayIn(d: DingtalkSettings, intake: Intake): Router {
    return dingtalkRoutes({
      robotSecret: d.clientSecret,
      cardSecret: d.cardCallbackSecret,
      cardTemplate: d.cardTemplateId ? template : undefined,
      allowedHosts: replyHosts(d),
      intake: metered(intake),
      now,
      log,
    })
  }

  /** Pushes by webhook count against the month's quota as Stream pushes do. */
  function metered(intake: Intake): Intake {
    return {
      ...intake,
      accept: (event) => {
        meter.count('dingtalk', 'webhook')
        return intake.accept(event)
      },
    }
  }

  async function health(): Promise<Health> {
    const state = stream?.state()
    try {
      const month = dayOf(now()).slice(0, 7)
      const [inboxState, outboxState, used] = await Promise.all([
        inbox.state(store.db),
        outbox.state(store.db),
        settings.usedIn(store.db, month),
      ])
      return {
        ok: !state || state.connected || state.failures < 3,
        now: now().toISOString(),
        database: { kind: store.kind, ok: true },
        inbox: inboxState,
        outbox: outboxState,
        ...(config.dingtalk
          ? { dingtalk: { mode: config.dingtalk.mode, ...state, quota: quotaOf(used, month) } }
          : {}),
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
      const d = config.dingtalk
      if (d?.mode === 'stream') {
        stream = startStream({
          clientId: d.clientId,
          clientSecret: d.clientSecret,
          apiBase: d.apiBase,
          allowedHosts: replyHosts(d),
          cardTemplate: d.cardTemplateId ? template : undefined,
          intake: door,
          now,
          log,
          meter: (kind) => meter.count('dingtalk', kind),
          timings: options.streamTimings,
        })
      }
      return { url }
    },
    async drain() {
      await inboxWorker.idle()
      await outboxWorker.idle()
    },
    health,
    async stop() {
      await Promise.all([stream?.stop(), server.listening ? close(server) : undefined])
      await inboxWorker.stop()
      await outboxWorker.stop()
      await meter.stop()
    },
  }
}

/** A free organisation's monthly allowance (DingTalk's notice of November 2025): API calls, and webhook plus Stream messages. */
const FREE_QUOTA = { api: 5000, messages: 3000 }

function quotaOf(
  used: readonly Readonly<{ platform: string; kind: string; count: number }>[],
  month: string,
): object {
  const of = (...kinds: readonly string[]): number =>
    used
      .filter(({ platform, kind }) => platform === 'dingtalk' && kinds.includes(kind))
      .reduce((sum, { count }) => sum + count, 0)
  return {
    month,
    api: { used: of('api'), free: FREE_QUOTA.api },
    messages: { used: of('webhook', 'stream'), free: FREE_QUOTA.messages },
  }
}

const METER_FLUSH_MS = 10_000

/** Counts in memory and writes now and then: a lost ten seconds of a meter harm nobody. */
function createMeter(store: Store, now: () => Date, log: Log) {
  const counts = new Map<string, { platform: string; month: string; kind: string; count: number }>()
  const flush = async (): Promise<void> => {
    const uses = [...counts.values()]
    counts.clear()
    await settings.countUse(store.db, uses).catch(() => log.warn({}, 'the quota meter could not be written'))
  }
  const timer = setInterval(() => void flush(), METER_FLUSH_MS)
  timer.unref()
  return {
    count(platform: string, kind: string): void {
      const month = dayOf(now()).slice(0, 7)
      const key = `${platform} ${month} ${kind}`
      const entry = counts.get(key) ?? { platform, month, kind, count: 0 }
      entry.count += 1
      counts.set(key, entry)
    },
    async stop(): Promise<void> {
      clearInterval(timer)
      await flush()
    },
  }
}

import { dayOf } from './domain/time/calendar.ts'
import type { Log } from './ports/log.ts'
import * as settings from './store/settings.ts'
import type { Store } from './store/open.ts'

/** A free organisation's monthly allowance (DingTalk's notice of November 2025): API calls, and webhook plus Stream messages. */
const DINGTALK_FREE = { api: 5000, messages: 3000 }

type Use = Readonly<{ platform: string; kind: string; count: number }>

/** What a platform has counted this month; for DingTalk beside what a free organisation may use. */
export function quotaOf(platform: string, used: readonly Use[], month: string): object {
  const of = (...kinds: readonly string[]): number =>
    used
      .filter((use) => use.platform === platform && kinds.includes(use.kind))
      .reduce((sum, { count }) => sum + count, 0)
  const [api, messages] = [of('api'), of('webhook', 'stream')]
  if (platform !== 'dingtalk') return { month, api: { used: api }, messages: { used: messages } }
  return {
    month,
    api: { used: api, free: DINGTALK_FREE.api },
    messages: { used: messages, free: DINGTALK_FREE.messages },
  }
}

const METER_FLUSH_MS = 10_000

export interface Meter {
  count(platform: string, kind: string): void
  stop(): Promise<void>
}

/** Counts in memory and writes now and then: a lost ten seconds of a meter harm nobody. */
export function createMeter(store: Store, now: () => Date, log: Log): Meter {
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

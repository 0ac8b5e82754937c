import type { SandboxLimits } from './types.ts'

/** A standard organisation's quotas (pages KB1431, KB1433 and KB0717 of the platform's documentation). */
export const standardLimits: SandboxLimits = {
  apiPerSecond: 20,
  apiPerMonth: 5_000,
  pushPerMonth: 3_000,
  groupPerMinute: 20,
}

/** Says whether one more use is allowed, and counts it if so. */
export interface Allowance {
  take(key?: string): boolean
}

/**
 * At most `limit` uses per `ms` and key. A use falls out of the window by real time or by the sandbox's time,
 * whichever passes first: a clock that stands still must not block a test for ever, and a clock that jumps over
 * a week must not squeeze the week's messages into one minute.
 */
export function createWindow(limit: number, ms: number, now: () => Date): Allowance {
  const uses = new Map<string, Readonly<{ real: number; told: number }>[]>()
  return {
    take(key = '') {
      const at = { real: performance.now(), told: now().getTime() }
      const recent = (uses.get(key) ?? []).filter((use) => at.real - use.real < ms && at.told - use.told < ms)
      const allowed = recent.length < limit
      if (allowed) recent.push(at)
      uses.set(key, recent)
      return allowed
    },
  }
}

/** At most `limit` uses per Shanghai calendar month of the sandbox's time. */
export function createMonthly(limit: number, now: () => Date): Allowance {
  let month = ''
  let used = 0
  return {
    take() {
      const current = new Date(now().getTime() + 8 * 3_600_000).toISOString().slice(0, 7)
      if (current !== month) [month, used] = [current, 0]
      if (used >= limit) return false
      used += 1
      return true
    },
  }
}

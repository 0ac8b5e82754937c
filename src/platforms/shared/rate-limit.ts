/** At most `burst` at once, and one more every `everyMs`. */
export type Rate = Readonly<{ burst: number; everyMs: number }>
/** What is left of one key's allowance, as of `at` (milliseconds since the epoch). */
export type Bucket = Readonly<{ tokens: number; at: number }>

/**
 * Takes one token, or says how many milliseconds to wait for it (0 = taken). Pure.
 * A clock that goes backwards neither gives nor takes tokens.
 */
export function takeToken(
  bucket: Bucket | undefined,
  rate: Rate,
  now: number,
): Readonly<{ bucket: Bucket; waitMs: number }> {
  const filled = bucket
    ? Math.min(rate.burst, bucket.tokens + Math.max(0, now - bucket.at) / rate.everyMs)
    : rate.burst
  if (filled >= 1) return { bucket: { tokens: filled - 1, at: now }, waitMs: 0 }
  return { bucket: { tokens: filled, at: now }, waitMs: Math.ceil((1 - filled) * rate.everyMs) }
}

export interface RateLimit {
  /** Takes one token of that key. Returns 0, or the milliseconds to wait before asking again. Never sleeps. */
  take(key: string): number
}

/** Token buckets by key, in this process. A key that has been quiet long enough to be full again is forgotten. */
export function createRateLimit(rate: Rate, now: () => Date): RateLimit {
  const buckets = new Map<string, Bucket>()
  return {
    take(key) {
      const at = now().getTime()
      const { bucket, waitMs } = takeToken(buckets.get(key), rate, at)
      if (buckets.size >= 1000) forgetFull(buckets, rate, at)
      buckets.set(key, bucket)
      return waitMs
    },
  }
}

function forgetFull(buckets: Map<string, Bucket>, rate: Rate, now: number): void {
  for (const [key, bucket] of buckets) {
    if (bucket.tokens + (now - bucket.at) / rate.everyMs >= rate.burst) buckets.delete(key)
  }
}

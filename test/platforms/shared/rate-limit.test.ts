import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRateLimit, takeToken } from '../../../src/platforms/shared/rate-limit.ts'
import type { Bucket } from '../../../src/platforms/shared/rate-limit.ts'

const rate = { burst: 10, everyMs: 6000 }

test('a group gets ten at once, then one every six seconds', () => {
  let now = 1_000_000
  const limit = createRateLimit(rate, () => new Date(now))
  for (let i = 0; i < 10; i++) expect(limit.take('group')).toBe(0)
  expect(limit.take('group')).toBe(6000)
  expect(limit.take('another group')).toBe(0)
  now += 5999
  expect(limit.take('group')).toBe(1)
  now += 1
  expect(limit.take('group')).toBe(0)
  expect(limit.take('group')).toBe(6000)
})

test('no minute ever sees more than twenty, whatever the rhythm', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 }), (pauses) => {
      let bucket: Bucket | undefined
      let now = 0
      const taken: number[] = []
      for (const pause of pauses) {
        now += pause
        const next = takeToken(bucket, rate, now)
        bucket = next.bucket
        if (next.waitMs === 0) taken.push(now)
      }
      for (const at of taken)
        expect(taken.filter((t) => t >= at && t < at + 60_000).length).toBeLessThanOrEqual(20)
    }),
  )
})

test('whoever waits as long as told gets a token', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 10, noNaN: true }), (tokens) => {
      const { bucket, waitMs } = takeToken({ tokens, at: 0 }, rate, 0)
      if (waitMs > 0) expect(takeToken(bucket, rate, waitMs).waitMs).toBe(0)
    }),
  )
})

test('a clock that goes backwards gives nothing away', () => {
  const empty = { tokens: 0, at: 1_000_000 }
  expect(takeToken(empty, rate, 0).waitMs).toBe(6000)
})

test('thousands of groups do not pile up for ever', () => {
  let now = 0
  const limit = createRateLimit(rate, () => new Date(now))
  for (let i = 0; i < 5000; i++) {
    now += 6000
    expect(limit.take(`group ${i}`)).toBe(0)
  }
})

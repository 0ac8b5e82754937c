import { describe, expect, it } from 'vitest'
import { batcher } from '../../src/workers/batch.ts'
import { startLoop, type LoopOptions } from '../../src/workers/loop.ts'
import { until } from '../support/until.ts'

/** A queue in memory, with handling that lasts until it is let go. */
function queueOf(items: readonly string[]) {
  const waiting = [...items]
  const inHand: string[] = []
  const handled: string[] = []
  const faults: unknown[] = []
  const held = new Map<string, () => void>()
  let most = 0
  const options: LoopOptions<string> = {
    claim: async (limit) => waiting.splice(0, limit),
    async handle(item) {
      inHand.push(item)
      most = Math.max(most, inHand.length)
      await new Promise(setImmediate)
      if (item.startsWith('slow')) await new Promise<void>((resolve) => held.set(item, resolve))
      inHand.splice(inHand.indexOf(item), 1)
      if (item.startsWith('bad')) throw new Error(item)
      handled.push(item)
    },
    failed: (error) => void faults.push(error),
    concurrency: 2,
    pollMs: 20,
  }
  return {
    options,
    handled,
    inHand,
    faults,
    add: (item: string) => void waiting.push(item),
    finish: (item: string) => held.get(item)?.(),
    most: () => most,
  }
}

describe('a worker', () => {
  it('handles everything that waits, never more at once than it may', async () => {
    const queue = queueOf(Array.from({ length: 20 }, (_, n) => `item ${n}`))
    const worker = startLoop(queue.options)
    await worker.idle()
    expect(queue.handled).toHaveLength(20)
    expect(queue.most()).toBe(2)
    await worker.stop()
  })

  it('looks at once when it is woken, and by itself for what others left', async () => {
    const queue = queueOf([])
    const sleepy = startLoop({ ...queue.options, pollMs: 60_000 })
    await sleepy.idle()
    queue.add('woken')
    sleepy.wake()
    await until(() => queue.handled.includes('woken'))
    await sleepy.stop()
    const watchful = startLoop(queue.options)
    await watchful.idle()
    queue.add('found')
    await until(() => queue.handled.includes('found'))
    await watchful.stop()
  })

  it('goes on with others while one takes long', async () => {
    const queue = queueOf(['slow', 'quick 1', 'quick 2', 'quick 3'])
    const worker = startLoop(queue.options)
    await until(() => queue.handled.length === 3)
    expect(queue.inHand).toEqual(['slow'])
    queue.finish('slow')
    await worker.idle()
    expect(queue.handled).toHaveLength(4)
    await worker.stop()
  })

  it('finishes what it has in hand before it stops, and takes nothing more', async () => {
    const queue = queueOf(['slow'])
    const worker = startLoop(queue.options)
    await until(() => queue.inHand.length === 1)
    let stopped = false
    const stopping = worker.stop().then(() => {
      stopped = true
    })
    queue.add('too late')
    worker.wake()
    await Promise.resolve()
    expect(stopped).toBe(false)
    queue.finish('slow')
    await stopping
    expect(queue.handled).toEqual(['slow'])
  })

  it('goes on after an item that throws', async () => {
    const queue = queueOf(['bad', 'good'])
    const worker = startLoop(queue.options)
    await worker.idle()
    expect(queue.handled).toEqual(['good'])
    expect(queue.faults).toEqual([new Error('bad')])
    await worker.stop()
  })

  it('goes on by itself when the queue could not be reached for a while, without asking without end', async () => {
    const queue = queueOf(['waits'])
    let asked = 0
    let away = true
    const worker = startLoop({
      ...queue.options,
      pollMs: 5,
      async claim(limit) {
        asked += 1
        if (away) throw new Error('the database is away')
        return queue.options.claim(limit)
      },
    })
    await until(() => asked >= 2)
    expect(queue.faults.length).toBeLessThanOrEqual(3)
    away = false
    await until(() => queue.handled.includes('waits'))
    await worker.stop()
  })
})

describe('gathering what comes at the same moment', () => {
  it('sends the first at once and the rest together', async () => {
    const runs: (readonly number[])[] = []
    const add = batcher(async (items: readonly number[]) => {
      runs.push(items)
      return items.length
    })
    expect(await Promise.all([add(1), add(2), add(3)])).toEqual([1, 2, 2])
    expect(runs).toEqual([[1], [2, 3]])
  })

  it('tells everybody of a failed batch, and goes on with the next', async () => {
    let away = true
    const add = batcher(async (_: readonly number[]) => {
      if (away) throw new Error('away')
    })
    const results = await Promise.allSettled([add(1), add(2), add(3)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    away = false
    await expect(add(4)).resolves.toBeUndefined()
  })

  it('never puts more into one statement than it may', async () => {
    const sizes: number[] = []
    const add = batcher(async (items: readonly number[]) => void sizes.push(items.length), 10)
    await Promise.all(Array.from({ length: 35 }, (_, n) => add(n)))
    expect(Math.max(...sizes)).toBe(10)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(35)
  })
})

/** Work that is taken from a queue in the database, several items at a time. */
export interface Worker {
  /** There may be something new; look now instead of at the next poll. */
  wake(): void
  /** Resolves when nothing is in hand and the last look found nothing. */
  idle(): Promise<void>
  /** Takes nothing more, finishes what is in hand, and resolves. */
  stop(): Promise<void>
}

export type LoopOptions<T> = Readonly<{
  /** Takes up to `limit` items that nobody else has. */
  claim(limit: number): Promise<readonly T[]>
  /** Handles one item. Must not throw; what it throws is reported by `failed`. */
  handle(item: T): Promise<void>
  failed(error: unknown): void
  concurrency: number
  /** How often to look unasked: for what other copies left, and for what has become due. */
  pollMs: number
}>

/** Runs until stopped. One look at the queue at a time; a wake during a look causes one more. */
export function startLoop<T>(options: LoopOptions<T>): Worker {
  const { claim, handle, failed, concurrency, pollMs } = options
  let stopping = false
  let looking = false
  let lookAgain = false
  let inHand = 0
  let pause = 0
  const waiting: (() => void)[] = []

  const settled = (): boolean => inHand === 0 && !looking && !lookAgain
  const tellWaiting = (): void => {
    if (settled()) for (const resolve of waiting.splice(0)) resolve()
  }

  const run = async (item: T): Promise<void> => {
    try {
      await handle(item)
    } catch (error) {
      failed(error)
    } finally {
      inHand -= 1
      // Its lane may hold the next one.
      wake()
      tellWaiting()
    }
  }

  const look = async (): Promise<void> => {
    looking = true
    while (lookAgain && !stopping && inHand < concurrency) {
      lookAgain = false
      try {
        const items = await claim(concurrency - inHand)
        pause = 0
        if (items.length > 0) lookAgain = true
        for (const item of items) {
          inHand += 1
          void run(item)
        }
      } catch (error) {
        // The database is away: look again more and more slowly, up to every 10 s; each poll tries.
        pause = Math.min(10_000, Math.max(500, pause * 2))
        failed(error)
        break
      }
    }
    if (stopping) lookAgain = false
    looking = false
    tellWaiting()
  }

  function wake(): void {
    if (stopping) return
    lookAgain = true
    if (!looking && inHand < concurrency) void look()
  }

  let lastLook = 0
  const timer = setInterval(() => {
    if (pause > 0 && performance.now() - lastLook < pause) return
    lastLook = performance.now()
    wake()
  }, pollMs)
  wake()

  return {
    wake,
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (stopping) tellWaiting()
        else wake()
      }),
    async stop() {
      stopping = true
      lookAgain = false
      clearInterval(timer)
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        tellWaiting()
      })
    },
  }
}

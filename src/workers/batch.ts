/**
 * Gathers what comes while a statement is under way into the next one, so that a busy moment costs few round trips
 * and a quiet one no waiting. The promise resolves or rejects with the statement that carried the item.
 */
export function batcher<T, R = void>(
  run: (items: readonly T[]) => Promise<R>,
  most = 200,
): (item: T) => Promise<R> {
  type Waiting = Readonly<{ item: T; resolve: (value: R) => void; reject: (reason: unknown) => void }>
  let waiting: Waiting[] = []
  let underWay = 0

  const next = async (): Promise<void> => {
    const batch = waiting.slice(0, most)
    waiting = waiting.slice(most)
    underWay += 1
    try {
      const result = await run(batch.map(({ item }) => item))
      for (const { resolve } of batch) resolve(result)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      underWay -= 1
      if (waiting.length > 0 && underWay === 0) void next()
    }
  }

  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (underWay === 0) void next()
    })
}

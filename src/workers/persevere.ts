import { setTimeout as pause } from 'node:timers/promises'

const PAUSES_MS = [250, 500, 1000, 2000, 4000, 8000]

/**
 * Writes down what became of a piece of work, trying again for a quarter of a minute: a database that is just being
 * restarted should not cost a conversation the rest of its lease. Throws what the last try threw.
 */
export async function persevere<T>(write: () => Promise<T>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await write()
    } catch {
      await pause(pauseMs)
    }
  }
  return write()
}

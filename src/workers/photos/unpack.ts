import { Worker } from 'node:worker_threads'
import { isTelling } from '../../domain/photos/likeness.ts'
import { sizeOf } from '../../domain/photos/size.ts'

/** More are not unpacked: at four bytes a pixel this is a quarter of a gigabyte. */
const MOST_PIXELS = 64_000_000
/** Smaller pictures are signs, not photos. */
const LEAST_SIDE = 64
const PATIENCE_MS = 20_000
/** The thread goes when nothing has come for so long, and its memory with it. */
const IDLE_MS = 30_000

/** Computes what photos look like, one after the other, in a thread of its own. */
export interface Unpacker {
  /** The perceptual hash; null for what is no photo, too large, broken, or too even to tell it from others. */
  likenessOf(bytes: Uint8Array): Promise<string | null>
  close(): Promise<void>
}

/** Starts no thread before there is something to unpack. */
export function unpacker(): Unpacker {
  let thread: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let settle: (likeness: string | null) => void = () => undefined

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = thread
    thread = undefined
    await ending?.terminate()
  }

  function begin(): Worker {
    const own = new Worker(new URL('./look.mjs', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    own.on('message', (said: { likeness: string | null }) => settle(said.likeness))
    // A thread that dies has not answered; one that was sent away has.
    const gone = (): void => (thread === own ? settle(null) : undefined)
    own.on('error', gone)
    own.on('exit', gone)
    return own
  }

  async function ask(bytes: Uint8Array): Promise<string | null> {
    clearTimeout(idle)
    const own = (thread ??= begin())
    own.ref()
    const likeness = await new Promise<string | null>((resolve) => {
      const late = setTimeout(() => settle(null), PATIENCE_MS)
      settle = (found) => {
        clearTimeout(late)
        resolve(found)
      }
      own.postMessage(Uint8Array.from(bytes))
    })
    own.unref()
    // What could not be unpacked may have left the thread in any state.
    if (likeness === null) await end()
    else {
      idle = setTimeout(() => void end(), IDLE_MS)
      idle.unref()
    }
    return likeness
  }

  return {
    likenessOf(bytes) {
      const size = sizeOf(bytes)
      if (!size || Math.min(size.width, size.height) < LEAST_SIDE || size.width * size.height > MOST_PIXELS)
        return Promise.resolve(null)
      const asked = turn.then(() => ask(bytes))
      turn = asked.catch(() => undefined)
      return asked.then((likeness) => (likeness && isTelling(likeness) ? likeness : null))
    },
    async close() {
      await turn
      await end()
    },
  }
}

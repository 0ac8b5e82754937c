import type { Log } from '../ports/log.ts'
import type { Store } from '../store/open.ts'
import { seal } from '../store/sealing/seal.ts'
import { traceOf } from './trace.ts'

export type SealerDeps = Readonly<{ store: Store; log: Log; everyMs?: number }>

/** Seals the ledger every few seconds, beside everything else, until stopped. */
export function startSealer({ store, log, everyMs = 10_000 }: SealerDeps): { stop(): Promise<void> } {
  let underWay: Promise<void> | undefined
  const look = (): void => {
    underWay ??= seal(store)
      .then(
        () => undefined,
        (error: unknown) => log.warn(traceOf(error), 'sealer: not sealed yet, will try again'),
      )
      .finally(() => (underWay = undefined))
  }
  const timer = setInterval(look, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await underWay
    },
  }
}

import { errorName } from '../../../ports/log.ts'
import type { Log } from '../../../ports/log.ts'

/**
 * Who may hold the AI bot's one connection, among several copies of the program. Kept by somebody else, in the
 * database; a lease that is not renewed runs out by itself after about 20 seconds, so that a killed copy is followed
 * within 30. Every call is about this copy's own lease only: `release` never takes away another's.
 */
export interface Lease {
  /** True when this copy holds it now. */
  acquire(): Promise<boolean>
  /** False when it has gone to another copy meanwhile. */
  renew(): Promise<boolean>
  release(): Promise<void>
}

/** For a program that runs alone. */
export const alone: Lease = {
  acquire: async () => true,
  renew: async () => true,
  release: async () => {},
}

type Keeping = Readonly<{
  renewEveryMs: number
  /** Without a renewal for this long it counts as lost, although nobody has said so. */
  leaseMs: number
  log: Log
  gone(): void
}>

/** Renews a lease until the returned function is called; `gone` when it is no longer ours, or may not be. */
export function keepLease(lease: Lease, { renewEveryMs, leaseMs, log, gone }: Keeping): () => void {
  let renewedAt = performance.now()
  let isAsking = false

  async function renew(): Promise<void> {
    const askedAt = performance.now()
    try {
      if (await lease.renew()) renewedAt = askedAt
      else gone()
    } catch (error) {
      log.warn({ error: errorName(error) }, 'lease not renewed')
    }
  }

  const timer = setInterval(() => {
    // A question that hangs must not keep us beyond the lease.
    if (performance.now() - renewedAt > leaseMs) return gone()
    if (isAsking) return
    isAsking = true
    void renew().finally(() => (isAsking = false))
  }, renewEveryMs)
  return () => clearInterval(timer)
}

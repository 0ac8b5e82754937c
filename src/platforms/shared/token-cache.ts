const EARLY_MS = 5 * 60 * 1000

/** A token fresh from the platform and how long it lives. */
export type IssuedToken = Readonly<{ token: string; expiresInMs: number }>

export interface TokenCache {
  /** A token good for at least a moment. Callers that come together share one request. */
  get(): Promise<string>
  /** A token other than `stale`, which the platform has just refused; asks anew only if nobody has meanwhile. */
  replace(stale: string): Promise<string>
}

/**
 * One access token of one app, renewed five minutes early as the platforms' own SDKs do. A failed request is not
 * remembered: the next caller tries again.
 */
export function createTokenCache(issue: () => Promise<IssuedToken>, now: () => Date): TokenCache {
  let held: Readonly<{ token: string; renewAt: number }> | undefined
  let pending: Promise<string> | undefined

  async function renew(): Promise<string> {
    const askedAt = now().getTime()
    const { token, expiresInMs } = await issue()
    // A token that lives shorter than the margin is still used for half its life rather than asked for every time.
    held = { token, renewAt: askedAt + Math.max(expiresInMs - EARLY_MS, expiresInMs / 2) }
    return token
  }

  function share(): Promise<string> {
    pending ??= renew().finally(() => (pending = undefined))
    return pending
  }

  return {
    async get() {
      return held && now().getTime() < held.renewAt ? held.token : share()
    },
    async replace(stale) {
      if (held?.token === stale) held = undefined
      return held && now().getTime() < held.renewAt ? held.token : share()
    },
  }
}

import { randomBytes } from 'node:crypto'
import type { SandboxApp } from '../../types.ts'

/** The app's access tokens. One token serves api.dingtalk.com and oapi.dingtalk.com alike. */
export interface Tokens {
  /** Whether these are the app's credentials. */
  knows(clientId: unknown, clientSecret: unknown): boolean
  /** The current token, renewed for `seconds`. The same one is returned as long as it is valid. */
  issue(): Readonly<{ token: string; seconds: number }>
  valid(token: string): boolean
  /** From now on the current token is refused. */
  revoke(): void
}

const seconds = 7_200

/** Issues tokens that live two hours of the sandbox's time (KB0033). */
export function createTokens(app: SandboxApp, now: () => Date): Tokens {
  let current: Readonly<{ token: string; until: number }> | undefined
  const isCurrent = (): boolean => current !== undefined && now().getTime() < current.until
  return {
    knows: (clientId, clientSecret) => clientId === app.clientId && clientSecret === app.clientSecret,
    issue() {
      const token = current && isCurrent() ? current.token : randomBytes(16).toString('hex')
      current = { token, until: now().getTime() + seconds * 1000 }
      return { token, seconds }
    },
    valid: (token) => isCurrent() && token === current?.token,
    revoke() {
      current = undefined
    },
  }
}

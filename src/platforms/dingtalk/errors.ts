import type { Outcome } from '../../chat/outgoing.ts'
import { PlatformError } from '../../chat/outgoing.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Why a call failed, as far as an answer (or the lack of one) tells. */
export type Refusal = Readonly<{
  call: string
  /** HTTP status; 200 for errors inside a good answer. */
  status: number
  code: string
  /** Whether doing the call twice does no harm, so that an unknown outcome may simply be repeated. */
  repeatable: boolean
}>

type Verdict = Readonly<{ outcome: Outcome; retryAfterMs?: number }>

const later = (retryAfterMs: number): Verdict => ({ outcome: 'later', retryAfterMs })
const never: Verdict = { outcome: 'never' }
const unknown: Verdict = { outcome: 'unknown' }

/** Codes with a meaning of their own; the first line that fits decides. Everything else goes by HTTP status. */
const table: readonly Readonly<{ code: RegExp; verdict: Verdict }>[] = [
  // Monthly quota of calls: only a bigger plan or the next month helps. https://open.dingtalk.com/document/development/api-call-limits
  { code: /ApiCountLimitForOrg|^90020$/, verdict: never },
  // A one-second window for the app or for everybody: https://open.dingtalk.com/document/development/call-frequency-limit
  { code: /QpsLimit|^900(18|02|05)$/, verdict: later(SECOND) },
  { code: /QpmLimit|^90006$/, verdict: later(MINUTE) },
  // More than 20 messages a minute: the robot is silenced for ten minutes.
  { code: /^(130101|410100)$/, verdict: later(10 * MINUTE) },
  { code: /^(send\.too\.fast|too\.fast|flow-controlled)$/, verdict: later(MINUTE) },
  // The egress address is banned for five minutes; the answer is a page, not JSON.
  { code: /^(egress-banned|not-json)$/, verdict: later(5 * MINUTE) },
  { code: /^(-1|system\.?busy|ServiceUnavailable)$/i, verdict: later(2 * SECOND) },
  // The message is not at fault, so it waits until the operator has corrected the app's credentials.
  { code: /^(invalidClientIdOrSecret|invalidClientSecret|40089)$/, verdict: later(5 * MINUTE) },
  // One fresh token has been tried already when these come through.
  { code: /^(InvalidAuthentication|40014|42001)$/, verdict: later(MINUTE) },
  // The server's own timeout (3 s) after it had the request.
  { code: /^(15|88)$|remote-connection-timeout/, verdict: unknown },
  { code: /Forbidden|unauthorized|auth\.error|IpNotInWhiteList/i, verdict: never },
]

/** What the outbox should do about a refused call. Never repeats the platform's message: it may hold what we sent. */
export function platformError(refusal: Refusal): PlatformError {
  const verdict = table.find(({ code }) => code.test(refusal.code))?.verdict ?? byStatus(refusal.status)
  const outcome = verdict.outcome === 'unknown' && refusal.repeatable ? 'later' : verdict.outcome
  return new PlatformError(refusal.call, refusal.code, outcome, verdict.retryAfterMs)
}

function byStatus(status: number): Verdict {
  if (status === 429) return later(SECOND)
  if (status === 503) return later(2 * SECOND)
  // A plain 500, 502 or 504 may have happened after the message went out.
  return status >= 500 ? unknown : never
}

/** Whether a fresh access token may help. https://open.dingtalk.com/document/development/api-error-codes */
export function isStaleToken(code: string): boolean {
  return code === 'InvalidAuthentication' || code === '40014' || code === '42001'
}

/** Whether a session webhook is gone for good (expired after 90 minutes, or unknown). */
export function isDeadSession(error: unknown): boolean {
  return error instanceof PlatformError && error.call === 'robot/sendBySession' && error.code === '300001'
}

/** Whether a card cannot appear for reasons that do not touch its words, so that an ordinary message may carry them. */
export function isTemplateProblem(error: unknown): boolean {
  return (
    error instanceof PlatformError &&
    error.outcome === 'never' &&
    /^param\.(templateNotExist|templateUnpublished|openSpaceModelInvalid|openDeliverModelError|invalid)$|^card-not-delivered$|AccessTokenPermissionDenied/.test(
      error.code,
    )
  )
}

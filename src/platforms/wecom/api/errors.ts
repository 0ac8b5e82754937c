import type { Outcome } from '../../../chat/outgoing.ts'
import { PlatformError } from '../../../chat/outgoing.ts'
import type { Log } from '../../../ports/log.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HINT_EVERY_MS = 10 * MINUTE

/** Why a call failed, as far as an answer (or the lack of one) tells. */
export type Refusal = Readonly<{
  call: string
  /** HTTP status; 200 for errors inside a good answer, which is where WeCom puts almost all of them. */
  status: number
  code: string
  /** Whether doing the call twice does no harm, so that an unknown outcome may simply be repeated. */
  repeatable: boolean
}>

type Verdict = Readonly<{ outcome: Outcome; retryAfterMs?: number }>

const later = (retryAfterMs: number): Verdict => ({ outcome: 'later', retryAfterMs })
const never: Verdict = { outcome: 'never' }
const unknown: Verdict = { outcome: 'unknown' }

/**
 * Codes with a meaning of their own; the first line that fits decides. Every other code was refused for what it says,
 * and would be refused again. https://developer.work.weixin.qq.com/document/path/90313
 */
const table: readonly Readonly<{ code: RegExp; verdict: Verdict }>[] = [
  { code: /^-1$/, verdict: later(2 * SECOND) },
  { code: /^45033$/, verdict: later(SECOND) },
  { code: /^(45009|130101)$/, verdict: later(MINUTE) },
  // One fresh token has been tried already when these come through.
  { code: /^(40014|42001|41001)$/, verdict: later(MINUTE) },
  // The message is not at fault, so it waits until the operator has put the settings right.
  { code: /^(40001|40091|40013|40056)$/, verdict: later(5 * MINUTE) },
  { code: /^60020$/, verdict: later(10 * MINUTE) },
  // Also seen for some seconds after a robot was created.
  { code: /^93000$/, verdict: later(MINUTE) },
  // A media id lives three days; the messenger forgets it and uploads the picture again.
  { code: /^40007$/, verdict: later(SECOND) },
  // The server dropped the subscription; a new connection is being made.
  { code: /^846609$/, verdict: later(5 * SECOND) },
  { code: /^not-json$/, verdict: later(MINUTE) },
]

/** What the outbox should do about a refused call. Never repeats WeCom's message: it may hold what we sent. */
export function platformError(refusal: Refusal): PlatformError {
  const isCode = /^-?\d+$/.test(refusal.code) && refusal.status === 200
  const verdict =
    table.find(({ code }) => code.test(refusal.code))?.verdict ?? (isCode ? never : byStatus(refusal.status))
  const outcome = verdict.outcome === 'unknown' && refusal.repeatable ? 'later' : verdict.outcome
  return new PlatformError(refusal.call, refusal.code, outcome, verdict.retryAfterMs)
}

function byStatus(status: number): Verdict {
  if (status === 429) return later(MINUTE)
  if (status === 503) return later(2 * SECOND)
  // A plain 500, 502 or 504 may have happened after the message went out.
  return status >= 500 ? unknown : never
}

/** Whether a fresh access token may help. */
export function isStaleToken(error: unknown): boolean {
  return error instanceof PlatformError && /^(40014|42001|41001)$/.test(error.code)
}

/** Whether an answer can no longer be given as one, so that an active push has to carry it. */
export function isDeadReply(error: unknown): boolean {
  return error instanceof PlatformError && /^(846605|846608|600039|reply-spent)$/.test(error.code)
}

/** Whether the AI bot may not speak in that chat, so that a group webhook, if there is one, has to. */
export function isClosedChat(error: unknown): boolean {
  return error instanceof PlatformError && /^(93001|93006|93008)$/.test(error.code)
}

/** Codes that only the operator can do something about, and what. */
const hints: readonly Readonly<{ code: RegExp; hint: string }>[] = [
  {
    code: /^60020$/,
    hint: '本机出口 IP 不在应用的“企业可信IP”里：请到管理后台打开这个应用，先设好可信域名或接收消息的网址，再把出口 IP 填进企业可信IP',
  },
  { code: /^(40001|40091)$/, hint: '应用 Secret 不对：请核对 WECOM_APP_SECRET' },
  { code: /^40013$/, hint: '企业 ID 不对：请核对 WECOM_CORP_ID' },
  { code: /^40056$/, hint: '应用 AgentId 不对：请核对 WECOM_AGENT_ID' },
  { code: /^(48002|301002)$/, hint: '这个应用没有调用该接口的权限：请到管理后台给应用开通' },
  {
    code: /^(60011|81013|82001|invalid-user)$/,
    hint: '收件人不在应用的可见范围里：请到管理后台把相关部门加进应用的可见范围',
  },
  { code: /^unlicensed-user$/, hint: '收件人没有接口许可：请到管理后台为该成员分配许可' },
  {
    code: /^93000$/,
    hint: '群机器人的网址失效了：可能被移出群或换了 KEY，请在群里重新添加并更新 WECOM_WEBHOOK_KEYS',
  },
  { code: /^93001$/, hint: '智能机器人不在这个群里，或群不允许推送：请把机器人重新加进群，并在群里@它一次' },
  { code: /^93006$/, hint: '群编号不对：请在群里@机器人一次，让它重新记住这个群' },
  {
    code: /^45009$/,
    hint: '接口调用太频繁，企业微信暂时不接：会自动放慢，持续出现请检查是否有别的程序共用同一应用',
  },
  {
    code: /^(50001|50003|domain)$/,
    hint: '域名没有通过校验：回调域名的备案主体要和企业一致或有关联；不想用域名，就把 WECOM_AIBOT_MODE 设为 socket',
  },
  {
    code: /^no-card-callback$/,
    hint: '应用没有可用的接收消息网址，带按钮的卡片发不出去：请在管理后台配置并保存“接收消息”',
  },
]

/** What the operator has to do about a code, as a Chinese sentence; undefined when nothing. */
export function operatorHint(code: string): string | undefined {
  return hints.find((line) => line.code.test(code))?.hint
}

export interface Alarm {
  /** Writes the hint for that code, if there is one, at most once in ten minutes. */
  raise(about: Readonly<{ code: string; call: string; fromIp?: string | undefined }>): void
}

/** Tells the operator about what only he can mend, without a line for every message that suffers from it. */
export function createAlarm(log: Log, now: () => Date): Alarm {
  const raised = new Map<string, number>()
  return {
    raise({ code, call, fromIp }) {
      const hint = operatorHint(code)
      const at = now().getTime()
      if (hint === undefined || at - (raised.get(code) ?? -Infinity) < HINT_EVERY_MS) return
      raised.set(code, at)
      log.error({ code, call, ...(fromIp !== undefined && { fromIp }) }, `企业微信：${hint}`)
    },
  }
}

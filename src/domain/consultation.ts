import { isOnTime, type Period } from './time/cadence.ts'
import { dayOf, daysBetween, type WorkdayTable } from './time/calendar.ts'
import { DomainError } from './errors.ts'
import type { ReminderRules } from './plan.ts'
import { reminderPlan, type Reminder } from './reminding/reminders.ts'

/** `draft`: shown to the office and not sent yet; `cancelled`: never sent. */
export type ConsultationStatus = 'draft' | 'open' | 'closed' | 'cancelled'

/** What the rules need to know of a consultation (征求意见). */
export type ConsultationFacts = Readonly<{
  id: number | string
  title: string
  round: number
  status: ConsultationStatus
  opensAt: Date
  dueAt: Date
  signOff: boolean
  unitIds: readonly string[]
}>

export const adoptions = ['adopted', 'partly', 'declined'] as const
/** 采纳、部分采纳、不采纳. */
export type Adoption = (typeof adoptions)[number]

/** The Chinese name of a decision. */
export const outcomeNames: Readonly<Record<Adoption, string>> = {
  adopted: '采纳',
  partly: '部分采纳',
  declined: '不采纳',
}

/** What the rules need to know of a unit's newest reply (意见反馈单). */
export type ReplyFacts = Readonly<{
  unitId: string
  kind: 'none' | 'opinion'
  signedBy: string | null
  scans: readonly string[]
  adoption: Adoption | null
}>

const quiet = /[\s\u3000。．.，,、！!~～…；;：:“”"'（）()]+/gu
const noComment =
  /^(?:(?:反馈|修改)?意见(?:反馈)?|反馈)?(?:我|本|我们)?(?:单位|局|镇|乡|街道|大队|公司|中心)?(?:这边|方面)?(?:研究后|经研究)?(?:对(?:该|此|本|这个)?(?:方案|征求意见稿|稿子|文件|通知|办法|《[^》]{1,60}》(?:征求意见稿)?))?(?:暂|均|都|暂时|目前)?(?:无|没有?|没啥|没什么)(?:其他|其它|不同|补充|修改|任何|反馈|的)*(?:意见|异议|建议)?(?:(?:和|与|及|或)?(?:意见|异议|建议))?(?:的|了|哈)?$/u

/**
 * Whether the words say that there is no opinion: 无, 无意见, 没有意见, with any spaces and full stops around them. A blank
 * says nothing, 收到 neither, and 没 alone is half a sentence.
 */
export function isNoComment(words: string): boolean {
  const plain = words.normalize('NFKC').replace(quiet, '')
  return plain !== '没' && noComment.test(plain)
}

/** The consultation as a period, so that it is reminded of by the rules of reports. */
export function periodOf({ id, round, opensAt, dueAt }: ConsultationFacts): Period {
  return { duty: `consultation-${id}`, key: `r${round}`, label: `第${round}轮`, opensAt, dueAt }
}

/** The clock opens what the campaign file has planned for a day at this time. */
export const OPENS_AT = '09:00'

const HOUR = 3_600_000

/**
 * The reminders of a round, by the rules of reports. Whoever was asked just now is not reminded at once: four hours lie
 * between, one before the last call.
 */
export function remindersOf(
  consultation: ConsultationFacts,
  table: WorkdayTable,
  rules: ReminderRules,
): readonly Reminder[] {
  const hours: Partial<Record<Reminder['kind'], number>> = { 'heads-up': 4, morning: 4, 'last-call': 1 }
  return reminderPlan({ period: periodOf(consultation), table, rules }).filter(
    ({ kind, at }) => at.getTime() - consultation.opensAt.getTime() >= (hours[kind] ?? 0) * HOUR,
  )
}

/** Late is what was sent after the instant of the deadline: 11:30:00 is on time, 11:30:01 is not. */
export function isLate(consultation: ConsultationFacts, sentAt: Date): boolean {
  return !isOnTime(periodOf(consultation), sentAt)
}

/** So long after a deadline a bare 无 still answers it; an answer that names it is taken until it is closed. */
const STILL_ASKED_DAYS = 10

/** Whether the units asked still have the question before them. */
export function isAsking(consultation: ConsultationFacts, now: Date): boolean {
  const { status, opensAt, dueAt } = consultation
  return status === 'open' && opensAt <= now && daysBetween(dayOf(dueAt), dayOf(now)) <= STILL_ASKED_DAYS
}

/** Whether a reply is signed: the leader's name was given, or the stamped form is there. */
export function isSigned({ signedBy, scans }: Pick<ReplyFacts, 'signedBy' | 'scans'>): boolean {
  return signedBy !== null || scans.length > 0
}

/** 应反馈、已反馈、无意见、有意见、待签字、未反馈. */
export type Tally = Readonly<{
  asked: number
  replied: number
  none: number
  opinion: number
  /** Ids of the units whose reply lacks the signature that is wanted. */
  unsigned: readonly string[]
  /** Ids of the units that have not replied, in the order of the roster. */
  missing: readonly string[]
  undecided: number
}>

/** Counts the newest replies of a round. Replies of units that were not asked count for nothing. */
export function tally(consultation: ConsultationFacts, replies: readonly ReplyFacts[]): Tally {
  const of = new Map(replies.map((reply) => [reply.unitId, reply]))
  const given = consultation.unitIds.flatMap((unitId) => of.get(unitId) ?? [])
  const opinions = given.filter(({ kind }) => kind === 'opinion')
  return {
    asked: consultation.unitIds.length,
    replied: given.length,
    none: given.length - opinions.length,
    opinion: opinions.length,
    unsigned: consultation.signOff
      ? given.filter((reply) => !isSigned(reply)).map(({ unitId }) => unitId)
      : [],
    missing: consultation.unitIds.filter((unitId) => !of.has(unitId)),
    undecided: opinions.filter(({ adoption }) => adoption === null).length,
  }
}

/** Refuses a decision that the office may not take: 部分采纳 and 不采纳 say why, and 无意见 leaves nothing to decide. */
export function requireDecidable(
  reply: Pick<ReplyFacts, 'kind'> & Readonly<{ number: number | null }>,
  outcome: Adoption,
  reason: string | null,
): void {
  if (reply.kind === 'none') throw new DomainError('opinion.nothing_to_decide')
  if (outcome !== 'adopted' && (reason ?? '').trim().length < 2)
    throw new DomainError('opinion.needs_reason', { number: String(reply.number ?? '') })
}

import { isLate, isSigned, outcomeNames } from '../../domain/consultation.ts'
import { DomainError } from '../../domain/errors.ts'
import type { Person } from '../../store/directory.ts'
import * as consultations from '../../store/consultations.ts'
import type { Consultation, Reply } from '../../store/consultations.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

export type ReplyToConsultation = Readonly<{
  consultationId: number
  /** null: 无意见. */
  opinion: string | null
  /** 填表人 where the words name one; else it is the speaker. */
  filler: string | null
  signedBy: string | null
  scans: readonly string[]
  /** When it was sent, by the platform's clock: decides on time or late. */
  sentAt: Date
  eventId?: bigint
}>

export type Replied = Readonly<{
  consultation: Consultation
  reply: Reply
  before: Reply | null
  /** The version before was signed, and this one, which says something else, is not. */
  lostSignature: boolean
}>

/** What stands for the words of an opinion of which only the stamped form was sent. */
export const AS_SCANNED = '见盖章反馈单'

/**
 * Takes a unit's reply (意见反馈), or its correction: earlier versions are kept, late ones are taken and marked, and a
 * signature holds for the version that was signed. Refuses what was not asked, what is closed, what the office has
 * decided, and what says the same again.
 */
export async function replyToConsultation(
  tx: Tx,
  input: ReplyToConsultation,
  by: Person,
  now: Date,
): Promise<Replied> {
  const consultation = await consultations.lock(tx, input.consultationId)
  if (!consultation) throw new DomainError('consultation.not_found')
  if (consultation.status !== 'open')
    throw new DomainError('consultation.closed', { title: consultation.title })
  if (!consultation.unitIds.includes(by.unitId))
    throw new DomainError('consultation.not_asked', { title: consultation.title })
  const versions = await consultations.versions(tx, consultation.id, by.unitId)
  const before = versions.at(-1) ?? null
  if (before?.adoption) throw new DomainError('opinion.decided', { outcome: outcomeNames[before.adoption] })
  // The words that follow a form which came first say what stands on it.
  const scans = before?.opinion === AS_SCANNED ? [...before.scans, ...input.scans] : input.scans
  const kind = input.opinion === null ? 'none' : 'opinion'
  if (
    before &&
    before.kind === kind &&
    before.opinion === input.opinion &&
    !input.signedBy &&
    scans.length === 0
  )
    throw new DomainError('consultation.same_as_before')
  const held = versions.find(({ number }) => number !== null)?.number ?? null
  const number =
    held ?? (kind === 'opinion' ? await consultations.nextOpinionNumber(tx, consultation.campaignId) : null)
  const reply = await consultations.addReply(tx, {
    consultationId: consultation.id,
    campaignId: consultation.campaignId,
    unitId: by.unitId,
    version: (before?.version ?? 0) + 1,
    number,
    kind,
    opinion: input.opinion,
    filler: input.filler ?? by.name,
    signedBy: input.signedBy,
    signedAt: input.signedBy ? input.sentAt : null,
    scans: [...new Set(scans)],
    sentAt: input.sentAt,
    receivedAt: now,
    late: isLate(consultation, input.sentAt),
    byId: by.id,
    adoption: null,
    adoptionReason: null,
    adoptedBy: null,
    adoptedAt: null,
  })
  const { version, late, opinion, signedBy, filler } = reply
  await ledger.append(tx, {
    campaignId: consultation.campaignId,
    subject: 'consultation',
    subjectId: String(consultation.id),
    type: before ? 'ConsultationReplyCorrected' : 'ConsultationReplied',
    data: { unitId: by.unitId, version, number, kind, opinion, filler, signedBy, scans: reply.scans, late },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return {
    consultation,
    reply,
    before,
    lostSignature: consultation.signOff && before !== null && isSigned(before) && !isSigned(reply),
  }
}

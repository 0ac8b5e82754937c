import { DomainError } from '../../domain/errors.ts'
import type { Person } from '../../store/directory.ts'
import * as consultations from '../../store/consultations.ts'
import type { Consultation, Reply } from '../../store/consultations.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

/** Adds the leader's signature or the stamped form to the unit's newest reply; its words stay, so it is no new version. */
export async function signReply(
  tx: Tx,
  input: Readonly<{
    consultationId: number
    signedBy: string | null
    scans: readonly string[]
    sentAt: Date
    eventId?: bigint
  }>,
  by: Person,
  now: Date,
): Promise<Readonly<{ consultation: Consultation; reply: Reply }>> {
  const consultation = await consultations.lock(tx, input.consultationId)
  const held = consultation && (await consultations.newest(tx, consultation.id, by.unitId))
  if (!consultation || !held) throw new DomainError('consultation.no_reply_yet')
  if (consultation.status !== 'open')
    throw new DomainError('consultation.closed', { title: consultation.title })
  const reply = await consultations.saveReply(tx, held.id, {
    ...(input.signedBy ? { signedBy: input.signedBy, signedAt: input.sentAt } : {}),
    ...(input.scans.length > 0 ? { scans: [...new Set([...held.scans, ...input.scans])] } : {}),
  })
  await ledger.append(tx, {
    campaignId: consultation.campaignId,
    subject: 'consultation',
    subjectId: String(consultation.id),
    type: 'ConsultationReplySigned',
    data: {
      unitId: by.unitId,
      version: reply.version,
      signedBy: input.signedBy,
      scans: input.scans,
      sentAt: input.sentAt,
    },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return { consultation, reply }
}

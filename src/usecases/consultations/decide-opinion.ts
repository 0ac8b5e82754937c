import { requireDecidable, type Adoption } from '../../domain/consultation.ts'
import { DomainError } from '../../domain/errors.ts'
import type { Person } from '../../store/directory.ts'
import * as consultations from '../../store/consultations.ts'
import type { Consultation, Reply } from '../../store/consultations.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

/** Writes down what becomes of an opinion (采纳、部分采纳、不采纳), by whom, when and why. May be changed; every decision stays in the ledger. */
export async function decideOpinion(
  tx: Tx,
  input: Readonly<{
    campaignId: string
    number: number
    outcome: Adoption
    reason: string | null
    eventId?: bigint
  }>,
  by: Person,
  now: Date,
): Promise<Readonly<{ consultation: Consultation; reply: Reply }>> {
  const number = `${input.number}号`
  const found = await consultations.opinion(tx, input.campaignId, input.number)
  const consultation = found && (await consultations.lock(tx, found.consultationId))
  // Read again under the lock: the unit may be correcting it at this moment.
  const held = consultation && (await consultations.newest(tx, consultation.id, found.unitId))
  if (!held) throw new DomainError('opinion.not_found', { number })
  requireDecidable(held, input.outcome, input.reason)
  const reply = await consultations.saveReply(tx, held.id, {
    adoption: input.outcome,
    adoptionReason: input.reason,
    adoptedBy: by.id,
    adoptedAt: now,
  })
  await ledger.append(tx, {
    campaignId: input.campaignId,
    subject: 'consultation',
    subjectId: String(consultation.id),
    type: 'OpinionDecided',
    data: {
      number: input.number,
      version: reply.version,
      unitId: reply.unitId,
      outcome: input.outcome,
      reason: input.reason,
      before: held.adoption,
    },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return { consultation, reply }
}

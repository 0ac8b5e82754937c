import { DomainError } from '../../domain/errors.ts'
import type { Person } from '../../store/directory.ts'
import { touch } from '../../store/directory.ts'
import * as consultations from '../../store/consultations.ts'
import type { Consultation } from '../../store/consultations.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import { closeConsultation } from './close-consultation.ts'

/** Opens a draft: from now on its units are asked, and the round before it is closed. */
export async function sendConsultation(
  tx: Tx,
  input: Readonly<{ id: number; eventId?: bigint }>,
  by: Person,
  now: Date,
): Promise<Consultation> {
  const held = await consultations.lock(tx, input.id)
  if (!held) throw new DomainError('consultation.not_found')
  if (held.status !== 'draft') throw new DomainError('consultation.already_sent')
  if (held.dueAt <= now) throw new DomainError('consultation.due_past')
  const consultation = await consultations.save(tx, held.id, { status: 'open', opensAt: now })
  await ledger.append(tx, {
    campaignId: held.campaignId,
    subject: 'consultation',
    subjectId: String(held.id),
    type: 'ConsultationStarted',
    data: { round: held.round, unitIds: held.unitIds, attachments: held.attachments },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  if (held.previousId !== null) {
    const before = await consultations.lock(tx, held.previousId)
    if (before?.status === 'open')
      await closeConsultation(tx, { id: before.id, next: held.id, eventId: input.eventId }, by, now)
  }
  await touch(tx, by.regionId)
  return consultation
}

import { DomainError } from '../../domain/errors.ts'
import { touch, type Person } from '../../store/directory.ts'
import * as consultations from '../../store/consultations.ts'
import type { Consultation } from '../../store/consultations.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

/** Ends a consultation: no further replies are taken, those that are there stay. `next` is the round that follows. */
export async function closeConsultation(
  tx: Tx,
  input: Readonly<{ id: number; next?: number; eventId?: bigint | undefined }>,
  by: Person,
  now: Date,
): Promise<Consultation> {
  const held = await consultations.lock(tx, input.id)
  if (held?.status !== 'open') throw new DomainError('consultation.already_sent')
  const closed = await consultations.save(tx, held.id, { status: 'closed', closedAt: now })
  await ledger.append(tx, {
    campaignId: held.campaignId,
    subject: 'consultation',
    subjectId: String(held.id),
    type: 'ConsultationClosed',
    data: { round: held.round, next: input.next ?? null },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  await touch(tx, by.regionId)
  return closed
}

/** Throws a draft away that was not sent. */
export async function cancelConsultation(
  tx: Tx,
  input: Readonly<{ id: number; eventId?: bigint | undefined }>,
  by: Person,
  now: Date,
): Promise<Consultation> {
  const held = await consultations.lock(tx, input.id)
  if (held?.status !== 'draft') throw new DomainError('consultation.already_sent')
  const cancelled = await consultations.save(tx, held.id, { status: 'cancelled', closedAt: now })
  await ledger.append(tx, {
    campaignId: held.campaignId,
    subject: 'consultation',
    subjectId: String(held.id),
    type: 'ConsultationCancelled',
    data: {},
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return cancelled
}

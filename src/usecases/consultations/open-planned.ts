import { at } from '../../domain/time/calendar.ts'
import type { PlannedConsultation } from '../../domain/plan.ts'
import { touch } from '../../store/directory.ts'
import * as consultations from '../../store/consultations.ts'
import type { Consultation } from '../../store/consultations.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

/** The title as it is said in the marks 《》, which some write into the campaign file as well. */
export function titleOf({ title }: PlannedConsultation): string {
  return title.replace(/[《》]/gu, '')
}

/** Opens a consultation of the campaign file on its day, once; null when it is there already, sent by hand or by the clock. */
export async function openPlanned(
  tx: Tx,
  input: Readonly<{ campaignId: string; regionId: string; planned: PlannedConsultation }>,
  by: null,
  now: Date,
): Promise<Consultation | null> {
  const { campaignId, regionId, planned } = input
  const held = await consultations.ofPlan(tx, campaignId, planned.key)
  if (held && held.status !== 'draft') return null
  const { key, unitIds, toId, signOff, due, time } = planned
  // What the office has prepared and not sent goes out on its day as it stands.
  const consultation = held
    ? await consultations.save(tx, held.id, { status: 'open', opensAt: now })
    : await consultations.insert(tx, {
        campaignId,
        regionId,
        planKey: key,
        title: titleOf(planned),
        round: 1,
        previousId: null,
        draft: null,
        attachments: [],
        unitIds,
        toId,
        signOff,
        status: 'open',
        opensAt: now,
        dueAt: at(due, time),
        draftedBy: by,
        closedAt: null,
      })
  await ledger.append(tx, {
    campaignId,
    subject: 'consultation',
    subjectId: String(consultation.id),
    type: 'ConsultationStarted',
    data: {
      title: consultation.title,
      round: 1,
      dueAt: consultation.dueAt,
      unitIds: consultation.unitIds,
      plan: key,
    },
    byId: by,
    at: now,
  })
  await touch(tx, regionId)
  return consultation
}

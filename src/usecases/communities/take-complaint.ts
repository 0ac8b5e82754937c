import { DomainError } from '../../domain/errors.ts'
import { may } from '../../domain/roles.ts'
import * as complaints from '../../store/communities/complaints.ts'
import type { Campaign, Person } from '../../store/directory.ts'
import * as hazards from '../../store/hazards.ts'
import type { Hazard } from '../../store/hazards.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'

/**
 * Notes that the hazards registered by this event were reported by a resident (举报). Who it was is kept apart from the
 * hazard, and the history says only whether he gave his name.
 */
export async function takeComplaint(
  tx: Tx,
  input: Readonly<{ campaign: Campaign; name: string | null; phone: string | null; eventId: bigint }>,
  by: Person,
  now: Date,
): Promise<readonly string[]> {
  if (!may(by.roles, 'take-complaint')) throw new DomainError('role.not_allowed')
  const { campaign, name, phone, eventId } = input
  const registered = await complaints.hazardsOf(tx, eventId)
  await complaints.insert(tx, {
    campaignId: campaign.id,
    hazardIds: registered.map(({ id }) => id),
    name,
    phone,
    byId: by.id,
    at: now,
  })
  for (const { id } of registered)
    await ledger.append(tx, {
      campaignId: campaign.id,
      subject: 'complaint',
      subjectId: String(id),
      type: 'ComplaintTaken',
      data: { named: name !== null || phone !== null },
      byId: by.id,
      at: now,
      eventId,
    })
  return registered.map(({ code }) => code)
}

type Asked = Readonly<{ hazard: Hazard; campaign: Campaign; eventId: bigint }>

/** The reporter of a hazard, for whoever took the complaint and for the office; that somebody looked is on record. */
export async function readReporter(
  tx: Tx,
  { hazard, campaign, eventId }: Asked,
  by: Person,
  now: Date,
): Promise<Readonly<{ name: string | null; phone: string | null }>> {
  const found = await own(tx, hazard, by)
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'complaint',
    subjectId: String(hazard.id),
    type: 'ReporterViewed',
    data: {},
    byId: by.id,
    at: now,
    eventId,
  })
  return { name: found.reporterName, phone: found.reporterPhone }
}

/** Notes that the reporter was answered; only once the hazard has come to an end. */
export async function answerReporter(tx: Tx, asked: Asked, by: Person, now: Date): Promise<void> {
  const { hazard, campaign, eventId } = asked
  const found = await own(tx, hazard, by)
  if (hazard.status !== 'closed' && hazard.status !== 'void')
    throw new DomainError('complaint.not_closed', { code: hazard.code })
  await complaints.answer(tx, found.id, now)
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'complaint',
    subjectId: String(hazard.id),
    type: 'ReporterAnswered',
    data: {},
    byId: by.id,
    at: now,
    eventId,
  })
}

async function own(tx: Tx, hazard: Hazard, by: Person) {
  const found = await complaints.find(tx, hazard.id)
  // Whether there is one at all is nobody else's to know.
  if (!found || (found.takenById !== by.id && !by.roles.includes('office')))
    throw new DomainError('complaint.none', { code: hazard.code })
  return found
}

/** The hazard of that code, or the refusal that keeps what is not there and what is not his apart from nobody. */
export async function complaintHazard(tx: Tx, code: string, regionId: string): Promise<Hazard> {
  const hazard = await hazards.find(tx, code, regionId)
  if (!hazard) throw new DomainError('complaint.none', { code })
  return hazard
}

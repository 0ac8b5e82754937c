import { periodAt } from '../../domain/time/cadence.ts'
import type { WorkdayTable } from '../../domain/time/calendar.ts'
import {
  contactRoleNames,
  isSection,
  isShared,
  rolesMissing,
  type Contact,
  type ContactRole,
} from '../../domain/people/contacts.ts'
import type { Campaign, Directory, Person } from '../../store/directory.ts'
import { touch } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import * as reports from '../../store/submissions/reports.ts'
import type { Report } from '../../store/submissions/reports.ts'
import * as contacts from '../../store/roster/contacts.ts'
import { dutiesOf, periods, type CampaignDuty } from '../due-reports.ts'
import { submitReport } from '../submit-report.ts'
import { findOrAdd } from './find-or-add.ts'

export type NameContacts = Readonly<{
  directory: Directory
  campaign: Campaign
  unitId: string
  contacts: readonly Contact[]
  /** Shared roles get these people beside those who hold them already. */
  adding: boolean
  sentAt: Date
  workdays: WorkdayTable
  eventId: bigint
}>

export type NamedContacts = Readonly<{
  changed: readonly ContactRole[]
  /** Contact duties that are complete now, and those that still lack a role. */
  submitted: readonly Readonly<{ duty: CampaignDuty; report: Report }>[]
  lacking: readonly Readonly<{ duty: CampaignDuty; roles: readonly ContactRole[] }>[]
}>

/**
 * Notes who holds the unit's named roles. Whoever is named with a phone number is on the unit's roster from then on, so
 * that he can join and be told. A duty that asks for contacts counts as submitted once they are all there.
 */
export async function nameContacts(
  tx: Tx,
  input: NameContacts,
  by: Person,
  now: Date,
): Promise<NamedContacts> {
  const { directory, campaign, unitId } = input
  const changed = new Set<ContactRole>()
  for (const contact of input.contacts) {
    const personId = isSection(contact.role) ? null : await personOf(tx, input, contact, by, now)
    const put = await contacts.put(tx, {
      ...contact,
      campaignId: campaign.id,
      unitId,
      personId,
      byId: by.id,
      at: now,
    })
    if (put) changed.add(contact.role)
  }
  for (const role of new Set(input.contacts.map((contact) => contact.role).filter(isShared))) {
    if (input.adding) continue
    const names = input.contacts.filter((contact) => contact.role === role).map(({ name }) => name)
    const gone = await contacts.keepOnly(tx, { campaignId: campaign.id, unitId, role, names, at: now })
    if (gone.length > 0) changed.add(role)
  }
  if (changed.size > 0) {
    await touch(tx, directory.regionId)
    await ledger.append(tx, {
      campaignId: campaign.id,
      subject: 'unit',
      subjectId: unitId,
      type: 'ContactsNamed',
      data: { roles: [...changed] },
      byId: by.id,
      at: now,
      eventId: input.eventId,
    })
  }
  return { changed: [...changed], ...(await settleDuties(tx, input, by, now)) }
}

async function personOf(
  tx: Tx,
  { directory, unitId, eventId }: NameContacts,
  { name, phone }: Contact,
  by: Person,
  now: Date,
): Promise<string | null> {
  if (phone === null) {
    return (
      [...directory.people.values()].find((person) => person.unitId === unitId && person.name === name)?.id ??
      null
    )
  }
  const found = await findOrAdd(tx, { directory, unitId, name, phone, eventId }, by, now)
  return found.person.id
}

async function settleDuties(
  tx: Tx,
  input: NameContacts,
  by: Person,
  now: Date,
): Promise<Pick<NamedContacts, 'submitted' | 'lacking'>> {
  const { campaign, unitId, sentAt, eventId } = input
  const held = await contacts.current(tx, campaign.id, unitId)
  const submitted: { duty: CampaignDuty; report: Report }[] = []
  const lacking: { duty: CampaignDuty; roles: readonly ContactRole[] }[] = []
  for (const duty of dutiesOf(campaign, unitId)) {
    if (duty.deliverable !== 'contacts') continue
    const { open, passed } = periodAt(periods(duty, input.workdays), sentAt)
    const period = open ?? passed
    if (!period) continue
    const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
    if (await reports.newest(tx, key)) continue
    const roles = rolesMissing(duty.name, held)
    if (roles.length > 0) {
      lacking.push({ duty, roles })
      continue
    }
    const note = held.map((contact) => `${contactRoleNames[contact.role]} ${contact.name}`).join('，')
    const draft = { counts: {}, cumulative: {}, zero: false, note }
    const { report } = await submitReport(
      tx,
      { campaign, duty, period, unitId, ...draft, sentAt, eventId },
      by,
      now,
    )
    if (report) submitted.push({ duty, report })
  }
  return { submitted, lacking }
}

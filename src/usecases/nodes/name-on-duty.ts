import { dayOf, type Day } from '../../domain/time/calendar.ts'
import { DomainError } from '../../domain/errors.ts'
import { daysOf } from '../../domain/people/nodes.ts'
import type { Node } from '../../domain/plan.ts'
import type { Campaign, Directory, Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import * as nodeDuty from '../../store/roster/node-duty.ts'
import { findOrAdd } from '../people/find-or-add.ts'

export type OnDutyEntry = Readonly<{ from: Day; until: Day; name: string; phone: string | null }>

export type NameOnDuty = Readonly<{
  directory: Directory
  campaign: Campaign
  unitId: string
  entries: readonly OnDutyEntry[]
  eventId: bigint
}>

export type NamedDay = Readonly<{ node: Node; on: Day; person: Person | undefined; name: string }>

/**
 * Names who of a unit is on duty on days of a node. Refuses `roster.no_node` for days of none that asks this unit,
 * `roster.past`, and what findOrAdd refuses of somebody named with a phone number.
 */
export async function nameOnDuty(
  tx: Tx,
  input: NameOnDuty,
  by: Person,
  now: Date,
): Promise<readonly NamedDay[]> {
  const { directory, campaign, unitId, eventId } = input
  const named: NamedDay[] = []
  for (const entry of input.entries) {
    if (entry.until < dayOf(now)) throw new DomainError('roster.past')
    const person = await personOf(tx, input, entry, by, now)
    const days = daysOf({ starts: entry.from, ends: entry.until }).slice(0, 60)
    let found = false
    for (const on of days) {
      const node = campaign.plan.nodes.find(
        ({ starts, ends, roster }) => starts <= on && on <= ends && roster?.unitIds.includes(unitId),
      )
      if (!node) continue
      found = true
      const { name, phone } = entry
      const duty = { campaignId: campaign.id, node: node.key, unitId, on, name, phone }
      await nodeDuty.name(tx, { ...duty, personId: person?.id ?? null, byId: by.id, at: now })
      named.push({ node, on, person, name })
    }
    if (!found) throw new DomainError('roster.no_node')
  }
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'unit',
    subjectId: unitId,
    type: 'OnDutyNamed',
    data: { days: named.map(({ on, name }) => ({ on, name })) },
    byId: by.id,
    at: now,
    eventId,
  })
  return named
}

async function personOf(
  tx: Tx,
  { directory, unitId, eventId }: NameOnDuty,
  { name, phone }: OnDutyEntry,
  by: Person,
  now: Date,
): Promise<Person | undefined> {
  if (phone === null)
    return [...directory.people.values()].find((person) => person.unitId === unitId && person.name === name)
  return (await findOrAdd(tx, { directory, unitId, name, phone, eventId }, by, now)).person
}

import { DomainError } from '../domain/errors.ts'
import * as directories from '../store/directory.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as people from '../store/roster/people.ts'

export type BindPerson = Readonly<{
  accountId: number
  platform: string
  /** As said; a unit or a title may stand before the name. */
  name: string
  phone: string | null
  eventId: bigint
}>

export type BoundPerson = Readonly<{
  /** `bound`, or the number of the request that an administrator now has to decide. */
  outcome: 'bound' | Readonly<{ request: number }>
  person: Readonly<{ id: string; name: string; unitName: string; regionId: string }>
}>

/**
 * Ties an account to a person of the roster. Name and phone as on the roster bind at once; the name alone, or a
 * second account for somebody who has one, becomes a request. The phone is compared and forgotten. Refuses
 * `person.not_in_roster` and `person.ambiguous`.
 */
export async function bindPerson(tx: Tx, input: BindPerson, now: Date): Promise<BoundPerson> {
  const [match, ...others] = await people.findByName(tx, input.name, input.phone ?? undefined)
  if (!match) throw new DomainError('person.not_in_roster', { name: input.name })
  if (others.length > 0) throw new DomainError('person.ambiguous', { name: match.name })
  const unit = await tx.unit.findUniqueOrThrow({ where: { id: match.unitId }, select: { name: true } })
  const person = { id: match.id, name: match.name, unitName: unit.name, regionId: match.regionId }
  const entry = {
    campaignId: null,
    subject: 'person',
    subjectId: match.id,
    data: {},
    byId: match.id,
    at: now,
  } as const
  const taken = await people.hasAccount(tx, input.platform, match.id)
  if (input.phone !== null && !taken) {
    await people.bind(tx, input.accountId, match.id, now)
    await directories.touch(tx, match.regionId)
    await ledger.append(tx, { ...entry, type: 'PersonBound', eventId: input.eventId })
    return { outcome: 'bound', person }
  }
  const request = await people.requestBinding(tx, {
    accountId: input.accountId,
    personId: match.id,
    saidName: input.name,
    at: now,
  })
  await ledger.append(tx, { ...entry, type: 'BindingRequested', eventId: input.eventId })
  return { outcome: { request }, person }
}

import { DomainError } from '../domain/errors.ts'
import * as directories from '../store/directory.ts'
import type { Directory, Person } from '../store/directory.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as people from '../store/roster/people.ts'

export type DecideBinding = Readonly<{
  number: number
  approve: boolean
  directory: Directory
  eventId: bigint
}>
export type DecidedBinding = Readonly<{ person: Person; platform: string; userId: string }>

/** An administrator says whether an account belongs to the person it claims to be. Refuses `binding.not_open`. */
export async function decideBinding(
  tx: Tx,
  input: DecideBinding,
  by: Person,
  now: Date,
): Promise<DecidedBinding> {
  const request = await people.openRequest(tx, input.number)
  const person = request && input.directory.people.get(request.personId)
  if (!request || !person) throw new DomainError('binding.not_open', { number: String(input.number) })
  await people.decideRequest(tx, request.id, { by: by.id, approved: input.approve, at: now })
  await ledger.append(tx, {
    campaignId: null,
    subject: 'person',
    subjectId: person.id,
    type: input.approve ? 'BindingApproved' : 'BindingRefused',
    data: {},
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  if (input.approve) {
    await people.bind(tx, request.accountId, person.id, now)
    await directories.touch(tx, input.directory.regionId)
  }
  return { person, platform: request.platform, userId: request.userId }
}

import { createHash, timingSafeEqual } from 'node:crypto'
import { DomainError } from '../domain/errors.ts'
import * as directories from '../store/directory.ts'
import type { Person } from '../store/directory.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as people from '../store/roster/people.ts'
import * as settings from '../store/settings.ts'

/** Where the hash of the one-time code is kept. */
export const CLAIM_SETTING = 'claim-code-hash'

/** The code's fingerprint; spaces, dashes and case do not matter. */
export function claimHash(code: string): string {
  return createHash('sha256').update(code.replaceAll(/[\s-]/g, '').toUpperCase()).digest('hex')
}

export type ClaimBot = Readonly<{ code: string; accountId: number; nick: string; eventId: bigint }>

/**
 * Whoever holds the code printed at start becomes the administrator; it works once. Somebody who is on no roster
 * joins the office of the first region. Refuses `claim.wrong_code`, `claim.already_claimed`, `campaign.none`.
 */
export async function claimBot(tx: Tx, input: ClaimBot, by: Person | null, now: Date): Promise<void> {
  const held = await settings.read(tx, CLAIM_SETTING)
  if (typeof held !== 'string') throw new DomainError('claim.already_claimed')
  if (!timingSafeEqual(Buffer.from(held), Buffer.from(claimHash(input.code))))
    throw new DomainError('claim.wrong_code')
  // Of two who send it at once only one can take it out.
  if ((await settings.take(tx, CLAIM_SETTING)) === null) throw new DomainError('claim.already_claimed')
  const administrator = by ? await people.regionOf(tx, by.id) : await people.addAdministrator(tx, input)
  if (!administrator) throw new DomainError('campaign.none')
  const { personId, regionId } = administrator
  await people.addRole(tx, personId, 'admin')
  await people.bind(tx, input.accountId, personId, now)
  await directories.touch(tx, regionId)
  await ledger.append(tx, {
    campaignId: null,
    subject: 'person',
    subjectId: personId,
    type: 'BotClaimed',
    data: {},
    byId: personId,
    at: now,
    eventId: input.eventId,
  })
}

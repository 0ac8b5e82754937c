import { DomainError } from '../../domain/errors.ts'
import * as hazards from '../../store/hazards.ts'
import type { Hazard } from '../../store/hazards.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import { changeHazard, type Actor } from './change-hazard.ts'

export type Merged = Readonly<{ kept: Hazard; merged: Hazard }>

/** Merges a hazard that was registered twice (重复并入): the other one stays, and gets its photos. */
export async function mergeHazard(
  tx: Tx,
  input: Readonly<{ code: string; into: string; eventId?: bigint }>,
  by: Actor,
  now: Date,
): Promise<Merged> {
  const [kept, twin] = await lockBoth(tx, input, by.regionId)
  if (kept.campaignId !== twin.campaignId) throw new DomainError('hazard.not_found', { code: input.into })
  const merged = await changeHazard(
    tx,
    {
      code: twin.code,
      command: { type: 'Merge', into: kept },
      data: { into: kept.code },
      eventId: input.eventId,
    },
    by,
    now,
  )
  for (const { hash, step, at } of await hazards.photosOf(tx, twin.id)) {
    const photos = { hazardId: kept.id, hashes: [hash], step: step as 'before', byId: by.id, at }
    await hazards.addPhotos(tx, photos)
  }
  await ledger.append(tx, {
    campaignId: kept.campaignId,
    subject: 'hazard',
    subjectId: String(kept.id),
    type: 'TwinMerged',
    data: { from: kept.status, to: kept.status, twin: twin.code },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return { kept, merged }
}

/** Locks the two in the order of their codes, whoever says which first: two people at once must not wait for each other. */
async function lockBoth(
  tx: Tx,
  { code, into }: Readonly<{ code: string; into: string }>,
  regionId: string,
): Promise<readonly [kept: Hazard, twin: Hazard]> {
  const [first, second] = code < into ? [code, into] : [into, code]
  const one = await hazards.lock(tx, first, regionId)
  const other = first === second ? one : await hazards.lock(tx, second, regionId)
  return code < into ? [other, one] : [one, other]
}

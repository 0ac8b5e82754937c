import { addDays, at, dayOf } from '../../domain/time/calendar.ts'
import { initialStatus } from '../../domain/hazards/hazard.ts'
import { DEFAULT_LIMIT_DAYS } from '../../domain/plan.ts'
import { DomainError } from '../../domain/errors.ts'
import type { Campaign, Community, Person } from '../../store/directory.ts'
import * as hazards from '../../store/hazards.ts'
import type { Hazard, NewHazard } from '../../store/hazards.ts'
import type { Tx } from '../../store/open.ts'

export type RegisterHazard = Readonly<{
  campaign: Campaign
  community: Community | null
  /** The community's name as said, when the directory does not know it. */
  communityName: string | null
  place: string | null
  description: string
  category: string
  grade: 'general' | 'major'
  /** The unit said to be responsible; null: the community's property company, else the locality. */
  responsibleId: string | null
  /** The finder's own locality when his unit is a town or street. */
  finderLocalityId: string | null
  dueAt: Date | null
  fixedOnSpot: boolean
  /** Only heard of, from a resident or a hint: somebody confirms it first (待确认). */
  hearsay?: boolean
  photos: readonly string[]
  eventId?: bigint
}>

/** `twin`: the number of an open hazard of the same kind at the same spot, which this one may repeat. */
export type RegisteredHazard = Hazard & Readonly<{ twin: number | null }>

/** Registers a hazard (登记隐患) with its number, default limit and responsible unit, and its ledger entry. */
export async function registerHazard(
  tx: Tx,
  input: RegisterHazard,
  by: Person,
  now: Date,
): Promise<RegisteredHazard> {
  const rule = input.campaign.plan.categories.find(({ key }) => key === input.category)
  const dueAt = input.dueAt ?? at(addDays(dayOf(now), rule?.limitDays ?? DEFAULT_LIMIT_DAYS), '18:00')
  if (input.dueAt && input.dueAt < now && !input.fixedOnSpot) throw new DomainError('hazard.due_past')
  const localityId = input.community?.unitId ?? input.finderLocalityId
  const responsibleId = input.responsibleId ?? input.community?.propertyId ?? localityId
  const status = initialStatus({
    fixedOnSpot: input.fixedOnSpot,
    foundUnitId: by.unitId,
    responsibleId,
    hearsay: input.hearsay ?? false,
  })
  const facts: NewHazard = {
    campaignId: input.campaign.id,
    status,
    grade: input.grade,
    category: input.category,
    communityId: input.community?.id ?? null,
    communityName: input.community ? null : input.communityName,
    place: input.place,
    description: input.description,
    localityId,
    responsibleId,
    leadId: rule?.leadId ?? null,
    foundAt: now,
    foundById: by.id,
    foundUnitId: by.unitId,
    dueAt: input.fixedOnSpot ? null : dueAt,
    fixedOnSpot: input.fixedOnSpot,
    rectifiedAt: input.fixedOnSpot ? now : null,
    rectifiedById: input.fixedOnSpot && status === 'to-reinspect' ? by.id : null,
    closedAt: status === 'closed' ? now : null,
    closedById: status === 'closed' ? by.id : null,
  }
  const { hazard, twin } = await hazards.register(tx, facts, { photos: input.photos, eventId: input.eventId })
  const step = input.fixedOnSpot ? 'after' : 'before'
  await hazards.addPhotos(tx, { hazardId: hazard.id, hashes: input.photos, step, byId: by.id, at: now })
  return { ...hazard, twin }
}

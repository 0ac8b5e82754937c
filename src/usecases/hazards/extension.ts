import { addWorkdays, at, dayOf, type WorkdayTable } from '../../domain/time/calendar.ts'
import { nextCheck } from '../../domain/hazards/interim.ts'
import type { Campaign } from '../../store/directory.ts'
import * as hazards from '../../store/hazards.ts'
import type { Hazard } from '../../store/hazards.ts'
import type { Tx } from '../../store/open.ts'
import { changeHazard, type Actor } from './change-hazard.ts'

export type AskExtension = Readonly<{
  code: string
  to: Date
  reason: string
  measures: string
  eventId?: bigint
}>

/** Asks for more time (延期): why, what protects meanwhile, until when. The office decides. */
export async function askExtension(
  tx: Tx,
  input: AskExtension,
  by: Actor,
  ground: Readonly<{ campaigns: readonly Campaign[]; workdays: WorkdayTable }>,
  now: Date,
): Promise<Hazard> {
  const { code, to, reason, measures, eventId } = input
  const { dueAt, campaignId, extensionCount } = await hazards.lock(tx, code, by.regionId)
  const notice = campaignOf(ground.campaigns, campaignId)?.plan.hazards.extensionNoticeDays ?? null
  const latest =
    notice === null || dueAt === null
      ? null
      : at(addWorkdays(dayOf(dueAt), -notice, ground.workdays), '24:00')
  return changeHazard(
    tx,
    {
      code,
      command: { type: 'AskExtension', to, reason, measures, latest },
      data: { until: to, due: dueAt, reason, measures, before: extensionCount },
      eventId,
    },
    by,
    now,
  )
}

/** Grants the extension that is asked for, or not. Granted, its measures are looked after until the new limit. */
export async function decideExtension(
  tx: Tx,
  input: Readonly<{ code: string; granted: boolean; reason: string | null; eventId?: bigint }>,
  by: Actor,
  campaigns: readonly Campaign[],
  now: Date,
): Promise<Readonly<{ hazard: Hazard; askedById: string | null }>> {
  const before = await hazards.lock(tx, input.code, by.regionId)
  const plan = campaignOf(campaigns, before.campaignId)?.plan
  const nextCheckOn = plan ? nextCheck(dayOf(now), plan.hazards, plan.nodes) : null
  const hazard = await changeHazard(
    tx,
    {
      code: input.code,
      command: input.granted ? { type: 'GrantExtension', nextCheckOn } : { type: 'RefuseExtension' },
      data: { until: before.extension?.to ?? null, reason: input.reason },
      eventId: input.eventId,
    },
    by,
    now,
  )
  return { hazard, askedById: before.extension?.byId ?? null }
}

function campaignOf(campaigns: readonly Campaign[], id: string): Campaign | undefined {
  return campaigns.find((campaign) => campaign.id === id)
}

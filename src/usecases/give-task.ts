import { at, day, dayOf, parseTime } from '../domain/time/calendar.ts'
import { DomainError } from '../domain/errors.ts'
import type { Deliverable, PlanDuty } from '../domain/plan.ts'
import * as campaignPlan from '../store/submissions/campaign-plan.ts'
import type { Campaign, Person } from '../store/directory.ts'
import { touch } from '../store/directory.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'

export type GiveTask = Readonly<{
  campaign: Campaign
  name: string
  unitIds: readonly string[]
  /** `YYYY-MM-DD` and `HH:mm`. */
  due: string
  time: string
  deliverable: Deliverable
  eventId?: bigint | undefined
}>

/**
 * Gives a one-off task (交办) to units of a campaign: from now on it is one of its duties, reminded and counted like those
 * of the campaign file, and stays when the file is loaded again. Refuses `task.due_past`, `task.exists`, `task.no_units`.
 */
export async function giveTask(tx: Tx, input: GiveTask, by: Person, now: Date): Promise<PlanDuty> {
  const { campaign, name, unitIds, deliverable } = input
  const due = day(input.due)
  const time = parseTime(input.time) ?? '24:00'
  if (at(due, time) <= now) throw new DomainError('task.due_past')
  if (unitIds.length === 0) throw new DomainError('task.no_units')
  const stored = await campaignPlan.lockPlan(tx, campaign.id)
  const duties = stored?.duties ?? []
  if (duties.some((duty) => duty.name === name)) throw new DomainError('task.exists', { name })
  const number = (await campaignPlan.tasksGiven(tx, campaign.id)) + 1
  const today = dayOf(now)
  const duty: PlanDuty = {
    // No key of a campaign file can be the same.
    key: `task+${number}`,
    name,
    cadence: { kind: 'once', day: due },
    time,
    holiday: 'as-usual',
    starts: today,
    ends: due,
    toId: by.unitId,
    deliverable,
    parts: [],
    givenBy: by.id,
  }
  await campaignPlan.saveDuties(tx, campaign.id, [...duties, duty])
  await campaignPlan.addOwed(tx, campaign.id, duty.key, unitIds)
  await touch(tx, by.regionId)
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'campaign',
    subjectId: campaign.id,
    type: 'TaskGiven',
    data: { ...duty, unitIds },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return duty
}

/** Takes back a task that was given in chat. What was handed in for it is kept. Refuses `task.not_given`. */
export async function withdrawTask(
  tx: Tx,
  input: Readonly<{ campaign: Campaign; key: string; eventId?: bigint | undefined }>,
  by: Person,
  now: Date,
): Promise<void> {
  const { campaign, key } = input
  const duties = (await campaignPlan.lockPlan(tx, campaign.id))?.duties ?? []
  const duty = duties.find((each) => each.key === key)
  if (!duty || duty.givenBy === undefined) throw new DomainError('task.not_given')
  await campaignPlan.saveDuties(
    tx,
    campaign.id,
    duties.filter((each) => each !== duty),
  )
  await campaignPlan.removeOwed(tx, campaign.id, key)
  await touch(tx, by.regionId)
  await ledger.append(tx, {
    campaignId: campaign.id,
    subject: 'campaign',
    subjectId: campaign.id,
    type: 'TaskWithdrawn',
    data: { key, name: duty.name },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
}

import { addDays, at, dayOf } from '../../domain/time/calendar.ts'
import { DomainError } from '../../domain/errors.ts'
import type { DecidedStep } from '../../domain/ladder.ts'
import type { Person } from '../../store/directory.ts'
import * as ladder from '../../store/escalation/ladder.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import type { LadderGround } from './overdue.ts'
import { pendingSteps, type Pending } from './review.ts'

/** Which of the waiting proposals somebody means; all of them where neither is named. */
export type Meant = Readonly<{ step?: DecidedStep | undefined; unitId?: string | undefined }>

/** The proposals that are meant. Refuses `ladder.none_waiting` when there are none. */
export async function pendingMeant(
  tx: Tx,
  ground: LadderGround & Meant,
  now: Date,
): Promise<readonly Pending[]> {
  const found = (await pendingSteps(tx, ground, now)).filter(
    ({ step }) =>
      (ground.step === undefined || step.step === ground.step) &&
      (ground.unitId === undefined || step.unitId === ground.unitId),
  )
  if (found.length === 0) throw new DomainError('ladder.none_waiting')
  // What was put off does not come along with what is new, unless it is all there is or its unit is named.
  const fresh = found.filter(({ step: { holdUntil } }) => holdUntil === null || holdUntil <= now)
  return ground.unitId === undefined && fresh.length > 0 ? fresh : found
}

export type HoldStep = LadderGround & Meant & Readonly<{ days: number; eventId?: bigint | undefined }>

/** Puts proposals off for some days (缓N天): the office is asked again on the morning after. */
export async function holdSteps(
  tx: Tx,
  input: HoldStep,
  by: Person,
  now: Date,
): Promise<Readonly<{ held: readonly Pending[]; until: Date }>> {
  const held = await pendingMeant(tx, input, now)
  const until = at(addDays(dayOf(now), input.days), '09:00')
  await ladder.save(tx, idsOf(held), {
    state: 'held',
    holdUntil: until,
    decidedAt: now,
    decidedById: by.id,
  })
  await enter(tx, held, { type: 'StepHeld', data: { until }, eventId: input.eventId }, by, now)
  return { held, until }
}

export type WithdrawStep = LadderGround & Meant & Readonly<{ eventId?: bigint | undefined }>

/** Takes proposals back (收回): the matters stand one step lower again, as of today. */
export async function withdrawSteps(
  tx: Tx,
  input: WithdrawStep,
  by: Person,
  now: Date,
): Promise<readonly Pending[]> {
  const taken = await pendingMeant(tx, input, now)
  await ladder.save(tx, idsOf(taken), { state: 'withdrawn', decidedAt: now, decidedById: by.id })
  await enter(tx, taken, { type: 'StepWithdrawn', data: {}, eventId: input.eventId }, by, now)
  return taken
}

export type ChangeCause = LadderGround & Meant & Readonly<{ cause: string; eventId?: bigint | undefined }>

/**
 * Names another cause (原因改为 …) for the proposals that are meant. Refuses `ladder.unknown_cause`, and
 * `ladder.which_unit` when several units wait and none is named.
 */
export async function changeCause(
  tx: Tx,
  input: ChangeCause,
  by: Person,
  now: Date,
): Promise<Readonly<{ changed: readonly Pending[]; cause: string }>> {
  const { causes } = input.campaign.plan.ladder
  const cause = causes.find(({ key, name }) => name === input.cause || key === input.cause)
  if (!cause)
    throw new DomainError('ladder.unknown_cause', { names: causes.map(({ name }) => name).join('、') })
  const changed = await pendingMeant(tx, input, now)
  if (new Set(changed.map(({ step }) => step.unitId)).size > 1)
    throw new DomainError('ladder.which_unit', { example: `原因改为 ${cause.name}` })
  await ladder.save(tx, idsOf(changed), { cause: cause.key })
  await enter(tx, changed, { type: 'CauseChanged', data: { to: cause.key }, eventId: input.eventId }, by, now)
  return { changed, cause: cause.name }
}

export function idsOf(pending: readonly Pending[]): readonly bigint[] {
  return pending.map(({ step }) => step.id)
}

/** One ledger entry for each of the steps. */
export async function enter(
  tx: Tx,
  pending: readonly Readonly<{ step: ladder.Step }>[],
  entry: Readonly<{ type: string; data: object; eventId?: bigint | undefined }>,
  by: Person,
  now: Date,
): Promise<void> {
  for (const { step } of pending) {
    await ledger.append(tx, {
      campaignId: step.campaignId,
      subject: 'ladder',
      subjectId: String(step.id),
      type: entry.type,
      data: { step: step.step, unitId: step.unitId, cause: step.cause, ...entry.data },
      byId: by.id,
      at: now,
      eventId: entry.eventId,
    })
  }
}

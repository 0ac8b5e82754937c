import { addDays, dayOf, formatMoment } from '../../domain/time/calendar.ts'
import { DomainError } from '../../domain/errors.ts'
import { isHeard, type CircularKind, type DecidedStep } from '../../domain/ladder.ts'
import type { Circular } from '../../store/escalation/circulars.ts'
import * as circulars from '../../store/escalation/circulars.ts'
import type { Campaign, Person } from '../../store/directory.ts'
import * as ladder from '../../store/escalation/ladder.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import { enter, idsOf, pendingMeant } from './decide.ts'
import type { LadderGround } from './overdue.ts'
import type { Pending } from './review.ts'

export type ReleaseStep = LadderGround &
  Readonly<{
    step: DecidedStep
    unitId?: string | undefined
    inGroups: boolean
    /** The text of what is released, without the mark of a draft. */
    text(released: readonly Pending[]): Promise<string>
    unitName(unitId: string): string
    eventId?: bigint | undefined
  }>

/**
 * A named person lets a proposal go out (发). What is about a unit that still has time to state its side, and has not,
 * stays behind; when nothing else is left, it is refused as `ladder.hearing`.
 */
export async function releaseStep(
  tx: Tx,
  input: ReleaseStep,
  by: Person,
  now: Date,
): Promise<Readonly<{ circular: Circular; released: readonly Pending[]; unheard: readonly Pending[] }>> {
  const { campaign, step: kind } = input
  const meant = await pendingMeant(tx, input, now)
  const released = meant.filter(({ step }) => isHeard(step, now))
  const unheard = meant.filter(({ step }) => !isHeard(step, now))
  const until = unheard.find(({ step }) => step.hearUntil !== null)?.step.hearUntil
  if (released.length === 0 && until) {
    const units = [...new Set(unheard.map(({ step }) => input.unitName(step.unitId)))].join('、')
    throw new DomainError('ladder.hearing', { units, until: formatMoment(until, now) })
  }
  const circular = await circulars.insert(tx, {
    campaignId: campaign.id,
    kind,
    text: await input.text(released),
    unitIds: [...new Set(released.map(({ step }) => step.unitId))],
    preparedAt: now,
    releasedAt: now,
    releasedById: by.id,
    inGroupsAt: input.inGroups ? now : null,
  })
  await ladder.save(tx, idsOf(released), {
    state: 'released',
    decidedAt: now,
    decidedById: by.id,
    circularId: circular.id,
  })
  const entry = { type: 'StepReleased', data: { circular: circular.number }, eventId: input.eventId }
  await enter(tx, released, entry, by, now)
  await note(tx, circular, 'CircularReleased', { by, at: now, eventId: input.eventId })
  return { circular, released, unheard }
}

export type FileDraft = Readonly<{
  campaign: Campaign
  kind: Exclude<CircularKind, DecidedStep>
  text: string
  unitIds: readonly string[]
  /** The hazards that it names, where it is made of hazards. */
  codes?: readonly string[]
  eventId?: bigint | undefined
}>

/** Files a bulletin of progress or a list for exposure as a draft, in place of one that nobody has released. */
export async function fileDraft(tx: Tx, input: FileDraft, by: Person, now: Date): Promise<Circular> {
  const { campaign, kind, text, unitIds, codes = [], eventId } = input
  const before = await circulars.newest(tx, campaign.id, kind)
  const content = { text, unitIds, codes, preparedAt: now }
  if (before && before.releasedAt === null) {
    await circulars.save(tx, before.id, content)
    return { ...before, ...content }
  }
  const draft = await circulars.insert(tx, { campaignId: campaign.id, kind, ...content })
  await note(tx, draft, 'CircularPrepared', { by, at: now, eventId })
  return draft
}

/** How long after its release a text may still be put into the groups without a further word. */
const AFTERWARDS_DAYS = 7

export type Publish = Readonly<{
  campaign: Campaign
  kind: CircularKind
  inGroups: boolean
  /** The text as of its release, where that says more than the draft, e.g. its day. */
  text?: string
  eventId?: bigint | undefined
}>

/**
 * Lets the prepared bulletin or list go out, or puts into the groups what was released one-to-one before. Refuses
 * `ladder.none_waiting` when there is neither.
 */
export async function publish(
  tx: Tx,
  input: Publish,
  by: Person,
  now: Date,
): Promise<Readonly<{ circular: Circular; first: boolean }>> {
  const { campaign, kind, inGroups, text, eventId } = input
  const circular = await circulars.newest(tx, campaign.id, kind)
  if (!circular) throw new DomainError('ladder.none_waiting')
  const first = circular.releasedAt === null
  const late =
    circular.releasedAt !== null && dayOf(circular.releasedAt) < addDays(dayOf(now), -AFTERWARDS_DAYS)
  if (!first && (!inGroups || circular.inGroupsAt !== null || late))
    throw new DomainError('ladder.none_waiting')
  const changes = {
    ...(first ? { releasedAt: now, releasedById: by.id, ...(text === undefined ? {} : { text }) } : {}),
    ...(inGroups ? { inGroupsAt: now } : {}),
  }
  await circulars.save(tx, circular.id, changes)
  const released = { ...circular, ...changes }
  await note(tx, released, first ? 'CircularReleased' : 'CircularSentToGroups', { by, at: now, eventId })
  return { circular: released, first }
}

export type WithdrawCircular = Readonly<{
  campaign: Campaign
  kind: CircularKind
  number?: number | undefined
  eventId?: bigint | undefined
}>

/** Takes a released text back; the matters that it was about stand one step lower again. Refuses `ladder.none_released`. */
export async function withdrawCircular(
  tx: Tx,
  input: WithdrawCircular,
  by: Person,
  now: Date,
): Promise<Circular> {
  const { campaign, kind, number, eventId } = input
  const circular =
    number === undefined
      ? await circulars.newest(tx, campaign.id, kind)
      : await circulars.find(tx, { campaignId: campaign.id, kind, number })
  if (!circular || circular.releasedAt === null || circular.withdrawnAt !== null)
    throw new DomainError('ladder.none_released')
  await circulars.save(tx, circular.id, { withdrawnAt: now, withdrawnById: by.id })
  const steps = (await ladder.lockOfCircular(tx, circular.id)).filter(({ settledAt }) => settledAt === null)
  await ladder.save(
    tx,
    steps.map(({ id }) => id),
    { state: 'withdrawn', decidedAt: now, decidedById: by.id },
  )
  const entry = { type: 'StepWithdrawn', data: { circular: circular.number }, eventId }
  await enter(
    tx,
    steps.map((step) => ({ step })),
    entry,
    by,
    now,
  )
  await note(tx, circular, 'CircularWithdrawn', { by, at: now, eventId })
  return { ...circular, withdrawnAt: now, withdrawnById: by.id }
}

async function note(
  tx: Tx,
  circular: Circular,
  type: string,
  given: Readonly<{ by: Person; at: Date; eventId?: bigint | undefined }>,
): Promise<void> {
  await ledger.append(tx, {
    campaignId: circular.campaignId,
    subject: 'circular',
    subjectId: String(circular.id),
    type,
    data: { kind: circular.kind, number: circular.number, units: circular.unitIds, text: circular.text },
    byId: given.by.id,
    at: given.at,
    eventId: given.eventId,
  })
}

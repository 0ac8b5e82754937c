import { DomainError } from '../../domain/errors.ts'
import { touch, type Directory, type Person } from '../../store/directory.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import * as contacts from '../../store/roster/contacts.ts'
import * as handOvers from '../../store/roster/hand-overs.ts'
import * as newcomers from '../../store/roster/newcomers.ts'
import * as roles from '../../store/roster/roles.ts'

export type HandOver = Readonly<{
  directory: Directory
  unitId: string
  /** Who gives the work away; undefined when the unit had no liaison. */
  old: Person | undefined
  to: Person
  eventId: bigint
}>

/**
 * Makes somebody the unit's liaison in another's place. What is open belongs to the unit and keeps its deadlines. The
 * old one keeps the role until the new one can be reached, so that no reminder falls between two chairs; answers
 * whether it is complete. Refuses `handover.same`.
 */
export async function handOver(
  tx: Tx,
  input: HandOver,
  by: Person,
  now: Date,
): Promise<Readonly<{ complete: boolean }>> {
  const { directory, unitId, old, to } = input
  const fromId = old?.id ?? null
  if (old?.id === to.id || (!old && to.roles.includes('liaison')))
    throw new DomainError('handover.same', { name: to.name })
  const decision = { role: 'liaison', byId: by.id, at: now } as const
  const overtaken = await handOvers.waitingFrom(tx, unitId, fromId)
  if (overtaken) {
    await handOvers.finish(tx, overtaken.id, now)
    if (overtaken.toId !== to.id)
      await roles.decide(tx, { ...decision, personId: overtaken.toId, held: false })
  }
  const complete = to.accounts.some(({ reachable }) => reachable)
  await roles.decide(tx, { ...decision, personId: to.id, held: true })
  if (complete && old) {
    await roles.decide(tx, { ...decision, personId: old.id, held: false })
    await passOn(tx, { unitId, fromId: old.id, toId: to.id, byId: by.id }, now)
  }
  await handOvers.add(tx, {
    unitId,
    fromId,
    toId: to.id,
    byId: by.id,
    at: now,
    doneAt: complete ? now : null,
  })
  await touch(tx, directory.regionId)
  await ledger.append(tx, {
    campaignId: null,
    subject: 'unit',
    subjectId: unitId,
    type: complete ? 'LiaisonChanged' : 'LiaisonNamed',
    data: { from: fromId, to: to.id },
    byId: by.id,
    at: now,
    eventId: input.eventId,
  })
  return { complete }
}

/** Completes the hand-overs that waited for somebody to join; answers their units and who gave the work away. */
export async function completeHandOvers(
  tx: Tx,
  joined: Readonly<{ personId: string; regionId: string; eventId: bigint }>,
  now: Date,
): Promise<readonly Readonly<{ unitId: string; fromId: string | null }>[]> {
  const waiting = await handOvers.waitingFor(tx, joined.personId)
  for (const { id, unitId, fromId, toId } of waiting) {
    await handOvers.finish(tx, id, now)
    if (fromId !== null) {
      await roles.decide(tx, { personId: fromId, role: 'liaison', held: false, byId: toId, at: now })
      await passOn(tx, { unitId, fromId, toId, byId: toId }, now)
    }
    await ledger.append(tx, {
      campaignId: null,
      subject: 'unit',
      subjectId: unitId,
      type: 'LiaisonChanged',
      data: { from: fromId, to: toId },
      byId: toId,
      at: now,
      eventId: joined.eventId,
    })
  }
  if (waiting.length > 0) await touch(tx, joined.regionId)
  return waiting
}

/** The unit's list of contacts follows. */
async function passOn(
  tx: Tx,
  post: Readonly<{ unitId: string; fromId: string; toId: string; byId: string }>,
  now: Date,
): Promise<void> {
  const { name, phone } = await newcomers.facts(tx, post.toId)
  await contacts.passOn(
    tx,
    { unitId: post.unitId, personId: post.fromId },
    { personId: post.toId, name, phone },
    { id: post.byId, at: now },
  )
}

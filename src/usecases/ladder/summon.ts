import type { Day } from '../../domain/time/calendar.ts'
import { DomainError } from '../../domain/errors.ts'
import type { Campaign, Person } from '../../store/directory.ts'
import * as ladder from '../../store/escalation/ladder.ts'
import * as ledger from '../../store/ledger.ts'
import type { Tx } from '../../store/open.ts'
import type { Summons } from '../../store/escalation/summonses.ts'
import * as summonses from '../../store/escalation/summonses.ts'

type Base = Readonly<{ campaign: Campaign; unitId: string; unitName: string; eventId?: bigint | undefined }>

export type Summon = Base & Readonly<{ meetsAt: Date; reason: string }>

/**
 * Puts a 约谈 of a unit on record, or moves the one that has not taken place. Refuses `summons.not_released` while
 * nobody has released the proposal (拟约谈), and `summons.past` for a time that is over.
 */
export async function summon(tx: Tx, input: Summon, by: Person, now: Date): Promise<Summons> {
  const { campaign, unitId, unitName, meetsAt, reason, eventId } = input
  if (!(await ladder.releasedUnits(tx, campaign.id, 'summons')).has(unitId))
    throw new DomainError('summons.not_released', { name: unitName })
  if (meetsAt <= now) throw new DomainError('summons.past')
  const before = await summonses.open(tx, campaign.id, unitId)
  if (before && before.commitments === null) {
    await summonses.save(tx, before.id, { meetsAt, reason })
    await note(tx, before, { type: 'SummonsMoved', data: { meetsAt, reason }, eventId }, by, now)
    return { ...before, meetsAt, reason }
  }
  const made = await summonses.insert(tx, {
    campaignId: campaign.id,
    unitId,
    meetsAt,
    reason,
    createdAt: now,
    createdById: by.id,
  })
  await note(tx, made, { type: 'UnitSummoned', data: { meetsAt, reason }, eventId }, by, now)
  return made
}

export type RecordSummons = Base & Readonly<{ commitments: string; followUpOn: Day | null }>

/** Keeps what the unit promised at its 约谈, and until when. Refuses `summons.none`. */
export async function recordSummons(tx: Tx, input: RecordSummons, by: Person, now: Date): Promise<Summons> {
  const held = await openOne(tx, input)
  const { commitments, followUpOn, eventId } = input
  await summonses.save(tx, held.id, { commitments, followUpOn, remindedAt: null })
  await note(tx, held, { type: 'SummonsRecorded', data: { commitments, followUpOn }, eventId }, by, now)
  return { ...held, commitments, followUpOn }
}

/** The promise was kept (约谈事项已落实). Refuses `summons.none`. */
export async function closeSummons(tx: Tx, input: Base, by: Person, now: Date): Promise<Summons> {
  const held = await openOne(tx, input)
  await summonses.save(tx, held.id, { keptAt: now })
  await note(tx, held, { type: 'SummonsKept', data: {}, eventId: input.eventId }, by, now)
  return { ...held, keptAt: now }
}

async function openOne(tx: Tx, { campaign, unitId, unitName }: Base): Promise<Summons> {
  const held = await summonses.open(tx, campaign.id, unitId)
  if (!held) throw new DomainError('summons.none', { name: unitName })
  return held
}

async function note(
  tx: Tx,
  summons: Summons,
  entry: Readonly<{ type: string; data: object; eventId?: bigint | undefined }>,
  by: Person,
  now: Date,
): Promise<void> {
  await ledger.append(tx, {
    campaignId: summons.campaignId,
    subject: 'summons',
    subjectId: String(summons.id),
    type: entry.type,
    data: { unitId: summons.unitId, ...entry.data },
    byId: by.id,
    at: now,
    eventId: entry.eventId,
  })
}

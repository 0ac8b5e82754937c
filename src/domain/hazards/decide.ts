import { DomainError } from '../errors.ts'
import type { RefusalCode } from '../refusals.ts'
import { may } from '../roles.ts'
import { arrangements } from './arrangements.ts'
import {
  eventOf,
  type CommandOf,
  type CommandType,
  type HazardCommand,
  type HazardEvent,
  type Rules,
} from './commands.ts'
import type { HazardActor, HazardFacts, HazardStatus } from './hazard.ts'
import { mainTrack } from './main-track.ts'
import { majorTrack } from './major.ts'
import { isOwnWork } from './sides.ts'

/** The fact that a command causes, for the ledger, and the hazard as it stands after it. */
export type HazardDecision<T extends HazardFacts = HazardFacts> = Readonly<{ event: HazardEvent; next: T }>

const rules: Rules<CommandType> = { ...mainTrack, ...arrangements, ...majorTrack }

/**
 * Answers a command with the one fact it causes, or refuses it with a DomainError. Reads no clock and no database.
 * Refusals come in this order: his own work, his role, the hazard's state, his unit.
 */
export function decide<T extends HazardFacts>(
  hazard: T,
  command: HazardCommand,
  by: HazardActor,
  now: Date,
): HazardDecision<T> {
  return apply(hazard, command.type, command, by, now)
}

function apply<T extends HazardFacts, Type extends CommandType>(
  hazard: T,
  type: Type,
  command: CommandOf<Type>,
  by: HazardActor,
  now: Date,
): HazardDecision<T> {
  const rule = rules[type]
  const refuse = (code: RefusalCode, params: Readonly<Record<string, string>> = {}): never => {
    throw new DomainError(code, { code: hazard.code, ...params })
  }
  const isTime = rule.from.includes(hazard.status)
  // Who judges his own work is told so, whatever his role: it is the reason that helps him.
  if (rule.judges && isTime && isOwnWork(hazard, by)) refuse('reinspection.own_work')
  if (!may(by.roles, rule.verb)) refuse('role.not_allowed')
  if (!isTime) refuse(untimely(type, hazard.status))
  if (rule.notFor === undefined && !rule.isFor(hazard, by)) refuse('hazard.not_yours')
  const reason = rule.unless?.(hazard, command, now)
  if (typeof reason === 'string') refuse(reason)
  else if (reason) refuse(...reason)
  if (!rule.isFor(hazard, by)) refuse(rule.notFor ?? 'hazard.not_yours')
  return { event: eventOf[type], next: { ...hazard, ...rule.then(hazard, command, by, now) } }
}

/** Why a command cannot be given in that state. */
function untimely(type: CommandType, status: HazardStatus): RefusalCode {
  if (status === 'void') return 'hazard.void'
  if (status === 'closed') return 'hazard.already_closed'
  if (type === 'PassLookBack' || type === 'FailLookBack') return 'hazard.not_closed'
  if (type === 'Confirm') return 'hazard.already_confirmed'
  if (status === 'to-confirm') return 'hazard.not_confirmed'
  return status === 'to-reinspect' ? 'hazard.already_submitted' : 'hazard.not_submitted'
}

import { describe, expect, test } from 'vitest'
import { DomainError } from '../../../src/domain/errors.ts'
import type { CommandType } from '../../../src/domain/hazards/commands.ts'
import { decide } from '../../../src/domain/hazards/decide.ts'
import { hands } from './table/hands.ts'
import { life } from './table/life.ts'
import { major } from './table/major.ts'
import type { Row } from './table/row.ts'
import {
  commands,
  commandTypes,
  everybody,
  now,
  people,
  stateNames,
  states,
  type StateName,
  type Who,
} from './walk.ts'

/** Every action in every state: what comes of it. */
const table: Readonly<Record<CommandType, Row>> = { ...life, ...hands, ...major }

/** Refused by the state alone, before anybody asks whose hazard it is. */
const byState = new Set([
  'hazard.void',
  'hazard.already_closed',
  'hazard.not_closed',
  'hazard.already_confirmed',
  'hazard.not_confirmed',
  'hazard.already_submitted',
  'hazard.not_submitted',
])
const judging: readonly CommandType[] = [
  'PassReinspection',
  'FailReinspection',
  'PassLookBack',
  'FailLookBack',
  'CloseCase',
]
/** Where it is asked whether there is anything to decide, before it is asked whose it is. */
const lastWord: Partial<Record<CommandType, string>> = {
  ConfirmMajor: 'major.brigade_only',
  RefuteMajor: 'major.brigade_only',
  ProposeListing: 'major.brigade_only',
  CloseCase: 'major.brigade_only',
  AcceptTransfer: 'transfer.not_receiver',
  ReturnTransfer: 'transfer.not_receiver',
  ReportOutcome: 'transfer.not_receiver',
}

function expected(type: CommandType, state: StateName, who: Who): string {
  const { by, notFor, cells } = table[type]
  const cell = Object.entries(cells).find(([, names]) => names.split(' ').includes(state))?.[0] ?? ''
  const timely = !byState.has(cell)
  // 安居物业 must rectify it: nobody of it judges it.
  if (judging.includes(type) && timely && who === 'property') return 'reinspection.own_work'
  if (!`${by} ${notFor}`.split(' ').includes(who)) return 'role.not_allowed'
  const mine = by.split(' ').includes(who)
  if (mine || !timely) return cell
  const word = lastWord[type]
  return word === undefined ? 'hazard.not_yours' : cell.includes('.') ? cell : word
}

function happens(type: CommandType, state: StateName, who: Who): string {
  try {
    const { next } = decide(states[state], commands[type], people[who], now)
    return next.majorStage === null ? next.status : `${next.status}/${next.majorStage}`
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

describe.each(commandTypes)('%s', (type) => {
  test('every state is spoken of once', () => {
    expect(Object.values(table[type].cells).join(' ').split(' ').toSorted()).toEqual(stateNames.toSorted())
  })

  test.each(everybody)('by %s, in every state', (who) => {
    const outcomes = (of: typeof happens) => stateNames.map((state) => `${state}: ${of(type, state, who)}`)
    expect(outcomes(happens)).toEqual(outcomes(expected))
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HazardCommand } from '../../../src/domain/hazards/commands.ts'
import { decide } from '../../../src/domain/hazards/decide.ts'
import type { HazardActor, HazardFacts } from '../../../src/domain/hazards/hazard.ts'
import { lackingOf } from '../../../src/domain/hazards/hazard.ts'
import { roles } from '../../../src/domain/roles.ts'
import { commands, hazard, now, states } from './walk.ts'

const anyActor = fc.record({
  id: fc.constantFrom('li', 'zhao', 'chen', 'zhang', 'liu'),
  unitId: fc.constantFrom('anju', 'chengguan', 'xiaofang', 'dongqiao', 'gongan', 'gongdian', 'xiaoanwei'),
  roles: fc.subarray([...roles]),
  ofBrigade: fc.boolean(),
})
const anyCommand: fc.Arbitrary<HazardCommand> = fc.constantFrom(...Object.values(commands), {
  type: 'FillFive',
  five: { duty: '某', measures: '某', funds: '某', limit: '某', plan: '某' },
} as const)
/** People who mean to get on with it, so that long ways are walked, and others in between. */
const anyStep = fc.record({
  by: fc.oneof(
    anyActor,
    fc.constantFrom<HazardActor>(
      { id: 'li', unitId: 'anju', roles: ['property'] },
      { id: 'chen', unitId: 'xiaofang', roles: ['reinspector'], ofBrigade: true },
      { id: 'zhang', unitId: 'xiaoanwei', roles: ['office'] },
    ),
  ),
  command: anyCommand,
})

type Taken = Readonly<{ before: HazardFacts; after: HazardFacts; command: HazardCommand; by: HazardActor }>

/** Walks from a hazard, leaving out what is refused. */
function walk(
  from: HazardFacts,
  steps: readonly Readonly<{ by: HazardActor; command: HazardCommand }>[],
): Taken[] {
  const taken: Taken[] = []
  let at = from
  for (const { by, command } of steps) {
    try {
      const { next } = decide(at, command, by, now)
      taken.push({ before: at, after: next, command, by })
      at = next
    } catch {
      continue
    }
  }
  return taken
}

const anyWalk = fc
  .tuple(fc.constantFrom(...Object.values(states), hazard()), fc.array(anyStep, { maxLength: 40 }))
  .map(([from, steps]) => walk(from, steps))

function always(law: (step: Taken) => void): void {
  fc.assert(
    fc.property(anyWalk, (taken) => taken.forEach(law)),
    { numRuns: 1500 },
  )
}

test('nothing closes but by the re-inspection or acceptance of somebody else than the rectifier', () => {
  always(({ before, after, command, by }) => {
    if (before.status === 'closed' || after.status !== 'closed') return
    expect(['PassReinspection', 'CloseCase']).toContain(command.type)
    expect(before.status).toBe('to-reinspect')
    expect(by.id).not.toBe(before.rectifiedById)
    expect(by.unitId).not.toBe(before.responsibleId)
  })
})

test('a closed one is reopened by 回头看 alone, and that is counted', () => {
  always(({ before, after, command }) => {
    if (before.status !== 'closed' || after.status === 'closed') return
    expect(command.type).toBe('FailLookBack')
    expect(after.reboundCount).toBe(before.reboundCount + 1)
  })
})

test('a void one never changes again', () => {
  always(({ before }) => expect(before.status).not.toBe('void'))
})

test('a listed one leaves by acceptance with its five complete, and is never just closed or taken back', () => {
  always(({ before, after, command }) => {
    if (before.majorStage !== 'listed' && before.majorStage !== 'accepting') return
    expect(['listed', 'accepting', 'delisted']).toContain(after.majorStage)
    expect(after.status).not.toBe('void')
    if (after.status !== 'closed') return
    expect(command.type).toBe('CloseCase')
    expect(after.majorStage).toBe('delisted')
  })
  always(({ after, command }) => {
    if (command.type === 'AskAcceptance') expect(lackingOf(after.five)).toEqual([])
  })
})

test('the limit moves by an extension, a failed check or a listing, and an asker never grants himself', () => {
  always(({ before, after, command, by }) => {
    if (after.dueAt !== before.dueAt)
      expect(['GrantExtension', 'FailReinspection', 'FailLookBack', 'List']).toContain(command.type)
    if (command.type === 'GrantExtension') expect(by.id).not.toBe(before.extension?.byId)
  })
})

test('a transfer never changes whose work it is before the receiver itself has taken it', () => {
  always(({ before, after, command, by }) => {
    if (after.responsibleId === before.responsibleId) return
    expect(command.type).toBe('AcceptTransfer')
    expect(after.responsibleId).toBe(by.unitId)
  })
})

test('counts never fall, and a leader never changes anything', () => {
  always(({ before, after }) => {
    for (const count of ['failCount', 'reboundCount', 'extensionCount'] as const)
      expect(after[count]).toBeGreaterThanOrEqual(before[count])
  })
  fc.assert(
    fc.property(anyCommand, fc.constantFrom(...Object.values(states)), (command, from) => {
      const leader: HazardActor = { id: 'wang', unitId: 'zhengfu', roles: ['leader'] }
      expect(() => decide(from, command, leader, now)).toThrow()
    }),
  )
})

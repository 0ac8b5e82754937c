import { describe, expect, test } from 'vitest'
import { DEFAULT_HAZARD_RULES, interimNeed, nextCheck } from '../../../src/domain/hazards/interim.ts'
import { addDays, day } from '../../../src/domain/time/calendar.ts'
import { hazard } from './walk.ts'

const rules = { ...DEFAULT_HAZARD_RULES, longDays: 20, checkDays: 7 }
const today = day('2026-11-25')
const foundAt = new Date('2026-11-20T09:00:00+08:00')
const long = new Date('2026-12-20T18:00:00+08:00')

describe('the next look at interim measures', () => {
  const newYear = { starts: day('2026-12-30'), ends: day('2027-01-03') }
  test.each([
    ['after a week in ordinary times', '2026-11-25', [], '2026-12-02'],
    ['sooner where a node begins on the way', '2026-12-26', [newYear], '2026-12-31'],
    ['in half the time within a node', '2026-12-29', [newYear], '2027-01-02'],
    ['once for nodes that overlap', '2026-12-29', [newYear, newYear], '2027-01-02'],
  ] as const)('comes %s', (_, after, nodes, expected) => {
    expect(nextCheck(day(after), rules, nodes)).toBe(expected)
  })

  test('is never today, however short the cycle', () => {
    const always = { starts: day('2026-01-01'), ends: day('2026-12-31') }
    expect(nextCheck(today, { ...rules, checkDays: 1 }, [always])).toBe(addDays(today, 1))
  })
})

describe('what a hazard lacks', () => {
  test.each([
    ['nothing where the limit is near', {}, undefined],
    ['measures where the limit is far', { dueAt: long }, 'measures'],
    ['measures once it was extended, however near', { extensionCount: 1 }, 'measures'],
    [
      'nothing while its measures need no look',
      { dueAt: long, measures: '看守', nextCheckOn: '2026-11-26' },
      undefined,
    ],
    ['a look on the day', { dueAt: long, measures: '看守', nextCheckOn: '2026-11-25' }, 'check'],
    ['a look that is overdue', { measures: '看守', nextCheckOn: '2026-11-20' }, 'check'],
    ['nothing once it is handed in', { dueAt: long, status: 'to-reinspect' }, undefined],
    ['nothing once it is closed', { dueAt: long, status: 'closed' }, undefined],
  ] as const)('%s', (_, facts, expected) => {
    expect(interimNeed({ ...hazard(facts), foundAt }, rules, today)).toBe(expected)
  })
})

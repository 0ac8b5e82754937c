import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  batchOf,
  byGrading,
  consequenceOf,
  levels,
  type Grading,
} from '../../../src/domain/hazards/grading.ts'

const level = fc.constantFrom(null, ...levels)
const grading: fc.Arbitrary<Grading> = fc.record({ difficulty: level, consequence: level })
const of = (difficulty: Grading['difficulty'], consequence: Grading['consequence']) => ({
  difficulty,
  consequence,
})

test('what is bad comes first however hard it is, and what is slight and hard comes last', () => {
  for (const each of [null, ...levels]) expect(batchOf(of(each, 'high'))).toBe(1)
  expect(batchOf(of('low', 'medium'))).toBe(1)
  expect(batchOf(of('high', 'medium'))).toBe(2)
  expect(batchOf(of('low', 'low'))).toBe(2)
  expect(batchOf(of('high', 'low'))).toBe(3)
})

test('while nobody has said how bad it is there is no batch, unless the brigade has found it major', () => {
  expect(batchOf(of('low', null))).toBeNull()
  expect(consequenceOf({ consequence: null, majorStage: 'suspected' })).toBeNull()
  expect(consequenceOf({ consequence: null, majorStage: 'confirmed' })).toBe('high')
  expect(consequenceOf({ consequence: 'medium', majorStage: 'listed' })).toBe('medium')
})

test('a worse or an easier one is never behind, and a sorted list never steps back', () => {
  fc.assert(
    fc.property(grading, grading, (a, b) => {
      expect(Math.sign(byGrading(a, b))).toBe(-Math.sign(byGrading(b, a)) + 0)
      const worse = { ...a, consequence: 'high' as const }
      expect(byGrading(worse, a)).toBeLessThanOrEqual(0)
      if (a.consequence !== null) expect(byGrading({ ...a, difficulty: 'low' }, a)).toBeLessThanOrEqual(0)
    }),
  )
  fc.assert(
    fc.property(fc.array(grading), (all) => {
      const sorted = all.toSorted(byGrading)
      for (const [index, each] of sorted.entries())
        for (const later of sorted.slice(index)) expect(byGrading(each, later)).toBeLessThanOrEqual(0)
    }),
  )
})

test('what nobody has graded stands between what presses and what can wait', () => {
  expect(byGrading(of('high', 'medium'), of(null, null))).toBeLessThan(0)
  expect(byGrading(of(null, null), of('high', 'low'))).toBeLessThan(0)
})

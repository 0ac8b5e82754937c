import { expect, test } from 'vitest'
import { exposureGrounds } from '../../../src/domain/hazards/exposure.ts'
import { hazardStatuses, majorStages } from '../../../src/domain/hazards/hazard.ts'

const refusedAt = new Date('2026-11-20T10:00+08:00')

test('what is listed, confirmed as major or refused may be exposed, each by its name', () => {
  const status = 'rectifying'
  expect(exposureGrounds({ status, majorStage: 'listed', refusedAt })).toEqual(['listed', 'refused'])
  expect(exposureGrounds({ status, majorStage: 'confirmed', refusedAt: null })).toEqual(['major'])
  expect(exposureGrounds({ status, majorStage: 'proposed', refusedAt: null })).toEqual(['major'])
  expect(exposureGrounds({ status, majorStage: null, refusedAt })).toEqual(['refused'])
})

test('a suspicion, an ordinary hazard and a case that is over are nobody’s to show', () => {
  for (const majorStage of [null, 'suspected', 'delisted'] as const)
    expect(exposureGrounds({ status: 'to-rectify', majorStage, refusedAt: null })).toEqual([])
})

test('nothing is exposed that has been handed in, closed, or is not confirmed', () => {
  for (const status of hazardStatuses.filter((each) => each !== 'to-rectify' && each !== 'rectifying'))
    for (const majorStage of [null, ...majorStages])
      expect(exposureGrounds({ status, majorStage, refusedAt })).toEqual([])
})

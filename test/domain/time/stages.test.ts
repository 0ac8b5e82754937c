import { expect, test } from 'vitest'
import { day } from '../../../src/domain/time/calendar.ts'
import { daysLeftOf, nextStage, stageAt } from '../../../src/domain/time/stages.ts'

const stages = [
  { key: 'a', name: '动员部署', starts: day('2022-12-16'), ends: day('2022-12-19') },
  { key: 'b', name: '排查整治', starts: day('2022-12-20'), ends: day('2023-01-20') },
  { key: 'c', name: '督查验收', starts: day('2023-01-20'), ends: day('2023-01-28') },
  { key: 'd', name: '总结', starts: day('2023-01-30'), ends: day('2023-01-31') },
]
const at = (on: string) => stageAt(stages, day(on))?.key

test('a shared boundary day belongs to the newer stage (T8)', () => {
  expect([at('2023-01-19'), at('2023-01-20'), at('2023-01-21')]).toEqual(['b', 'c', 'c'])
})

test('before the first stage, after the last and in a gap there is none, but the next one is known', () => {
  expect([at('2022-12-15'), at('2023-01-29'), at('2023-02-01')]).toEqual([undefined, undefined, undefined])
  expect(nextStage(stages, day('2023-01-29'))?.key).toBe('d')
  expect(nextStage(stages, day('2023-01-30'))).toBeUndefined()
})

test('on its last day a stage has 0 days left', () => {
  expect(stages.map((stage) => daysLeftOf(stage, stage.ends))).toEqual([0, 0, 0, 0])
  expect(
    daysLeftOf(
      { key: 'b', name: '排查整治', starts: day('2022-12-20'), ends: day('2023-01-20') },
      day('2023-01-17'),
    ),
  ).toBe(3)
})

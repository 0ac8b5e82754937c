import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forEverybody } from '../../src/domain/privacy.ts'

test('names become family names, phone numbers are half hidden, identity numbers are gone', () => {
  expect(
    forEverybody('联系刘敏 13800000001 或 0477-1234567，证件 150102199001011234。王来根在场。', [
      '刘敏',
      '来根',
      '王来根',
    ]),
  ).toBe('联系刘某 138＊＊＊＊0001 或 0477-＊＊＊＊＊67，证件 （证件号略）。王某在场。')
})

test('what is no name and no number stays: codes, dates, counts', () => {
  const text = '12号（YC-0012）逾期6天，截至2026年12月8日9:20，应报112份。'
  expect(forEverybody(text, ['刘敏'])).toBe(text)
})

test('of a home the building and the stair are told, the door is not', () => {
  expect(forEverybody('3号楼2单元302室堆物，2单元1501停放电动车', [])).toBe(
    '3号楼2单元某室堆物，2单元某室停放电动车',
  )
  const text = '敲门320户，消控室无人，3号楼2单元10层，120个灭火器'
  expect(forEverybody(text, [])).toBe(text)
})

test('no mobile number comes through, wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[\u4e00-\u9fff，。 ]{0,6}$/),
      fc.stringMatching(/^1[3-9][0-9]{9}$/),
      fc.stringMatching(/^[\u4e00-\u9fff，。 ]{0,6}$/),
      (before, phone, after) => !forEverybody(before + phone + after, []).includes(phone),
    ),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publicFault, publicPlace, tellsOfPerson } from '../../src/chat/saying/public.ts'

test.each([
  ['1号楼2单元302室赵大力13900001234', '1号楼2单元'],
  ['3号楼赵大力家门口', '3号楼'],
  ['2单元1501', '2单元'],
  ['地下车库', '地下车库'],
  ['3号楼2单元楼道', '3号楼2单元楼道'],
  ['南门（刘敏说的）', '南门（刘某说的）'],
])('of a place anybody may read the building and the stair: %s', (place, told) => {
  expect(publicPlace(place, ['刘敏'])).toBe(told)
})

test.each([
  '业主赵大力拒绝搬走',
  '赵大力在楼道堆满木料',
  '堆物，联系13900001234',
  '堆物，联系 0477-1234567',
  '王女士堆的纸箱',
  '车主欧阳明不挪车',
  '孙家把门锁了，孙大海家堆的',
])('what tells of a person is left to its category: %s', (words) => {
  expect(publicFault(words, '疏散通道', [])).toBe('疏散通道')
})

test.each([
  '楼道私拉电线',
  '消火栓全部没水',
  '安全出口堆满纸箱',
  '常闭门敞开',
  '楼梯间堆放家具',
  '高层外窗被广告牌遮挡',
  '应急灯不亮，灭火器过期',
  '车道占用，停了4辆车',
  '管道井没封堵',
])('what tells of nobody is told as it was written: %s', (words) => {
  expect(publicFault(words, '疏散通道', ['刘敏'])).toBe(words)
})

test('a door is hidden, and what is wrong behind it is told', () => {
  expect(publicFault('302室私拉电线', '电气线路', [])).toBe('某室私拉电线')
})

test('no mobile number is told, wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[\u4e00-\u9fff，。 ]{0,8}$/),
      fc.stringMatching(/^1[3-9][0-9]{9}$/),
      fc.stringMatching(/^[\u4e00-\u9fff，。 ]{0,8}$/),
      (before, phone, after) => {
        expect(tellsOfPerson(before + phone + after)).toBe(true)
        expect(publicPlace(before + phone + after, [])).not.toContain(phone.slice(-4))
      },
    ),
  )
})

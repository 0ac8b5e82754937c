import { describe, expect, test } from 'vitest'
import { understand } from '../../../src/chat/understand/understand.ts'
import { lexicon } from '../../corpus/score.ts'

const now = new Date('2026-11-18T10:07:00+08:00')
const says = (text: string, role = 'liaison') =>
  understand(text, { lexicon, now, from: { unit: 'U01', role } })

describe('a report in which the measures alone say what was counted', () => {
  test.each([
    ['今天3家，2处，当场都弄好', { inspected: 3, found: 2, rectified: 2 }],
    ['上旬汇总：31户，18个，清13', { inspected: 31, found: 18, rectified: 13 }],
    [
      '民政：3家养老机构，7条，5条落了，2条没落（周报）',
      { inspected: 3, found: 7, rectified: 5, outstanding: 2 },
    ],
    ['夜查，6人3家，隐患4', { people: 6, inspected: 3, found: 4 }],
    ['这周一共查了十九家发现隐患三十一处整改了二十六处', { inspected: 19, found: 31, rectified: 26 }],
    ['检查医院3家、养老院5家，共8家，隐患6处全部整改', { inspected: 8, found: 6, rectified: 6 }],
    ['📊河西本周：查🏠28 隐患⚠️41 已改✅36', { inspected: 28, found: 41, rectified: 36 }],
  ])('%s', (text, counts) => expect(says(text)).toMatchObject({ intent: 'report-progress', counts }))

  test('what was given out, cleared away or planned is not counted so', () => {
    expect(says('本周检查5家，发现隐患3处，发放宣传单200份，清理杂物3车')).toMatchObject({
      counts: { inspected: 5, found: 3 },
    })
    expect(says('本周检查5家，发现隐患3处，下周计划查8家')).not.toHaveProperty('counts.rectified')
  })
})

describe('a bare number that opens what is said of a hazard', () => {
  test.each([
    [
      '46 给我宽到下周五吧 师傅在外地',
      { intent: 'request-extension', codes: ['YC-0046'], due: '2026-11-27' },
    ],
    ['112水压的事交供水公司办', { intent: 'transfer', codes: ['YC-0112'], to: 'U21' }],
    ['40 42 完工，请领导们验', { intent: 'confirm-rectified', codes: ['YC-0040', 'YC-0042'] }],
  ])('%s', (text, meant) => expect(says(text)).toMatchObject(meant))

  test('is a room where a hazard is described, and a building before others', () => {
    expect(says('502门口堆满鞋柜')).toMatchObject({
      intent: 'register-hazard',
      hazards: [{ place: '502门口' }],
    })
    expect(says('3 4 5栋楼道全是车')).toMatchObject({ intent: 'register-hazard' })
  })
})

test('a verdict of one word is one when somebody says it whose office it is', () => {
  expect(says('17。合格。', 'supervisor')).toMatchObject({
    intent: 'reinspect',
    codes: ['YC-0017'],
    result: 'pass',
  })
  expect(says('31到34。全过。', 'supervisor')).toMatchObject({
    intent: 'reinspect',
    codes: ['YC-0031', 'YC-0032', 'YC-0033', 'YC-0034'],
    result: 'pass',
  })
})

test('numbers of lines are no hazards, and a unit said once behind a list is for all of it', () => {
  expect(says('拟挂牌督办：\n1、YC-0066\n2、YC-0190')).toEqual({
    intent: 'list-for-supervision',
    codes: ['YC-0066', 'YC-0190'],
  })
  expect(says('东方明珠：①10号楼喷淋漏水②3号楼常闭门常开 恒泰物业 12/8前改好')).toMatchObject({
    hazards: [
      { place: '10号楼', responsible: 'U29', due: '2026-12-08' },
      { place: '3号楼', responsible: 'U29', due: '2026-12-08' },
    ],
  })
})

describe('下 before a day of the week', () => {
  test.each([
    ['统一下周五前完成', '2026-11-27'],
    ['去清一下礼拜五之前', '2026-11-20'],
    ['下下周一前拆完', '2026-11-30'],
    ['改不了下周五前换好', '2026-11-27'],
  ])('%s', (text, due) =>
    expect(says(`阳光花园3号楼楼道堆满纸箱，${text}`)).toMatchObject({ hazards: [{ due }] }),
  )
})

test('a tick behind each number is for each, and between a word and its number it is an ornament', () => {
  expect(says('12号✅15号✅')).toMatchObject({ note: '12号✓15号✓', codes: ['YC-0012', 'YC-0015'] })
  expect(says('河西本周：查28 已改✅36')).toMatchObject({ counts: { inspected: 28, rectified: 36 } })
})

test('挂牌督办 without a number lists nothing for supervision', () => {
  expect(says('挂牌督办的隐患', 'inspector').intent).not.toBe('list-for-supervision')
})

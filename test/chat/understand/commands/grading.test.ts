import { expect, test } from 'vitest'
import { heard } from '../lexicon.ts'

const said = (text: string): unknown => heard(text, { role: 'office' })['said']
const of12 = { act: 'grade', code: 'QH-0012' }

test.each<[string, object]>([
  ['12号成因：电线老化，私拉乱接', { cause: '电线老化，私拉乱接' }],
  ['12号隐患成因是楼道没人管', { cause: '楼道没人管' }],
  ['12号建议：统一更换线路', { advice: '统一更换线路' }],
  ['12号整改建议：加装充电棚', { advice: '加装充电棚' }],
  ['12号难度高 后果严重', { difficulty: 'high', consequence: 'high' }],
  ['12号 整改难度：大，危害后果：一般', { difficulty: 'high', consequence: 'medium' }],
  ['12号难易程度：易', { difficulty: 'low' }],
  ['12号后果轻微', { consequence: 'low' }],
  ['12号、15号难度低，后果一般', { also: ['QH-0015'], difficulty: 'low', consequence: 'medium' }],
  ['12号和15号都后果严重', { also: ['QH-0015'], consequence: 'high' }],
  [
    '12号成因：电线老化。建议：更换线路。难度低，后果严重。',
    { cause: '电线老化', advice: '更换线路', difficulty: 'low', consequence: 'high' },
  ],
  [
    '12号\n成因：业主不愿出钱\n分类施策建议：动用维修资金\n难度中等\n后果一般',
    { cause: '业主不愿出钱', advice: '动用维修资金', difficulty: 'medium', consequence: 'medium' },
  ],
])('what is found out and graded is taken at its word: %s', (text, understood) => {
  expect(said(text)).toEqual({ ...of12, ...understood })
})

test.each([
  '12号难度太大了，改不了',
  '12号后果自负',
  '12号建议你们尽快改',
  '12号成因还在查',
  '12号后果严重吗',
  '难度高 后果严重',
  '12号和15号重复',
  '12号堆物，15号后果严重',
])('talk about it grades nothing: %s', (text) => {
  expect(heard(text, { role: 'office' })['said']).not.toMatchObject({ act: 'grade' })
})

test.each<[string, object]>([
  ['整改路线图', {}],
  ['先改哪些？', {}],
  ['分批清单', {}],
  ['柳河镇的整改路线图', { unit: 'T1' }],
])('the roadmap is asked for: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'roadmap', ...slots })
})

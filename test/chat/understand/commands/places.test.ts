import { describe, expect, test } from 'vitest'
import { readAnswers } from '../../../../src/chat/understand/commands/places/checks.ts'
import { heard } from '../lexicon.ts'

type Said = Record<string, unknown>

describe('what is said of places', () => {
  test.each<[string, Said]>([
    ['锦绣城的档案', { act: 'file', community: 'K1' }],
    [
      '锦绣城 户数860，建成2009年',
      {
        act: 'keep',
        community: 'K1',
        stewards: [],
        facts: [
          { key: 'households', value: 860 },
          { key: 'builtIn', value: 2009 },
        ],
      },
    ],
    [
      '锦绣城 微型消防站 有 6人',
      { act: 'keep', community: 'K1', stewards: [], facts: [{ key: 'microStation', value: '有，6人' }] },
    ],
    [
      '锦绣城 楼长 3号楼 李某 13800000009',
      {
        act: 'keep',
        community: 'K1',
        facts: [],
        stewards: [{ building: '3号楼', name: '李某', phone: '13800000009' }],
      },
    ],
    [
      '锦绣城 物业 翠竹物业',
      { act: 'keep', community: 'K1', facts: [], stewards: [], property: { unit: 'P2' } },
    ],
    [
      '锦绣城档案 室内消火栓 故障',
      { act: 'keep', community: 'K1', stewards: [], facts: [{ key: 'hydrants', value: '故障' }] },
    ],
    ['锦绣城楼长', { act: 'stewards', community: 'K1' }],
    ['锦绣城保修金能退吗', { act: 'deposit', community: 'K1' }],
    ['把锦绣城列入重点，每3天查一次', { act: 'watch', community: 'K1', on: true, days: 3 }],
    ['重点名单', { act: 'watch-list' }],
    ['排查覆盖率', { act: 'coverage' }],
    ['柳河镇排查覆盖率是多少？', { act: 'coverage', unit: 'T1' }],
    ['导出小区档案', { act: 'export' }],
    [
      '锦绣城 方案：拆除违建、增设充电棚。资金 业主18万 政府10万',
      {
        act: 'plan-draft',
        community: 'K1',
        measures: '拆除违建、增设充电棚',
        funds: { owners: { planned: 180_000 }, government: { planned: 100_000 } },
      },
    ],
    [
      '锦绣城 资金到位 业主10万、物业5000元',
      {
        act: 'plan-funds',
        community: 'K1',
        funds: { owners: { secured: 100_000 }, property: { secured: 5000 } },
      },
    ],
    ['核实锦绣城方案', { act: 'plan-step', community: 'K1', step: 'verify' }],
    [
      '退回锦绣城方案 资金要重报',
      { act: 'plan-step', community: 'K1', step: 'return', reason: '资金要重报' },
    ],
    ['锦绣城方案已完成', { act: 'plan-step', community: 'K1', step: 'finish' }],
    ['检查锦绣城', { act: 'check', community: 'K1' }],
    ['检查锦绣城 电动自行车检查表', { act: 'check', community: 'K1', list: '电动自行车' }],
    ['暗访锦绣城', { act: 'check', community: 'K1', covert: true }],
    ['随机抽查5处', { act: 'draw', count: 5 }],
    ['抽查5处 种子2026112601', { act: 'draw', count: 5, seed: '2026112601' }],
    ['第2次抽查', { act: 'draw-show', number: 2 }],
    ['12号已答复举报人', { act: 'reporter-answered', code: 'QH-0012' }],
    ['我接的举报', { act: 'complaints' }],
  ])('%s', (text, said) => {
    expect(heard(text)).toEqual({ intent: 'community', said })
  })

  test('a complaint is a hazard, and apart from it who told', () => {
    const said = heard('举报：锦绣城3号楼楼道堆满纸箱，举报人 王某 13800000009') as {
      said: { hazards: unknown[] }
    }
    expect(said).toMatchObject({
      intent: 'community',
      said: { act: 'complaint', name: '王某', phone: '13800000009' },
    })
    expect(JSON.stringify(said.said.hazards)).toMatch(/K1/)
    expect(JSON.stringify(said.said.hazards)).not.toMatch(/王某|1380/)
    const nameless = heard('匿名举报：锦绣城3号楼楼道堆满纸箱，电话13800000009') as { said: object }
    expect(JSON.stringify(nameless)).not.toContain('1380')
  })

  test.each([
    '锦绣城消火栓故障',
    '锦绣城 室内消火栓 故障',
    '锦绣城微型消防站没有人',
    '锦绣城3号楼楼道堆满纸箱',
    '抽查5处，发现3处',
    '抽查5处',
    '检查锦绣城，发现楼道堆物',
    '今天检查锦绣城',
    '锦绣城怎么样',
    '3号楼楼长说明天来',
    '锦绣城楼长反映楼道堆满纸箱',
    '接群众举报锦绣城3号楼楼道堆满纸箱',
    '举报电话96119',
    '方案交了几家',
    '锦绣城物业不配合',
  ])('is not: %s', (text) => {
    expect(heard(text)['intent']).not.toBe('community')
  })
})

describe('answers to a checklist', () => {
  test.each<[string, unknown]>([
    ['都符合', { items: [], rest: 'fit' }],
    ['其余都符合', { items: [], rest: 'fit' }],
    ['除第3项外都符合', { items: [{ n: 3, result: 'unfit' }], rest: 'fit' }],
    [
      '除了3、5项其他都合格',
      {
        items: [
          { n: 3, result: 'unfit' },
          { n: 5, result: 'unfit' },
        ],
        rest: 'fit',
      },
    ],
    [
      '除第3项外都符合：2号楼楼道堆物',
      { items: [{ n: 3, result: 'unfit', note: '2号楼楼道堆物' }], rest: 'fit' },
    ],
    ['3不符合：2号楼楼道堆物', { items: [{ n: 3, result: 'unfit', note: '2号楼楼道堆物' }] }],
    [
      '3不符合：2号楼楼道堆物；5不涉及；其余都符合',
      {
        items: [
          { n: 3, result: 'unfit', note: '2号楼楼道堆物' },
          { n: 5, result: 'not-applicable' },
        ],
        rest: 'fit',
      },
    ],
    [
      '第1项符合，第2项不合格',
      {
        items: [
          { n: 1, result: 'fit' },
          { n: 2, result: 'unfit' },
        ],
      },
    ],
  ])('%s', (text, results) => expect(readAnswers(text)).toEqual({ act: 'check-results', results }))

  test.each(['3号不合格', '好的', '都来了吗', '阳光花园3号楼楼道堆物', '3符合规定吗'])(
    'is none: %s',
    (text) => {
      expect(readAnswers(text)).toBeUndefined()
    },
  )
})

import { describe, expect, test } from 'vitest'
import { understand } from '../../../../src/chat/understand/understand.ts'
import { lexicon } from '../../../corpus/score.ts'

const read = (text: string, unit = 'U01') =>
  understand(text, { lexicon, now: new Date('2026-11-26T10:00:00+08:00'), from: { unit, role: 'liaison' } })

describe('what a unit did, in numbers', () => {
  test.each([
    ['敲门行动 320户', { action: 'door-to-door', counts: { households: 320 } }],
    [
      '本周开展敲门行动，入户走访320户，发放传单500份',
      { action: 'door-to-door', counts: { households: 320, copies: 500 } },
    ],
    ['今天组织三查三清2次，6个小区', { action: 'three-checks', counts: { times: 2, places: 6 } }],
    ['三清三关：45户', { action: 'three-clears', counts: { households: 45 } }],
    [
      '消防宣传三场 覆盖群众260人 张贴海报80张',
      { action: 'publicity', counts: { times: 3, people: 260, copies: 80 } },
    ],
    ['宣传：推送短信1200条，悬挂横幅12条', { action: 'publicity', counts: { posts: 1212 } }],
  ])('%s', (text, said) => expect(read(text)).toEqual({ intent: 'record-activity', ...said }))

  test.each([
    ['敲门行动情况', { action: 'door-to-door' }],
    ['宣传活动怎么样了', { action: 'publicity' }],
    ['活动情况', {}],
  ])('%s asks for the sums', (text, said) =>
    expect(read(text)).toEqual({ intent: 'activity-status', ...said }),
  )

  test.each([
    '请各社区抓紧开展敲门行动',
    '明天敲门行动320户',
    '敲门行动有多少户没开门？',
    '敲门行动很有效果',
    '宣传车坏了两台',
    '敲门行动要求每人20户，请各组安排好',
    '我们下周准备搞敲门行动，20户一组',
  ])('%s records nothing', (text) => expect(read(text).intent).not.toBe('record-activity'))

  test('a unit’s figure is its own to say', () => {
    expect(read('城关镇敲门行动 320户', 'U01')).toMatchObject({ intent: 'record-activity' })
    expect(read('城关镇敲门行动 320户', 'U02').intent).not.toBe('record-activity')
  })
})

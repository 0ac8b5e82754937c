import { describe, expect, test } from 'vitest'
import { heard } from '../lexicon.ts'

// It is Thursday, 8 May 2025.
type Said = Record<string, unknown>

describe('leave', () => {
  test.each<[string, Said]>([
    ['请假到5月15日，由李某代办', { from: '2025-05-08', until: '2025-05-15', standIn: { name: '李某' } }],
    ['我请假到5月15日由李某某代办', { from: '2025-05-08', until: '2025-05-15', standIn: { name: '李某某' } }],
    ['5月12日到5月15日请假，李某代', { from: '2025-05-12', until: '2025-05-15', standIn: { name: '李某' } }],
    ['5月12-15日请假，请李某代我', { from: '2025-05-12', until: '2025-05-15', standIn: { name: '李某' } }],
    [
      '我从5月12日起请假到6月3日，工作由王小明代理',
      { from: '2025-05-12', until: '2025-06-03', standIn: { name: '王小明' } },
    ],
    [
      '5.12-5.15休年假，期间由李某代办',
      { from: '2025-05-12', until: '2025-05-15', standIn: { name: '李某' } },
    ],
    [
      '请假到5月15日，由李某 13800000009 代办',
      { from: '2025-05-08', until: '2025-05-15', standIn: { name: '李某', phone: '13800000009' } },
    ],
    ['我请假到下周三', { from: '2025-05-08', until: '2025-05-14' }],
    ['我明天请假', { from: '2025-05-09', until: '2025-05-09' }],
    ['请假三天', { from: '2025-05-08', until: '2025-05-10' }],
    ['我从下周一请假5天', { from: '2025-05-12', until: '2025-05-16' }],
    ['下周出差', { from: '2025-05-12', until: '2025-05-18' }],
    ['请病假到月底', { from: '2025-05-08', until: '2025-05-31' }],
    [
      '刘某某请假到5月15日，由李某代办',
      { who: '刘某某', from: '2025-05-08', until: '2025-05-15', standIn: { name: '李某' } },
    ],
    [
      '柳河镇刘某某5月12日到15日请假，李某代',
      { who: '刘某某', from: '2025-05-12', until: '2025-05-15', standIn: { name: '李某' } },
    ],
  ])('%s', (text, slots) => {
    expect(heard(text)).toEqual({ intent: 'leave', ...slots })
  })

  test('of somebody else only the office speaks without naming who stands in', () => {
    expect(heard('刘某某请假到下周三', { unit: 'T1', role: 'office' })).toMatchObject({ who: '刘某某' })
    expect(heard('刘某某请假到下周三')['intent']).not.toBe('leave')
  })

  test.each([['销假'], ['我回来了'], ['我已经回来上班了'], ['我销假了']])('back again: %s', (text) => {
    expect(heard(text)).toEqual({ intent: 'leave-end' })
  })
  test('somebody else is back', () => {
    expect(heard('刘某某销假')).toEqual({ intent: 'leave-end', who: '刘某某' })
  })

  test.each([
    '小王今天请假了',
    '明天我请假，周报谁来报',
    '请假的同志记得补报',
    '节假日要加强值守',
    '五一放假怎么报',
    '我想请假可以吗',
    '国庆假期安排已发群里',
    '他回来了没',
    '复工复产的单位回来了几家',
    '请假制度要落实到人',
    '书记出差了，材料先放着',
  ])('is not: %s', (text) => {
    expect(heard(text)['intent']).not.toMatch(/^leave/)
  })
})

describe('handing over', () => {
  test.each<[string, Said]>([
    ['联络员换成李某 13800000009', { to: { name: '李某', phone: '13800000009' } }],
    ['联络员换成李某', { to: { name: '李某' } }],
    ['我们联络员改为李某某，电话138-0000-0009', { to: { name: '李某某', phone: '13800000009' } }],
    ['住建局联络员换成李某 13800000009', { unit: 'D1', to: { name: '李某', phone: '13800000009' } }],
    ['住建局联络员由张三变更为李某', { unit: 'D1', old: '张三', to: { name: '李某' } }],
    [
      '联络员张三换成乌云其其格 13800000009',
      { old: '张三', to: { name: '乌云其其格', phone: '13800000009' } },
    ],
    ['我的工作移交给李某 13800000009', { to: { name: '李某', phone: '13800000009' } }],
    ['工作交接给李某', { to: { name: '李某' } }],
  ])('%s', (text, slots) => {
    expect(heard(text)).toEqual({ intent: 'hand-over', ...slots })
  })

  test.each([
    '联络员是谁',
    '联络员换人了吗',
    '联络员换成了谁',
    '各单位联络员请抓紧报',
    '把12号交给李某',
    '灭火器已换成新的',
    '工作移交给物业了',
    '钥匙交给李某了',
  ])('is not: %s', (text) => {
    expect(heard(text)['intent']).not.toBe('hand-over')
  })
})

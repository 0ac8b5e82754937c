import { describe, expect, test } from 'vitest'
import { heard } from '../lexicon.ts'

type Said = Record<string, unknown>

describe('contacts', () => {
  test.each<[string, Said]>([
    [
      '分管领导 李某 13800000001，联络员 王某 13800000002，牵头科室 物业科',
      {
        contacts: [
          { role: 'deputy', name: '李某', phone: '13800000001' },
          { role: 'liaison', name: '王某', phone: '13800000002' },
          { role: 'lead-section', name: '物业科' },
        ],
      },
    ],
    [
      '住建局 主要领导：张某某（局长）138-0000-0003',
      { unit: 'D1', contacts: [{ role: 'principal', name: '张某某', phone: '13800000003' }] },
    ],
    [
      '负责人王某，电话13800000002',
      { contacts: [{ role: 'responsible', name: '王某', phone: '13800000002' }] },
    ],
    [
      '专班成员 李某 13800000001、王某、乌云其其格13800000004',
      {
        contacts: [
          { role: 'task-force', name: '李某', phone: '13800000001' },
          { role: 'task-force', name: '王某' },
          { role: 'task-force', name: '乌云其其格', phone: '13800000004' },
        ],
      },
    ],
    ['专班成员增加 赵某', { adding: true, contacts: [{ role: 'task-force', name: '赵某' }] }],
  ])('%s', (text, slots) => {
    expect(heard(text)).toEqual({ intent: 'contacts-set', ...slots })
  })

  test.each<[string, Said]>([
    ['住建局联系人', { what: 'all', unit: 'D1' }],
    ['联系人', { what: 'all' }],
    ['住建局联络员是谁？', { what: 'all', unit: 'D1' }],
    ['专班名单', { what: 'task-force' }],
    ['住建局联系人变更', { what: 'changes', unit: 'D1' }],
  ])('asked: %s', (text, slots) => {
    expect(heard(text)).toEqual({ intent: 'contacts-query', ...slots })
  })

  test.each([
    '分管领导已经看过了',
    '分管领导 明天来检查',
    '负责人 知道了',
    '联络员 王某',
    '请分管领导、联络员参加会议',
    '专班成员请到三楼开会',
    '牵头科室要抓紧',
  ])('is not: %s', (text) => {
    expect(heard(text)['intent']).not.toMatch(/^contacts/)
  })
})

describe('on duty', () => {
  // It is Thursday, 8 May 2025.
  test.each<[string, Said]>([
    [
      '值守 5月10日 王某 13800000003',
      { entries: [{ from: '2025-05-10', until: '2025-05-10', name: '王某', phone: '13800000003' }] },
    ],
    ['值守 5月10日到12日 王某', { entries: [{ from: '2025-05-10', until: '2025-05-12', name: '王某' }] }],
    [
      '住建局值守\n5月10日 王某 13800000003\n5月11日至5月12日 李某',
      {
        unit: 'D1',
        entries: [
          { from: '2025-05-10', until: '2025-05-10', name: '王某', phone: '13800000003' },
          { from: '2025-05-11', until: '2025-05-12', name: '李某' },
        ],
      },
    ],
    ['5月10日值守 王某', { entries: [{ from: '2025-05-10', until: '2025-05-10', name: '王某' }] }],
  ])('%s', (text, slots) => {
    expect(heard(text)).toEqual({ intent: 'roster-set', ...slots })
  })

  test.each<[string, Said]>([
    ['值守情况', { intent: 'roster-query' }],
    ['住建局值守情况', { intent: 'roster-query', unit: 'D1' }],
    ['已到岗', { intent: 'on-post' }],
    ['王某已到岗', { intent: 'on-post', who: '王某' }],
    ['例会已开', { intent: 'meeting-held', name: '例会' }],
    [
      '专班例会已开，纪要：下周起每天夜查',
      { intent: 'meeting-held', name: '专班例会', minutes: '下周起每天夜查' },
    ],
    ['例会安排', { intent: 'meetings-query' }],
    ['周报谁负责', { intent: 'who-answers', task: '周报' }],
    ['第3项谁负责？', { intent: 'who-answers', nth: 3 }],
  ])('%s', (text, understood) => {
    expect(heard(text)).toEqual(understood)
  })

  test.each([
    '消控室值班只有一个人',
    '锦绣城消控室无人值守',
    '节日期间加强值守',
    '值班表发群里了',
    '人员已全部到岗',
    '例会纪要请查收',
    '开会了吗',
    '谁负责',
    '12号谁负责',
  ])('is not: %s', (text) => {
    expect(heard(text)['intent']).not.toMatch(/^(?:roster|on-post|meeting|who-answers)/)
  })
})

import { describe, expect, test } from 'vitest'
import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { after, good } from './good-file.ts'

describe('a right campaign file', () => {
  const result = parseCampaignFile(good)
  if (!result.ok) throw new Error(formatFaults(result.faults))
  const { campaign } = result

  test('gives days, rhythms and rules in the terms of the program', () => {
    expect(campaign.duties[0]).toEqual({
      key: 'weekly',
      name: '周报',
      cadence: { kind: 'weekly', weekday: 5 },
      time: '18:00',
      holiday: 'earlier',
      starts: '2026-10-12',
      ends: '2026-12-31',
      to: 'office',
      units: ['chengguan', 'hedong'],
      deliverable: 'counts',
      parts: ['progress'],
    })
    expect(campaign.duties[1]).toMatchObject({
      cadence: { kind: 'once', day: '2026-10-20' },
      holiday: 'as-usual',
    })
    expect(campaign.categories).toEqual([{ key: 'fire-lane', limitDays: 3, lead: 'office' }])
    expect(campaign.settings).toEqual({ announceMissingInGroup: true, pilots: [] })
  })

  test('tells for each unit which duties it owes', () => {
    expect(campaign.units.map(({ key, duties }) => [key, duties])).toEqual([
      ['office', []],
      ['chengguan', ['weekly', 'plan']],
      ['hedong', ['weekly']],
      ['anju', []],
    ])
  })

  test('keeps phone numbers and account ids as they are written, unquoted and with leading zeros', () => {
    expect(campaign.people[1]).toMatchObject({ phone: '13800000001', dingtalk: '0123' })
  })

  test('takes an empty value as not written, and makes a key where none is given', () => {
    expect(campaign.people[2]).toEqual({ key: 'xu', name: '徐静', unit: 'hedong', roles: ['liaison'] })
    expect(campaign.people[0]?.key).toBe('office/张磊')
  })

  test('is the same whether lines end the Windows way or not', () => {
    expect(parseCampaignFile(good.replaceAll('\n', '\r\n'))).toEqual(result)
    expect(parseCampaignFile(`\uFEFF${good}`)).toEqual(result)
  })
})

describe('one thing wrong is one sentence at its line', () => {
  test.each<[string, string, string]>([
    ['title: 消防通道整治', 'title:', '第4行：行动的标题（title）还没有填'],
    [
      'codePrefix: YC',
      'codePrefix: yc1',
      '第6行：行动的编号字头（codePrefix）要写 1 到 4 个大写英文字母，例如 YC，用在隐患编号 YC-0012 里',
    ],
    [
      'starts: 2026-10-12\n',
      'starts: 2026-02-30\n',
      '第7行：行动的开始日期（starts）要写成真实的日期，例如 2026-10-12',
    ],
    [
      'kind: street',
      'kind: stret',
      '第15行：单位“河东街道”的种类（kind）只能是：township、street、department、property、community-office、office、fire、leader',
    ],
    ['name: 河东街道', 'name: 城关', '第15行：单位名称或别名“城关”前面已经用过了'],
    ['key: hedong, name', 'key: anju, name', '第16行：标识“anju”前面已经用过了'],
    ['parent: office', 'parent: ofice', '第14行：没有标识为“ofice”的单位'],
    ['kind: office }', 'kind: office, parent: chengguan }', '第13行：上级单位绕成了圈，最后又回到它自己'],
    ['reports: [weekly]', 'reports: [weekly, monthly]', '第15行：没有标识为“monthly”的报送任务'],
    [
      'reports: [weekly]',
      'reports: [weekly, plan]',
      '第15行：报送任务“plan”的 units 里没有这个单位，两处要一致',
    ],
    [
      'reports: [weekly]',
      'reports: 是',
      '第15行：单位“河东街道”的报送（reports）要写 true，或者写报送任务的 key，例如 [weekly]',
    ],
    ['13800000001', '1380000001', '第19行：人员“刘敏”的手机号（phone）要写 11 位手机号'],
    ['13800000001', '13800000003', '第19行：手机号和前面另一个人的相同'],
    ['phone: }', 'dingtalk: 0123 }', '第20行：钉钉账号和前面另一个人的相同'],
    ['name: 徐静, unit: hedong', 'name: 刘敏, unit: chengguan', '第20行：同一单位里有两个同名的人'],
    ['unit: chengguan, roles', 'unit: chenguan, roles', '第19行：没有标识为“chenguan”的单位'],
    ['roles: [office]', 'roles: [grid]', '第17行：名单里至少要有一个消安委办（office）或管理员（admin）'],
    [
      'roles: [liaison], phone: 13',
      'roles: [grid], phone: 13',
      '第14行：“城关镇”要报送，但名单里没有它的联络员（liaison）',
    ],
    ['roles: [office]', 'roles: office', '第18行：人员“张磊”的角色（roles）写法不对，这里要写成列表'],
    [
      'roles: [office]',
      'roles: [office, boss]',
      '第18行：人员“张磊”的角色（roles）只能是：liaison（联络员）',
    ],
    ['unit: chengguan, property: anju', 'unit: hexi, property: anju', '第22行：没有标识为“hexi”的单位'],
    [
      'property: anju',
      'property: hedong',
      '第22行：“hedong”不是物业企业（kind: property），不能当小区的物业',
    ],
    [
      'key: fire-lane',
      'key: firelane',
      '第24行：隐患类别“firelane”的标识（key）只能是：fire-lane（消防车通道）',
    ],
    [
      'limitDays: 3',
      'limitDays: 0',
      '第24行：隐患类别“fire-lane”的整改天数（limitDays）要写 1 到 365 的天数',
    ],
    ['lead: office', 'lead: gongan', '第24行：没有标识为“gongan”的单位'],
    ['weekday: 周五', 'weekday: 礼拜五', '第26行：报送任务“周报”的星期（weekday）要写 周一 到 周日 中的一天'],
    [
      'time: 18:00',
      'time: 6点',
      '第26行：报送任务“周报”的时间（time）要写成两位数的时间，例如 18:00；只写到哪一天的写 24:00',
    ],
    ['time: 18:00, to: office', 'time: 18:00', '第26行：报送任务“周报”的报给谁（to）还没有填'],
    ['to: office, holiday', 'to: anju, holiday', '第26行：接收单位“anju”在名单里没有人，报了也没人收'],
    [
      'holiday: 提前',
      'holiday: 提早',
      '第26行：报送任务“周报”的遇节假日（holiday）要写 照常、提前、顺延 或 跳过',
    ],
    [
      'kind: weekly, weekday: 周五',
      'kind: weekely',
      '第26行：报送任务“周报”的种类（kind）只能是：daily（每日）',
    ],
    ['kind: weekly, weekday: 周五', 'kind: half-monthly, days: [10, 15]', '第26行：两个日子落在同一个半月里'],
    [
      'kind: weekly, weekday: 周五',
      'kind: half-monthly, days: [5, 月末]',
      '第26行：两个日子落在同一个半月里',
    ],
    [
      'kind: weekly, weekday: 周五',
      'kind: yearly, month: 3, day: 1',
      '第26行：“周报”在行动期间一次也轮不到，请核对日子',
    ],
    [
      'kind: once, date: 2026-10-20, time: 24:00,',
      'kind: dated, dates: [2026-10-01, 2026-10-02], time: 24:00, holiday: 跳过,',
      '第27行：“方案”在行动期间一次也轮不到，请核对日子',
    ],
    ['units: [chengguan]', 'units: [anjv]', '第27行：没有标识为“anjv”的单位'],
    ['ends: 2026-11-01', 'ends: 2026-10-01', '第10行：“摸底”的结束日期在开始日期之前'],
    ['ends: 2026-11-01', 'ends: 2026-11-05', '第11行：“整改”和“摸底”的日期重叠，或者先后顺序不对'],
    [
      '{ key: a, name: 摸底, starts: 2026-10-12',
      '{ key: a, name: 摸底, starts: 2026-10-01',
      '第10行：“摸底”在行动开始（2026-10-12）之前就开始了',
    ],
    ['ends: 2026-12-31 }', 'ends: 2027-01-31 }', '第11行：“整改”到行动结束（2026-12-31）之后才结束'],
    [
      'announceMissingInGroup: true',
      'announceMissing: true',
      '第28行：设置（settings）里没有“announceMissing”这一项，是不是写错了？',
    ],
    [
      'announceMissingInGroup: true',
      'announceMissingInGroup: 好',
      '第28行：设置的群里公布未报（announceMissingInGroup）要写 true（是）或 false（否）',
    ],
    [
      '  issuer: 县政府办\n',
      '  issuer: 县政府办\n  issuer: 县政府\n',
      '第6行：“issuer”在同一处写了两次，请删掉一个',
    ],
  ])('%s → %s', (from, to, sentence) => {
    expect(after(from, to).split('\n')).toContainEqual(expect.stringContaining(sentence))
  })
})

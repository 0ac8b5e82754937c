import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'

const good = `region: { key: yunchuan, name: 云川县 }
campaign:
  key: lanes
  title: 消防通道整治
  issuer: 县政府办
  codePrefix: YC
  starts: 2026-10-12
  ends: 2026-12-31
stages:
  - { key: a, name: 摸底, starts: 2026-10-12, ends: 2026-11-01 }
  - { key: b, name: 整改, starts: 2026-11-01, ends: 2026-12-31 }
units:
  - { key: office, name: 消安委办, kind: office }
  - { key: chengguan, name: 城关镇, kind: township, aliases: [城关], parent: office, reports: true }
  - { key: hedong, name: 河东街道, kind: street, reports: [weekly] }
  - { key: anju, name: 安居物业, kind: property }
people:
  - { name: 张磊, unit: office, roles: [office], phone: 13800000003 }
  - { key: liu, name: 刘敏, unit: chengguan, roles: [liaison], phone: 13800000001, dingtalk: 0123 }
  - { key: xu, name: 徐静, unit: hedong, roles: [liaison], phone: }
communities:
  - { key: huayuan, name: 阳光花园, unit: chengguan, property: anju }
categories:
  - { key: fire-lane, limitDays: 3, lead: office }
duties:
  - { key: weekly, name: 周报, kind: weekly, weekday: 周五, time: 18:00, to: office, holiday: 提前 }
  - { key: plan, name: 方案, kind: once, date: 2026-10-20, time: 24:00, units: [chengguan], to: office }
settings: { announceMissingInGroup: true }
`

/** The faults of the good file after a change, as lines. */
function after(from: string, to: string): string {
  if (!good.includes(from)) throw new Error(`nothing to change: ${from}`)
  return faultsOf(good.replace(from, to))
}
function faultsOf(text: string): string {
  const result = parseCampaignFile(text)
  return result.ok ? '' : formatFaults(result.faults)
}

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
    })
    expect(campaign.duties[1]).toMatchObject({
      cadence: { kind: 'once', day: '2026-10-20' },
      holiday: 'as-usual',
    })
    expect(campaign.categories).toEqual([{ key: 'fire-lane', limitDays: 3, lead: 'office' }])
    expect(campaign.settings).toEqual({ announceMissingInGroup: true })
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

test('all faults are listed at once, in the order of their lines', () => {
  const faults = faultsOf(
    good
      .replace('codePrefix: YC', 'codePrefix: yc')
      .replace('ends: 2026-11-01', 'ends: 2026-11-05')
      .replace('kind: street', 'kind: stret')
      .replace('unit: chengguan, roles', 'unit: chenguan, roles')
      .replace('13800000001', '138')
      .replace('weekday: 周五', 'weekday: 五'),
  )
  expect(faults.split('\n').map((line) => line.split('：')[0])).toEqual([
    '第6行',
    '第11行',
    '第15行',
    '第19行',
    '第19行',
    '第26行',
  ])
})

test('a liaison whose unit is misspelt is not also reported missing', () => {
  expect(after('unit: chengguan, roles', 'unit: chenguan, roles').split('\n')).toHaveLength(1)
})

test('a wrong field of a unit does not make the unit unknown to those who refer to it', () => {
  expect(after('key: chengguan, name: 城关镇, kind: township', 'key: chengguan, kind: town')).not.toContain(
    '没有标识为',
  )
})

test('the place of each fault is given as a path too', () => {
  const result = parseCampaignFile(good.replace('13800000001', '138'))
  expect(result.ok ? [] : result.faults.map(({ path }) => path)).toEqual(['people[1].phone'])
})

test('a file that is no YAML names its broken lines and nothing else', () => {
  expect(faultsOf('region:\n\tkey: a')).toContain('行首用了制表符（Tab），请改成空格')
  const broken = parseCampaignFile(good.replace('units:\n', 'units\n'))
  expect(broken.ok ? [] : broken.faults.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('写法不对'),
  )
})

test('one and the same fault of one line is named once', () => {
  const faults = faultsOf('units: ' + '['.repeat(50)).split('\n')
  expect(new Set(faults).size).toBe(faults.length)
})

test.each(['', '只有一句话', '- a\n- b', 'region:\nunits: 3\npeople: {}'])(
  'what is no campaign at all (%j) is refused in Chinese sentences',
  (text) => {
    const faults = faultsOf(text)
    expect(faults).not.toBe('')
    expect(faults).not.toMatch(/expected|invalid|undefined|NaN/i)
  },
)

test('phone numbers and accounts never show up in the faults, wherever they were put by mistake', () => {
  const number = '13900009999'
  const mistakes = [
    ['unit: chengguan, roles', `unit: ${number}, roles`],
    ['name: 刘敏, unit: chengguan', `name: ${number}, unit: nobody, x: y`],
    ['aliases: [城关]', `aliases: [${number}, ${number}]`],
    ['phone: 13800000001', `${number}: 1`],
    ['reports: [weekly]', `reports: [${number}]`],
    ['roles: [liaison], phone: 1', `roles: [${number}], phone: 1`],
  ] as const
  for (const [from, to] of mistakes) {
    expect(after(from, to)).not.toBe('')
    expect(after(from, to)).not.toMatch(/\d{7}/)
  }
})

test('whatever line is lost or doubled, the reader answers with sentences and never breaks', () => {
  const lines = good.split('\n')
  fc.assert(
    fc.property(
      fc.nat(lines.length - 1),
      fc.boolean(),
      fc.string({ maxLength: 12 }),
      (index, doubled, junk) => {
        const line = lines[index] ?? ''
        const text = lines
          .with(index, doubled ? `${line}\n${line}` : line.slice(0, junk.length) + junk)
          .join('\n')
        const result = parseCampaignFile(text)
        if (result.ok) return
        expect(result.faults.length).toBeGreaterThan(0)
        for (const fault of result.faults) {
          expect(fault.line).toBeGreaterThanOrEqual(1)
          expect(fault.line).toBeLessThanOrEqual(text.split('\n').length)
          expect(fault.message).toMatch(/\p{Script=Han}/u)
          expect(fault.message).not.toMatch(/Invalid|expected/)
        }
      },
    ),
    { numRuns: 200 },
  )
})

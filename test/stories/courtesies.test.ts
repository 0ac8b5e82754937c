import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 120_000 })

const consultation = `
consultations:
  - { key: rules, title: 电动自行车管理办法, opens: 2026-10-13, due: 2026-10-15, time: "11:30", units: [hedong, beimen, qingshi], to: xiaoanwei }
`

describe('what people owe beside their reports', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      mode: 'stream',
      from: '2026-10-12 10:30',
      edit: (text) => text + consultation,
      strangers: [
        { userId: 'u-lixin', name: '李新' },
        { userId: 'u-fanxin', name: '范新' },
      ],
    })
    await county.clockTo('2026-10-13 09:30')
  }, 300_000)
  afterAll(() => county?.close())
  const count = (name: string): number => county.person(name).heard().length

  test('收到 to a draft spares the word of the day before, and no other unit’s', async () => {
    expect(await county.person('徐静').tells('收到')).toContain(
      '《电动自行车管理办法》征求意见下一次提醒先不发；周四（10月15日）11:30截止不变',
    )
    const before = { xu: count('徐静'), lin: count('林娜') }
    await county.clockTo('2026-10-14 10:05')
    expect(count('徐静')).toBe(before.xu)
    expect(county.person('林娜').heard().slice(before.lin).join('\n')).toContain('您单位还没反馈')
  })

  test('再催一次 asks for opinions as for reports, in one message a unit', async () => {
    const before = count('徐静')
    expect(await county.person('孙燕').tells('再催一次')).toContain('已私聊提醒')
    const [pressed = '', ...others] = county.person('徐静').heard().slice(before)
    expect(others).toEqual([])
    expect(pressed).toContain('《电动自行车管理办法》征求意见明天（周四）11:30截止，您单位还没反馈')
  })

  test('a new liaison hears of the draft on which his unit is asked', async () => {
    await county.person('高峰').tells('联络员换成李新 13800000099')
    await county.person('李新').tells('我是 李新 13800000099')
    expect(county.person('李新').last()).toMatch(
      /您现在是青石镇的联络员[\s\S]*征求意见《电动自行车管理办法》：周四（10月15日）11:30/,
    )
  })

  test('and of what has climbed, with how to state the unit’s side', async () => {
    await county.clockTo('2026-10-22 10:05')
    await county.person('林娜').tells('联络员换成范新 13800000098')
    await county.person('范新').tells('我是 范新 13800000098')
    expect(county.person('范新').last()).toMatch(
      /督办：提级1件；办结就会撤下，有特殊情况回「说明 原因和打算」/,
    )
  })
})

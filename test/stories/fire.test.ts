import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

describe('a fire', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      mode: 'stream',
      from: '2026-11-28 23:30',
      strangers: [{ userId: 'u-passer', name: '过路人' }],
    })
  }, 120_000)
  afterAll(() => county?.close())

  test('119 comes first, in the middle of the night, and the brigade and the office are told at once', async () => {
    const reply = await county.person('赵欣').says('阳光花园3号楼着火了！！')
    expect(reply).toMatch(/请立即拨打119/)
    expect(reply).toContain('已通知消防大队')
    for (const name of ['陈刚', '潘宇', '张磊', '孙燕']) {
      expect(county.person(name).last()).toContain('报告火情')
      expect(county.person(name).last()).toContain('阳光花园3号楼着火了')
    }
    expect(county.person('李祥').heard()).toEqual([])
  })

  test('whoever holds two roles is told once', () => {
    expect(county.person('陈刚').heard()).toHaveLength(1)
  })

  test('a stranger is told 119 before he is told how to join', async () => {
    const reply = await county.person('过路人').tells('翡翠湾2号楼起火了')
    expect(reply).toMatch(/请立即拨打119/)
    expect(reply).not.toContain('还不认识您')
    expect(reply).not.toContain('已通知')
  })

  test('a stranger in the work group makes the brigade hear of it', async () => {
    const before = county.person('陈刚').heard().length
    expect(await county.person('过路人').says('翡翠湾2号楼冒浓烟起火了')).toContain('已通知')
    expect(county.person('陈刚').heard()).toHaveLength(before + 1)
  })

  test('it is no hazard: nothing is registered and no property company is given a deadline', async () => {
    expect(await county.store.db.hazard.count()).toBe(0)
  })

  test('talking of fire engines is no fire', async () => {
    for (const said of ['消防车通道被占用怎么处理', '消防演练安排在周五', '灭火器过期了找谁换'])
      expect(await county.person('赵欣').tells(said)).not.toContain('119')
  })
})

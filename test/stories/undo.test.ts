import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

describe.each([
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'wecom', mode: 'stream' },
] as const)('taking back what was said last, on $platform', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-23 09:00', photoSettleMs: 200 })
  }, 120_000)
  afterAll(() => county?.close())
  const hazard = async (code: string) => county.store.db.hazard.findUniqueOrThrow({ where: { code } })

  test('a registration goes as a whole, its number stays in the ledger, and the unit hears that it is relieved', async () => {
    await county.person('赵欣').tells('阳光花园3号楼2单元楼道堆满纸箱，锦绣城5栋消火栓没水')
    const reply = await county.person('赵欣').tells('刚才那条不算')
    expect(reply).toContain('1号、2号的登记已撤销')
    expect((await hazard('YC-0001')).status).toBe('void')
    expect((await hazard('YC-0002')).status).toBe('void')
    expect(county.person('李祥').last()).toContain('登记有误，已撤销，不用整改了')
    expect(await county.person('赵欣').tells('1号怎么样了')).toContain('撤销了刚才的操作')
  })

  test('only once: a second time there is nothing of the last minutes left', async () => {
    expect(await county.person('赵欣').tells('撤销')).toContain('五分钟内没有您刚办的')
  })

  test('a rectification that was said too early is as it was, and the re-inspector is told', async () => {
    await county.person('赵欣').tells('阳光花园3号楼2单元楼道堆满纸箱')
    await county.person('李祥').tells('3号已改', '照片')
    expect((await hazard('YC-0003')).status).toBe('to-reinspect')
    expect(await county.person('李祥').tells('撤回')).toContain('3号现在是：待整改')
    const restored = await hazard('YC-0003')
    expect([restored.status, restored.rectifiedAt, restored.rectifiedById]).toEqual([
      'to-rectify',
      null,
      null,
    ])
    expect(county.person('陈刚').last()).toContain('先不用复查')
    await county.person('李祥').tells('3号已改', '另一张')
    expect((await hazard('YC-0003')).status).toBe('to-reinspect')
  })

  test('a verdict is taken back with its limit, its count and its reason', async () => {
    const before = await hazard('YC-0003')
    await county.person('陈刚').tells('3号不合格 又堆上了')
    expect((await hazard('YC-0003')).failCount).toBe(1)
    await county.person('陈刚').tells('撤销')
    const { version: _, ...restored } = await hazard('YC-0003')
    const { version: __, ...expected } = before
    expect(restored).toEqual(expected)
    expect(await county.person('陈刚').tells('3号合格')).toContain('已销号')
  })

  test('what somebody else has gone on from stays, and it is said why', async () => {
    await county.person('赵欣').tells('锦绣城5栋消火栓没水')
    await county.person('吴迪').tells('4号已安排')
    expect(await county.person('赵欣').tells('撤销')).toContain('后来又有人办过')
    expect((await hazard('YC-0004')).status).toBe('rectifying')
  })

  test('a report that was none is as if it had never come, and a correction falls back to what stood', async () => {
    await county.person('刘敏').tells('周报 检查6个小区，发现11处，整改8处')
    const count = async (): Promise<number> => county.store.db.report.count()
    expect(await count()).toBe(1)
    await county.person('刘敏').tells('更正 发现12处')
    expect(await county.person('刘敏').tells('撤销')).toContain('仍按上一次的数：检查 6')
    expect(await count()).toBe(1)
    await county.person('徐静').tells('周报 检查3 发现2 整改1')
    expect(await county.person('徐静').tells('说错了，撤回')).toContain('现在算未报')
    expect(await count()).toBe(1)
    expect(await county.person('王建国').tells('谁没报')).toContain('河东街道')
  })

  test('after five minutes it is too late, and the way to correct is named', async () => {
    await county.person('赵欣').tells('翡翠湾地下车库电动车充电飞线')
    await county.clockTo('2026-11-23 09:06')
    expect(await county.person('赵欣').tells('撤销')).toContain('登记有误可以回「12号作废」')
  })
})

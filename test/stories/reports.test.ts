import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

describe.each([
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'dingtalk', mode: 'webhook' },
  { platform: 'wecom', mode: 'webhook' },
] as const)('the weekly report, on $platform over $mode', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-23 09:00' })
    await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')
    await county.person('赵欣').says('锦绣城5栋消火栓被杂物遮挡，已当场清理')
    await county.person('赵欣').says('幸福里2号楼疏散通道堆放沙发')
    await county.clockTo('2026-11-26 12:00')
  }, 120_000)
  afterAll(() => county?.close())
  const versions = (unit: string) =>
    county.store.db.report.findMany({ where: { unitId: `yunchuan:${unit}` }, orderBy: { version: 'asc' } })

  test('a nil report is questioned while the ledger has three new hazards', async () => {
    const reply = await county.person('刘敏').tells('零报告')
    expect(reply).toContain('还没有上报')
    expect(reply).toContain('登记了3处')
    expect(await versions('chengguan')).toEqual([])
  })

  test('the numbers sent anew after the question are taken', async () => {
    expect(await county.person('刘敏').tells('周报 检查3个小区，发现2处，整改1处')).toContain('已报')
    expect((await versions('chengguan')).map(({ zero, counts }) => ({ zero, counts }))).toEqual([
      { zero: false, counts: { inspected: 3, found: 2, rectified: 1 } },
    ])
  })

  test('two reporters of one unit both see the correction, and both versions stay', async () => {
    const reply = await county.person('钱伟').tells('更正 发现3处')
    expect(reply).toContain('已更正')
    expect(county.person('刘敏').last()).toContain('钱伟更正了您单位的报送')
    expect(county.person('刘敏').last()).toContain('发现隐患 2 处 → 3')
    expect((await versions('chengguan')).map(({ version, byId }) => [version, byId])).toEqual([
      [1, 'yunchuan:liu-min'],
      [2, 'yunchuan:qian-wei'],
    ])
  })

  test('the same numbers again change nothing and get the same receipt', async () => {
    const [, second] = await versions('chengguan')
    const again = await county.person('刘敏').tells('周报 检查3个小区，发现3处，整改1处')
    expect(again).toContain('和上次报的一样')
    expect(again).toContain(second?.receipt)
    expect(await versions('chengguan')).toHaveLength(2)
  })

  test('who owes no report is told so, and who may not report as well', async () => {
    expect(await county.person('孙燕').tells('周报 检查3个，发现2处，整改1处')).toContain('没有报送任务')
    expect(await county.person('李祥').tells('周报 检查3个，发现2处，整改1处')).toContain('不归您办')
    expect(await county.person('王建国').tells('零报告')).toContain('不归您办')
    expect(await county.store.db.report.count()).toBe(2)
  })

  test('on Friday morning the ledger has filled the report, and one tap sends it', async () => {
    await county.person('王来根').says('御景园1号楼楼道堆放电动车')
    await county.clockTo('2026-11-27 10:01')
    expect(county.person('徐静').last()).toMatch(/按群里的登记已填好：.*发现隐患 1 处/)
    expect(await county.person('徐静').presses('就这样报')).toContain('发现隐患 1 处')
    const [report] = await versions('hedong')
    expect(report?.counts).toMatchObject({ found: 1, rectified: 0, outstanding: 1 })
    expect(report?.late).toBe(false)
  })

  test('a report sent at 17:59:59 that comes in after six is on time', async () => {
    await county.clockTo('2026-11-27 18:02')
    county.platformClock('2026-11-27 17:59:59')
    const reply = await county.person('高峰').tells('周报 检查3个，发现2处，整改1处')
    county.platformClock(null)
    expect(reply).toContain('17:59，按时')
    const [report] = await versions('qingshi')
    expect(report?.late).toBe(false)
  })

  test('at 18:00:00 it is on time, a second later it is late', async () => {
    county.platformClock('2026-11-27 18:00:00')
    expect(await county.person('马丽').tells('周报 检查3个，发现2处，整改1处')).toContain('按时')
    county.platformClock('2026-11-27 18:00:01')
    expect(await county.person('罗斌').tells('周报 检查3个，发现2处，整改1处')).toContain('迟报')
    county.platformClock(null)
  })

  test('the list of the missing names whoever has not reported, and nobody else', async () => {
    await county.clockTo('2026-11-27 18:06')
    const list = county.person('张磊').last()
    expect(list).toContain('应报14，已报5（按时4），未报9')
    for (const unit of ['城关镇', '青石镇', '马溪镇', '双柳镇', '河东街道']) expect(list).not.toContain(unit)
  })

  test('every receipt is another one', async () => {
    const receipts = (await county.store.db.report.findMany()).map(({ receipt }) => receipt)
    expect(new Set(receipts).size).toBe(receipts.length)
    for (const receipt of receipts) expect(receipt).toMatch(/^YC-ZB261127-\d{2}(-\d)?$/)
  })
})

describe('a campaign that reports by the half-month', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', campaign: '000-high-rise.yaml', from: '2026-11-12 09:00' })
  }, 120_000)
  afterAll(() => county?.close())

  test('the fifteenth is a Sunday, so the report is due on Friday and people are told why', async () => {
    await county.clockTo('2026-11-12 11:00')
    const told = county.person('田野').last()
    expect(told).toContain('半月报（11月上半月）')
    expect(told).toMatch(/(明天（周五）|周五（11月13日）)18:00/)
    expect(told).toContain('逢休息日提前')
  })

  test('本周 and 半月报 both reach the report that the unit owes', async () => {
    expect(await county.person('田野').tells('半月报 检查5个小区，发现4处，整改3处')).toContain(
      '半月报（11月上半月）',
    )
    expect(await county.person('白云').tells('本周检查3个小区，发现2处，整改1处')).toContain(
      '半月报（11月上半月）',
    )
  })

  test('who owes only the circular is not asked for the half-monthly report', async () => {
    await county.clockTo('2026-11-13 17:30')
    expect(county.person('文华').heard().join('\n')).not.toContain('半月报')
    expect(county.person('郝然').last()).toContain('半月报')
  })

  test('at five past the office gets the list of the missing', async () => {
    await county.clockTo('2026-11-13 18:06')
    const list = county.person('齐林').last()
    expect(list).toContain('半月报（11月上半月）18:00已截止')
    expect(list).toContain('应报11，已报2（按时2），未报9')
    for (const unit of ['新城街道', '南园街道', '政府督查室']) expect(list).not.toContain(unit)
  })

  test('the circular of the supervisors goes to those who receive it', async () => {
    await county.clockTo('2026-11-17 18:06')
    expect(county.person('巴雅尔').last()).toContain('督查通报')
    expect(county.person('巴雅尔').last()).toContain('政府督查室')
  })

  test('the report of the first half and that of the second do not share a receipt', async () => {
    await county.clockTo('2026-11-29 12:00')
    const reply = await county.person('田野').tells('半月报 检查6个小区，发现2处，整改2处')
    expect(reply).toContain('11月下半月')
    const receipts = (await county.store.db.report.findMany()).map(({ receipt }) => receipt)
    expect(new Set(receipts).size).toBe(3)
  })
})

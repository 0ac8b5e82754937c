import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

// Sends keep DingTalk's pace, ten a second, in the stories too.
vi.setConfig({ testTimeout: 30_000 })

/** One whole week of a county's work group, the same on both platforms, over every way in, with and without cards. */
describe.each([
  { platform: 'dingtalk', mode: 'stream', cards: false },
  { platform: 'dingtalk', mode: 'stream', cards: true },
  { platform: 'dingtalk', mode: 'webhook', cards: false },
  { platform: 'dingtalk', mode: 'webhook', cards: true },
  { platform: 'wecom', mode: 'stream', cards: true },
  { platform: 'wecom', mode: 'webhook', cards: true },
] as const)('one week on $platform over $mode, interactive cards: $cards', ({ platform, mode, cards }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode, cards, from: '2026-11-21 08:30' })
  }, 120_000)
  afterAll(() => county?.close())

  test('on Saturday 赵欣 registers a hazard in the group and sends the photo one-to-one', async () => {
    const reply = await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')
    expect(reply).toContain('1号')
    expect(reply).toContain('YC-0001')
    expect(reply).toContain('安居物业')
    expect(reply).toContain('疏散通道')
    expect(reply).toMatch(/期限：周.（11月\d+日）18:00，还剩\d+天/)
    expect(await county.person('赵欣').tells('', '纸箱')).toContain('1号收到1张照片')
  })

  test('the property company hears of it one-to-one, and nobody in the group is named', async () => {
    const told = county.person('李祥').last()
    expect(told).toContain('1号隐患请整改')
    expect(told).toContain('阳光花园 3号楼2单元')
    expect(told).toContain('1号已改')
    expect(county.inGroup().join('\n')).not.toContain('李祥')
  })

  test('李祥 says it is done, is asked for the photo, and the photo hands it in', async () => {
    expect(await county.person('李祥').tells('1号已改')).toContain('还差一张整改后的照片')
    expect(await county.person('李祥').tells('', '清空的楼道')).toContain('1号整改已提交')
    const asked = county.person('陈刚').heard()
    expect(asked.some((text) => text.includes('1号报已整改，请复查'))).toBe(true)
    expect(asked.at(-1)).toContain('（照片）')
  })

  test('the rectifier cannot judge his own work', async () => {
    expect(await county.person('李祥').tells('1号合格')).toContain('要请其他单位的同志复查')
  })

  test('陈刚 fails it with two presses, and it goes back with a reason and a new limit', async () => {
    expect(await county.person('陈刚').presses('不合格')).toContain('1号哪里不合格')
    expect(await county.person('陈刚').presses('又堆上了')).toContain('已退回整改')
    const back = county.person('李祥').last()
    expect(back).toContain('复查未通过')
    expect(back).toContain('又堆上了')
    expect(back).toContain('复查未过1次')
  })

  test('the second time it holds and is closed, and the finder is told', async () => {
    await county.person('李祥').tells('1号已改', '又清了一遍')
    expect(await county.person('陈刚').tells('1号合格')).toContain('1号复查合格，已销号')
    expect(county.person('赵欣').last()).toContain('已销号')
    expect(await county.person('陈刚').tells('1号合格')).toContain('已经销号')
  })

  test('a hazard fixed on the spot is in the ledger and closed', async () => {
    const reply = await county.person('赵欣').says('锦绣城5栋消火栓被杂物遮挡，已当场清理')
    expect(reply).toContain('当场整改')
    expect(await county.person('赵欣').says('2号怎么样了')).toContain('已销号')
  })

  test('on Thursday everybody who owes the report gets one heads-up, and on Friday only those missing', async () => {
    await county.clockTo('2026-11-26 12:00')
    expect(county.person('刘敏').last()).toMatch(/周报（第7期）.*截止/)
    expect(await county.person('刘敏').tells('周报 检查6个小区，发现11处，整改8处')).toMatch(
      /回执 \**YC-ZB261127-\d\d\**.*按时/,
    )
    const before = county.person('刘敏').heard().length
    const missing = county.person('徐静').heard().length
    await county.clockTo('2026-11-27 17:30')
    expect(county.person('刘敏').heard()).toHaveLength(before)
    expect(county.person('徐静').heard()).toHaveLength(missing + 2)
  })

  test('numbers that cannot be are questioned, and the correction is taken', async () => {
    expect(await county.person('高峰').tells('周报 检查3个，发现4处，整改6处')).toContain(
      '整改6处比发现4处多2处',
    )
    expect(await county.person('高峰').presses('整改4处')).toContain('回执')
    expect(await county.person('马丽').tells('零报告')).toContain('零报告')
  })

  test('a correction before the deadline keeps both versions', async () => {
    const reply = await county.person('刘敏').tells('更正 发现12处')
    expect(reply).toContain('已更正')
    expect(reply).toContain('11 处 → 12')
    const versions = await county.store.db.report.findMany({
      where: { unitId: 'yunchuan:chengguan' },
      orderBy: { version: 'asc' },
    })
    expect(versions.map(({ version, counts }) => [version, counts])).toEqual([
      [1, { inspected: 6, found: 11, rectified: 8 }],
      [2, { inspected: 6, found: 12, rectified: 8 }],
    ])
  })

  test('at 18:05 the office gets the list of the missing', async () => {
    await county.clockTo('2026-11-27 18:06')
    const list = county.person('张磊').last()
    expect(list).toContain('应报14，已报3（按时3），未报11')
    expect(list).toContain('河东街道')
    expect(list).not.toContain('城关镇')
  })

  test('a late report is taken and marked, the missing are chased on Monday, the reported are not', async () => {
    expect(await county.person('徐静').tells('周报 检查3个，发现2处，整改1处')).toContain('迟报')
    const [late, missing] = [county.person('徐静').heard().length, county.person('胡波').heard().length]
    await county.clockTo('2026-11-30 10:10')
    expect(county.person('徐静').heard()).toHaveLength(late)
    expect(county.person('胡波').heard()).toHaveLength(missing + 1)
    expect(county.person('胡波').last()).toContain('补报仍可')
  })

  test('the office presses once more, and a second press within the hour is held back', async () => {
    expect(await county.person('孙燕').tells('再催一次')).toContain('已私聊提醒10家')
    expect(await county.person('孙燕').tells('再催一次')).toContain('刚催过')
  })

  test('a leader asks in one sentence and gets the number', async () => {
    const leader = county.person('王建国')
    expect(await leader.tells('全县进度')).toContain('隐患2处，销号2处（100%）')
    expect(await leader.tells('谁没报')).toContain('未报10')
    expect(await leader.tells('城关镇怎么样')).toContain('报送：按时1/1')
    expect(await leader.tells('阳光花园还有几处')).toContain('隐患1处，销号1处')
    expect(await leader.tells('逾期')).toContain('没有逾期')
    expect(await leader.tells('阳光花园3号楼楼道堆满纸箱')).toContain('不归您办')
  })

  test('nothing is recorded of talk that is none of its business', async () => {
    const before = await county.store.db.ledgerEntry.count()
    expect(await county.person('赵欣').tells('今天中午食堂吃啥')).toContain('没听懂')
    expect(await county.store.db.ledgerEntry.count()).toBe(before)
  })

  test('every event of the week is done and nothing is left to be sent', async () => {
    expect(await county.app.health()).toMatchObject({
      ok: true,
      inbox: { open: 0, failed: 0 },
      outbox: { waiting: 0, givenUp: 0 },
    })
  })
})

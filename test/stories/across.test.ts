import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

/** One county, two platforms: whoever reports, rectifies and judges need not be on the same one. */
describe.each(['stream', 'webhook'] as const)('a county on both platforms, over %s', (mode) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      mode,
      cards: true,
      from: '2026-11-23 09:00',
      elsewhere: {
        李祥: ['wecom'],
        刘敏: ['wecom'],
        胡波: ['wecom'],
        蒋涛: ['wecom'],
        钱伟: ['dingtalk', 'wecom'],
      },
    })
  }, 120_000)
  afterAll(() => county?.close())
  const statusOf = async (code: string): Promise<string> =>
    (await county.store.db.hazard.findUniqueOrThrow({ where: { code } })).status

  test('a hazard found on DingTalk reaches the property company on WeCom, with its photo', async () => {
    expect(await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱', '纸箱')).toContain('YC-0001')
    const told = county.person('李祥').heard()
    expect(told[0]).toContain('1号隐患请整改')
    expect(told[0]).toContain('[已安排]')
    expect(told.at(-1)).toContain('（照片）')
  })

  test('is rectified there, and judged on DingTalk', async () => {
    expect(await county.person('李祥').tells('1号已改')).toContain('还差一张整改后的照片')
    expect(await county.person('李祥').tells('', '清空的楼道')).toContain('1号整改已提交')
    expect(await statusOf('YC-0001')).toBe('to-reinspect')
    const asked = county.person('陈刚').heard()
    expect(asked.some((text) => text.includes('1号报已整改，请复查'))).toBe(true)
    expect(asked.at(-1)).toContain('（照片）')
  })

  test('sent back on DingTalk, it is back on WeCom with the reason', async () => {
    await county.person('陈刚').presses('不合格')
    expect(await county.person('陈刚').presses('又堆上了')).toContain('已退回整改')
    expect(county.person('李祥').last()).toContain('又堆上了')
    expect(await statusOf('YC-0001')).toBe('rectifying')
  })

  test('closed on DingTalk, it is told on WeCom, where the old card has no buttons any more', async () => {
    await county.person('李祥').tells('1号已改', '又清了一遍')
    expect(await county.person('陈刚').tells('1号合格')).toContain('1号复查合格，已销号')
    expect(await statusOf('YC-0001')).toBe('closed')
    expect(county.person('李祥').last()).toContain('已销号')
    expect(county.person('赵欣').last()).toContain('已销号')
    // WeCom lets a card be changed once unless it is pressed: what may no longer be pressed is gone at least.
    expect(county.person('李祥').heard()[0]).not.toContain('[已安排]')
  })

  test('a hazard found in WeCom’s group is asked for, and answered, on either side', async () => {
    expect(await county.person('蒋涛').says('翡翠湾地下车库电动车飞线充电')).toContain('YC-0002')
    expect(county.person('姚芳').last()).toContain('2号隐患请整改')
    expect(await county.person('孙燕').tells('2号怎么样了')).toContain('蒋涛登记')
    expect(await county.person('胡波').says('1号怎么样了')).toContain('已销号')
  })

  test('liaisons are reminded where they are, and nobody twice', async () => {
    const heard = (name: string, platform?: 'dingtalk' | 'wecom'): number =>
      county
        .person(name, platform)
        .heard()
        .filter((text) => text.includes('第7期')).length
    await county.clockTo('2026-11-26 12:00')
    expect(heard('刘敏')).toBe(1)
    expect(heard('高峰')).toBe(1)
    // He has accounts on both platforms.
    expect([heard('钱伟', 'dingtalk'), heard('钱伟', 'wecom')]).toEqual([1, 0])
    const asked = await county.store.db.outboxMessage.findMany({
      where: { dedupeKey: { contains: '2026-W48:heads-up' } },
    })
    const lanes = asked.map(({ lane }) => lane)
    expect(lanes).toContain('wecom person u-liu')
    expect(lanes).toContain('dingtalk person u-qian')
    expect(lanes).not.toContain('wecom person u-qian')
    expect(new Set(lanes).size).toBe(lanes.length)
  })

  test('a report from WeCom counts for the office on DingTalk; whoever answers on either side stops the asking', async () => {
    expect(await county.person('刘敏').tells('周报 检查6个小区，发现11处，整改8处')).toMatch(/回执.*按时/)
    expect(await county.person('胡波').tells('零报告')).toContain('登记了1处')
    await county.person('胡波').tells('周报 检查2个小区，发现1处，整改0处')
    // The colleague corrects it on the other platform, and the first is told on hers.
    expect(await county.person('钱伟', 'dingtalk').tells('更正 发现12处')).toContain('已更正')
    expect(county.person('刘敏').last()).toContain('钱伟更正了您单位的报送')
    await county.clockTo('2026-11-27 18:06')
    const list = county.person('张磊').last()
    expect(list).toContain('应报14，已报2（按时2），未报12')
    expect(list).not.toContain('城关镇')
    expect(list).not.toContain('河西街道')
    expect(await county.person('王建国').tells('全县进度')).toContain('隐患2处，销号1处')
  })

  test('somebody on both platforms is the same person on both', async () => {
    expect(await county.person('钱伟', 'wecom').tells('谁没报')).toContain('未报12')
    expect(await county.person('钱伟', 'wecom').tells('我的待办')).not.toContain('还不认识您')
  })

  test('nothing is left to be sent, and both platforms are well', async () => {
    expect(await county.app.health()).toMatchObject({
      ok: true,
      dingtalk: { ok: true },
      wecom: { ok: true },
      inbox: { open: 0, failed: 0 },
      outbox: { waiting: 0, givenUp: 0 },
    })
  })
})

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, shanghai, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 40_000 })

describe.each(['dingtalk', 'wecom'] as const)('a major hazard, on %s', (platform) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-23 09:00' })
    await county.person('赵欣').tells('阳光花园地下车库消火栓全部没水')
  }, 120_000)
  afterAll(() => county?.close())
  const row = () => county.store.db.hazard.findUniqueOrThrow({ where: { code: 'YC-0001' } })

  test('is suspected by whoever sees it, and put to the brigade alone', async () => {
    const before = county.person('宋佳').heard().length
    const said = await county.person('赵欣').tells('1号疑似重大')
    expect(said).toContain('1号已标为疑似重大')
    expect(county.person('潘宇').last()).toContain('1号疑似重大，请确认')
    expect(county.person('宋佳').heard()).toHaveLength(before)
    expect(await county.person('赵欣').tells('1号疑似重大')).toContain('已经标为疑似重大')
  })

  test('is confirmed by the brigade, not by the finder, the office or another re-inspector', async () => {
    expect(await county.person('赵欣').tells('确认1号为重大')).toContain('不归您办')
    expect(await county.person('孙燕').tells('确认1号为重大')).toContain('不归您办')
    expect(await county.person('宋佳').tells('确认1号为重大')).toContain('由消防救援大队认定')
    expect(await county.person('孙燕').tells('提请挂牌1号')).toContain('还没有由消防救援大队确认')
    expect(await county.person('潘宇').presses('确认重大')).toContain('1号已确认为重大火灾隐患')
    expect(county.person('李祥').last()).toContain('重大火灾隐患')
    expect(county.person('孙燕').last()).toContain('1号已确认为重大火灾隐患')
    expect(await county.person('赵欣').tells('1号作废')).toContain('不能直接作废或合并')
  })

  test('is proposed, and listed under the number that the bot asks for', async () => {
    expect(await county.person('孙燕').tells('1号挂牌督办，文号云政督〔2026〕3号')).toContain(
      '还没有提请挂牌督办',
    )
    expect(await county.person('孙燕').presses('提请挂牌')).toContain('1号已提请挂牌督办')
    expect(await county.person('孙燕').presses('已挂牌')).toContain('文号是什么')
    const listed = await county.person('孙燕').tells('云政督〔2026〕3号，期限12月31日')
    expect(listed).toContain('1号已挂牌督办')
    expect(await row()).toMatchObject({
      majorStage: 'listed',
      listingNumber: '云政督〔2026〕3号',
      dueAt: shanghai('2026-12-31 18:00'),
    })
    for (const name of ['李祥', '刘敏', '郭强']) {
      const heard = county.person(name).heard().join('\n')
      expect(heard).toContain('1号已挂牌督办（云政督〔2026〕3号）')
      expect(heard).toContain('五落实还差：责任、措施、资金、时限、预案')
    }
    expect(await county.person('孙燕').tells('1号挂牌督办，文号云政督〔2026〕4号')).toContain('已经挂牌督办')
  })

  test('is asked for its five until they are complete, on three days of a week and in the morning only', async () => {
    const before = county.person('李祥').heard().length
    await county.clockTo('2026-11-28 12:00')
    const nagged = county
      .person('李祥')
      .heard()
      .slice(before)
      .filter((said) => said.includes('五落实还差'))
    expect(nagged.length).toBeGreaterThanOrEqual(1)
    expect(nagged.length).toBeLessThanOrEqual(3)
    expect(nagged.join('\n')).toContain('1号五落实还差：责任、措施、资金、时限、预案')
  })

  test('takes its five in one sentence or one by one', async () => {
    expect(await county.person('李祥').tells('1号申请验收', '新泵')).toContain(
      '五落实还差：责任、措施、资金、时限、预案',
    )
    const some = await county
      .person('李祥')
      .tells('1号责任：安居物业李祥 措施：更换消防泵 时限：12月20日前 预案：专人值守')
    expect(some).toContain('1号五落实已记4项')
    expect(some).toContain('还差资金')
    expect(await county.person('姚芳').tells('1号资金：3万')).toContain('不归您单位办理')
    expect(await county.person('李祥').tells('1号资金：维修资金8万元')).toContain('1号五落实已齐')
    expect((await row()).five).toEqual({
      duty: '安居物业李祥',
      measures: '更换消防泵',
      funds: '维修资金8万元',
      limit: '12月20日前',
      plan: '专人值守',
    })
  })

  test('is rectified and accepted, not just closed: 销案 is not 销号', async () => {
    expect(await county.person('李祥').tells('1号已改', '新泵')).toContain('整改已提交')
    expect(await county.person('陈刚').tells('1号合格')).toContain('不能直接销号')
    expect(await county.person('陈刚').tells('1号销案')).toContain('还没有申请验收')
    expect(await county.person('李祥').tells('1号申请验收')).toContain('1号已申请验收')
    expect(county.person('陈刚').last()).toContain('1号申请验收')
    expect(await county.person('李祥').tells('1号销案')).toContain('您单位自己整改的')
  })

  test('that fails its acceptance stays listed, and one that passes is taken off', async () => {
    expect(await county.person('陈刚').tells('1号不合格 压力不足')).toContain('已退回整改')
    expect(await row()).toMatchObject({ majorStage: 'listed', status: 'rectifying', failCount: 1 })
    expect(await county.person('李祥').tells('1号申请验收', '压力表')).toContain('1号已申请验收')
    expect(await county.person('潘宇').presses('销案')).toContain('1号已销案摘牌')
    expect(await row()).toMatchObject({ majorStage: 'delisted', status: 'closed' })
    expect(county.person('李祥').last()).toContain('已销案摘牌')
    expect(county.person('刘敏').last()).toContain('已销案摘牌')
    const story = await county.person('孙燕').tells('1号的经过')
    for (const told of [
      '标为疑似重大',
      '确认为重大火灾隐患',
      '提请挂牌督办',
      '文号云政督〔2026〕3号',
      '销案摘牌',
    ])
      expect(story).toContain(told)
  })

  test('that turns out to be none goes on as any other', async () => {
    await county.person('赵欣').tells('锦绣城2号楼疏散通道堆放杂物')
    await county.person('赵欣').tells('2号疑似重大')
    expect(await county.person('潘宇').tells('2号不构成重大')).toContain('2号不构成重大')
    expect(county.person('吴迪').last()).toContain('不构成重大隐患')
    await county.person('吴迪').tells('2号已改', '清了')
    expect(await county.person('陈刚').tells('2号销案')).toContain('已销号')
  })
})

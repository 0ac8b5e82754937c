import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 40_000 })

describe.each(['dingtalk', 'wecom'] as const)('hazards for exposure, on %s', (platform) => {
  let county: County
  const sun = () => county.person('孙燕')
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-23 09:00' })
    await county.person('赵欣').tells('阳光花园地下车库消火栓全部没水')
    await county.person('赵欣').tells('锦绣城5栋消火栓没水')
    await county.person('赵欣').tells('幸福里1号楼2单元302室赵大力13900001234在楼道堆满木料')
    await county.person('赵欣').tells('翡翠湾2号楼楼道堆放杂物')
    // WeCom's bot may speak in a group only after somebody there has spoken to it.
    await county.person('孙燕').says('全县进度')
  }, 120_000)
  afterAll(() => county?.close())
  const row = (n: number) => county.store.db.hazard.findUniqueOrThrow({ where: { code: `YC-000${n}` } })
  const released = () => county.store.db.circular.findMany({ where: { kind: 'exposure' } })

  test('there is nothing to show while a hazard is only suspected to be major', async () => {
    await county.person('赵欣').tells('1号疑似重大')
    expect(await sun().tells('曝光清单')).toContain('目前没有可以曝光的隐患')
    expect(await county.person('李祥').tells('曝光清单')).toContain('不归您办')
    expect(await county.person('王建国').tells('曝光清单')).toContain('不归您办')
  })

  test('the draft lists what is major or refused, without persons, numbers and doors', async () => {
    await county.person('潘宇').tells('确认1号为重大')
    await county.person('孙燕').tells('提请挂牌1号')
    await county.person('孙燕').tells('1号挂牌督办，文号云政督〔2026〕3号，期限12月31日')
    await county.person('潘宇').tells('2号疑似重大')
    await county.person('潘宇').tells('确认2号为重大')
    await county.person('刘敏').tells('3号拒不整改，三次上门都不开门')
    const draft = await sun().tells('曝光清单')
    expect(draft).toContain('【草稿—待审】')
    expect(draft).toMatch(/现将3处重大或拒不整改的火灾隐患公开曝光/)
    expect(draft).toMatch(/阳光花园.*整改单位：安居物业；期限：.*12月31日；挂牌督办（云政督〔2026〕3号）/)
    expect(draft).toMatch(/锦绣城.*重大火灾隐患/)
    expect(draft).toMatch(/幸福里.*拒不整改/)
    expect(draft).not.toContain('翡翠湾')
    expect(draft).toContain('名单以外的人名机器人认不全')
    for (const secret of ['13900001234', '1234', '302', '赵大力', '赵欣', '刘敏'])
      expect(draft).not.toContain(secret)
    expect(county.person('周凯').heard().join('\n')).not.toContain('曝光')
  })

  test('one is left out, and what may not stand there is not put there', async () => {
    const fewer = await sun().tells('曝光清单去掉2号')
    expect(fewer).toContain('现将2处')
    expect(fewer).not.toContain('锦绣城')
    expect(await sun().tells('曝光清单只列4号')).toContain('4号不能列入曝光清单')
    expect(await released()).toHaveLength(1)
  })

  test('what was put right since is not exposed: there is a new draft to read first', async () => {
    await sun().tells('曝光清单')
    await county.person('吴迪').tells('2号已改', '出水了')
    expect((await row(2)).status).toBe('to-reinspect')
    const again = await sun().tells('发曝光清单')
    expect(again).toContain('没有发出：清单里的隐患有变化')
    expect(again).toContain('现将2处')
    expect(again).not.toContain('锦绣城')
    expect((await released()).every(({ releasedAt }) => releasedAt === null)).toBe(true)
  })

  test('a named person lets it go out, its units hear of it, and groups read it when they are meant', async () => {
    expect(await county.person('李祥').tells('发曝光清单')).toContain('不归您办')
    const heard = county.inGroup().length
    expect(await sun().tells('发曝光清单')).toContain('已由您放行：曝光清单第1号（2处）')
    expect(county.person('李祥').last()).toMatch(/安居物业负责整改的1处隐患列入曝光清单[^]*1号 阳光花园/)
    expect(county.person('周凯').last()).toMatch(/列入曝光清单[^]*3号/)
    expect(county.person('吴迪').heard().join('\n')).not.toContain('曝光')
    expect(county.inGroup()).toHaveLength(heard)
    const [kept] = await released()
    expect(kept).toMatchObject({ codes: ['YC-0001', 'YC-0003'], releasedById: 'yunchuan:sun-yan' })
    expect(kept?.text).not.toContain('13900001234')
    expect(await sun().tells('发曝光清单到群里')).toContain('曝光清单第1号已发到工作群')
    expect(county.inGroup().at(-1)).toContain('公开曝光')
    expect(await sun().tells('发曝光清单')).toContain('现在没有等您定的稿子')
  })

  test('taken back, everybody who has read it hears so', async () => {
    expect(await sun().tells('收回曝光清单第1号')).toContain('曝光清单第1号已收回')
    expect(county.person('李祥').last()).toContain('曝光清单第1号已收回')
    expect(county.inGroup().at(-1)).toContain('曝光清单第1号已收回')
  })
})

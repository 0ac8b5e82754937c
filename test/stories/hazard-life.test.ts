import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, shanghai, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 40_000 })

describe.each(['dingtalk', 'wecom'] as const)('what becomes of a hazard, on %s', (platform) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-23 09:00' })
    await county.person('赵欣').tells('阳光花园3号楼2单元楼道里堆满纸箱', '纸箱')
    await county.person('赵欣').tells('锦绣城5栋消火栓没水')
    await county.person('赵欣').tells('幸福里南门消防车道停满车')
  }, 120_000)
  afterAll(() => county?.close())
  const row = (n: number) => county.store.db.hazard.findUniqueOrThrow({ where: { code: `YC-000${n}` } })

  describe('more time', () => {
    test('is asked for in one sentence, and what is missing is asked for once', async () => {
      const asked = await county.person('吴迪').tells('2号申请延期到12月20日')
      expect(asked).toContain('2号延期还差：原因、延期期间的临时防范措施')
      const reply = await county
        .person('吴迪')
        .tells('原因：水泵配件要定制，临时措施：加配灭火器，每天巡查两次')
      expect(reply).toContain('2号延期已报消安委办审批')
      expect(reply).toContain('仍按原期限')
      expect((await row(2)).dueAt).toEqual(shanghai('2026-12-08 18:00'))
      const card = county.person('孙燕').last()
      expect(card).toContain('2号申请延期，请审批')
      expect(card).toContain('原因：水泵配件要定制')
      expect(card).toContain('期间临时措施：加配灭火器，每天巡查两次')
      expect(card).toContain('锦绣物业')
    })

    test('is not asked for twice, and not decided by whoever wants it', async () => {
      const again = '2号延期到12月22日，原因：还没到货，临时措施：看守'
      expect(await county.person('吴迪').tells(again)).toContain('已有一个延期申请')
      expect(await county.person('吴迪').tells('同意2号延期')).toContain('不归您办')
    })

    test('of two of the office one decides, and the other is told so', async () => {
      const heard = ['孙燕', '张磊'].map((name) => county.person(name).heard().length)
      await Promise.all([
        county.person('孙燕').presses('同意'),
        county.person('张磊').tells('不同意2号延期，理由：太久'),
      ])
      await county.settle()
      const decided = await county.store.db.ledgerEntry.findMany({
        where: { type: { in: ['ExtensionGranted', 'ExtensionRefused'] } },
      })
      expect(decided).toHaveLength(1)
      const answers = ['孙燕', '张磊']
        .flatMap((name, i) => county.person(name).heard().slice(heard[i]))
        .join('\n')
      expect(answers).toMatch(/延期已批准|延期未批准/)
      expect(answers).toContain('没有待批的延期')
    })

    test('granted moves the limit, keeps the measures, and the unit hears both', async () => {
      await county.person('姚芳').tells('没事')
      const { extension } = await row(2)
      expect(extension).toBeNull()
      if ((await row(2)).extensionCount === 0) {
        await county.person('吴迪').tells('2号延期到12月20日，原因：水泵配件要定制，临时措施：加配灭火器')
        await county.person('孙燕').tells('同意2号延期')
      }
      const hazard = await row(2)
      expect(hazard.dueAt).toEqual(shanghai('2026-12-20 18:00'))
      expect(hazard).toMatchObject({ extensionCount: 1, nextCheckOn: '2026-11-30' })
      expect(hazard.measures).toContain('加配灭火器')
      expect(county.person('吴迪').last()).toMatch(/延期已批准，新期限：.*12月20日.*临时措施：加配灭火器/)
    })

    test('refused says why, and the old limit stays', async () => {
      await county.person('周凯').tells('3号延期到12月1日，原因：车主联系不上，临时措施：保安疏导')
      expect(await county.person('孙燕').tells('不同意3号延期，理由：可以先拖离')).toContain('3号延期未批准')
      expect(county.person('周凯').last()).toContain('没有批准。理由：可以先拖离')
      expect((await row(3)).dueAt).toEqual(shanghai('2026-11-26 18:00'))
    })

    test('to an earlier day, or of what is not his, is refused before anything is asked', async () => {
      expect(await county.person('周凯').tells('3号延期到11月25日')).toContain('新期限要晚于现在的期限')
      expect(await county.person('姚芳').tells('3号申请延期')).toContain('不归您单位办理')
    })

    test('its measures are looked at, and the next look is named', async () => {
      const seen = await county.person('吴迪').tells('2号临时措施已检查')
      expect(seen).toContain('2号临时措施检查已记下')
      expect(seen).toContain('11月30日前再看一次')
      expect(await county.person('周凯').tells('3号临时措施已检查')).toContain('还没有临时防范措施')
      expect(await county.person('周凯').tells('3号临时措施：保安每小时疏导一次')).toContain('临时措施已记下')
    })
  })

  describe('other hands', () => {
    test('a transfer waits for the receiver, who takes it, and then it is his', async () => {
      const handed = await county.person('刘敏').tells('3号移交公安局，车主屡教不改')
      expect(handed).toContain('3号已移交公安局')
      const asked = county.person('唐军').heard().join('\n')
      expect(asked).toContain('城关镇移交3号，请签收')
      expect(asked).toContain('移交原因：车主屡教不改')
      expect((await row(3)).responsibleId).toBe('yunchuan:hengtai')
      expect(await county.person('周凯').tells('收到移交3号')).toContain('不是移交给您单位的')
      expect(await county.person('唐军').presses('收到')).toContain('3号已签收')
      expect((await row(3)).responsibleId).toBe('yunchuan:gongan')
      expect(county.person('周凯').last()).toContain('已由公安局接手，您单位不用处理了')
      expect(county.person('刘敏').last()).toContain('公安局已签收3号')
      expect(await county.person('唐军').tells('收到移交3号')).toContain('已经签收过了')
    })

    test('its outcome goes back to whoever handed it over', async () => {
      const noted = await county.person('唐军').tells('3号处理结果：已拖离4辆，罚款200元')
      expect(noted).toContain('3号处理结果已记下')
      expect(county.person('刘敏').last()).toContain('公安局：已拖离4辆，罚款200元')
      expect((await row(3)).transfer).toBeNull()
    })

    test('a transfer that is sent back stays with whoever had it', async () => {
      await county.person('孙燕').tells('2号移交供电公司')
      expect(await county.person('董浩').tells('退回移交2号，原因：不是供电设施')).toContain('2号已退回')
      expect(county.person('孙燕').last()).toContain('供电公司退回了2号')
      expect((await row(2)).responsibleId).toBe('yunchuan:jinxiu')
    })

    test('a unit does not give its own work away: the office is asked, with a button', async () => {
      expect(await county.person('李祥').tells('1号应由综合执法局负责')).toContain('已请消安委办定')
      expect((await row(1)).transfer).toBeNull()
      expect(county.person('孙燕').last()).toContain('安居物业反馈：1号应由综合执法局负责')
      expect(await county.person('孙燕').presses('移交')).toContain('1号已移交综合执法局')
      expect(county.person('曹宁').heard().join('\n')).toContain('消安委办移交1号，请签收')
      await county.person('曹宁').tells('退回移交1号，原因：室内归物业')
    })

    test('several units are named, and each hears its part', async () => {
      const named = await county.person('孙燕').tells('2号由住建局牵头，供电公司、消防救援大队配合')
      expect(named).toContain('2号由住建局牵头')
      expect(county.person('郭强').last()).toContain('由您单位牵头，供电公司、消防救援大队配合')
      expect(county.person('董浩').last()).toContain('由住建局牵头，请您单位配合')
      expect(await county.person('王建国').tells('2号怎么样了')).toContain('配合：供电公司、消防救援大队')
      expect(await county.person('郭强').tells('我的待办')).toMatch(/牵头和配合.*1处[^]*牵头2号 锦绣城/)
      expect(await county.person('董浩').tells('我的待办')).toMatch(/牵头和配合.*1处[^]*配合2号 锦绣城/)
      expect(await county.person('姚芳').tells('我的待办')).not.toContain('牵头和配合')
      expect(await county.person('吴迪').tells('2号由供电公司牵头')).toContain('不归您办')
    })

    test('those who refuse are referred to the brigade, and the rectifier stays', async () => {
      const noted = await county.person('刘敏').tells('1号拒不整改，三次上门都不开门')
      expect(noted).toContain('1号拒不整改已记录')
      const asked = county.person('潘宇').heard().join('\n')
      expect(asked).toContain('1号拒不整改，移送您单位依法处理')
      expect(asked).toContain('三次上门都不开门')
      expect(await county.person('李祥').tells('1号拒不整改')).toContain('不归您办')
      expect(await county.person('潘宇').tells('收到移交1号')).toContain('1号已签收')
      expect(await county.person('潘宇').tells('1号处理结果：责令改正，罚款500元')).toContain(
        '处理结果已记下',
      )
      expect((await row(1)).responsibleId).toBe('yunchuan:anju')
      expect(county.person('刘敏').last()).toContain('责令改正，罚款500元')
    })
  })

  test('a twin goes into the earlier one with its photos, and is void', async () => {
    await county.person('王来根').tells('锦绣城5栋消火栓没有水了', '没水')
    const merged = await county.person('孙燕').tells('2号和4号重复')
    expect(merged).toContain('4号已并入2号')
    expect(await row(4)).toMatchObject({ status: 'void', mergedIntoId: (await row(2)).id })
    expect(await county.store.db.hazardPhoto.count({ where: { hazard: { code: 'YC-0002' } } })).toBe(1)
    expect(county.person('吴迪').last()).toContain('4号和2号是同一处')
    expect(await county.person('吴迪').tells('4号已改')).toContain('已经作废')
    expect(await county.person('孙燕').tells('2号和2号重复')).not.toContain('已并入')
  })

  test('what was only heard of is confirmed first, and the unit hears of it then', async () => {
    const before = county.person('姚芳').heard().length
    const told = await county.person('蒋涛').tells('翡翠湾2号楼楼道堆放杂物，待核实')
    expect(told).toContain('已登记 5号')
    expect((await row(5)).status).toBe('to-confirm')
    expect(county.person('姚芳').heard()).toHaveLength(before)
    expect(await county.person('姚芳').tells('5号已改', '一张')).toContain('还没有确认属实')
    expect(await county.person('孙燕').tells('5号属实')).toContain('5号已确认属实')
    expect(county.person('姚芳').heard().join('\n')).toContain('5号隐患请整改')
    expect((await row(5)).status).toBe('to-rectify')
    expect(await county.person('孙燕').tells('5号属实')).toContain('已经确认过了')
  })

  test('回头看 of a closed one keeps it closed, or opens it anew with a rebound', async () => {
    await county.person('姚芳').tells('5号已改', '清了')
    expect(await county.person('姚芳').tells('5号合格')).toContain('您单位自己整改的')
    expect(await county.person('陈刚').tells('5号合格')).toContain('已销号')
    expect(await county.person('陈刚').tells('5号回头看合格')).toContain('没有反弹')
    expect(await county.person('姚芳').tells('5号回头看合格')).toContain('您单位自己整改的')
    const opened = await county.person('陈刚').tells('5号回头看不合格，又堆上了')
    expect(opened).toContain('5号回头看不合格，已重新打开')
    expect(await row(5)).toMatchObject({ status: 'to-rectify', reboundCount: 1, closedAt: null })
    expect(county.person('姚芳').last()).toContain('5号回头看不合格，请重新整改')
    expect(county.person('姚芳').last()).toContain('反弹1次')
  })

  test('failed twice, the ladder rises without waiting for the limit', async () => {
    await county.person('姚芳').tells('5号已改', '又清了')
    expect(await county.person('陈刚').tells('5号不合格 没清干净')).toContain('已退回整改')
    expect(await row(5)).toMatchObject({ failCount: 1, reboundCount: 1 })
    await county.clockTo('2026-11-24 09:30')
    const steps = await county.store.db.ladderStep.findMany({
      where: { subject: 'hazard', subjectId: String((await row(5)).id) },
    })
    expect(steps.length).toBeGreaterThan(0)
    expect(steps[0]?.failed).toBe(2)
  })

  test('what the property companies have done is put together for their yearly assessment', async () => {
    const said = await county.person('孙燕').tells('物业考评')
    expect(said).toContain('翡翠物业：整改0/1（0%），复查不合格1次，回头看反弹1次')
    expect(said).toMatch(/安居物业：整改0\/1（0%）.*拒不整改1/)
    // What the police has taken over is no longer 恒泰物业's.
    expect(said).not.toContain('恒泰物业')
    expect(await county.person('姚芳').tells('物业考评')).toContain('不归您办')
  })

  test('its whole story is told to who asks for it', async () => {
    const story = await county.person('孙燕').tells('2号的经过')
    for (const told of [
      '东桥社区 赵欣登记',
      '锦绣物业 吴迪申请延期到',
      '临时措施：加配灭火器',
      '同意延期到',
      '检查了临时措施',
      '移交供电公司',
      '供电公司 董浩退回移交：不是供电设施',
      '定由住建局牵头，供电公司、消防救援大队配合',
      '把4号并进来',
    ])
      expect(story).toContain(told)
    expect(await county.person('孙燕').says('2号的经过')).not.toContain('吴迪')
  })

  test('what nobody looks after is listed for the office', async () => {
    await county.person('孙燕').tells('1号移交综合执法局')
    const listed = await county.person('孙燕').tells('谁都没管的隐患')
    expect(listed).toMatch(/没人认[^]*1号/)
    expect(listed).toContain('安居物业 → 综合执法局，待签收')
    expect(await county.person('李祥').tells('谁都没管的隐患')).toContain('不归您办')
  })
})

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, shanghai, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

/** A picture as the double shows it, sent by the API or in an answer. */
const PICTURE = /（照片）|!\[/

describe.each([
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'dingtalk', mode: 'webhook' },
  { platform: 'wecom', mode: 'stream' },
] as const)('registering hazards, on $platform over $mode', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-23 09:00', photoSettleMs: 600 })
  }, 120_000)
  afterAll(() => county?.close())
  const photosOf = async (code: string): Promise<number> =>
    county.store.db.hazardPhoto.count({ where: { hazard: { code } } })

  test('three at once get one answer and one deadline, and each property company hears of its own', async () => {
    const reply = await county
      .person('王来根')
      .says(
        '今天查了三个小区，1、锦绣城5栋消火栓没水 2、翡翠湾地下车库电动车充电飞线 3、幸福里消控室晚上就一个人，都要求11月30日前改',
      )
    expect(reply).toContain('已登记3处')
    expect(reply).toMatch(/1号.*锦绣城.*锦绣物业/)
    expect(reply).toMatch(/2号.*翡翠湾.*翡翠物业/)
    expect(reply).toMatch(/3号.*幸福里.*恒泰物业/)
    const dues = await county.store.db.hazard.findMany({ select: { dueAt: true } })
    expect(dues.map(({ dueAt }) => dueAt)).toEqual(Array(3).fill(shanghai('2026-11-30 18:00')))
    expect(county.person('吴迪').last()).toContain('1号隐患请整改')
    expect(county.person('姚芳').last()).toContain('2号隐患请整改')
    expect(county.person('周凯').last()).toContain('3号隐患请整改')
    expect(county.person('李祥').heard()).toEqual([])
  })

  test('a hazard without a place is asked for once and then registered whole', async () => {
    const before = await county.store.db.hazard.count()
    expect(await county.person('赵欣').tells('登记 消火栓没水了', '消火栓')).toContain('隐患在哪里')
    expect(await county.store.db.hazard.count()).toBe(before)
    const reply = await county.person('赵欣').tells('阳光花园3号楼2单元')
    expect(reply).toContain('已登记 4号')
    expect(reply).toContain('阳光花园 3号楼2单元')
    expect(reply).toContain('已存1张照片')
    expect(await photosOf('YC-0004')).toBe(1)
  })

  test('photos that come before the words are kept and belong to what is then described', async () => {
    const reply = await county.person('沈怡').tells('', '先拍的', '再拍的')
    expect(reply).toContain('是哪一处的')
    expect(reply.split('---')).toHaveLength(1)
    expect(await county.person('沈怡').tells('金色家园1号楼楼道堆放电动车')).toContain('已存2张照片')
    expect(await photosOf('YC-0005')).toBe(2)
    expect(county.person('吴迪').heard().slice(-3)).toEqual([
      expect.stringContaining('5号隐患请整改'),
      expect.stringContaining('（照片）'),
      expect.stringContaining('（照片）'),
    ])
  })

  test('five photos in a row get one answer', async () => {
    const reply = await county.person('沈怡').tells('', '一', '二', '三', '四', '五')
    expect(reply).toBe('5号收到5张照片。')
    expect(await photosOf('YC-0005')).toBe(7)
  })

  test('the same photo again is told to be there already', async () => {
    await county.clockTo('2026-11-23 09:05')
    expect(await county.person('沈怡').tells('', '一')).toContain('已有这张照片')
    expect(await photosOf('YC-0005')).toBe(7)
  })

  test('a photo whose number is said afterwards is filed there', async () => {
    await county.clockTo('2026-11-23 10:00')
    expect(await county.person('王来根').tells('', '补拍')).toContain('是哪一处的')
    expect(await county.person('王来根').tells('1号')).toContain('1号存了1张照片')
    expect(await photosOf('YC-0001')).toBe(1)
  })

  test('a deadline that is over is refused, and nothing is registered', async () => {
    const before = await county.store.db.hazard.count()
    expect(await county.person('赵欣').tells('锦绣城2栋消火栓箱没有水带，11月20日前改')).toContain(
      '这个期限已经过去了',
    )
    expect(await county.store.db.hazard.count()).toBe(before)
  })

  test('a compound without a property company falls to its street, and its office hears of it', async () => {
    expect(await county.person('王来根').says('滨河新村2号楼楼道堆放沙发')).toContain('整改单位：河东街道')
    expect(county.person('徐静').last()).toContain('滨河新村 2号楼')
  })
})

describe.each(['dingtalk', 'wecom'] as const)('correcting and deciding hazards, on %s', (platform) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-23 09:00' })
    await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱', '纸箱')
  }, 120_000)
  afterAll(() => county?.close())
  const row = (code: string) => county.store.db.hazard.findUniqueOrThrow({ where: { code } })

  test('已安排 says that the unit is at it and moves no deadline', async () => {
    const before = await row('YC-0001')
    expect(await county.person('李祥').presses('已安排')).toContain('1号记为整改中')
    const after = await row('YC-0001')
    expect(after.status).toBe('rectifying')
    expect(after.dueAt).toEqual(before.dueAt)
  })

  test('another unit can neither take it nor hand it back', async () => {
    expect(await county.person('姚芳').tells('1号已安排')).toContain('不归您单位办理')
    expect(await county.person('姚芳').tells('1号不是我们的')).toContain('不归您单位办理')
  })

  test('不是我们的 asks the office and moves nothing until it has decided', async () => {
    expect(await county.person('李祥').tells('1号不是我们的')).toContain('期限不变')
    expect(county.person('张磊').last()).toContain('安居物业反馈：1号')
    expect(county.person('孙燕').last()).toContain('整改单位改为')
    expect((await row('YC-0001')).responsibleId).toBe('yunchuan:anju')
  })

  test('the office names another unit, which gets the card', async () => {
    expect(await county.person('孙燕').tells('1号 整改单位改为 恒泰物业')).toContain('整改单位：恒泰物业')
    expect((await row('YC-0001')).responsibleId).toBe('yunchuan:hengtai')
    expect(county.person('周凯').heard().join('\n')).toContain('1号隐患请整改')
    expect(await county.person('李祥').tells('1号已改', '不该我')).toContain('不归您单位办理')
  })

  test('a unit that is on no roster is not written down', async () => {
    await county.person('孙燕').tells('1号 整改单位改为 太空物业')
    expect((await row('YC-0001')).responsibleId).toBe('yunchuan:hengtai')
  })

  test('期限改为 by the office is told to the unit; a day that is over is refused', async () => {
    expect(await county.person('孙燕').tells('1号 期限改为12月1日')).toContain('12月1日')
    expect((await row('YC-0001')).dueAt).toEqual(shanghai('2026-12-01 18:00'))
    expect(county.person('周凯').last()).toContain('有变动：期限')
    expect(await county.person('孙燕').tells('1号 期限改为2026年11月20日')).toContain('已经过去了')
    expect((await row('YC-0001')).dueAt).toEqual(shanghai('2026-12-01 18:00'))
  })

  test('the rectifier cannot move his own deadline', async () => {
    expect(await county.person('周凯').tells('1号 期限改为12月20日')).toContain('不归您单位办理')
    expect(await county.person('周凯').tells('1号申请延期到12月20日')).toContain(
      '1号延期还差：原因、延期期间的临时防范措施',
    )
    expect((await row('YC-0001')).dueAt).toEqual(shanghai('2026-12-01 18:00'))
  })

  test('a number that nobody gave is said not to exist', async () => {
    for (const said of ['99号怎么样了', '99号已改', '99号合格', '99号作废', '99号 期限改为12月1日'])
      expect(await county.person('孙燕').tells(said)).toContain('没有找到')
  })

  test('the history names units in the group and persons one-to-one', async () => {
    const inGroup = await county.person('孙燕').says('1号怎么样了')
    expect(inGroup).toContain('东桥社区登记')
    expect(inGroup).toContain('消安委办更改')
    for (const name of ['赵欣', '李祥', '周凯']) expect(inGroup).not.toContain(name)
    expect(inGroup).not.toMatch(PICTURE)
    const direct = await county.person('孙燕').tells('1号怎么样了')
    expect(direct).toContain('东桥社区 赵欣登记')
    expect(direct).toContain('安居物业 李祥反馈不归其整改')
    expect(direct).toMatch(PICTURE)
  })

  test('only the finder or the office takes a registration back, and the unit is told', async () => {
    expect(await county.person('周凯').tells('1号作废')).toContain('不归您单位办理')
    expect(await county.person('蒋涛').tells('1号作废')).toContain('不归您单位办理')
    expect(await county.person('王建国').tells('1号作废')).toContain('不归您办')
    expect(await county.person('赵欣').tells('1号作废')).toContain('已作废')
    expect(county.person('周凯').last()).toContain('不用整改了')
    for (const said of ['1号已改', '1号已安排'])
      expect(await county.person('周凯').tells(said)).toContain('已经作废')
    expect(await county.person('孙燕').tells('1号合格')).toContain('已经作废')
    expect(await county.person('王建国').tells('全县进度')).toContain('还没有登记隐患')
  })

  test('of two verdicts at one moment one holds, and the other is told so', async () => {
    await county.person('赵欣').tells('锦绣城5栋消火栓被杂物遮挡')
    await county.person('吴迪').tells('2号已改', '清了')
    const [first, second] = [county.person('陈刚').heard().length, county.person('潘宇').heard().length]
    await Promise.all([
      county.person('陈刚').tells('2号合格'),
      county.person('潘宇').tells('2号不合格 又堆上了'),
    ])
    await county.settle()
    const verdicts = await county.store.db.ledgerEntry.findMany({
      where: { type: { in: ['ReinspectionPassed', 'ReinspectionFailed'] } },
    })
    expect(verdicts).toHaveLength(1)
    const answers = [
      ...county.person('陈刚').heard().slice(first),
      ...county.person('潘宇').heard().slice(second),
    ].join('\n')
    expect(answers).toMatch(/已销号|已退回整改/)
    expect(answers).toMatch(/已经销号了|还没有提交整改|刚刚被别人处理过/)
  })

  test('of two rectifications at one moment one is handed in', async () => {
    await county.person('赵欣').tells('幸福里3号楼疏散通道堆放沙发')
    await Promise.all([
      county.person('周凯').tells('3号已改', '一张'),
      county.person('孙燕').tells('3号已改', '另一张'),
    ])
    await county.settle()
    const { id, status } = await row('YC-0003')
    expect(status).toBe('to-reinspect')
    const handedIn = await county.store.db.ledgerEntry.findMany({
      where: { type: 'RectificationSubmitted', subject: 'hazard', subjectId: String(id) },
    })
    expect(handedIn).toHaveLength(1)
  })
})

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { draw } from '../../src/domain/draw.ts'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 60_000 })

const ways = [{ platform: 'dingtalk' }, { platform: 'wecom' }] as const

describe.each(ways)('checks with a list, on $platform', ({ platform }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-24 09:00' })
  }, 120_000)
  afterAll(() => county?.close())
  const chen = () => county.person('陈刚')
  const checks = () => county.store.db.placeCheck.count()

  test('all at once: what does not fit becomes a hazard, and whoever must rectify hears of it', async () => {
    const list = await chen().tells('检查阳光花园')
    expect(list).toMatch(/1\. 消防车通道和登高场地/)
    expect(list).toContain('除第3项外都符合')
    const before = county.person('李祥').heard().length
    const done = await chen().tells('3不符合：2号楼楼道堆满纸箱；其余都符合')
    expect(done).toContain('阳光花园小区检查已记：11项，符合10，不符合1')
    expect(done).toContain('1号')
    const hazard = await county.store.db.hazard.findFirstOrThrow()
    expect(hazard).toMatchObject({ category: 'evacuation', place: expect.stringMatching(/^2号楼/) as string })
    expect(county.person('李祥').heard().slice(before).join()).toContain('请整改')
  })

  test('item by item: the bot says which are left, and keeps to the list', async () => {
    await chen().tells('检查锦绣城 电动自行车检查表')
    expect(await chen().tells('1符合')).toContain('还差第2、3、4、5项')
    expect(await chen().tells('9不符合')).toContain('没有第9项')
    expect(await chen().tells('第3项不符合，第4项不涉及')).toContain('还差第2、5项')
    const done = await chen().tells('其余都符合')
    expect(done).toContain('5项，符合3，不符合1，不涉及1')
    // Nobody said more: the list's own words.
    expect((await county.store.db.hazard.findMany({ orderBy: { id: 'asc' } })).at(-1)?.description).toBe(
      '电动自行车飞线充电',
    )
  })

  test('one that is all right counts for the coverage, and one that is broken off does not', async () => {
    await chen().tells('检查幸福里')
    expect(await chen().tells('都符合')).toContain('不符合0')
    await chen().tells('检查翡翠湾')
    expect(await chen().tells('不查了')).toContain('没有记')
    expect(await checks()).toBe(3)
    expect(await county.person('孙燕').tells('排查覆盖率')).toContain('3/14')
    expect(await chen().tells('幸福里的档案')).toContain('检查1次，最近11月24日')
  })

  test('a covert check is nobody’s business until it is released', async () => {
    expect(await county.person('李祥').tells('暗访阳光家园')).toContain('不归您办')
    expect(await chen().says('暗访阳光家园')).toContain('请私聊我')
    expect(await chen().tells('暗访阳光家园')).toContain('公布前只有您知道')
    const before = county.person('李祥').heard().length
    const hazards = await county.store.db.hazard.count()
    expect(await chen().tells('除第1项外都符合')).toContain('公布前不通知对方')
    expect(await county.store.db.hazard.count()).toBe(hazards)
    expect(county.person('李祥').heard()).toHaveLength(before)
    expect(await county.person('孙燕').tells('排查覆盖率')).toContain('3/14')
    expect(await county.person('孙燕').tells('阳光家园的档案')).toContain('还没有检查记录')
    const entries = await county.store.db.ledgerEntry.findMany({ where: { type: 'CovertCheckRecorded' } })
    expect(JSON.stringify(entries[0]?.data)).not.toContain('jiayuan')
    expect(await chen().tells('暗访记录')).toContain('阳光家园')
    expect(await county.person('孙燕').tells('公布暗访')).toContain('没有还没公布的暗访记录')

    expect(await chen().tells('公布暗访')).toContain('已公布1次暗访：阳光家园')
    expect(await county.store.db.hazard.count()).toBe(hazards + 1)
    expect(county.person('李祥').heard().slice(before).join()).toContain('请整改')
    expect(await county.person('孙燕').tells('排查覆盖率')).toContain('4/14')
  })

  test('a draw says its seed, its rule and its places, and anybody can do it again', async () => {
    expect(await county.person('刘敏').tells('随机抽查5处')).toContain('不归您办')
    const said = await county.person('何敏').tells('抽查3处 种子2026112601')
    expect(said).toMatch(/第1次抽查\*{0,2}：从14个小区里抽3个/)
    expect(said).toContain('种子：2026112601')
    expect(said).toContain('规则：每处1签')
    const kept = await county.store.db.placeDraw.findFirstOrThrow()
    const pool = kept.pool as { id: string; weight: number }[]
    expect(draw(pool, '2026112601', 3)).toEqual(kept.picked)
    for (const name of kept.picked) expect(said).toContain(name)
    expect(await county.person('何敏').tells('抽查3处 种子2026112601')).toContain('第1次抽查里用过了')
    // Without a seed it follows from the day and the number: nobody can choose it.
    expect(await county.person('何敏').tells('随机抽查2处')).toContain('YC-2026-11-24-2')
  })

  test('what is checked after it counts as its result', async () => {
    const kept = await county.store.db.placeDraw.findFirstOrThrow({ orderBy: { number: 'desc' } })
    const [name = ''] = kept.picked
    await chen().tells(`检查${name}`)
    expect(await chen().tells('都符合')).toContain('已算作第2次抽查的结果')
    const shown = await county.person('何敏').tells('第2次抽查')
    expect(shown).toContain('抽2个，查了1个')
    expect(shown).toContain(`${name}：都符合`)
    expect(await county.person('何敏').tells('抽查记录')).toMatch(/第2次 11月24日/)
  })

  test('closed hazards are drawn for a look back, the re-inspectors hear of it, and what they say is its result', async () => {
    const he = county.person('何敏')
    expect(await he.tells('抽查2处已销号 种子26112403')).toContain('没有可以回头看的')
    const { code } = await county.store.db.hazard.findFirstOrThrow({
      where: { place: { startsWith: '2号楼' } },
    })
    const n = `${Number(code.split('-')[1])}号`
    await county.person('李祥').tells(`${n}已改`, '清空的楼道')
    await chen().tells(`${n}合格`)
    const said = await he.tells('抽查2处已销号 种子26112403')
    expect(said).toMatch(/第3次抽查\*{0,2}（回头看）：从1处已销号隐患里抽1处/)
    expect(said).toContain('规则：90天内销号的每处1签')
    expect(chen().last()).toMatch(new RegExp(`抽中1处已销号隐患：\n+[-·] ${n} 阳光花园`))
    const kept = await county.store.db.placeDraw.findFirstOrThrow({ where: { subject: 'hazard' } })
    expect(draw(kept.pool as { id: string; weight: number }[], '26112403', 2)).toEqual([code])

    expect(await he.tells('第3次抽查')).toContain('：还没看')
    expect(await chen().tells(`${n}回头看不合格 又堆上了`)).toContain('已重新打开')
    expect(await he.tells('第3次抽查')).toMatch(/看了1处，反弹1处[^]*不合格，已重新打开/)
    expect(await county.store.db.hazard.findUniqueOrThrow({ where: { code } })).toMatchObject({
      reboundCount: 1,
    })
    // A draw of hazards does not take the results of the draw of places before it.
    expect(await he.tells('抽查记录')).toMatch(/第3次 11月24日.*：回头看1处/)
  })

  test('photos go with the item that they show, whether they come with its words, after them or before', async () => {
    const photosOf = async (words: string) => {
      const { id } = await county.store.db.hazard.findFirstOrThrow({
        where: { description: { contains: words } },
        orderBy: { id: 'desc' },
      })
      return county.store.db.hazardPhoto.count({ where: { hazardId: id, step: 'before' } })
    }
    await chen().tells('检查翡翠湾')
    await chen().tells('3不符合：4号楼楼梯间堆满沙发', '沙发')
    // A photo alone shows what was spoken of last.
    expect(await chen().tells('', '沙发背面')).toContain('归到第3项')
    const two = await chen().tells(
      '5不符合：5号楼灭火器压力不足，7不符合：地下车库飞线充电',
      '灭火器',
      '飞线',
    )
    // In WeCom's one-to-one chats they come one by one.
    expect(two).toMatch(/2张照片依次归到第5、7项|1张照片归到第5项[^]*1张照片归到第7项/)
    expect(await chen().tells('其余都符合')).toContain('不符合3')
    expect(await photosOf('堆满沙发')).toBe(2)
    expect([await photosOf('压力不足'), await photosOf('飞线充电')]).toEqual([1, 1])

    await chen().tells('检查翡翠湾')
    expect(await chen().tells('', '树枝')).toContain('是哪一项的')
    const done = await chen().tells('1不符合：登高场地被树枝挡住；其余都符合')
    expect(done).toContain('1张照片归到第1项')
    expect(await photosOf('树枝挡住')).toBe(1)
  })
})

describe.each(ways)('一小区一策, on $platform', ({ platform }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-24 09:00' })
  }, 120_000)
  afterAll(() => county?.close())
  const liu = () => county.person('刘敏')

  test('goes from the locality to the brigade, to the office and back, in this order', async () => {
    expect(await county.person('徐静').tells('阳光花园 方案：拆除违建、增设充电棚')).toContain(
      '不归您单位维护',
    )
    const drafted = await liu().tells('阳光花园 方案：拆除违建、增设充电棚。资金 业主18万 物业5万 政府10万')
    expect(drafted).toContain('等消防大队核实')
    expect(drafted).toMatch(/共33万元，\*{0,2}还差33万元/)
    expect(county.person('陈刚').last()).toContain('阳光花园的方案请核实')
    expect(await county.person('孙燕').tells('确认阳光花园方案')).toContain('一步一步来')
    expect(await county.person('孙燕').tells('核实阳光花园方案')).toContain('要由消防救援大队的同志核实')
    expect(await county.person('陈刚').tells('核实阳光花园方案')).toContain('等专班研究确认')
    expect(county.person('孙燕').last()).toContain('请专班确认')
    expect(await liu().tells('阳光花园 方案：只增设充电棚就行')).toContain('不能直接改')
    expect(await county.person('孙燕').tells('确认阳光花园方案')).toContain('属地可以执行了')
    expect(county.person('刘敏').last()).toContain('专班已确认')
    expect(await liu().tells('执行阳光花园方案')).toContain('已开始执行')
  })

  test('is not finished while money is missing', async () => {
    expect(await liu().tells('阳光花园方案已完成')).toContain('还差33万元')
    expect(await liu().tells('阳光花园 资金到位 业主18万、物业5万')).toContain('还差10万元')
    expect(await county.person('孙燕').tells('方案进度')).toMatch(/1个小区，执行中1；资金共缺10万元/)
    await liu().tells('阳光花园 资金到位 政府10万')
    expect(await liu().tells('阳光花园方案已完成')).toContain('已记成完成')
    expect(await county.person('孙燕').tells('阳光花园方案')).toContain('已全部到位')
  })

  test('that is returned begins again, and says why', async () => {
    await liu().tells('锦绣城 方案：拓宽消防车道，移走花坛')
    await county.person('陈刚').tells('核实锦绣城方案')
    expect(await county.person('孙燕').tells('退回锦绣城方案 资金没有写')).toContain('已退回')
    expect(county.person('刘敏').last()).toContain('资金没有写')
    expect(await liu().tells('锦绣城 方案：拓宽消防车道，移走花坛，资金 政府6万')).toContain('等消防大队核实')
  })
})

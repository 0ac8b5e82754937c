import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { columns, SHEET } from '../../src/domain/communities/sheet.ts'
import { writeSheet } from '../../src/documents/write-sheet.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 60_000 })

const ways = [{ platform: 'dingtalk' }, { platform: 'wecom' }] as const

/** 阳光花园 has a few facts in the file. */
const withFacts = (yaml: string): string =>
  yaml.replace(
    /(\{ key: )yangguang-huayuan(,[^}]*)\}/u,
    '$1yangguang-huayuan$2, profile: { buildings: 6, households: 400 }, watchDays: 14 }',
  )

describe.each(ways)('the file of a community, on $platform', ({ platform }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-24 09:00', edit: withFacts })
  }, 120_000)
  afterAll(() => county?.close())
  const facts = async (name: string): Promise<unknown> => {
    const place = await county.store.db.community.findFirstOrThrow({ where: { name } })
    return (await county.store.db.communityFile.findUnique({ where: { communityId: place.id } }))?.facts
  }

  test('begins with what the campaign file says, and says what is missing', async () => {
    const file = await county.person('刘敏').tells('阳光花园的档案')
    expect(file).toMatch(/阳光花园\*{0,2}档案[\s\S]*6栋，400户/)
    expect(file).toContain('还没有检查记录')
    expect(file).toMatch(/还缺\d+项：/)
    expect(file).toContain('每14天查一次')
  })

  test('is filled in by chat, several facts at once, and names the next one missing', async () => {
    const told = await county.person('刘敏').tells('阳光花园 高层栋数 2，户数860，建成2009年')
    expect(told).toContain('已记入阳光花园档案：高层栋数 2，户数 860，建成年份 2009')
    expect(told).toMatch(/还缺\d+项：/)
    expect(await facts('阳光花园')).toMatchObject({
      buildings: 6,
      highRises: 2,
      households: 860,
      builtIn: 2009,
    })
    expect(await county.person('刘敏').tells('阳光花园 户数860')).toContain('没有变化')
  })

  test('takes a station, a control room, and the facilities with the word 档案 before them', async () => {
    expect(await county.person('刘敏').tells('阳光花园 微型消防站 有 6人')).toContain('微型消防站 有，6人')
    expect(await county.person('刘敏').tells('阳光花园 消控室 有，双人值班')).toContain('消控室 有，双人值班')
    expect(await county.person('刘敏').tells('阳光花园档案 室内消火栓 正常，消防车道 畅通')).toContain(
      '室内消火栓 正常，消防车道 畅通',
    )
    expect(await county.person('刘敏').tells('阳光花园档案 户数 很多')).toContain('户数要写数字')
    expect(await county.store.db.hazard.count()).toBe(0)
  })

  test('has a 楼长 for each building, whose number only the keepers see, and that is on record', async () => {
    const told = await county.person('刘敏').tells('阳光花园 楼长 3号楼 李某 13800000009')
    expect(told).toContain('3号楼楼长 李某')
    expect(told).not.toContain('13800000009')
    expect(await county.person('刘敏').tells('阳光花园5栋楼长是王某某')).toContain('5号楼楼长 王某某')
    expect(await county.person('刘敏').tells('阳光花园楼长')).toContain('3号楼 李某 13800000009')
    const elsewhere = await county.person('徐静').tells('阳光花园楼长')
    expect(elsewhere).not.toContain('13800000009')
    const inGroup = await county.person('刘敏').says('阳光花园楼长')
    expect(inGroup).not.toMatch(/李某|1380/)
    expect(await county.store.db.ledgerEntry.count({ where: { type: 'StewardsViewed' } })).toBe(1)
    expect(await county.person('刘敏').tells('阳光花园 楼长 3号楼 赵某')).toContain('3号楼楼长 赵某')
    expect(await county.store.db.buildingSteward.count({ where: { building: '3号楼' } })).toBe(2)
  })

  test('names nobody in a group', async () => {
    await county.person('刘敏').tells('阳光花园 消防安全责任人 周某 13800000011')
    const inGroup = await county.person('孙燕').says('阳光花园的档案')
    expect(inGroup).not.toMatch(/周某|赵某|1380/)
    expect(inGroup).toContain('消防安全责任人已登记')
    const alone = await county.person('孙燕').tells('阳光花园的档案')
    expect(alone).toContain('周某')
    expect(alone).not.toContain('13800000011')
  })

  test('is written only by whom it concerns', async () => {
    expect(await county.person('徐静').tells('阳光花园 户数900')).toContain('不归您单位维护')
    expect(await county.person('孙燕').tells('阳光花园 高层栋数 9')).toContain('比楼栋数（6）还多')
    expect(await facts('阳光花园')).toMatchObject({ households: 860, highRises: 2 })
  })

  test('a community without a property company needs somebody else who answers', async () => {
    const told = await county.person('孙燕').tells('阳光花园 无物业')
    expect(told).toContain('无物业')
    expect(told).toContain('物业或无物业责任方')
    expect(await county.person('孙燕').tells('阳光花园 责任方 业委会周某')).not.toContain(
      '物业或无物业责任方',
    )
    expect(await county.person('孙燕').tells('阳光花园 物业 恒泰物业')).toContain('物业 恒泰物业')
    expect(await county.person('孙燕').tells('阳光花园 物业 天外物业')).toContain('名单里没有「天外物业」')
  })

  test('loading the campaign again takes nothing back that was said', async () => {
    await county.person('孙燕').tells('阳光花园 无物业')
    await county.store.transaction((tx) => loadCampaign(tx, county.file, county.now()))
    const place = await county.store.db.community.findFirstOrThrow({ where: { name: '阳光花园' } })
    expect(place.propertyId).toBeNull()
    expect(await facts('阳光花园')).toMatchObject({ households: 860 })
    await county.person('孙燕').tells('阳光花园 物业 恒泰物业')
  })

  test('coverage is places looked at of all, and a hazard found is a look', async () => {
    const before = await county.person('孙燕').tells('排查覆盖率')
    expect(before).toMatch(/0%\*{0,2}?.*0\/\d+个小区/)
    await county.person('王来根').tells('阳光花园3号楼2单元楼道堆满纸箱')
    const after = await county.person('孙燕').tells('排查覆盖率')
    expect(after).toMatch(/1\/\d+个小区/)
    expect(after).not.toMatch(/还没查：[^。]*阳光花园(?!二期)/)
    expect(await county.person('刘敏').tells('城关镇排查覆盖率')).toContain('1/')
  })

  test('the guarantee money stays while a hazard is open', async () => {
    expect(await county.person('孙燕').tells('阳光花园 保修金 2026-11-01')).toContain(
      '还有1处隐患没销号，清零前保修金不能退',
    )
    expect(await county.person('孙燕').tells('阳光花园保修金能退吗')).toMatch(/不能退.*还有1处隐患没销号/)
    await county.person('王来根').tells('1号作废')
    expect(await county.person('孙燕').tells('阳光花园保修金能退吗')).toContain('可以按流程退')
  })

  test('the watch list is the office’s, with a shorter cycle', async () => {
    expect(await county.person('刘敏').tells('把阳光花园列入重点')).toContain('不归您办')
    expect(await county.person('孙燕').tells('把阳光花园列入重点，每3天查一次')).toContain('每3天查一次')
    const list = await county.person('孙燕').tells('重点名单')
    expect(list).toMatch(/阳光花园：每3天，还没查过，\*{0,2}该查了/)
    expect(await county.person('孙燕').tells('把阳光花园移出重点名单')).toContain('已把阳光花园移出')
  })

  test('which files lack what is one list', async () => {
    const list = await county.person('孙燕').tells('档案缺项')
    expect(list).toMatch(/档案\*{0,2}：\d+个小区/)
    expect(list).toMatch(/缺\d+项/)
  })

  test('everything stands in the history, without a phone number', async () => {
    const entries = await county.store.db.ledgerEntry.findMany({ where: { subject: 'community' } })
    expect(new Set(entries.map(({ type }) => type))).toEqual(
      new Set([
        'CommunityFileKept',
        'StewardNamed',
        'StewardsViewed',
        'CommunityWatched',
        'CommunityUnwatched',
      ]),
    )
    expect(
      JSON.stringify(entries, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toMatch(/138\d{8}/)
  })
})

/** A table as it comes back: cells by the name of their column. */
const table = (rows: readonly Readonly<Record<string, string | number>>[]): Promise<Uint8Array> =>
  writeSheet({
    sheet: SHEET,
    head: columns,
    rows: rows.map((row) => columns.map((name) => row[name] ?? null)),
    widths: columns.map(() => 10),
  })

describe.each(ways)('files of communities as a table, on $platform', ({ platform }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-24 09:00' })
  }, 120_000)
  afterAll(() => county?.close())
  const sun = () => county.person('孙燕')

  test('go out one-to-one to whoever keeps them', async () => {
    await sun().tells('阳光花园 户数860，楼长 3号楼 李某 13800000009')
    const told = await sun().tells('导出小区档案')
    expect(told).toContain('14个小区的档案表')
    const sent = await county.store.db.outboxMessage.findMany({
      where: { dedupeKey: { endsWith: ':file0' } },
    })
    expect(sent.map(({ message }) => JSON.stringify(message))).toEqual([
      expect.stringMatching(/"kind":"file".*小区档案11月24日\.xlsx/),
    ])
    expect(await county.person('刘敏').tells('导出小区档案')).toContain('4个小区的档案表')
    expect(await county.person('陈刚').tells('导出小区档案')).toMatch(/没有归您单位维护|已/)
  })

  test('come back filled in, and are taken whole', async () => {
    const bytes = await table([
      {
        小区名称: '阳光花园',
        楼栋数: 6,
        高层栋数: 2,
        建成年份: 2009,
        微型消防站: '有6人',
        楼长: '5号楼 王某',
      },
      { 小区名称: '锦绣城', 户数: 500, 物业企业: '无', 无物业责任方: '业委会' },
      { 小区名称: '新建里', 属地: '城关镇', 户数: 90 },
    ])
    const told = await sun().sends('小区档案.xlsx', bytes)
    expect(told).toContain('共3行，更新2个小区，新增1个小区')
    const file = await sun().tells('阳光花园的档案')
    expect(file).toContain('6栋，高层2栋，860户，2009年建成')
    expect(file).toContain('3号楼李某、5号楼王某')
    expect(await sun().tells('新建里的档案')).toContain('90户')
    expect(await sun().tells('锦绣城的档案')).toContain('没有登记物业')
    expect(await sun().sends('小区档案.xlsx', bytes)).toContain('没有变化')
  })

  test('with a fault in any row nothing is taken, and every fault is said by its row', async () => {
    const told = await sun().sends(
      '小区档案.xlsx',
      await table([
        { 小区名称: '阳光花园', 户数: 999 },
        { 小区名称: '锦绣城', 户数: '很多' },
        { 小区名称: '没有这个小区' },
        { 小区名称: '阳光花园', 建成年份: 2009 },
        { 小区名称: '幸福里', 楼长: '三单元老李', 高层栋数: 9, 楼栋数: 2 },
      ]),
    )
    expect(told).toContain('有5处要改，一行都没有存')
    expect(told).toMatch(/第3行：户数要写数字，写的是「很多」/)
    expect(told).toMatch(/第4行：「没有这个小区」是新小区，属地要写/)
    expect(told).toMatch(/第5行：和第2行是同一个小区/)
    expect(told).toMatch(/第6行：高层栋数（9）比楼栋数（2）还多/)
    expect(await sun().tells('阳光花园的档案')).toContain('860户')
  })

  test('rows of others are faults, and a photo is no table', async () => {
    const bytes = await table([{ 小区名称: '滨河新村', 户数: 300 }])
    expect(await county.person('刘敏').sends('小区档案.xlsx', bytes)).toMatch(
      /第2行：滨河新村的档案不归您单位维护/,
    )
    expect(await sun().sends('小区档案.xlsx', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]))).toContain(
      '对不上',
    )
  })
})

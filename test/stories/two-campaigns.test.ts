import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

const SECOND = 'cidSecondGroup=='
const NEIGHBOUR = 'cidNeighbour=='
const example = (name: string): string =>
  readFileSync(new URL(`../../prisma/campaigns/demo/${name}`, import.meta.url), 'utf8')

/** Loads one more campaign file into the county's store, as `npm run campaign -- load` does. */
async function alsoLoad(county: County, yaml: string): Promise<void> {
  const parsed = parseCampaignFile(yaml)
  if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join('\n'))
  await county.store.transaction((tx) => loadCampaign(tx, parsed.campaign, county.now()))
}

describe('two campaigns of one county', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      mode: 'stream',
      from: '2026-11-23 09:00',
      groups: [{ id: SECOND, title: '电动自行车整治群' }],
    })
    await alsoLoad(
      county,
      example('003-fire-lanes.yaml')
        .replace('key: fire-lanes-2026', 'key: e-bikes-2026')
        .replace('title: 云川县住宅小区消防通道专项整治', 'title: 云川县电动自行车全链条整治')
        .replace('codePrefix: YC', 'codePrefix: DC')
        .replace('starts: 2026-10-12', 'starts: 2026-10-19')
        .replace(/^ {2}- \{ key: launch.*\n/m, ''),
    )
  }, 120_000)
  afterAll(() => county?.close())

  test('绑定本群 asks which one, and takes the name', async () => {
    const asked = await county.person('张磊').saysIn(SECOND, '绑定本群')
    expect(asked).toContain('消防通道专项整治')
    expect(asked).toContain('电动自行车全链条整治')
    expect(await county.person('张磊').saysIn(SECOND, '绑定本群 电动自行车')).toContain(
      '本群已绑定：云川县电动自行车全链条整治',
    )
  })

  test('each group numbers its own hazards, and 1号 means the one of the group', async () => {
    expect(await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')).toContain('YC-0001')
    expect(await county.person('赵欣').saysIn(SECOND, '翡翠湾地下车库飞线充电')).toContain('DC-0001')
    expect(await county.person('孙燕').says('1号怎么样了')).toContain('阳光花园')
    expect(await county.person('孙燕').saysIn(SECOND, '1号怎么样了')).toContain('翡翠湾')
  })

  test('the whole code means the one campaign wherever it is said', async () => {
    expect(await county.person('孙燕').says('DC-0001怎么样了')).toContain('翡翠湾')
    expect(await county.person('姚芳').tells('DC-0001已改', '清了')).toContain('1号整改已提交')
    const rows = await county.store.db.hazard.findMany({ orderBy: { code: 'asc' } })
    expect(rows.map(({ code, status }) => [code, status])).toEqual([
      ['DC-0001', 'to-reinspect'],
      ['YC-0001', 'to-rectify'],
    ])
  })

  test('a leader who has chosen none hears of both, each by its name, and of one when he names it', async () => {
    const leader = county.person('王建国')
    const all = await leader.tells('全县进度')
    expect(all).toMatch(/住宅小区消防通道专项整治\*{0,2}[\s\S]*隐患1处/)
    expect(all).toMatch(/电动自行车全链条整治\*{0,2}[\s\S]*隐患1处/)
    const missing = await leader.tells('谁没报')
    expect(missing).toContain('电动自行车全链条整治')
    expect(missing).toContain('住宅小区消防通道专项整治')
    const one = await leader.tells('消防通道整治进度')
    expect(one).toContain('隐患1处')
    expect(one).not.toContain('电动自行车')
    // What is the same in both is said once.
    expect(await leader.tells('逾期')).toBe('目前没有逾期的隐患。')
    expect(await county.person('王建国').says('全县进度')).not.toContain('电动自行车')
  })

  test('1号 is the hazard with which the speaker has to do; where that leaves two, nothing is done to either', async () => {
    await county.person('李祥').tells('1号已安排')
    expect(await county.store.db.hazard.findUnique({ where: { code: 'YC-0001' } })).toMatchObject({
      status: 'rectifying',
    })
    expect(await county.person('李祥').tells('1号怎么样了')).toContain('阳光花园')
    const asked = await county.person('王建国').tells('1号怎么样了')
    expect(asked).toContain('DC-0001、YC-0001')
    expect(asked).toContain('写全编号')
    expect(await county.person('王建国').tells('YC-0001怎么样了')).toContain('阳光花园')
    await county.person('李祥').tells('1号已改', '清了')
    // 翡翠湾's was handed in before: both wait for the re-inspector now.
    expect(await county.person('陈刚').tells('1号合格')).toContain('写全编号')
    const rows = await county.store.db.hazard.findMany({ orderBy: { code: 'asc' } })
    expect(rows.map(({ code, status }) => [code, status])).toEqual([
      ['DC-0001', 'to-reinspect'],
      ['YC-0001', 'to-reinspect'],
    ])
  })

  test('我的待办 is about all campaigns, each report under its own and each hazard by its whole code', async () => {
    const tasks = await county.person('陈刚').tells('我的待办')
    expect(tasks).toContain('DC-0001 翡翠湾')
    expect(tasks).toContain('YC-0001 阳光花园')
    expect(tasks).toMatch(/回「[A-Z]{2}-0001合格」/)
    const reports = await county.person('刘敏').tells('我的待办')
    expect(reports).toContain('【住宅小区消防通道专项整治】周报')
    expect(reports).toContain('【电动自行车全链条整治】周报')
    expect(reports).toMatch(/还有第1期至第\d期没报，补报请写明是哪一期/)
  })

  test('切换到 turns what is said one-to-one to the other campaign, and back', async () => {
    expect(await county.person('王建国').tells('切换到 消防通道')).toContain('消防通道专项整治')
    expect(await county.person('王建国').tells('逾期')).toContain('没有逾期')
    expect(await county.person('王建国').tells('1号怎么样了')).toContain('阳光花园')
    expect(await county.person('王建国').tells('切换到 DC')).toContain('电动自行车')
    expect(await county.person('王建国').tells('1号怎么样了')).toContain('翡翠湾')
    expect(await county.person('王建国').tells('全县进度')).not.toContain('消防通道')
    expect(await county.person('王建国').tells('切换到 河道清淤')).toContain('没有找到叫')
    expect(await county.person('王建国').tells('切换到全部')).toContain('一起说')
    expect(await county.person('王建国').tells('全县进度')).toContain('消防通道专项整治')
  })

  test('a report goes to the campaign of the group in which it is said', async () => {
    await county.clockTo('2026-11-26 12:00')
    expect(await county.person('刘敏').saysIn(SECOND, '周报 检查6个小区，发现1处，整改1处')).toContain(
      'DC-ZB261127',
    )
    expect(await county.person('刘敏').says('周报 检查9个小区，发现2处，整改1处')).toContain('YC-ZB261127')
    expect(await county.store.db.report.count()).toBe(2)
  })
})

describe('two counties with one bot', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      mode: 'stream',
      from: '2026-11-12 09:00',
      strangers: [
        { userId: 'u-nuomin', name: '诺敏' },
        { userId: 'u-qi', name: '齐林' },
        { userId: 'u-jin', name: '金山' },
      ],
      groups: [{ id: NEIGHBOUR, title: '青原旗整治群' }],
    })
    await alsoLoad(county, example('000-high-rise.yaml'))
    await county.person('齐林').saysIn(NEIGHBOUR, '绑定本群')
  }, 120_000)
  afterAll(() => county?.close())

  test('a hazard is registered where its finder belongs, and only his county hears of it', async () => {
    expect(await county.person('诺敏').saysIn(NEIGHBOUR, '天骏华府3号楼2单元楼道里堆满纸箱')).toContain(
      'QY-0001',
    )
    expect(county.person('金山').last()).toContain('1号隐患请整改')
    expect(await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')).toContain('YC-0001')
    expect(county.person('金山').heard()).toHaveLength(1)
  })

  test('a leader asks and hears of his own county', async () => {
    expect(await county.person('王建国').tells('全县进度')).toContain('云川县进度')
    expect(await county.person('王建国').tells('全县进度')).toContain('隐患1处')
    expect(await county.person('齐林').tells('全县进度')).toContain('青原旗进度')
  })

  test('nobody changes a hazard of the other county, by its whole code or its number', async () => {
    const hazard = () => county.store.db.hazard.findUniqueOrThrow({ where: { code: 'QY-0001' } })
    const before = await hazard()
    for (const said of ['QY-0001作废', 'QY-0001合格', 'QY-0001 期限改为12月1日', 'QY-0001怎么样了'])
      await county.person('孙燕').tells(said)
    expect(await hazard()).toEqual(before)
  })

  test('a group of the other county tells its numbers to nobody from here', async () => {
    const answer = await county.person('孙燕').saysIn(NEIGHBOUR, '1号怎么样了')
    expect(answer).not.toContain('天骏华府')
  })

  test('people of one county are not asked to report in the other', async () => {
    await county.clockTo('2026-11-13 11:00')
    expect(county.person('诺敏').heard().join('\n')).not.toContain('周报')
    expect(county.person('刘敏').heard().join('\n')).not.toContain('半月报')
  })
})

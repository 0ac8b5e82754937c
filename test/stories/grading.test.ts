import readXlsx from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 40_000 })

describe.each(['dingtalk', 'wecom'] as const)('cause, advice and grade of a hazard, on %s', (platform) => {
  let county: County
  const sun = () => county.person('孙燕')
  const liu = () => county.person('刘敏')
  const row = (n: number) => county.store.db.hazard.findUniqueOrThrow({ where: { code: `YC-000${n}` } })
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-23 09:00' })
    await county.person('赵欣').tells('阳光花园3号楼2单元楼道里堆满纸箱')
    await county.person('赵欣').tells('锦绣城5栋消火栓没水')
    await county.person('赵欣').tells('幸福里南门消防车道停满车')
    await county.person('赵欣').tells('阳光花园5号楼灭火器过期')
  }, 120_000)
  afterAll(() => county?.close())

  test('are told in one sentence or one by one, and stand on its card', async () => {
    const told = await sun().tells('2号成因：水泵年久失修。建议：动用维修资金换泵。难度高，后果严重')
    expect(told).toContain('2号的成因、建议、分级已记下')
    expect(told).toContain('成因：水泵年久失修')
    expect(told).toContain('第一批：后果严重，难度高')
    expect(county.person('吴迪').last()).toMatch(/2号（锦绣城.*）的整改建议：动用维修资金换泵（消安委办提）/)
    expect(await liu().tells('1号后果轻微')).toContain('第三批：后果轻微')
    expect(await liu().tells('1号难度低')).toContain('第二批：后果轻微，难度低')
    expect(await row(1)).toMatchObject({ difficulty: 'low', consequence: 'low', cause: null })
    expect(await county.person('王建国').tells('2号怎么样了')).toContain('成因：水泵年久失修')
  })

  test('nobody says of his own hazard that it can wait, but everybody concerned says why it came about', async () => {
    expect(await county.person('李祥').tells('1号后果轻微')).toContain('不归您办')
    expect(await county.person('李祥').tells('1号成因：业主装修暂放')).toContain('1号的成因已记下')
    expect(await county.person('姚芳').tells('1号成因：不知道')).toContain('不归您单位办理')
    expect(await county.person('王建国').tells('1号成因：不知道')).toContain('不归您办')
    // All or nothing: the property company's sentence with a grade in it changes nothing.
    expect(await county.person('李祥').tells('1号成因：另有原因 后果严重')).toContain('不归您办')
    expect(await row(1)).toMatchObject({ cause: '业主装修暂放', consequence: 'low' })
  })

  test('how hard it is gives no batch while nobody has said how bad it is', async () => {
    const said = await sun().tells('3号难度低')
    expect(said).toContain('还不知道危害后果，暂不分批')
    expect(await sun().tells('3号后果一般')).toContain('第一批：后果一般，难度低')
  })

  test('the roadmap says what comes first, of all and of one’s own', async () => {
    const road = await sun().tells('整改路线图')
    expect(road).toContain('要整改4处，第一批2处，第二批1处，没分级1处')
    expect(road).toMatch(/2号 锦绣城[^]*3号 幸福里[^]*1号 阳光花园/)
    expect(road).toMatch(/2号 锦绣城.*第一批：后果严重，难度高；锦绣物业，/)
    const own = await county.person('吴迪').tells('先改哪些')
    expect(own).toContain('锦绣物业整改路线图')
    expect(own).toContain('要整改1处，第一批1处')
    expect(own).not.toContain('阳光花园')
  })

  test('several are graded with one sentence, all or none', async () => {
    expect(await sun().tells('1号、99号后果严重')).toContain('没有找到99号')
    expect((await row(1)).consequence).toBe('low')
    const both = await sun().tells('1号、3号难度低')
    expect(both).toMatch(/2处已记下：[^]*1号 阳光花园.*第二批：后果轻微，难度低[^]*3号 幸福里.*第一批/)
  })

  test('a hazard that the brigade finds major is bad without a word', async () => {
    await county.person('赵欣').tells('4号疑似重大')
    expect(await sun().tells('整改路线图')).toContain('没分级1处')
    await county.person('潘宇').tells('确认4号为重大')
    expect(await sun().tells('整改路线图')).toMatch(/第一批3处，第二批1处\n/)
  })

  test('the ledger has them as columns, the lists stand in the order of the batches, the public twin has no findings', async () => {
    const sheet = async (words: string, index = 0) => {
      const before = (await sun().documents()).length
      await sun().tells(words)
      const [file] = (await sun().documents()).slice(before)
      const data = (await readXlsx(file?.bytes ?? Buffer.alloc(0)))[index]?.data ?? []
      const [, , head = [], ...rows] = data as readonly (readonly unknown[])[]
      return rows.map((cells) => Object.fromEntries(head.map((name, i) => [String(name), cells[i]])))
    }
    const ledger = await sheet('导出台账')
    expect(ledger.map((each) => each['隐患编号'])).toEqual(['YC-0001', 'YC-0002', 'YC-0003', 'YC-0004'])
    expect(ledger[1]).toMatchObject({
      成因: '水泵年久失修',
      分类施策建议: '动用维修资金换泵',
      难易程度: '高',
      危害后果: '严重',
      分批: '第一批',
    })
    const problems = await sheet('两个清单')
    expect(problems.map((each) => each['隐患编号'])).toEqual(['YC-0004', 'YC-0002', 'YC-0003', 'YC-0001'])
    const open = await sheet('导出台账 公开版')
    expect(open[1]).toMatchObject({ 分批: '第一批' })
    expect(JSON.stringify(open)).not.toMatch(/成因|维修资金/)
  })

  test('its story and its case tell who has found out what', async () => {
    const story = await sun().tells('2号的经过')
    expect(story).toContain('查明成因：水泵年久失修；建议：动用维修资金换泵')
    expect(story).toContain('分级：难度高，后果严重')
  })
})

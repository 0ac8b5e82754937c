import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

/** What once went wrong, and must not again. */
describe('joining', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-23 09:00', unbound: ['李祥', '姚芳', '吴迪'] })
  }, 120_000)
  afterAll(() => county?.close())

  test('a name said one-to-one is asked of the administrator', async () => {
    expect(await county.person('李祥').tells('我是李祥')).toContain('已请管理员确认')
    expect(county.person('张磊').last()).toContain('绑定申请')
  })

  test('people may say their unit before their name', async () => {
    expect(await county.person('姚芳').tells('我是翡翠物业姚芳 13800000024')).toContain('绑定成功')
  })

  test('a request is over once its account is bound', async () => {
    await county.person('吴迪').says('我是吴迪')
    const request = await county.store.db.bindingRequest.findFirstOrThrow({ orderBy: { id: 'desc' } })
    await county.person('吴迪').says('我是 吴迪 13800000023')
    expect(await county.person('张磊').tells(`同意 ${request.id}`)).toContain('待确认申请')
  })
})

describe('hazards', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-23 09:00' })
    await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱', '纸箱')
  }, 120_000)
  afterAll(() => county?.close())

  test('the unit that the office names gets the photos with the card', async () => {
    await county.person('孙燕').tells('1号 整改单位改为 恒泰物业')
    expect(county.person('周凯').heard().at(-1)).toContain('（照片）')
  })

  test('the unit that is relieved of it is told so', async () => {
    expect(county.person('李祥').last()).toMatch(/1号.*(恒泰物业|不用)/)
  })

  test('a unit that nobody knows is said to be unknown', async () => {
    expect(await county.person('孙燕').tells('1号 整改单位改为 太空物业')).toContain('没有找到这个单位')
  })

  test('能不能延期 is understood as asking for more time', async () => {
    expect(await county.person('周凯').tells('1号能不能延期到12月20日')).toMatch(/1号延期还差.*原因/)
  })

  test('a hazard somewhere inside nowhere is asked for its place', async () => {
    expect(await county.person('赵欣').tells('楼道里堆满纸箱')).toMatch(/在哪里|哪个小区/)
  })

  test('a code of a campaign that nobody knows is not taken for one of ours', async () => {
    expect(await county.person('孙燕').tells('QY-0001怎么样了')).toContain('没有找到')
  })

  test('emphasis that somebody types is not repeated as emphasis', async () => {
    const reply = await county.person('赵欣').tells('**立即转账** 阳光花园5号楼楼道堆满纸箱')
    expect(reply).toContain('已登记')
    expect(reply).not.toContain('**立即转账**')
  })

  test('已改 alone, as a refusal tells people to say, is understood', async () => {
    await county.person('赵欣').tells('金色家园1号楼楼道堆放电动车')
    expect(await county.person('吴迪').tells('已改')).toMatch(/整改后的照片|带上编号/)
  })

  test('作废 with a reason takes the hazard back', async () => {
    expect(await county.person('赵欣').tells('1号作废，因为报重了')).toContain('已作废')
  })
})

describe('reports', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-26 12:00' })
  }, 120_000)
  afterAll(() => county?.close())

  test('就这样报 after a question lets the numbers stand as they were said', async () => {
    expect(await county.person('高峰').tells('周报 检查3个，发现4处，整改6处')).toContain('还没有上报')
    expect(await county.person('高峰').presses('没错，就这样报')).toContain('回执')
  })

  test('周报 alone shows the numbers of the ledger and offers to send them', async () => {
    await county.person('王来根').says('御景园1号楼楼道堆放电动车')
    expect(await county.person('徐静').tells('周报')).toContain('按群里的登记已填好')
    expect(await county.person('徐静').presses('就这样报')).toContain('发现隐患 1 处')
  })
})

describe('codes that are not ours', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-23 09:00' })
    await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')
  }, 120_000)
  afterAll(() => county?.close())

  test('never change a hazard that happens to have the same number', async () => {
    await county.person('孙燕').tells('QY-0001作废')
    const row = await county.store.db.hazard.findUniqueOrThrow({ where: { code: 'YC-0001' } })
    expect(row.status).toBe('to-rectify')
  })
})

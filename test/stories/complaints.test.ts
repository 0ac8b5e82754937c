import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 60_000 })

const ways = [{ platform: 'dingtalk' }, { platform: 'wecom' }] as const

describe.each(ways)('complaints from residents, on $platform', ({ platform }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode: 'stream', from: '2026-11-24 09:00' })
  }, 120_000)
  afterAll(() => county?.close())
  const zhao = () => county.person('赵欣')
  /** Everything that anybody but the taker has read, in groups and one-to-one, and everything that is stored for all. */
  const known = async (): Promise<string> => {
    const { db } = county.store
    const rows = [
      await db.hazard.findMany(),
      await db.ledgerEntry.findMany(),
      await db.outboxMessage.findMany({ where: { lane: { not: { contains: 'u-zhao' } } } }),
      await db.dialog.findMany(),
    ]
    return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  }

  test('one is a hazard as any other; who told stands nowhere that others read', async () => {
    const told = await zhao().tells('举报：阳光花园3号楼楼道堆满纸箱，举报人 魏红英 13800000099')
    expect(told).toContain('1号')
    expect(told).toContain('只有您和消安委办能查')
    expect(told).not.toMatch(/魏红英|0099/)
    expect(county.person('李祥').last()).toContain('请整改')
    expect(await known()).not.toMatch(/魏红英|13800000099/)
    expect(await county.person('孙燕').says('1号怎么样了')).not.toMatch(/魏红英|0099|举报/)
  })

  test('in a group nothing of the reporter comes back, and the teller is asked to say it alone', async () => {
    const told = await zhao().says('举报：锦绣城5栋消火栓被挡，举报人 魏红英 13800000099')
    expect(told).toContain('以后请私聊我说举报人')
    expect(told).not.toMatch(/魏红英|0099/)
    expect(county.inGroup().join('\n')).not.toMatch(/魏红英|0099/)
  })

  test('a nameless one stays nameless, and one without a place is asked for with nothing kept', async () => {
    expect(await zhao().tells('匿名举报：幸福里2栋楼道停放电动车')).toContain('按匿名举报记下')
    expect(await county.person('李祥').tells('举报：阳光花园3号楼楼道堆满纸箱')).toContain('不归您办')
    expect(await known()).not.toMatch(/魏红英|13800000099/)
  })

  test('only whoever took it and the office may read who told, one-to-one, and that is on record', async () => {
    expect(await county.person('刘敏').tells('1号举报人')).toContain('不是您接的')
    expect(await zhao().says('1号举报人')).toContain('请私聊我问')
    expect(await zhao().tells('1号举报人')).toContain('魏红英 13800000099')
    expect(await county.person('孙燕').tells('3号举报人')).toContain('匿名举报')
    expect(await county.store.db.ledgerEntry.count({ where: { type: 'ReporterViewed' } })).toBe(2)
  })

  test('when it is closed, whoever took it hears that he can answer, once', async () => {
    expect(await zhao().tells('1号已答复举报人')).toContain('还没有销号')
    await county.person('李祥').tells('1号已改', 'after')
    const before = zhao().heard().length
    await county.person('陈刚').tells('1号合格')
    expect(zhao().heard().slice(before).join('\n')).toContain('您接的举报1号已销号，可以答复举报人了')
    expect(await zhao().tells('我接的举报')).toMatch(/3件，其中1件已办结/)
    expect(await zhao().tells('1号已答复举报人')).toContain('已记：1号已答复举报人')
    expect(await zhao().tells('我接的举报')).toMatch(/2件，其中0件已办结/)
    expect(await known()).not.toMatch(/魏红英|13800000099/)
  })
})

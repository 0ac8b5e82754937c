import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 60_000 })

describe('a program that is down on Friday from ten to twenty past six', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-26 09:45' })
    await county.clockTo('2026-11-27 09:50')
    await county.person('刘敏').tells('周报 检查6个小区，发现11处，整改8处')
  }, 120_000)
  afterAll(() => county?.close())
  const lists = (): readonly string[] =>
    county
      .person('张磊')
      .heard()
      .filter((text) => text.includes('已截止'))

  test('the list of the missing comes once when it is back, and says that it is late', async () => {
    await county.downUntil('2026-11-27 18:20')
    expect(lists()).toHaveLength(1)
    expect(lists()[0]).toContain('系统延迟')
    expect(lists()[0]).toContain('截至周五（11月27日）18:20')
    expect(lists()[0]).toContain('应报14，已报1')
  })

  test('nobody gets a reminder that has become stale', () => {
    for (const name of ['徐静', '胡波', '刘敏']) {
      const asked = county
        .person(name)
        .heard()
        .filter((text) => text.includes('周报'))
      const reminders = asked.filter((text) => !text.includes('回执'))
      expect(reminders).toHaveLength(1)
      expect(reminders[0]).not.toContain('今天')
    }
  })

  test('a second start, and the minutes after, repeat nothing', async () => {
    await county.downUntil('2026-11-27 18:21')
    await county.clockTo('2026-11-27 19:00')
    expect(lists()).toHaveLength(1)
  })

  test('what people said in the meantime is answered by the new program', async () => {
    expect(await county.person('徐静').tells('周报 检查3个，发现2处，整改1处')).toContain('迟报')
  })
})

describe('a program that is down while the heads-up is due', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-26 09:00' })
  }, 120_000)
  afterAll(() => county?.close())

  test('the newest reminder is made up for before the deadline, once, and says that it is late', async () => {
    await county.downUntil('2026-11-27 11:00')
    const asked = county.person('徐静').heard()
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('系统延迟')
    expect(asked[0]).toContain('周报（第7期）')
  })

  test('the office chases the missing at most once an hour, and only those', async () => {
    await county.person('刘敏').tells('周报 检查6个小区，发现11处，整改8处')
    const [done, missing] = [county.person('刘敏').heard().length, county.person('徐静').heard().length]
    expect(await county.person('王建国').tells('再催一次')).toContain('不归您办')
    expect(await county.person('何敏').tells('再催一次')).toContain('已私聊提醒13家')
    expect(await county.person('孙燕').tells('再催一次')).toMatch(/12:00以?后可以再催/)
    expect(county.person('徐静').heard()).toHaveLength(missing + 1)
    expect(county.person('刘敏').heard()).toHaveLength(done)
  })

  test('after an hour it may be done again, and it is on record who did it', async () => {
    await county.clockTo('2026-11-27 12:00')
    expect(await county.person('孙燕').tells('再催一次')).toContain('已私聊提醒13家')
    const entries = await county.store.db.ledgerEntry.findMany({ where: { type: 'MissingReminded' } })
    expect(entries.map(({ byId }) => byId)).toEqual(['yunchuan:he-min', 'yunchuan:sun-yan'])
  })
})

describe('reminders of hazards', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-23 10:00' })
    await county.person('赵欣').tells('阳光花园1号楼楼道堆满纸箱，11月26日前改')
    await county.person('赵欣').tells('阳光花园2号楼楼道堆放沙发，11月26日前改')
    await county.person('赵欣').tells('锦绣城5栋消火栓没水，12月10日前改')
  }, 120_000)
  afterAll(() => county?.close())

  /** What the digests said to somebody between now and the given moment. */
  async function digestsUntil(name: string, moment: string): Promise<readonly string[]> {
    const before = county.person(name).heard().length
    await county.clockTo(moment)
    return county
      .person(name)
      .heard()
      .slice(before)
      .filter((text) => text.includes('今日隐患提醒'))
  }

  test('two that are due tomorrow are one message', async () => {
    const digests = await digestsUntil('李祥', '2026-11-25 20:00')
    expect(digests).toHaveLength(1)
    expect(digests[0]).toContain('快到期2处')
    expect(digests[0]).toMatch(/1号 阳光花园.*\n.*2号 阳光花园/)
  })

  test('on the day itself they are told again, without the one that has been handed in', async () => {
    await county.person('李祥').tells('2号已改', '清了')
    const digests = await digestsUntil('李祥', '2026-11-26 17:00')
    expect(digests).toHaveLength(1)
    expect(digests[0]).toContain('今天到期1处')
    expect(digests[0]).not.toContain('2号 阳光花园')
  })

  test('overdue ones are told on working days, one message a day, and not at the weekend', async () => {
    expect(await digestsUntil('李祥', '2026-11-27 20:00')).toEqual([expect.stringContaining('已逾期1天')])
    expect(await digestsUntil('李祥', '2026-11-29 20:00')).toEqual([])
    expect(await digestsUntil('李祥', '2026-11-30 20:00')).toEqual([expect.stringContaining('已逾期4天')])
  })

  test('a long limit is announced three days ahead', async () => {
    expect(await digestsUntil('吴迪', '2026-12-06 20:00')).toEqual([])
    expect(await digestsUntil('吴迪', '2026-12-07 20:00')).toEqual([expect.stringContaining('快到期1处')])
    expect(await digestsUntil('吴迪', '2026-12-09 20:00')).toEqual([])
    expect(await digestsUntil('吴迪', '2026-12-10 17:00')).toEqual([expect.stringContaining('今天到期1处')])
  })

  test('a stop of three days makes up for one digest, of the newest day', async () => {
    const before = county.person('李祥').heard().length
    await county.downUntil('2026-12-15 11:00')
    const digests = county
      .person('李祥')
      .heard()
      .slice(before)
      .filter((text) => text.includes('今日隐患提醒'))
    expect(digests).toEqual([expect.stringContaining('已逾期19天')])
  })

  test('overdue hazards are named to whoever asks, with their unit', async () => {
    const answer = await county.person('王建国').tells('逾期')
    expect(answer).toContain('逾期2处')
    expect(answer).toMatch(/1号 阳光花园.*安居物业，逾期19天/)
  })
})

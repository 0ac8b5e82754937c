import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 120_000 })

const yaml = readFileSync(new URL('../../prisma/campaigns/demo/003-fire-lanes.yaml', import.meta.url), 'utf8')

/** What the bot says to somebody one-to-one while something happens. */
async function saidTo(county: County, name: string, act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = county.person(name).heard().length
  await act()
  return county.person(name).heard().slice(before)
}

describe('a liaison whose unit owes two reports of two campaigns at the same hour', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-26 09:45' })
    const parsed = parseCampaignFile(
      yaml
        .replace('key: fire-lanes-2026', 'key: e-bikes-2026')
        .replace('title: 云川县住宅小区消防通道专项整治', 'title: 云川县电动自行车全链条整治')
        .replace('codePrefix: YC', 'codePrefix: DC'),
    )
    if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join('\n'))
    await county.store.transaction((tx) => loadCampaign(tx, parsed.campaign, county.now()))
    await county.app.scheduler.tick(county.now())
  }, 180_000)
  afterAll(() => county?.close())
  const until = (moment: string) => () => county.clockTo(moment)

  test('hears of both in one message that names the campaigns', async () => {
    const said = await saidTo(county, '刘敏', until('2026-11-26 10:30'))
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('有2件事请您看一下')
    expect(said[0]).toContain('一、')
    expect(said[0]).toContain('消防通道专项整治】周报')
    expect(said[0]).toContain('电动自行车全链条整治】周报')
  })

  test('收到 is answered in one line, which says that the deadline stays', async () => {
    const [answer = '', ...others] = await saidTo(county, '刘敏', () => county.person('刘敏').tells('收到'))
    expect(others).toEqual([])
    expect(answer.split('\n')).toHaveLength(1)
    expect(answer).toContain('18:00截止不变')
  })

  test('it spares the next ask to that unit, and to no other', async () => {
    const others = county.person('徐静').heard().length
    expect(await saidTo(county, '刘敏', until('2026-11-27 10:30'))).toEqual([])
    expect(county.person('徐静').heard().length).toBe(others + 1)
  })

  test('the last call comes all the same', async () => {
    const said = await saidTo(county, '刘敏', until('2026-11-27 17:30'))
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('今天18:00截止')
  })

  test('收到 after the last call spares nothing and is not talked about', async () => {
    expect(await saidTo(county, '刘敏', () => county.person('刘敏').tells('好的'))).toEqual([])
  })

  test('the lists of the missing of both are one message to the office, and 城关镇 is on them', async () => {
    const said = await saidTo(county, '孙燕', until('2026-11-27 18:30'))
    expect(said).toHaveLength(1)
    expect(said[0]?.match(/城关镇/g)).toHaveLength(2)
    expect(said[0]?.match(/18:00已截止/g)).toHaveLength(2)
  })

  test('the office asks who was disturbed how often; in the group no person is named', async () => {
    const answer = await county.person('孙燕').tells('这个月打扰了谁')
    expect(answer).toContain('减负账本（11月）')
    expect(answer).toMatch(/按单位：.*城关镇\d+条/)
    expect(answer).toContain('按人：')
    const leader = await county.person('王建国').says('减负账本')
    expect(leader).toContain('按单位：')
    expect(leader).not.toContain('按人：')
    expect(await county.person('刘敏').tells('减负账本')).toContain('不归您办')
  })

  test('one unit is chased by name, at most once an hour, and not at night', async () => {
    const chased = await saidTo(county, '徐静', async () => {
      expect(await county.person('孙燕').tells('催一下河东街道')).toContain('河东街道的联络员')
      expect(await county.person('何敏').tells('催一下河东街道')).toMatch(/以?后可以再催/)
    })
    expect(chased).toHaveLength(1)
    await county.clockTo('2026-11-27 21:30')
    expect(await county.person('孙燕').tells('再催一次')).toContain('休息时间')
  })
})

describe('a campaign that allows one ordinary message a person and day', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      mode: 'stream',
      from: '2026-11-25 10:00',
      edit: (text) =>
        `${text}\nreminders:\n  perPersonPerDay: 1\n  ding: true\n  asks: [{ days: 1, at: 14:00 }, { minutes: 60 }]\n`,
    })
    // A hazard that 城关镇 itself has to rectify by Friday.
    await county.person('赵欣').tells('幸福里2号楼楼道堆满纸箱，11月27日前改')
    await county.store.db.hazard.updateMany({ data: { responsibleId: 'yunchuan:chengguan' } })
  }, 180_000)
  afterAll(() => county?.close())
  const until = (moment: string) => () => county.clockTo(moment)

  test('on Thursday its liaison hears of the hazard in the morning, and the word of the afternoon waits', async () => {
    const said = await saidTo(county, '刘敏', until('2026-11-26 20:00'))
    expect(said).toEqual([expect.stringContaining('今日隐患提醒')])
    expect(await county.store.db.heldNotice.count({ where: { recipient: { contains: 'liu-min' } } })).toBe(1)
  })

  test('on Friday morning both are one message, worded for that day', async () => {
    const [said = '', ...others] = await saidTo(county, '刘敏', until('2026-11-27 10:30'))
    expect(others).toEqual([])
    expect(said).toContain('有2件事')
    expect(said).toContain('今天到期1处')
    expect(said).toContain('周报（第7期）今天18:00截止')
    expect(said).not.toContain('明天')
  })

  test('the last call does not wait, and nothing is said twice with it', async () => {
    expect(await saidTo(county, '刘敏', until('2026-11-27 12:00'))).toEqual([])
    const said = await saidTo(county, '刘敏', until('2026-11-27 17:30'))
    expect(said).toHaveLength(1)
    expect(said[0]).not.toContain('有2件事')
    expect(await county.store.db.heldNotice.count({ where: { recipient: { contains: 'liu-min' } } })).toBe(0)
  })

  test('an overdue major hazard rings on a day off, as DING, beyond every budget', async () => {
    await county.store.db.hazard.updateMany({ data: { grade: 'major' } })
    const said = await saidTo(county, '刘敏', until('2026-11-28 12:00'))
    expect(said.filter((text) => text.includes('重大隐患'))).toEqual([
      expect.stringMatching(/^【DING】紧急：您单位有1处重大隐患到期没改。[\s\S]*今天放假，也请马上落实/),
    ])
  })

  test('where no DING is left it is an ordinary message', async () => {
    county.sandbox.setFaults({ dingQuota: 9 })
    const said = await saidTo(county, '刘敏', until('2026-11-29 12:00'))
    expect(said.filter((text) => text.includes('重大隐患'))).toEqual([
      expect.stringMatching(/^紧急：您单位有1处重大隐患/),
    ])
  })

  test('after a stop it comes at once, in the middle of the night, and nothing else does', async () => {
    const said = await saidTo(county, '刘敏', () => county.downUntil('2026-11-30 22:30'))
    expect(said).toEqual([expect.stringContaining('重大隐患')])
  })
})

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

describe.each([
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'wecom', mode: 'stream' },
] as const)('talking as people talk, on $platform', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-24 09:00', photoSettleMs: 200 })
  }, 120_000)
  afterAll(() => county?.close())

  test('whoever was asked which compound answers with half its name, or with its place in the row', async () => {
    const zhao = county.person('赵欣')
    expect(await zhao.says('阳光那边消防车道又停满车了')).toContain('是哪个小区')
    const reply = await zhao.says('家园')
    expect(reply).toContain('已登记 1号')
    expect(reply).toContain('阳光家园')
    await zhao.says('阳光那边楼道堆杂物')
    expect(await zhao.says('第三个')).toContain('阳光家园 楼道')
  })

  test('what is no answer to that question registers nothing', async () => {
    const zhao = county.person('赵欣')
    await zhao.says('阳光那边消火栓没水')
    expect(await zhao.says('今天中午食堂吃啥')).toContain('没听懂')
    expect(await zhao.says('那个上次说的弄了没')).toContain('没听懂')
    expect(await county.store.db.hazard.count()).toBe(2)
  })

  test('a doubted number stands when it is said to be right', async () => {
    const liu = county.person('刘敏')
    expect(await liu.tells('周报 检查6个小区，发现11处，整改13处')).toContain('是补改了以前的吗')
    expect(await liu.tells('是补改了以前的')).toContain('已整改 13 处')
    expect(await liu.tells('上周报的数是多少来着')).toContain('报的是：检查 6 个')
  })

  test('a leader goes on in half sentences, and they lean on what was asked before', async () => {
    const leader = county.person('王建国')
    await leader.tells('城关镇怎么样')
    expect(await leader.tells('那河东街道呢')).toContain('河东街道')
    const who = await leader.tells('谁负责')
    expect(who).toContain('阳光家园：安居物业 李祥')
    expect(who).not.toMatch(/1\d{10}/)
    await leader.tells('河东街道怎么样')
    expect(await leader.presses('和上周比')).toContain('河东街道 本周和上周同期比')
    expect(await leader.tells('和上期比')).toContain('河东街道 本周和上周同期比')
    expect(await leader.tells('那城关镇呢')).toContain('城关镇 本周和上周同期比')
    expect(await leader.tells('逾期的')).toContain('城关镇没有逾期的隐患')
    expect(await leader.tells('逾期')).toContain('目前没有逾期的隐患')
  })

  test('in the group only the unit is named', async () => {
    await county.person('王建国').says('1号怎么样了')
    const who = await county.person('王建国').says('谁负责')
    expect(who).toContain('安居物业')
    expect(who).not.toContain('李祥')
  })

  test('places are ranked for whoever asks, and never in front of the others', async () => {
    const leader = county.person('王建国')
    expect(await leader.says('整改率排名')).toContain('已私聊发给您')
    expect(leader.last()).toMatch(/按销号率排[\s\S]*1\. 河东街道/)
    expect(await leader.tells('哪些小区问题最多')).toMatch(/按登记数排[\s\S]*1\. 阳光家园：隐患2处/)
    expect(await county.person('徐静').tells('我们街道排第几')).toContain('河东街道销号率排第1（共1家')
  })

  test('what happened within a span is counted, of one place or one category', async () => {
    const leader = county.person('王建国')
    expect(await leader.tells('河东街道本周情况')).toContain('新登记2处')
    expect(await leader.tells('河东街道上周情况')).toContain('没有新登记')
    expect(await leader.tells('全县电动车隐患有多少')).toContain('电动自行车')
    expect(await county.person('徐静').tells('咱们街道这周登记了几处')).toContain('河东街道 本周')
  })

  test('thanks and greetings are answered as such, and a how-to with one sentence', async () => {
    const liu = county.person('刘敏')
    expect(await liu.tells('谢谢')).toBe('不客气。')
    expect(await liu.tells('在吗')).toContain('在的，请说')
    expect(await liu.tells('怎么登记隐患啊')).toContain('直接说在哪里、什么问题')
    expect(await county.person('陈刚').tells('有啥要复查的')).toContain('周报（第7期）')
  })
})

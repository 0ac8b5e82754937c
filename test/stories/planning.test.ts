import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

describe('asking what the plan holds', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      mode: 'stream',
      from: '2026-11-25 09:00',
      edit: (yaml) =>
        yaml.replace('ends: 2026-12-25 }', 'ends: 2026-11-26, deliverables: [问题清单, 整改台账] }'),
    })
  }, 120_000)
  afterAll(() => county?.close())

  test('a leader hears which stage it is, how long it still runs, and who has handed in what', async () => {
    await county.person('刘敏').tells('周报 检查3个，发现2处，整改1处')
    const answer = await county.person('王建国').tells('现在是哪个阶段')
    expect(answer).toContain(
      '现在是「整改落实」阶段（第3个，共4个）：11月2日（周一）至11月26日（周四），还剩1天。',
    )
    expect(answer).toContain('这一阶段要有：问题清单、整改台账。')
    expect(answer).toMatch(/周报（第\d+期）：\d+\/14家已报/)
    expect(answer).toContain('下一阶段：「总结提升」，12月26日（周六）开始。')
    expect(answer.split('\n').filter(Boolean).length).toBeLessThanOrEqual(8)
  })

  test('the office sees day by day what the next two weeks bring, with the number of messages', async () => {
    const answer = await county.person('张磊').tells('未来两周会发什么')
    expect(answer).toMatch(/^未来两周（11月25日至12月8日）按计划发\d+条，已报的不再发：/)
    expect(answer).toMatch(/- 周四（11月26日）14条：周报（第7期）10:00/)
    expect(answer).toMatch(/- 周五（11月27日）29条：周报（第7期）10:00、17:00、18:05/)
    expect(answer.split('\n').filter(Boolean).length).toBeLessThanOrEqual(8)
  })

  test('a liaison is told that this is not his to ask, politely', async () => {
    expect(await county.person('刘敏').tells('未来两周会发什么')).toContain('这一步不归您办')
  })

  test('in a gap between two stages there is none, and it says what comes', async () => {
    await county.clockTo('2026-11-27 08:30')
    const answer = await county.person('王建国').tells('阶段进展')
    expect(answer).toContain('现在不在任何阶段里')
    expect(answer).toContain('下一阶段：「总结提升」，12月26日（周六）开始。')
  })
})

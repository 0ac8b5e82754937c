import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'
import { fewUnits, ladderYaml } from '../support/ladder-yaml.ts'

vi.setConfig({ testTimeout: 120_000 })

/** The group calls out whoever has missed a deadline. */
const withLadder = (yaml: string): string =>
  `${fewUnits(yaml)}
reminders: { groupSummary: true, mentionFrom: 提醒 }
${ladderYaml({ 拟通报: 5, 拟约谈: 10, 拟挂牌: 20 })}`

describe.each([{ platform: 'dingtalk' }, { platform: 'wecom' }] as const)(
  '河东街道 never reports, on $platform',
  ({ platform }) => {
    let county: County
    beforeAll(async () => {
      county = await openCounty({ platform, mode: 'stream', from: '2026-10-12 10:30', edit: withLadder })
    }, 120_000)
    afterAll(() => county?.close())

    const office = () => county.person('张磊')
    const cards = (step: string): readonly string[] =>
      office()
        .heard()
        .filter((text) => text.includes(`已到「${step}」`))
    const steps = (step: string) =>
      county.store.db.ladderStep.findMany({ where: { step, state: 'released' }, orderBy: { id: 'asc' } })
    const punctual = () => county.person('刘敏').tells('周报 检查6个小区，发现1处，整改1处')
    /** 城关镇 reports on each Friday up to that day. */
    const fridays = async (...days: readonly string[]): Promise<void> => {
      for (const friday of days) {
        await county.clockTo(`${friday} 11:00`)
        await punctual()
      }
    }

    test('the group is told by name who is missing, and its liaison is called', async () => {
      await county.person('刘敏').says('帮助')
      await fridays('2026-10-16')
      await county.clockTo('2026-10-16 18:10')
      const summary = county.inGroup().find((text) => text.includes('还差'))
      expect(summary).toContain('周报（第1期）已收1家，还差河东街道')
      expect(summary).not.toContain('城关镇')
      expect(summary).toMatch(/徐静|@/)
    })

    test('after five working days it is named in a circular', async () => {
      await fridays('2026-10-23')
      await county.clockTo('2026-10-27 10:01')
      expect(cards('拟通报').length).toBeGreaterThan(0)
      expect(await office().presses('发')).toContain('通报第1号（河东街道）')
    })

    test('what it misses afterwards is no circular of its own', async () => {
      const before = cards('拟通报').length
      await county.clockTo('2026-10-29 18:00')
      expect(cards('拟通报')).toHaveLength(before)
      expect(await county.store.db.circular.count({ where: { kind: 'circular' } })).toBe(1)
    })

    test('the next step takes it along: one 约谈 about all of it', async () => {
      await fridays('2026-10-30')
      expect(cards('拟约谈')).toHaveLength(1)
      const draft = await county.person('孙燕').tells('看约谈稿')
      expect(draft).toContain('第1期')
      expect(draft).toContain('第2期')
      expect(draft).not.toContain('第3期')
      expect(await office().tells('发约谈')).toContain('约谈建议第1号')
      expect(await steps('summons')).toHaveLength(2)
    })

    test('and it is proposed for listing once, with what was missed until then', async () => {
      await fridays('2026-11-06', '2026-11-13')
      expect(await county.store.db.circular.count({ where: { kind: { in: ['circular', 'summons'] } } })).toBe(
        2,
      )
      expect(cards('拟挂牌')).toHaveLength(1)
      expect(cards('拟挂牌')[0]).toContain('河东街道已到「拟挂牌」')
      const draft = await county.person('孙燕').tells('看挂牌稿')
      for (const period of ['第1期', '第2期', '第3期', '第4期']) expect(draft).toContain(period)
      expect(draft).not.toContain('第5期')
      expect(await county.person('王建国').tells('发挂牌')).toContain('不归您办')
      expect(await office().tells('发挂牌')).toContain('挂牌建议第1号')
      expect((await steps('listing')).every(({ decidedById }) => decidedById === 'yunchuan:zhang-lei')).toBe(
        true,
      )
    })

    test('from then on the office is asked no more, and sees where it stands when it asks', async () => {
      const asked = office()
        .heard()
        .filter((text) => text.includes('请您定')).length
      await fridays('2026-11-20', '2026-11-27')
      await county.clockTo('2026-12-04 10:01')
      expect(
        office()
          .heard()
          .filter((text) => text.includes('请您定')),
      ).toHaveLength(asked)
      expect(await office().tells('督办情况')).toContain('河东街道')
    })

    test('each report that was missed can be made up for by its issue, and only once', async () => {
      const xu = () => county.person('徐静')
      expect(xu().heard().join('\n')).toContain('补报第7期周报 检查6 发现11 整改8')
      expect(await xu().tells('补报第1期周报 检查3个，发现1处，整改1处')).toMatch(/周报（第1期）[\s\S]*迟报/)
      expect(await xu().tells('补报第二期周报 零报告')).toContain('周报（第2期）')
      expect(await xu().tells('补报 检查3个，发现2处，整改2处')).toContain('周报（第7期）')
      expect(await xu().tells('补报 检查3个，发现2处，整改1处')).toContain('周报（第6期）')
      expect(await xu().tells('补报第20期周报 检查3个，发现1处，整改1处')).toContain('没有第20期')
      expect(await xu().tells('补报第1期周报 检查9个，发现9处，整改9处')).toContain(
        '周报（第1期）已经报过，不用补',
      )
      expect(await xu().tells('更正第1期周报 发现2处')).toMatch(/周报（第1期）[\s\S]*发现隐患 2 处/)
      expect(await county.store.db.report.count({ where: { unitId: 'yunchuan:hedong', version: 1 } })).toBe(4)
    })

    test('whoever has handed everything in is off the ladder', async () => {
      for (const period of [3, 4, 5])
        await county.person('徐静').tells(`补报第${period}期周报 检查3个，发现1处，整改1处`)
      expect(await county.person('孙燕').tells('督办情况')).toContain('没有逾期未办')
      expect(await county.store.db.ladderStep.count({ where: { settledAt: null } })).toBe(0)
    })
  },
)

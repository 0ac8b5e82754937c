import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 60_000 })

describe.each([{ platform: 'dingtalk' }, { platform: 'wecom' }] as const)(
  'knocking on doors and telling people, on $platform',
  ({ platform }) => {
    let county: County
    beforeAll(async () => {
      county = await openCounty({ platform, mode: 'stream', from: '2026-11-24 09:00' })
    }, 120_000)
    afterAll(() => county?.close())

    test('is told in one sentence, adds up for the unit, and disturbs nobody', async () => {
      const heard = county.person('孙燕').heard().length
      expect(await county.person('刘敏').tells('敲门行动 320户')).toContain(
        '已记下敲门行动：320户。城关镇累计320户',
      )
      expect(await county.person('刘敏').tells('敲门行动，入户80户，发放传单200份')).toContain(
        '累计400户，200份',
      )
      await county.person('徐静').tells('敲门行动 2次 150户')
      expect(county.person('孙燕').heard()).toHaveLength(heard)
    })

    test('leaders ask for the sums, of one action by unit or of all', async () => {
      const one = await county.person('王建国').tells('敲门行动情况')
      expect(one).toMatch(/敲门行动\*{0,2}：2次，550户，200份（2家）/)
      expect(one).toMatch(/城关镇：400户，200份/)
      await county.person('刘敏').tells('宣传三场，覆盖群众260人')
      expect(await county.person('王建国').tells('活动情况')).toMatch(
        /敲门行动[^]*宣传\*{0,2}：3次，260人次（1家）/,
      )
      expect(await county.person('王建国').tells('敲门行动 10户')).toContain('不归您办')
    })

    test('what was said by mistake is taken back in one word, and the history has both', async () => {
      await county.person('徐静').tells('敲门行动 9000户')
      expect(await county.person('徐静').tells('撤销')).toContain('敲门行动 9000户已撤销，不再计数')
      expect(await county.person('王建国').tells('敲门行动情况')).toContain('550户')
      const types = await county.store.db.ledgerEntry.findMany({
        where: { subject: 'activity' },
        select: { type: true },
      })
      expect(types.map(({ type }) => type).filter((type) => type === 'ActivityTakenBack')).toHaveLength(1)
    })
  },
)

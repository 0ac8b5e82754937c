import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 60_000 })

/**
 * 阳光花园's guarantee money falls due in thirty days, and somebody checks it every four days; so does that of
 * 棉纺厂家属院, which has no property company.
 */
const watched = (yaml: string): string =>
  yaml
    .replace(
      /(\{ key: yangguang-huayuan,[^}]*)\}/u,
      '$1, profile: { depositDue: 2026-12-25 }, watchDays: 4 }',
    )
    .replace(/(\{ key: mianfang,[^}]*)\}/u, '$1, profile: { depositDue: 2026-12-25 } }')

describe.each([{ platform: 'dingtalk' }, { platform: 'wecom' }] as const)(
  'what a morning brings beside reports and limits, on $platform',
  ({ platform }) => {
    let county: County
    let heard: number
    const since = (name: string): string => county.person(name).heard().slice(heard).join('\n')
    const morning = async (moment: string, name: string): Promise<string> => {
      heard = county.person(name).heard().length
      await county.clockTo(moment)
      return since(name)
    }
    beforeAll(async () => {
      county = await openCounty({ platform, mode: 'stream', from: '2026-11-23 14:00', edit: watched })
      await county.person('赵欣').tells('阳光花园3号楼2单元楼道里堆满纸箱')
      await county.person('赵欣').tells('锦绣城5栋消火栓没水')
      await county.person('赵欣').tells('棉纺厂家属院2号楼楼道堆满杂物')
    }, 120_000)
    afterAll(() => county?.close())

    test('a limit that becomes long asks for interim measures at once, of whoever must rectify', async () => {
      const before = county.person('吴迪').heard().length
      const reply = await county.person('孙燕').tells('2号 期限改为2027年1月20日')
      expect(reply).toContain('还没有临时防范措施，已请整改单位定')
      expect(county.person('吴迪').heard().slice(before).join('\n')).toContain(
        '整改时间长，请定临时防范措施，回「2号临时措施：……」',
      )
    })

    test('a watched place that nobody has looked at is named to its town, once', async () => {
      expect(await morning('2026-11-24 10:05', '刘敏')).toMatch(
        /重点小区该检查了：\n+[-·] 阳光花园：还没查过\n+开始检查发「检查阳光花园」/,
      )
      expect(await morning('2026-11-25 10:05', '刘敏')).not.toContain('重点小区')
      await county.person('陈刚').tells('检查阳光花园')
      await county.person('陈刚').tells('都符合')
      expect(await morning('2026-11-27 10:05', '刘敏')).not.toContain('重点小区')
    })

    test('guarantee money that nears while hazards are open is told to the office and the property company', async () => {
      // The day, a month before, is passed: what was said then is looked for.
      const office = county.person('孙燕').heard().join('\n')
      expect(office).toMatch(
        /保修金退还前还有隐患没销号：[^]*[-·] 阳光花园：.*12月25日.*到期，还剩30天，还有1处隐患没销号/,
      )
      expect(county.person('李祥').heard().join('\n')).toMatch(/阳光花园的保修金.*12月25日.*全部销号前不能退/)
      expect(county.person('周凯').heard().join('\n')).not.toContain('保修金')
      // Where there is no property company the locality hears of it, by its liaison.
      expect(county.person('林娜').heard().join('\n')).toMatch(/棉纺厂家属院的保修金.*全部销号前不能退/)
      expect(county.person('沈怡').heard().join('\n')).not.toContain('保修金')
      expect(await county.person('孙燕').tells('哪些小区保修金快到期')).toContain('阳光花园')
    })

    test('measures that are still missing are asked for again when a week begins, and then no more', async () => {
      const monday = await morning('2026-11-30 10:05', '吴迪')
      expect(monday).toContain('整改时间长，请定临时防范措施，回「2号临时措施：……」')
      await county.person('吴迪').tells('2号临时措施：加配灭火器，每天巡查两次')
      expect(await morning('2026-12-07 10:05', '吴迪')).not.toContain('请定临时防范措施')
      expect(since('吴迪')).toContain('该查临时措施了')
    })

    test('the watched place comes again a cycle after its check, and each Monday until it is checked', async () => {
      // Checked on 25 November: due on the 29th, a Sunday, and so said on Monday the 30th, and again on 7 December.
      const said = county
        .person('刘敏')
        .heard()
        .filter((each) => each.includes('重点小区该检查了'))
      expect(said).toHaveLength(3)
      expect(await county.person('孙燕').tells('重点名单')).toContain('该查了')
    })
  },
)

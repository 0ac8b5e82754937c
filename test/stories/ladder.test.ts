import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { unpack } from '../../src/documents/unpack.ts'
import { openCounty, type County } from '../support/county.ts'
import { fewUnits, ladderYaml } from '../support/ladder-yaml.ts'

vi.setConfig({ testTimeout: 120_000 })

const withLadder = (yaml: string): string =>
  `${fewUnits(yaml)}${ladderYaml({ 拟通报: 5, 拟约谈: 8, 拟挂牌: 15 })}`

/** 河东街道 misses its report and has three hazards overdue. */
describe.each([{ platform: 'dingtalk' }, { platform: 'wecom' }] as const)(
  'overdue matters on $platform',
  ({ platform }) => {
    let county: County
    beforeAll(async () => {
      county = await openCounty({ platform, mode: 'stream', from: '2026-10-15 10:30', edit: withLadder })
      for (const [index, spot] of ['1栋', '2栋', '3栋'].entries()) {
        await county.person('王来根').says(`滨河新村${spot}门口消防车通道被占用`)
        await county.person('孙燕').tells(`${index + 1}号 整改单位改为 河东街道`)
      }
      await county.person('刘敏').tells('周报 检查6个小区，发现1处，整改1处')
    }, 120_000)
    afterAll(() => county?.close())

    const of = (name: string, word: string): readonly string[] =>
      county
        .person(name)
        .heard()
        .filter((text) => text.includes(word))
    const cards = (): readonly string[] => of('张磊', '，请您定').filter((text) => text.includes('已到「'))
    const issued = (): Promise<number> =>
      county.store.db.circular.count({ where: { releasedAt: { not: null } } })
    const entries = (type: string) =>
      county.store.db.ledgerEntry.findMany({ where: { type }, orderBy: { id: 'asc' } })

    test('after three working days nobody above the unit hears of it yet: they are told once a week', async () => {
      await county.clockTo('2026-10-22 18:00')
      expect(of('王建国', '提级')).toEqual([])
    })

    test('after five the unit is asked for its side, and the office has nothing to decide yet', async () => {
      await county.clockTo('2026-10-23 10:01')
      expect(of('徐静', '请说明情况')).toHaveLength(1)
      expect(county.person('徐静').last()).toContain('周一（10月26日）18:00前')
      expect(cards()).toEqual([])
      expect(await county.person('孙燕').tells('督办情况')).toContain('拟通报')
      expect(await issued()).toBe(0)
    })

    test('the draft says that it is one, names the unit by cause with facts, and shows what stands behind it', async () => {
      const draft = await county.person('孙燕').tells('看通报稿')
      expect(draft).toContain('草稿—待审')
      expect(draft).toContain('各有关单位：')
      expect(draft).toContain('应报2份，按时1份，未报1份')
      expect(draft).toMatch(/（一）责任不落实\s+[-·] 河东街道：周报（第1期）未按时报送/)
      expect(draft).toMatch(/（二）整改不彻底\s+[-·] 河东街道：3处隐患没有整改到位：1号 滨河新村/)
      expect(draft).toContain('云川县消安委办')
      expect(draft).toContain('2026年10月23日')
      expect(draft).toMatch(/提醒\d+次/)
      expect(draft).toContain('对方说明：还没有')
      expect(draft).not.toContain('城关镇')
      expect(await county.person('王建国').tells('看通报稿')).toContain('草稿—待审')
    })

    test('nobody can release it before the unit has had its say', async () => {
      expect(await county.person('孙燕').tells('发')).toContain('河东街道的说明时间到周一（10月26日）18:00')
      expect(await county.person('王建国').tells('发')).toContain('不归您办')
      expect(await county.person('徐静').tells('发')).toContain('不归您办')
      expect(await issued()).toBe(0)
    })

    test('nothing about it is done in the group', async () => {
      expect(await county.person('孙燕').says('看通报稿')).toContain('私聊')
      expect(await county.person('孙燕').says('发通报')).toContain('私聊')
      expect(await issued()).toBe(0)
    })

    test('the unit says its side, which stands with the draft and not in it', async () => {
      expect(await county.person('徐静').tells('说明 填报同志住院，联系13800000006')).toContain('已记下')
      expect(await county.person('刘敏').tells('说明 我们没事')).toContain('没有需要说明的')
      const draft = await county.person('孙燕').tells('看通报稿')
      const [text, material] = draft.split('附：材料')
      expect(text).not.toContain('住院')
      expect(material).toContain('对方说明：填报同志住院')
      expect(draft).not.toContain('13800000006')
    })

    test('the next working day the office has one card with the answer and buttons; it puts it off for three days', async () => {
      await county.clockTo('2026-10-26 10:01')
      expect(cards()).toHaveLength(1)
      expect(cards()[0]).toContain('河东街道已到「拟通报」，请您定')
      expect(cards()[0]).toContain('对方已说明')
      expect(of('王建国', '提级')).toEqual([
        expect.stringContaining('河东街道：周报（第1期）未报，3处隐患逾期'),
      ])
      expect(await county.person('张磊').presses('先不发，缓3天')).toContain('缓到周四（10月29日）')
      await county.clockTo('2026-10-28 18:00')
      expect(cards()).toHaveLength(1)
      await county.clockTo('2026-10-29 10:01')
      expect(cards()).toHaveLength(2)
      const [held] = await entries('StepHeld')
      expect(held).toMatchObject({ byId: 'yunchuan:zhang-lei' })
    })

    test('the office names another cause', async () => {
      expect(await county.person('孙燕').tells('原因改为 天气不好')).toContain(
        '责任不落实、排查不全面、整改不彻底',
      )
      expect(await county.person('孙燕').tells('原因改为 责任不落实')).toContain(
        '河东街道的原因改为「责任不落实」',
      )
      expect(await county.person('孙燕').tells('看通报稿')).not.toContain('整改不彻底')
    })

    test('what has been put right meanwhile is no longer in it', async () => {
      await county.person('孙燕').tells('1号已改', '清空的通道')
      const waiting = await county.person('孙燕').tells('看通报稿')
      expect(waiting).toContain('2处隐患没有整改到位')
      expect(waiting).not.toContain('1号')
      await county.person('陈刚').tells('1号合格')
      await county.person('孙燕').tells('看通报稿')
      const settled = await entries('StepSettled')
      expect(settled.map(({ data }) => data)).toContainEqual(
        expect.objectContaining({ subject: 'hazard', step: 'circular', why: 'closed' }),
      )
    })

    test('张磊 releases it: the unit and the office read it one-to-one, the group does not, and it is on record who did', async () => {
      const group = county.inGroup().length
      expect(await county.person('张磊').presses('发')).toContain('已由您放行：通报第1号（河东街道）')
      const read = county.person('徐静').last()
      expect(read).toContain('被列入通报（第1号）')
      expect(read).not.toContain('草稿')
      expect(county.person('孙燕').last()).toContain('已由张磊放行')
      expect(county.inGroup()).toHaveLength(group)
      expect(of('刘敏', '通报')).toEqual([])
      expect(await entries('CircularReleased')).toMatchObject([{ byId: 'yunchuan:zhang-lei' }])
      expect(await county.person('张磊').tells('发')).toContain('没有等您定的')
    })

    test('only on 发到群里 the group reads it, with units and without persons', async () => {
      expect(await county.person('张磊').tells('发到群里')).toContain('已发到工作群')
      const text = county.inGroup().at(-1) ?? ''
      expect(text).toContain('河东街道')
      for (const name of ['徐静', '王来根', '张磊', '孙燕']) expect(text).not.toContain(name)
      expect(await county.person('张磊').tells('发到群里')).toContain('没有等您定的')
    })

    test('the next step is proposed only after that, and a 约谈 is set only after it is released', async () => {
      expect(await county.person('孙燕').tells('约谈 河东街道 11月3日10点 事由：连续未报')).toContain(
        '还没有放行的约谈建议',
      )
      await county.clockTo('2026-10-30 10:01')
      expect(cards().at(-1)).toContain('「拟约谈」')
      expect(await county.person('张磊').tells('看约谈稿')).toContain('建议约谈上述单位负责人')
      expect(await county.person('张磊').tells('发约谈')).toContain('约谈建议第1号')
      expect(of('徐静', '约谈')).toEqual([])
      expect(await county.person('孙燕').tells('约谈 河东街道 11月3日10点 事由：连续未报')).toContain(
        '周二（11月3日）10:00',
      )
      expect(county.person('徐静').last()).toContain('约谈通知：请河东街道负责人周二（11月3日）10:00')
    })

    test('what was promised there is kept, and both sides are reminded on its day', async () => {
      expect(await county.person('孙燕').tells('约谈记录 河东街道 承诺11月4日前补报并清空通道')).toContain(
        '到11月4日会提醒对方',
      )
      await county.clockTo('2026-11-04 10:01')
      expect(of('徐静', '约谈时的承诺11月4日到期')).toHaveLength(1)
      expect(of('张磊', '核实后回「河东街道 约谈已落实」')).toHaveLength(1)
      expect(await county.person('张磊').tells('河东街道 约谈已落实')).toContain('记为落实')
      expect(await county.person('张磊').tells('约谈清单')).toContain('已落实')
    })

    test('a late report leaves the ladder', async () => {
      await county.person('徐静').tells('周报 检查3个，发现3处，整改1处')
      await county.person('孙燕').tells('督办情况')
      const settled = await county.store.db.ladderStep.findMany({
        where: { subject: 'report', state: 'settled' },
      })
      expect(new Set(settled.map(({ unitId }) => unitId))).toEqual(new Set(['yunchuan:hedong']))
    })

    test('a circular that was taken back no longer holds, and whoever read it hears so', async () => {
      expect(await county.person('张磊').tells('收回通报第1号')).toContain('通报第1号已收回')
      expect(county.person('徐静').last()).toContain('已收回')
      expect(county.inGroup().at(-1)).toContain('已收回')
      expect(await county.person('张磊').tells('收回通报第1号')).toContain('没有找到')
      expect(await entries('CircularWithdrawn')).toMatchObject([{ byId: 'yunchuan:zhang-lei' }])
    })

    test('a bulletin of progress ranks nobody and goes out only when it is released', async () => {
      const draft = await county.person('孙燕').tells('生成进度通报')
      expect(draft).toContain('草稿—待审')
      expect(draft.indexOf('城关镇：')).toBeLessThan(draft.indexOf('河东街道：'))
      expect(of('刘敏', '工作进展情况')).toEqual([])
      expect(await county.person('孙燕').tells('发进度通报')).toContain('进度通报第1号已发到')
      expect(of('刘敏', '工作进展情况')).toHaveLength(1)
      expect(of('刘敏', '草稿')).toEqual([])
    })

    test('nothing is said to have gone to a group where none is bound', async () => {
      const { conversation } = county.store.db
      const bound = await conversation.findMany({ where: { kind: 'group' } })
      await conversation.updateMany({ where: { kind: 'group' }, data: { campaignId: null } })
      expect(await county.person('孙燕').tells('发进度通报到群里')).toContain('还没有绑定工作群，发不到群里')
      for (const { id, campaignId } of bound)
        await conversation.update({ where: { id }, data: { campaignId } })
      expect(await county.person('孙燕').tells('发进度通报到群里')).toContain('已发到工作群')
    })

    test('figures for assessment hold outcomes and no chat', async () => {
      const figures = await county.person('王建国').tells('考核数据')
      expect(figures).toMatch(/河东街道：按时报送0\/\d/)
      expect(figures).toContain('整改1/3（33%）')
      expect(figures).toContain('不计聊天')
    })

    test('a hazard’s case holds what was done to press for it, whoever decided and what the unit said', async () => {
      await county.person('孙燕').tells('2号证据包')
      const [pack] = (await county.person('孙燕').documents()).toReversed()
      const [page] = await unpack(pack?.bytes ?? Buffer.alloc(0), (name) => name === '案卷.html')
      const text = Buffer.from(page?.bytes ?? []).toString('utf8')
      const pressed = text.slice(text.indexOf('督办情况'), text.indexOf('五、一案三查'))
      expect(pressed).toMatch(
        /拟通报<\/td><td>河东街道<\/td><td>\d+天<\/td><td>责任不落实<\/td><td>填报同志住院/,
      )
      expect(pressed).toMatch(/已撤回（2026-11-0\d \d\d:\d\d 张磊）/)
      expect(pressed).toContain('约谈第1号')
    })

    test('nothing was ever issued by itself', async () => {
      const out = await county.store.db.circular.findMany({ where: { releasedAt: { not: null } } })
      expect(out.length).toBeGreaterThan(0)
      expect(out.filter(({ releasedById }) => releasedById === null)).toEqual([])
      const steps = await county.store.db.ladderStep.findMany({
        where: { state: { in: ['released', 'withdrawn'] } },
      })
      expect(steps.filter(({ decidedById }) => decidedById === null)).toEqual([])
    })
  },
)

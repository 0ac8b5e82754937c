import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

const ways = [
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'wecom', mode: 'stream' },
] as const

/** The end of the year as a node, a task force that meets, and a list of contacts to hand in. */
const edit = (yaml: string): string =>
  yaml
    .replace(
      /^duties:\n/mu,
      `duties:
  - key: contacts
    name: 分管领导和联络员名单
    kind: once
    date: 2026-12-25
    time: 18:00
    units: [zhujian, hedong]
    onlyThese: true
    to: xiaoanwei
    deliverable: 联系人
    leader: 钱某
    section: 物业科
    assisting: [gongan]
`,
    )
    .replace(
      /^settings:\n/mu,
      `nodes:
  - key: year-end
    name: 岁末
    starts: 2026-12-30
    ends: 2026-12-31
    tips:
      - { on: 2026-12-29, time: 09:00, text: 每天夜查一遍楼道和充电棚, roles: [property] }
      - { on: 2026-12-29, time: 09:00, text: 商场开门前先查安全出口, unitKinds: [fire] }
    roster: { units: [hedong, zhujian, chengguan], confirmAt: 20:00 }
meetings:
  - { key: regular, name: 工作例会, kind: dated, dates: [{ date: 2026-12-28 }], time: 09:30, units: [zhujian, hedong] }
settings:
`,
    )

describe.each(ways)('leaders, meetings and node days, on $platform', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      platform,
      mode,
      from: '2026-12-24 09:00',
      edit,
      strangers: [
        { userId: 'u-ju', name: '居某' },
        { userId: 'u-yeban', name: '叶某' },
      ],
    })
  }, 120_000)
  afterAll(() => county?.close())
  const since = (name: string, n: number) => county.person(name).heard().slice(n).join('\n---\n')
  const ledgerTypes = async () =>
    (await county.store.db.ledgerEntry.findMany({ where: { subject: 'unit' } })).map(({ type }) => type)

  test('a unit names its leader and liaison in one message, which hands the list in; no number is repeated', async () => {
    const half = await county.person('郭强').tells('分管领导 居某 13800000091，牵头科室 物业科')
    expect(half).toContain('已登记住建局的分管领导、牵头科室')
    expect(half).toContain('138＊＊＊＊0091')
    expect(half).not.toContain('13800000091')
    expect(half).toContain('分管领导和联络员名单还差：联络员')
    const whole = await county.person('郭强').tells('分管领导 居某 13800000091，联络员 郭强 13800000009')
    expect(whole).toMatch(/分管领导和联络员名单已报齐，回执 .*按时/)
    expect(await county.store.db.report.count({ where: { duty: 'contacts' } })).toBe(1)
  })

  test('numbers are seen in full by the own unit and the office, one-to-one, and each look is on record', async () => {
    const looks = async () => (await ledgerTypes()).filter((type) => type === 'ContactsViewed').length
    const before = await looks()
    for (const other of ['赵欣', '刘敏', '王建国']) {
      const seen = await county.person(other).tells('住建局联系人')
      expect(seen).toContain('居某')
      expect(seen).not.toContain('13800000091')
    }
    expect(await county.person('孙燕').says('住建局联系人')).not.toContain('13800000091')
    expect(await looks()).toBe(before)
    expect(await county.person('孙燕').tells('住建局联系人')).toContain('13800000091')
    expect(await county.person('郭强').tells('联系人')).toContain('13800000091')
    expect(await looks()).toBe(before + 2)
  })

  test('the leader joins, may ask like a leader and change the liaison, and may not report', async () => {
    expect(await county.person('居某').tells('我是 居某 13800000091')).toContain('绑定成功：住建局 居某')
    expect(await county.person('居某').tells('住建局怎么样')).not.toContain('不归您办')
    expect(await county.person('居某').tells('周报 检查3个，发现2处，整改1处')).toContain('不归您办')
    expect(await county.person('居某').tells('住建局联络员由宋佳换成周小兰 13800000092')).toContain('已登记')
    expect(await county.person('居某').tells('河东街道联络员换成周小兰 13800000092')).toContain('不归您办')
  })

  test('changes are kept with their days', async () => {
    await county.person('孙燕').tells('住建局 分管领导 钱多多 13800000093')
    const log = await county.person('孙燕').tells('住建局联系人变更')
    expect(log).toMatch(/分管领导 钱多多：12月24日起/)
    expect(log).toMatch(/分管领导 居某：12月24日起，到12月24日/)
    expect(await county.person('居某').tells('住建局联络员由宋佳换成周小兰 13800000092')).toContain(
      '不归您办',
    )
  })

  test('it is asked by anybody who answers for a task', async () => {
    const who = await county.person('赵欣').tells('第1项谁负责')
    expect(who).toMatch(
      /分管领导和联络员名单[\s\S]*责任领导 钱某 · 责任科室 物业科 · 配合 公安局[\s\S]*报给消安委办/,
    )
    expect(await county.person('赵欣').tells('周报谁负责')).toContain('通知里没有写')
    expect(await county.person('赵欣').tells('第9项谁负责')).toContain('没听懂是哪一项')
  })

  test('a task force is named, and listed for all units without numbers', async () => {
    expect(await county.person('徐静').tells('专班成员 徐静 13800000006、赵某')).toContain(
      '已登记河东街道的专班成员',
    )
    await county.person('郭强').tells('专班成员 郭强、宋佳')
    const list = await county.person('王建国').tells('专班名单')
    expect(list).toContain('2个单位4人')
    expect(list).toContain('河东街道：徐静、赵某')
    expect(list).not.toMatch(/138\d{8}/)
    await county.person('徐静').tells('专班成员 徐静、钱多多')
    expect(await county.person('王建国').tells('专班名单')).toContain('河东街道：徐静、钱多多')
  })

  test('the members hear of a meeting on the working day before, and its minutes are kept', async () => {
    const before = county.person('徐静').heard().length
    await county.clockTo('2026-12-25 15:00')
    expect(since('徐静', before)).toMatch(/工作例会：周一（12月28日）09:30/)
    await county.clockTo('2026-12-28 11:00')
    expect(await county.person('徐静').tells('例会已开')).toContain('不归您办')
    expect(await county.person('孙燕').tells('例会已开，纪要：下周起每晚夜查', '纪要')).toContain(
      '存了纪要文字',
    )
    const held = await county.store.db.meetingHeld.findFirstOrThrow()
    expect(held).toMatchObject({ onDay: '2026-12-28', minutes: '下周起每晚夜查' })
    expect(await county.person('孙燕').tells('例会安排')).toMatch(/工作例会：12月28日（周一）已开，有纪要/)
  })

  test('what a meeting decides becomes a task with a deadline, and who answers for it is said', async () => {
    const draft = await county.person('孙燕').tells('会议决定：住建局 12月31日前报整改方案')
    expect(draft).toMatch(/任务草稿：整改方案[\s\S]*住建局[\s\S]*12月31日/)
    const before = county.person('郭强').heard().length
    expect(await county.person('孙燕').tells('发任务')).toContain('已发：整改方案')
    expect(since('郭强', before)).toContain('新任务：整改方案')
    expect(county.person('徐静').heard().join('\n')).toContain('责任领导 钱某 · 责任科室 物业科')
  })

  test('units are asked who is on duty, and say it in one message', async () => {
    expect(county.person('徐静').heard().join('\n')).toMatch(
      /岁末值守：.*还没报值守人[\s\S]*值守 12月30日 王某/,
    )
    const before = county.person('郭强').heard().length
    const said = await county
      .person('徐静')
      .tells('值守 12月30日 徐静 13800000006\n12月31日 叶某 13800000094')
    expect(said).toMatch(/已登记河东街道岁末值守[\s\S]*12月30日（周三） 徐静[\s\S]*12月31日（周四） 叶某/)
    expect(said).toContain('叶某还没绑定')
    expect(said).not.toContain('13800000094')
    expect(await county.person('叶某').tells('我是 叶某 13800000094')).toContain('绑定成功')
    await county.person('孙燕').tells('住建局值守 12月30日到31日 宋佳')
    expect(county.person('宋佳').last()).toContain('住建局岁末值守安排了您')
    expect(await county.person('孙燕').tells('值守情况')).toMatch(/3个单位，排满2个[\s\S]*还没排满：城关镇/)
    expect(since('郭强', before)).toBe('')
    expect(await county.person('徐静').tells('值守 12月20日 徐静')).toContain('已经过去')
    expect(await county.person('徐静').tells('值守 2027年1月9日 徐静')).toContain('不在要您单位值守的节点里')
    expect(await county.person('高峰').tells('值守 12月30日 高峰')).toContain('不在要您单位值守的节点里')
    expect(await county.person('徐静').tells('住建局值守 12月30日 徐静')).toContain('不归您办')
  })

  test('tips reach those whom they are for, in one message, and nobody else', async () => {
    const before = { li: county.person('李祥').heard().length, pan: county.person('潘宇').heard().length }
    const gao = county.person('高峰').heard().length
    await county.clockTo('2026-12-29 09:00')
    expect(since('李祥', before.li)).toContain('岁末消防提示：每天夜查一遍楼道和充电棚')
    expect(county.person('李祥').heard()).toHaveLength(before.li + 1)
    expect(since('潘宇', before.pan)).toContain('商场开门前先查安全出口')
    expect(since('高峰', gao)).not.toContain('岁末消防提示')
  })

  test('on the day whoever is on duty confirms with a button; whoever has not is asked once more, and only he', async () => {
    await county.clockTo('2026-12-30 20:00')
    expect(county.person('徐静').last()).toMatch(
      /12月30日（周三）岁末值守，今天由您代表河东街道[\s\S]*\[已到岗\]/,
    )
    expect(await county.person('徐静').presses('已到岗')).toContain('已记下：您20:00到岗')
    expect(await county.person('徐静').tells('已到岗')).toContain('已经报过到岗')
    expect(await county.person('赵欣').tells('已到岗')).toContain('今天的值守名单里没有')
    const before = { xu: county.person('徐静').heard().length, song: county.person('宋佳').heard().length }
    await county.clockTo('2026-12-30 23:00')
    expect(county.person('徐静').heard()).toHaveLength(before.xu)
    expect(county.person('宋佳').heard()).toHaveLength(before.song + 1)
    expect(county.person('宋佳').last()).toContain('再问一次')
    const state = await county.person('孙燕').tells('值守情况')
    expect(state).toMatch(/应到3，已到岗1，未确认1，没排人1[\s\S]*未确认：住建局 宋佳[\s\S]*没排人：城关镇/)
    expect(await county.person('孙燕').says('值守情况')).not.toContain('宋佳')
    expect(await county.person('郭强').tells('宋佳已到岗')).toContain('已记下：宋佳23:00到岗')
  })

  test('everything is on record without a number', async () => {
    const types = await ledgerTypes()
    for (const type of ['ContactsNamed', 'ContactsViewed', 'OnDutyNamed', 'OnDutyConfirmed'])
      expect(types).toContain(type)
    const entries = await county.store.db.ledgerEntry.findMany()
    expect(JSON.stringify(entries.map(({ data }) => data))).not.toMatch(/1[3-9]\d{9}/)
  })
})

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 60_000 })

const pdf = (name: string) => Buffer.from(`%PDF-1.7 invented ${name}`)

/** The weekly report needs its ledger; a plan, a meeting, a drill each half-year and a target are asked for as well. */
const tasks = (yaml: string): string =>
  yaml.replace(/^( {4}name: 周报)$/mu, '$1\n    parts: [进展, 台账]').replace(
    /^duties:$/mu,
    `targets:
  - { key: rate, name: 达标率, measure: 百分比, goal: 100, due: 2026-12-03, units: [chengguan, hedong], to: xiaoanwei }

duties:
  - { key: plan, name: 制定排查工作方案, kind: once, date: 2026-12-04, time: 18:00, units: [chengguan, hedong], to: xiaoanwei, deliverable: 文件 }
  - { key: meeting, name: 召开动员会, kind: once, date: 2026-11-30, time: 18:00, units: [chengguan, hedong], to: xiaoanwei, deliverable: 照片 }
  - { key: drill, name: 消防演练, kind: half-yearly, day: 月末, time: 18:00, units: [chengguan], to: xiaoanwei, deliverable: 照片 }`,
  )

describe.each([
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'dingtalk', mode: 'webhook' },
  { platform: 'wecom', mode: 'stream' },
  { platform: 'wecom', mode: 'webhook' },
] as const)('what a campaign asks for besides numbers, on $platform over $mode', ({ platform, mode }) => {
  let county: County
  const liu = () => county.person('刘敏')
  const xu = () => county.person('徐静')
  const sun = () => county.person('孙燕')
  const reportsOf = (duty: string) =>
    county.store.db.report.findMany({ where: { duty }, orderBy: [{ unitId: 'asc' }, { version: 'asc' }] })

  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-11-26 12:00', edit: tasks })
    await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')
  }, 240_000)
  afterAll(() => county?.close())

  test('我的待办 lists what is to be handed in, the nearest first', async () => {
    const list = await liu().tells('我的待办')
    expect(list).toMatch(/周报.*[^]*召开动员会（交照片）[^]*制定排查工作方案（交文件）/)
  })

  test('a document sent one-to-one is bound to the task that it fits, with a receipt', async () => {
    const receipt = await xu().sends('河东街道排查方案.pdf', pdf('河东'))
    expect(receipt).toContain('已收到：制定排查工作方案')
    expect(receipt).toContain('附件：河东街道排查方案.pdf')
    expect(receipt).toMatch(/回执 \*{0,2}YC-BS261204-\d\d\*{0,2}，.*按时/)
    const [plan] = await reportsOf('plan')
    expect(plan?.attachments).toEqual([
      { kind: 'file', hash: expect.stringMatching(/^[0-9a-f]{64}$/), name: '河东街道排查方案.pdf' },
    ])
  })

  test('a meeting that was held still needs its photo, and the photo settles it', async () => {
    expect(await liu().tells('动员会已开')).toContain('还差照片')
    const receipt = await liu().tells('', '会场')
    expect(receipt).toContain('已收到：召开动员会')
    expect(receipt).toContain('照片1张')
    expect(await reportsOf('meeting')).toMatchObject([{ unitId: 'yunchuan:chengguan', note: '动员会已开' }])
  })

  test('another photo right after it belongs to it as well', async () => {
    expect(await liu().tells('', '会场2')).toContain('照片2张')
    const [meeting] = await reportsOf('meeting')
    expect(meeting?.version).toBe(1)
    expect(meeting?.attachments).toHaveLength(2)
  })

  test('a document whose name says nothing is asked about once, and one word binds it', async () => {
    expect(await liu().sends('扫描件0001.pdf', pdf('城关'))).toMatch(/收到了，是交哪一项的/)
    expect(await liu().tells('交 方案')).toContain('已收到：制定排查工作方案')
    await county.store.db.report.deleteMany({ where: { duty: 'plan', unitId: 'yunchuan:chengguan' } })
  })

  test('what is no document is refused with what to do', async () => {
    expect(await xu().sends('方案.exe', Buffer.from('MZ'))).toContain('请发 PDF、Word、Excel')
    expect(await xu().sends('方案.pdf', Buffer.from('MZ'))).toContain('对不上')
    expect(await county.store.db.media.count({ where: { mime: 'application/pdf' } })).toBe(2)
  })

  test('who has done it is a standing list', async () => {
    const list = await sun().tells('谁没交方案')
    expect(list).toContain('应交2家，已交1家，还差1家')
    expect(list).toContain('没交：城关镇')
    expect(await sun().tells('河东街道的排查方案')).toContain('河东街道排查方案.pdf')
    expect(await sun().tells('任务清单')).toContain('制定排查工作方案：已交1/2')
  })

  test('a report of two parts counts when both are in', async () => {
    const half = await liu().tells('周报 检查3个小区，发现2处，整改1处')
    expect(half).toContain('还差：整改台账')
    expect(await reportsOf('weekly')).toEqual([])
    expect(await sun().tells('谁没报')).toContain('城关镇（还差台账）')
    const whole = await liu().tells('附台账')
    expect(whole).toContain('已报：周报')
    expect(whole).toContain('台账：群里登记1处')
    expect(whole).toMatch(/回执 \*{0,2}YC-ZB261127/)
    const [weekly] = await reportsOf('weekly')
    expect(weekly).toMatchObject({
      counts: { found: 2 },
      ledger: { source: 'group', total: 1, unrectified: 1 },
    })
  })

  test('the unit’s own table is its ledger too, and a nil report needs none', async () => {
    await xu().tells('周报 检查3个小区，发现2处，整改1处')
    expect(await xu().tells('我的待办')).toContain('还差整改台账')
    expect(await xu().sends('河东台账.pdf', pdf('台账'))).toMatch(/已报：周报[^]*单位自己的，见附件/)
    expect(await county.person('高峰').tells('零报告')).toContain('已报')
  })

  test('how far a target is can be said again and again, and asked', async () => {
    expect(await liu().tells('达标率 85%')).toContain('离目标还差15个百分点')
    expect(await liu().tells('达标率 92%')).toContain('上次 85%')
    expect(await sun().tells('达标率怎么样')).toMatch(/达到0家[^]*城关镇 92%[^]*没报过：河东街道/)
    expect(await county.store.db.targetProgress.count()).toBe(2)
  })

  test('before its day those who have not reached it are asked, with what they said last', async () => {
    await county.clockTo('2026-12-02 10:05')
    expect(liu().heard().join('\n')).toContain('达标率（目标100%）明天（周四）24:00截止，您单位最近报的是92%')
    expect(xu().heard().join('\n')).toContain('您单位还没报过进度')
  })

  test('reaching it is the submission', async () => {
    expect(await liu().tells('达标率 100%')).toMatch(
      /目标达到了。回执 \*{0,2}YC-MB261203-\d\d\*{0,2}，.*按时/,
    )
  })

  test('the reminder of the plan asks for the plan, and only those who have not sent it', async () => {
    await county.clockTo('2026-12-03 10:05')
    expect(liu().heard().join('\n')).toMatch(/制定排查工作方案明天（周五）18:00截止，您单位还没交/)
    expect(xu().heard().join('\n')).not.toContain('制定排查工作方案明天')
  })

  test('after its day a leader sees which units have not reached it', async () => {
    await county.clockTo('2026-12-04 09:00')
    expect(await county.person('王建国').tells('全县进度')).toMatch(/达标率.*达到1\/2，.*已逾期1天.*河东街道/)
  })

  test('a correction after the deadline is taken and marked, and the unit stays punctual', async () => {
    await county.clockTo('2026-12-04 18:30')
    expect(await xu().sends('新方案.pdf', pdf('新'))).toContain('要换成这一份吗')
    expect(await xu().tells('交 排查方案')).toContain('迟改')
    expect(await sun().tells('河东街道的排查方案')).toContain('按时，截止后改过（迟改）')
  })
})

describe('a task that the office gives in chat', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-11-24 09:00' })
  }, 240_000)
  afterAll(() => county?.close())

  test('is a draft first that nobody hears of', async () => {
    const draft = await county.person('孙燕').tells('任务：各街道 12月1日前报试点小结（文字）')
    expect(draft).toContain('任务草稿：试点小结')
    expect(draft).toContain('河东街道')
    expect(county.person('徐静').heard().join('\n')).not.toContain('试点小结')
  })

  test('is told once to each unit’s liaison when it is sent', async () => {
    await county.person('孙燕').tells('发出')
    const told = county
      .person('徐静')
      .heard()
      .filter((said) => said.includes('新任务：试点小结'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('消安委办 孙燕交办')
    expect(county.person('刘敏').heard().join('\n')).not.toContain('试点小结')
  })

  test('is owed, reminded and handed in like every other', async () => {
    expect(await county.person('徐静').tells('我的待办')).toContain('试点小结')
    await county.clockTo('2026-11-30 10:05')
    expect(county.person('徐静').heard().join('\n')).toMatch(/试点小结明天（周二）24:00截止/)
    const receipt = await county.person('徐静').tells('试点小结：三个小区全部清理完毕，居民满意。')
    expect(receipt).toContain('已收到：试点小结')
    expect(receipt).toMatch(/YC-RW1-261201/)
  })

  test('stays when the campaign file is loaded again', async () => {
    await county.store.transaction((tx) => loadCampaign(tx, county.file, county.now()))
    expect(await county.person('孙燕').tells('谁没交试点小结')).toMatch(/已交1家，还差\d家/)
  })

  test('only the office gives tasks', async () => {
    expect(await county.person('刘敏').tells('任务：各街道 12月5日前报方案（文件）')).toContain('不归您办')
    expect(await county.person('王建国').tells('任务：各街道 12月5日前报方案（文件）')).toContain('不归您办')
  })

  test('can be taken back', async () => {
    expect(await county.person('孙燕').tells('撤销任务 试点小结')).toContain('已撤销')
    expect(await county.person('徐静').tells('我的待办')).not.toContain('试点小结')
  })

  test('information is kept and counted, and disturbs nobody', async () => {
    const before = county.person('孙燕').heard().length
    expect(await county.person('徐静').tells('信息报送 做法：楼长每晚巡一遍，发现即清')).toContain('第1条')
    expect(county.person('孙燕').heard()).toHaveLength(before)
    expect(await county.person('孙燕').tells('信息报送统计')).toContain('河东街道：做法1')
    expect(await county.person('王建国').tells('好做法有哪些')).toContain('楼长每晚巡一遍')
  })

  test('a report on a stubborn hazard reaches the office with its number', async () => {
    await county.person('赵欣').says('阳光花园3号楼2单元楼道里堆满纸箱')
    expect(await county.person('刘敏').tells('专题报告 1号 产权不清，建议县政府协调')).toContain(
      '已告诉消安委办',
    )
    expect(county.person('孙燕').last()).toMatch(/城关镇报来专题报告[^]*1号[^]*产权不清/)
  })
})

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

const TITLE = '住宅小区消防安全隐患专项整治工作方案'

describe.each([
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'dingtalk', mode: 'webhook' },
  { platform: 'wecom', mode: 'webhook' },
] as const)('a draft goes round, on $platform over $mode', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ platform, mode, from: '2026-10-12 09:00' })
  }, 120_000)
  afterAll(() => county?.close())
  const versions = (unit: string) =>
    county.store.db.consultationReply.findMany({
      where: { unitId: `yunchuan:${unit}` },
      orderBy: { id: 'asc' },
    })
  const happened = async () =>
    (
      await county.store.db.ledgerEntry.findMany({
        where: { subject: 'consultation' },
        orderBy: { id: 'asc' },
      })
    ).map(({ type }) => type)

  test('the office sees what it is about to ask, of whom and until when, and nobody is asked yet', async () => {
    const card = await county
      .person('张磊')
      .tells(
        `征求意见 《${TITLE}》 10月15日11:30前 各街道、住建局\n一、每周五18:00前报送工作进展。\n二、疏散通道堆放杂物的限期清理。`,
      )
    expect(card).toContain('周四（10月15日）11:30，还剩3天')
    expect(card).toContain('征求4家：河东街道、河西街道、北门街道、住建局')
    expect(card).toContain('要主要领导签字')
    expect(card).toContain('正文')
    for (const name of ['徐静', '胡波', '林娜', '郭强']) expect(county.person(name).heard()).toEqual([])
  })

  test('a picture that follows belongs to the draft', async () => {
    expect(await county.person('张磊').tells('', 'draft-page-1')).toContain('附了图片1张')
  })

  test('once sent, every 联络员 of the units asked is asked one-to-one, once, and nobody else', async () => {
    const answer = await county.person('张磊').presses('发出')
    expect(answer).toContain(`已发出：《${TITLE}》，私聊了4家的联络员`)
    for (const name of ['徐静', '胡波', '林娜', '郭强', '宋佳']) {
      const heard = county
        .person(name)
        .heard()
        .filter((said) => said.includes('征求意见'))
      expect([name, heard.length]).toEqual([name, 1])
      expect(heard[0]).toContain('周四（10月15日）11:30，还剩3天')
      expect(heard[0]).toContain('每周五18:00前报送工作进展')
      expect(county.person(name).heard().join('\n')).toContain('（照片）')
    }
    expect(county.person('刘敏').heard()).toEqual([])
    expect(county.inGroup()).toEqual([])
  })

  test('the button pressed again, by whoever, sends nothing again', async () => {
    expect(await county.person('孙燕').tells('发出征求意见 1')).toContain('已经处理过')
    expect(
      county
        .person('林娜')
        .heard()
        .filter((said) => said.includes('征求意见')),
    ).toHaveLength(1)
  })

  test('收到 and a blank are no reply', async () => {
    await county.person('徐静').tells('收到')
    await county.person('徐静').tells('。')
    expect(await versions('hedong')).toEqual([])
  })

  test('无 with a stop behind it is 无意见, of whoever says it; the signature is asked for', async () => {
    const answer = await county.person('徐静').tells('无。')
    expect(answer).toContain('已反馈')
    expect(answer).toContain('无意见')
    expect(answer).toContain('填表人徐静')
    expect(answer).toContain('待签字')
    expect(await versions('hedong')).toMatchObject([
      { version: 1, kind: 'none', opinion: null, filler: '徐静', signedBy: null, late: false, number: null },
    ])
    expect(await county.store.db.report.count()).toBe(0)
  })

  test('the signature is taken down with name and time', async () => {
    expect(await county.person('徐静').tells('经李局长签字')).toContain('李局长签字')
    const [reply] = await versions('hedong')
    expect(reply?.signedBy).toBe('李局长')
    expect(reply?.signedAt).toEqual(county.now())
  })

  test('the button 填意见 makes the next words the opinion, whatever they speak of', async () => {
    expect(await county.person('郭强').presses('填意见')).toContain('下一条就记作您单位')
    const answer = await county.person('郭强').tells('第二条后面加一句：楼道堆放杂物由物业当场清理')
    expect(answer).toContain('1号意见')
    expect(answer).toContain('第二条后面加一句')
    expect(await county.store.db.hazard.count()).toBe(0)
    expect(await versions('zhujian')).toMatchObject([
      { kind: 'opinion', number: 1, opinion: '第二条后面加一句：楼道堆放杂物由物业当场清理', filler: '郭强' },
    ])
  })

  test('a photo after it is the stamped form, and signs it', async () => {
    expect(await county.person('郭强').tells('', 'stamped-form')).toContain('签字盖章的反馈单（1张）')
    const [reply] = await versions('zhujian')
    expect(reply?.scans).toHaveLength(1)
  })

  test('a colleague corrects it: both versions stay, the first hears it, and it has to be signed anew', async () => {
    const answer = await county.person('宋佳').tells('反馈意见：第一条“每周”改为“每半月”。填表人：宋科长')
    expect(answer).toContain('已更正')
    expect(answer).toContain('要请主要领导再签')
    expect(county.person('郭强').last()).toContain('宋佳更正了您单位')
    expect(await versions('zhujian')).toMatchObject([
      { version: 1, number: 1, filler: '郭强' },
      { version: 2, number: 1, opinion: '第一条“每周”改为“每半月”', filler: '宋科长', scans: [] },
    ])
    expect(await county.person('宋佳').tells('反馈意见：第一条“每周”改为“每半月”。填表人：宋科长')).toContain(
      '和上次反馈的一样',
    )
  })

  test('who was not asked is told so, and nothing is written down', async () => {
    expect(await county.person('刘敏').tells('无意见')).toContain('没有征求您单位的意见')
    expect(await county.person('李祥').tells('反馈意见：第三条删去')).toContain('不归您办')
    expect(await versions('chengguan')).toEqual([])
  })

  test('how it stands, for the office and the leader; a unit sees its own reply only', async () => {
    for (const name of ['张磊', '王建国', '何敏']) {
      const tally = await county.person(name).tells('意见反馈情况')
      expect(tally).toContain('应反馈4，已反馈2：无意见1，有意见1；未反馈2；待签字1。')
      expect(tally).toContain('河西街道、北门街道')
    }
    const own = await county.person('郭强').tells('意见反馈情况')
    expect(own).toContain('第一条“每周”改为“每半月”')
    expect(own).not.toContain('河东街道')
    expect(await county.person('赵欣').tells('意见反馈情况')).toContain('不归您办')
  })

  test('the day before, only those who have not replied are reminded', async () => {
    await county.clockTo('2026-10-14 10:01')
    expect(county.person('林娜').last()).toContain('明天（周四）11:30截止，您单位还没反馈')
    expect(county.person('胡波').last()).toContain('您单位还没反馈')
    for (const name of ['徐静', '郭强', '宋佳'])
      expect(county.person(name).heard().join('\n')).not.toContain('还没反馈')
  })

  test('无 while the weekly report is asked for as well is asked about, with two buttons', async () => {
    await county.clockTo('2026-10-15 10:30')
    const asked = await county.person('林娜').tells('无')
    expect(asked).toContain('回哪一件')
    expect(await versions('beimen')).toEqual([])
    expect(await county.store.db.report.count()).toBe(0)
    expect(await county.person('林娜').presses('对稿子无意见')).toContain('已反馈')
    expect(await versions('beimen')).toMatchObject([{ kind: 'none', late: false }])
    expect(await county.person('林娜').tells('无')).toContain('周报')
  })

  test('at the deadline the office gets the counts and the names', async () => {
    await county.clockTo('2026-10-15 11:36')
    for (const name of ['张磊', '孙燕']) {
      const list = county.person(name).last()
      expect(list).toContain('今天11:30已截止')
      expect(list).toContain('应反馈4，已反馈3：无意见2，有意见1；未反馈1；待签字2。')
      expect(list).toMatch(/未反馈：(?:\*\*)?河西街道/)
    }
  })

  test('11:30:00 by the platform is on time; a late one is taken, marked, and the office hears it', async () => {
    county.platformClock('2026-10-15 11:30:01')
    const answer = await county.person('胡波').tells('意见：建议第二条写明期限为15天，经赵主任签字')
    county.platformClock(null)
    expect(answer).toContain('按迟报登记')
    expect(answer).toContain('主要领导签字：赵主任')
    expect(await versions('hexi')).toMatchObject([
      { kind: 'opinion', number: 2, opinion: '建议第二条写明期限为15天', signedBy: '赵主任', late: true },
    ])
    expect(county.person('张磊').last()).toContain('河西街道补报了')
  })

  test('a correction that the platform took at 11:30:00 is on time, though it comes in later', async () => {
    county.platformClock('2026-10-15 11:30:00')
    expect(await county.person('林娜').tells('意见：第一条改为每月报')).toContain('按时')
    county.platformClock(null)
    expect((await versions('beimen')).at(-1)).toMatchObject({ version: 2, number: 3, late: false })
  })

  test('the office decides, with a reason where it does not follow, and the unit hears it', async () => {
    expect(await county.person('张磊').tells('采纳 住建局的意见')).toContain('1号意见（住建局）：采纳')
    expect(county.person('郭强').last()).toContain('您单位对')
    expect(county.person('郭强').last()).toContain('采纳')
    expect(await county.person('张磊').tells('不采纳 2号')).toContain('要说明理由')
    expect((await versions('hexi'))[0]?.adoption).toBeNull()
    expect(await county.person('张磊').tells('不采纳 2号 与上级规定的期限不一致')).toContain(
      '2号意见（河西街道）：不采纳',
    )
    expect(county.person('胡波').last()).toContain('理由：与上级规定的期限不一致')
    expect(await county.person('张磊').tells('部分采纳 3号意见：改为每半月报')).toContain('部分采纳')
    expect(await versions('hexi')).toMatchObject([
      { adoption: 'declined', adoptionReason: '与上级规定的期限不一致', adoptedBy: 'yunchuan:zhang-lei' },
    ])
    expect(await county.person('张磊').tells('采纳 99号意见')).toContain('没有找到99号意见')
    expect(await county.person('张磊').tells('采纳 河东街道的意见')).toContain('没有找到')
    expect(await county.person('林娜').tells('意见：第一条改为每年报')).toContain('已经处理（部分采纳）')
  })

  test('the summary has the columns of the form, and no names of persons in a group', async () => {
    const summary = await county.person('张磊').tells('意见汇总')
    expect(summary).toContain('意见反馈汇总表')
    expect(summary).toContain(`征求意见：《${TITLE}》`)
    expect(summary).toMatch(/河西街道\*\*\s+.*反馈意见：（2号）建议第二条写明期限为15天/)
    expect(summary).toMatch(/备注：迟报；不采纳：与上级规定的期限不一致/)
    expect(summary).toMatch(/填表人：胡波\s+.*主要领导签字：赵主任，周四（10月15日）11:30/)
    expect(summary).toMatch(
      /河东街道\*\*\s+.*反馈意见：无\s+.*备注：—\s+.*填表人：徐静\s+.*主要领导签字：李局长/,
    )
    expect(summary).toContain('主要领导签字：待签字')
    const inGroup = await county.person('张磊').says('意见汇总')
    expect(inGroup).toContain('应反馈4')
    expect(inGroup).not.toContain('徐静')
    expect(inGroup).not.toContain('建议第二条')
  })

  test('a second round asks the same units about the revised draft; the first is closed and kept', async () => {
    await county.clockTo('2026-10-16 09:00')
    expect(await county.person('张磊').tells('再征求一轮 1')).toContain('第二轮征求意见')
    const card = await county
      .person('张磊')
      .tells('第二轮征求意见 10月20日18:00前\n一、每半月报送一次工作进展。')
    expect(card).toContain('（第2轮）')
    expect(card).toContain('征求4家：河东街道、河西街道、北门街道、住建局')
    await county.person('张磊').tells('发出')
    expect(county.person('徐静').last()).toContain('每半月报送一次')
    const rounds = await county.store.db.consultation.findMany({ orderBy: { id: 'asc' } })
    expect(rounds.map(({ round, status }) => [round, status])).toEqual([
      [1, 'closed'],
      [2, 'open'],
    ])
    expect(await county.person('徐静').tells('对方案没有意见，主要领导李局长已签字')).toContain(
      '（第2轮），无意见',
    )
    expect(await versions('hedong')).toMatchObject([
      { version: 1, kind: 'none' },
      { version: 1, kind: 'none', signedBy: '李局长' },
    ])
    expect(await county.person('王建国').tells('意见反馈情况')).toContain('应反馈4，已反馈1')
  })

  test('every step stands in the ledger', async () => {
    const steps = await happened()
    for (const type of [
      'ConsultationDrafted',
      'ConsultationStarted',
      'ConsultationReplied',
      'ConsultationReplyCorrected',
      'ConsultationReplySigned',
      'OpinionDecided',
      'ConsultationClosed',
    ])
      expect(steps).toContain(type)
    expect(steps.filter((type) => type === 'OpinionDecided')).toHaveLength(3)
  })
})

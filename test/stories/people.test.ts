import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { loadCampaign } from '../../src/usecases/load-campaign.ts'
import { openCounty, shanghai, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

const ways = [
  { platform: 'dingtalk', mode: 'stream' },
  { platform: 'wecom', mode: 'stream' },
] as const

describe.each(ways)('away for some days, on $platform', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      platform,
      mode,
      from: '2026-11-24 09:00',
      // 郭强's colleague in the housing bureau does other work there.
      edit: (yaml) =>
        yaml.replace(
          'title: 物业科科长, roles: [liaison, reinspector]',
          'title: 物业科科长, roles: [reinspector]',
        ),
    })
  }, 120_000)
  afterAll(() => county?.close())
  const heardSince = (name: string, n: number) => county.person(name).heard().slice(n).join('\n---\n')

  test('a leave without a stand-in is one question, with the colleagues as buttons', async () => {
    const asked = await county.person('郭强').tells('我请假到下周三')
    expect(asked).toMatch(/11月24日（周二）到12月2日（周三）请假，由谁代办？[\s\S]*\[宋佳\]/)
    expect(asked).not.toContain('钱伟')
    expect(await county.store.db.absence.count()).toBe(0)
    const before = county.person('宋佳').heard().length
    const taken = await county.person('郭强').presses('宋佳')
    expect(taken).toContain('已记下：您11月24日（周二）到12月2日（周三）请假，由宋佳代办。')
    expect(heardSince('宋佳', before)).toMatch(
      /住建局郭强.*请假，由您代办[\s\S]*「（代郭强）」[\s\S]*我的待办/,
    )
  })

  test('what the bot would tell the absent one goes to the stand-in, marked, and to nobody twice', async () => {
    const before = { guo: county.person('郭强').heard().length, song: county.person('宋佳').heard().length }
    await county.clockTo('2026-11-26 10:00')
    expect(county.person('郭强').heard()).toHaveLength(before.guo)
    // Wednesday's chase for the week before, and tomorrow's report.
    const told = county.person('宋佳').heard().slice(before.song)
    expect(told).toHaveLength(2)
    for (const message of told) expect(message).toMatch(/^（代郭强）周报（第\d+期）/)
    expect(told.at(-1)).toContain('明天（周五）18:00截止')
  })

  test('the stand-in reports for the unit, which he could not do before', async () => {
    const reply = await county.person('宋佳').tells('周报 检查3个，发现2处，整改1处')
    expect(reply).toContain('已报')
    const report = await county.store.db.report.findFirstOrThrow({ where: { unitId: 'yunchuan:zhujian' } })
    expect(report.byId).toBe('yunchuan:song-jia')
  })

  test('the office sees at the deadline that a missing unit has a stand-in who was told', async () => {
    await county.person('徐静').tells('请假到11月30日，由周小兰 13800000077 代办')
    await county.clockTo('2026-11-27 18:05')
    const list = county.person('孙燕').last()
    expect(list).toContain('河东街道')
    expect(list).toMatch(/河东街道联络员请假，代办人/)
  })

  test('an administrator’s rights are not lent', async () => {
    await county.person('张磊').tells('11月28日到11月30日请假，由孙燕代办')
    await county.clockTo('2026-11-28 12:00')
    expect(await county.person('孙燕').tells('谁没报')).toContain('报送情况')
    expect(
      (await county.store.db.person.findUniqueOrThrow({ where: { id: 'yunchuan:sun-yan' } })).roles,
    ).toEqual(['office'])
  })

  test('销假 gives everything back, and the stand-in hears thanks', async () => {
    const before = county.person('宋佳').heard().length
    expect(await county.person('郭强').tells('我回来了')).toContain('已销假，欢迎回来')
    expect(heardSince('宋佳', before)).toContain('辛苦了')
    expect(await county.person('宋佳').tells('周报 检查4个，发现2处，整改1处')).toContain('不归您办')
    expect(await county.person('郭强').tells('销假')).toContain('没有查到您现在或以后的请假')
  })

  test('what cannot be is refused with what to say instead', async () => {
    const guo = county.person('郭强')
    expect(await guo.tells('请假到11月20日，由宋佳代办')).toContain('已经过去了')
    expect(await guo.tells('12月5日到12月1日请假，由宋佳代办')).toContain('结束日期在开始日期前面')
    expect(await guo.tells('请假到12月5日，由郭强代办')).toContain('不能是请假的本人')
    expect(await guo.tells('请假到12月5日，由钱多多代办')).toContain('您单位名单里没有钱多多')
    expect(await guo.tells('请假到12月5日，由刘敏 13800000001 代办')).toContain(
      '这个手机号在名单里是城关镇的刘敏',
    )
    await county.person('宋佳').tells('12月3日到12月4日请假，由郭强代办')
    expect(await guo.tells('12月1日到12月5日请假，由宋佳代办')).toContain('转来转去没有人办')
    expect(await guo.tells('刘敏请假到12月5日，由钱伟代办')).toContain('不归您办')
    const standing = await county.store.db.absence.count({
      where: { personId: 'yunchuan:guo-qiang', endedAt: null },
    })
    expect(standing).toBe(0)
  })

  test('the office takes it down for somebody else, who is told', async () => {
    expect(await county.person('孙燕').tells('刘敏请假到12月5日，由钱伟代办')).toContain('城关镇刘敏')
    expect(county.person('刘敏').last()).toContain('消安委办已为您记下')
    expect(county.person('钱伟').last()).toContain('由您代办')
  })

  test('until the stand-in has joined, the absent one is still told, so that nothing is lost', async () => {
    const before = county.person('徐静').heard().length
    expect(await county.person('徐静').tells('请假到12月20日，由周小兰代办')).toContain(
      '周小兰还没有绑定，请周小兰私聊我发「我是 周小兰 手机号」',
    )
    await county.clockTo('2026-12-03 10:00')
    expect(heardSince('徐静', before)).toContain('周报')
  })

  test('everything is in the ledger without a phone number', async () => {
    const entries = await county.store.db.ledgerEntry.findMany({ where: { subject: 'person' } })
    const types = new Set(entries.map(({ type }) => type))
    for (const type of ['LeaveTaken', 'LeaveEnded', 'PersonAdded']) expect([...types]).toContain(type)
    expect(JSON.stringify(entries.map(({ data }) => data))).not.toMatch(/1[3-9]\d{9}/)
  })
})

describe.each(ways)('a new liaison, on $platform', ({ platform, mode }) => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({
      platform,
      mode,
      from: '2026-11-24 09:00',
      strangers: [{ userId: 'u-lixin', name: '李新' }],
    })
  }, 120_000)
  afterAll(() => county?.close())
  const rolesOf = async (id: string) =>
    (await county.store.db.person.findUniqueOrThrow({ where: { id: `yunchuan:${id}` } })).roles

  test('one sentence names somebody who is on no roster; the old one keeps the post until he has joined', async () => {
    await county.person('赵欣').tells('阳光花园3号楼2单元楼道里堆满纸箱')
    const said = await county.person('高峰').tells('联络员换成李新 13800000099')
    expect(said).toContain('已登记：青石镇联络员由高峰换成李新（尾号0099）。')
    expect(said).toContain('请李新私聊我发「我是 李新 手机号」')
    expect(said).not.toContain('13800000099')
    expect(await rolesOf('gao-feng')).toEqual(['liaison'])
    expect(await county.person('高峰').tells('我的待办')).toContain('周报')
  })

  test('when he joins he hears what is open with its deadlines, the old one thanks, and the office who it is now', async () => {
    const before = county.person('李新').heard().length
    await county.person('李新').tells('我是 李新 13800000099')
    const heard = county.person('李新').heard().slice(before)
    expect(heard).toHaveLength(2)
    expect(heard[0]).toContain('绑定成功：青石镇 李新')
    expect(heard[1]).toMatch(
      /您现在是青石镇的联络员，接替高峰[\s\S]*周报（第\d+期）：周五（11月27日）18:00，还剩3天/,
    )
    expect(county.person('高峰').last()).toMatch(/青石镇联络员已由李新接替[\s\S]*谢谢/)
    expect(county.person('孙燕').last()).toContain('青石镇联络员李新已绑定，接替高峰')
    expect(await rolesOf('gao-feng')).toEqual([])
    expect(await rolesOf('qingshi/李新')).toEqual(['liaison'])
    expect(await county.person('高峰').tells('周报 检查3个，发现2处，整改1处')).toContain('不归您办')
    expect(await county.person('李新').tells('周报 检查3个，发现2处，整改1处')).toContain('已报')
  })

  test('a campaign file that still names the old one does not bring him back', async () => {
    await county.store.transaction((tx) => loadCampaign(tx, county.file, shanghai('2026-11-24 12:00')))
    expect(await rolesOf('gao-feng')).toEqual([])
    expect(await rolesOf('qingshi/李新')).toEqual(['liaison'])
  })

  test('once a file says the same, later files decide again', async () => {
    const people = county.file.people
      .filter(({ name }) => name !== '高峰')
      .concat({ key: 'li-xin', name: '李新', unit: 'qingshi', roles: ['liaison'], phone: '13800000099' })
    const newer = { ...county.file, people }
    const { leftPeople } = await county.store.transaction((tx) =>
      loadCampaign(tx, newer, shanghai('2026-11-24 13:00')),
    )
    expect(leftPeople).toEqual(['高峰'])
    // He is one person under the file's key, with his account.
    expect(await rolesOf('li-xin')).toEqual(['liaison'])
    expect(await county.person('李新').tells('我的待办')).not.toContain('还不认识您')
    await county.store.transaction((tx) => loadCampaign(tx, county.file, shanghai('2026-11-24 14:00')))
    expect(await rolesOf('gao-feng')).toEqual(['liaison'])
  })

  test('somebody known is liaison at once, and the deadline is where it was', async () => {
    expect(await county.person('孙燕').tells('住建局联络员由郭强换成郭强')).toContain('郭强已经是联络员了')
    expect(await county.person('孙燕').tells('住建局联络员由赵欣换成宋佳')).toContain(
      '赵欣现在不是这个单位的联络员',
    )
    expect(await county.person('孙燕').tells('北门街道联络员换成沈怡')).toContain(
      '已办好：北门街道联络员由林娜换成沈怡。',
    )
    expect(county.person('沈怡').last()).toMatch(/周五（11月27日）18:00/)
    expect(county.person('林娜').last()).toContain('谢谢')
    expect(await rolesOf('shen-yi')).toEqual(['grid', 'liaison'])
  })

  test('of two liaisons the office is asked which one goes', async () => {
    const asked = await county.person('孙燕').tells('城关镇联络员换成王小明 13800000098')
    expect(asked).toMatch(/城关镇有2位联络员，换哪一位？[\s\S]*\[换刘敏\] \[换钱伟\]/)
    expect(await county.person('孙燕').presses('换钱伟')).toContain('城关镇联络员由钱伟换成王小明')
  })

  test('it is nobody’s to give away but the liaison’s and the office’s', async () => {
    expect(await county.person('赵欣').tells('联络员换成李新 13800000099')).toContain('不归您办')
    expect(await county.person('刘敏').tells('住建局联络员换成钱伟')).toContain('不归您办')
    expect(await county.person('王建国').tells('住建局联络员换成钱伟')).toContain('不归您办')
    expect(await county.person('孙燕').tells('联络员换成李新 13800000099')).toContain('请说清是哪个单位')
  })
})

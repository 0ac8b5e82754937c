import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

const PLANNED = '既有住宅加装充电设施工作方案'

const edit = (yaml: string): string =>
  yaml.replace(
    /^settings:/mu,
    `consultations:
  - { key: charging, title: ${PLANNED}, opens: 2026-10-13, due: 2026-10-15, time: "11:30", units: [hedong, zhujian, gongdian], to: xiaoanwei, signOff: true }
  - { key: prepared, title: 楼道清理通告, opens: 2026-10-20, due: 2026-10-22, time: "18:00", units: [hedong], to: xiaoanwei }

settings:`,
  )

describe('a consultation that the campaign file has planned', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'stream', from: '2026-10-12 09:00', edit })
  }, 120_000)
  afterAll(() => county?.close())
  const asked = (name: string) =>
    county
      .person(name)
      .heard()
      .filter((said) => said.includes(`征求意见：《${PLANNED}》`))

  test('opens on its day at nine, asks once, and tells the office that it has no draft', async () => {
    await county.clockTo('2026-10-13 08:59')
    expect(asked('徐静')).toEqual([])
    await county.clockTo('2026-10-13 09:30')
    for (const name of ['徐静', '郭强', '董浩']) {
      expect([name, asked(name).length]).toEqual([name, 1])
      expect(asked(name)[0]).toContain('周四（10月15日）11:30')
    }
    expect(county.person('张磊').heard().join('\n')).toContain('按方案已发出')
    expect(county.person('张磊').heard().join('\n')).toContain('没有稿子')
    expect(await county.store.db.consultation.count()).toBe(1)
  })

  test('words that may be an opinion are asked about, and taken only after a yes', async () => {
    const question = await county.person('董浩').tells('产权分界点以外由用户自己负责比较合适')
    expect(question).toContain('这是您单位的反馈意见吗')
    expect(await county.store.db.consultationReply.count()).toBe(0)
    expect(await county.person('董浩').presses('不是')).toContain('没有记录')
    expect(await county.store.db.consultationReply.count()).toBe(0)
    await county.person('董浩').tells('产权分界点以外由用户自己负责比较合适')
    expect(await county.person('董浩').presses('是，报上去')).toContain('1号意见')
    expect(await county.store.db.consultationReply.findFirst()).toMatchObject({
      opinion: '产权分界点以外由用户自己负责比较合适',
      unitId: 'yunchuan:gongdian',
    })
  })

  test('the stamped form first, days after the question: it counts, and the words follow as a correction', async () => {
    await county.clockTo('2026-10-14 15:00')
    expect(await county.person('徐静').tells('', 'form-of-hedong')).toContain('反馈单')
    const answer = await county.person('徐静').tells('这是反馈单')
    expect(answer).toContain('已反馈')
    expect(answer).toContain('没有意见就回「无意见」')
    expect(await county.person('徐静').tells('无意见')).toContain('无意见')
    const replies = await county.store.db.consultationReply.findMany({
      where: { unitId: 'yunchuan:hedong' },
      orderBy: { version: 'asc' },
    })
    expect(replies.map(({ kind, scans }) => [kind, scans.length])).toEqual([
      ['opinion', 1],
      ['none', 1],
    ])
  })

  test('我的待办 names what the unit has not replied to', async () => {
    expect(await county.person('郭强').tells('我的待办')).toContain(`征求意见《${PLANNED}》`)
    expect(await county.person('徐静').tells('我的待办')).not.toContain(PLANNED)
  })

  test('it is not opened twice by a program that was down meanwhile, and what fell due is said once', async () => {
    await county.downUntil('2026-10-15 12:10')
    expect(asked('郭强')).toHaveLength(1)
    const lists = county
      .person('张磊')
      .heard()
      .filter((said) => said.includes(`意见反馈情况：《${PLANNED}》`))
    expect(lists).toHaveLength(1)
    expect(lists[0]).toContain('未反馈：**住建局**')
    expect(lists[0]).toContain('系统延迟')
  })

  test('what the office has prepared goes out on its day as it stands', async () => {
    const card = await county.person('张磊').tells('征求意见 《楼道清理通告》\n楼道里不得停放电动自行车。')
    expect(card).toContain('周四（10月22日）18:00')
    expect(card).toContain('按方案自动发出')
    await county.clockTo('2026-10-20 09:10')
    expect(county.person('徐静').heard().join('\n')).toContain('楼道里不得停放电动自行车')
    const round = await county.store.db.consultation.findFirst({ where: { planKey: 'prepared' } })
    expect(round).toMatchObject({ status: 'open', signOff: false })
    expect(await county.store.db.consultation.count()).toBe(2)
    expect(await county.store.db.hazard.count()).toBe(0)
  })

  test('in the group a reply is taken, and neither its words nor a person is named there', async () => {
    const answer = await county.person('郭强').says('意见：第二条写明由物业承担费用，经李局长签字')
    expect(answer).toContain('住建局已反馈')
    for (const word of ['费用', '李局长', '填表人']) expect(answer).not.toContain(word)
    const own = await county.person('郭强').says('意见反馈情况')
    expect(own).toContain('您单位已反馈')
    expect(own).not.toContain('费用')
    expect(await county.person('郭强').tells('意见反馈情况')).toContain('由物业承担费用')
  })

  test('with two drafts open and answered, a correction asks which; with one unanswered it is that one', async () => {
    expect(await county.person('徐静').tells('无意见')).toContain('楼道清理通告')
    const which = await county.person('徐静').tells('意见：第一条写明处罚')
    expect(which).toContain('是对哪个稿子')
    expect(await county.person('徐静').presses('楼道清理通告')).toContain('《楼道清理通告》')
  })
})

describe('what the office gets wrong', () => {
  let county: County
  beforeAll(async () => {
    county = await openCounty({ mode: 'webhook', from: '2026-10-12 09:00', unbound: ['董浩'] })
  }, 120_000)
  afterAll(() => county?.close())

  test.each([
    ['征求意见 《方案一》 10月15日11:30前 各街道、外星局', '名单里没有「外星局」'],
    ['征求意见 《方案一》 10月10日11:30前 各街道', '截止时间已经过去'],
    ['征求意见 《方案一》 各街道', '反馈到什么时候'],
    ['征求意见 10月15日前 各街道', '征求哪个稿子的意见'],
    ['征求意见 《方案一》 10月15日11:30前', '征求哪些单位'],
    ['第二轮征求意见 10月15日11:30前', '没有找到这次征求意见'],
    ['发出征求意见 77', '没有找到这次征求意见'],
    ['采纳 住建局的意见', '没有找到'],
    ['不采纳 外星局的意见：理由不成立', '名单里没有'],
  ])('%s', async (says, answer) => {
    expect(await county.person('张磊').tells(says)).toContain(answer)
    expect(await county.store.db.consultation.count()).toBe(0)
  })

  test('a unit of which nobody can be reached is named before and after it is sent', async () => {
    const card = await county.person('张磊').tells('征求意见 《方案一》 10月15日11:30前 供电公司、住建局')
    expect(card).toContain('供电公司还没有联络员接入，请电话告知')
    expect(await county.person('张磊').presses('发出')).toContain('私聊了1家的联络员')
  })

  test('what was not sent is cancelled without anybody hearing of it', async () => {
    await county.person('张磊').tells('征求意见 《方案二》 10月15日11:30前 河东街道')
    expect(await county.person('张磊').presses('不发')).toContain('没有发出，已取消')
    expect(county.person('徐静').heard()).toEqual([])
  })

  test('a pasted draft is the draft, though it speaks of what would be a hazard', async () => {
    await county.person('张磊').tells('征求意见 《方案三》 10月15日11:30前 河东街道')
    const pasted =
      '重点整治阳光花园3号楼2单元楼道堆放杂物、消防车通道被占用、电动自行车飞线充电等问题，发现一处整改一处，逐条销号。各单位于每周五报送。'
    expect(await county.person('张磊').tells(pasted)).toContain('正文')
    expect(await county.store.db.hazard.count()).toBe(0)
    expect((await county.store.db.consultation.findFirst({ where: { title: '方案三' } }))?.draft).toContain(
      '逐条销号',
    )
  })

  test('once it is ended no reply is taken, and nobody is reminded', async () => {
    expect(await county.person('张磊').tells('结束征求意见 1')).toContain('已结束')
    expect(await county.person('郭强').tells('无意见')).toContain('没有正在征求意见的稿子')
    const before = county.person('郭强').heard().length
    await county.clockTo('2026-10-15 09:30')
    expect(county.person('郭强').heard().slice(before).join('\n')).not.toContain('方案一')
  })
})

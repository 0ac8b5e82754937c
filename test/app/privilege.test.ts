import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

/** One person of each role, and of no other. */
const people = {
  liaison: '刘敏',
  grid: '赵欣',
  property: '李祥',
  reinspector: '潘宇',
  office: '孙燕',
  leader: '王建国',
  supervisor: '何敏',
  admin: '关一',
} as const
type Role = keyof typeof people
const all = Object.keys(people) as readonly Role[]

/** Who may say what. Written out from the brief, not from the program's own table. */
const table: readonly Readonly<{ says: string; may: readonly Role[] }>[] = [
  {
    says: '幸福里1号楼楼道堆放沙发',
    may: ['liaison', 'grid', 'property', 'reinspector', 'office', 'supervisor'],
  },
  { says: '1号已安排', may: ['liaison', 'grid', 'property', 'office'] },
  { says: '1号不是我们的', may: ['liaison', 'grid', 'property', 'office'] },
  { says: '1号已改', may: ['liaison', 'grid', 'property', 'office'] },
  { says: '1号合格', may: ['liaison', 'reinspector', 'office', 'supervisor'] },
  { says: '1号不合格 又堆上了', may: ['liaison', 'reinspector', 'office', 'supervisor'] },
  {
    says: '1号 期限改为12月20日',
    may: ['liaison', 'grid', 'property', 'reinspector', 'office', 'supervisor'],
  },
  {
    says: '1号 整改单位改为 恒泰物业',
    may: ['liaison', 'grid', 'property', 'reinspector', 'office', 'supervisor'],
  },
  {
    says: '1号成因：装修暂放',
    may: ['liaison', 'grid', 'property', 'reinspector', 'office', 'supervisor'],
  },
  { says: '1号难度低 后果轻微', may: ['liaison', 'grid', 'reinspector', 'office', 'supervisor'] },
  { says: '整改路线图', may: all },
  { says: '99号作废', may: ['liaison', 'grid', 'property', 'reinspector', 'office', 'supervisor'] },
  { says: '周报 检查3个，发现2处，整改1处', may: ['liaison', 'office'] },
  { says: '再催一次', may: ['office', 'supervisor'] },
  { says: '任务：各街道 12月20日前报排查方案（文件）', may: ['office'] },
  { says: '信息报送 做法：楼长每晚巡一遍', may: ['liaison', 'office'] },
  { says: '检查结果：抽查6个小区，发现9处', may: ['office', 'supervisor'] },
  { says: '任务清单', may: all },
  { says: '未来两周会发什么', may: ['office', 'supervisor', 'admin'] },
  { says: '现在是哪个阶段', may: all },
  { says: '催一下城关镇', may: ['office', 'supervisor'] },
  { says: '这个月打扰了谁', may: ['office', 'leader', 'supervisor'] },
  { says: '同意 99', may: ['admin', 'office'] },
  { says: '征求意见 《测试方案》 12月20日11:30前 各街道', may: ['office'] },
  { says: '取消征求意见 99', may: ['office'] },
  { says: '结束征求意见', may: ['office'] },
  { says: '不采纳 99号 与上级规定不一致', may: ['office'] },
  { says: '反馈意见：第三条改为每半月报', may: ['liaison', 'office'] },
  { says: '经李局长签字', may: ['liaison', 'office'] },
  { says: '意见反馈情况', may: ['liaison', 'office', 'leader', 'supervisor'] },
  { says: '意见汇总', may: ['liaison', 'office', 'leader', 'supervisor'] },
  { says: '督办情况', may: ['office', 'leader', 'supervisor'] },
  { says: '看通报稿', may: ['office', 'leader', 'supervisor'] },
  { says: '考核数据', may: ['office', 'leader', 'supervisor'] },
  { says: '物业考评', may: ['office', 'leader', 'supervisor'] },
  { says: '约谈清单', may: ['office', 'leader', 'supervisor'] },
  { says: '发', may: ['office', 'supervisor'] },
  { says: '发到群里', may: ['office', 'supervisor'] },
  { says: '先不发，缓3天', may: ['office', 'supervisor'] },
  { says: '收回', may: ['office', 'supervisor'] },
  { says: '收回通报第9号', may: ['office', 'supervisor'] },
  { says: '河东街道 原因改为 整改不彻底', may: ['office', 'supervisor'] },
  { says: '进度通报', may: ['office', 'supervisor'] },
  { says: '曝光清单', may: ['office', 'supervisor'] },
  { says: '发曝光清单', may: ['office', 'supervisor'] },
  { says: '说明 填报同志住院，已安排人接手', may: ['liaison', 'property'] },
  { says: '约谈 恒泰物业 12月7日10点 事由：整改走过场', may: ['office'] },
  { says: '约谈记录 恒泰物业 12月9日前清空楼道', may: ['office'] },
  { says: '恒泰物业 约谈已落实', may: ['office'] },
  { says: '导出台账', may: ['liaison', 'grid', 'property', 'reinspector', 'office', 'leader', 'supervisor'] },
  { says: '两个清单', may: ['liaison', 'grid', 'property', 'reinspector', 'office', 'leader', 'supervisor'] },
  { says: '汇总材料', may: ['office', 'leader', 'supervisor'] },
  { says: '生成通报', may: ['office', 'supervisor'] },
  { says: '谁没报', may: all },
  { says: '逾期', may: all },
  { says: '全县进度', may: all },
  { says: '1号怎么样了', may: all },
  { says: '我的待办', may: all },
  { says: '帮助', may: all },
  { says: '请假到2026年12月5日', may: all },
  { says: '销假', may: all },
  { says: '刘敏请假到2026年12月5日，由钱伟代办', may: ['liaison', 'office'] },
  { says: '分管领导 李新 13800000095', may: ['liaison', 'property', 'office'] },
  { says: '住建局联系人', may: all },
  { says: '专班名单', may: all },
  { says: '值守 2026年12月30日 李新 13800000095', may: ['liaison', 'property', 'office'] },
  { says: '值守情况', may: all },
  { says: '例会已开', may: ['office'] },
  { says: '周报谁负责', may: all },
  { says: '双柳镇联络员换成李新 13800000096', may: ['office'] },
]

const REFUSED = '这一步不归您办'

let county: County
beforeAll(async () => {
  county = await openCounty({
    mode: 'stream',
    from: '2026-11-23 09:00',
    edit: (yaml) =>
      yaml.replace(
        /^( {2}- \{ key: sun-yan, .*)$/mu,
        '$1\n  - { key: guan-yi, name: 关一, unit: xiaoanwei, roles: [admin], phone: 13800000032, dingtalk: u-guan }',
      ),
  })
  await county.person('蒋涛').says('阳光花园3号楼2单元楼道里堆满纸箱')
}, 120_000)
afterAll(() => county?.close())

describe('least privilege', () => {
  test.each(table)('$says', async ({ says, may }) => {
    const answers: Record<string, boolean> = {}
    for (const role of all) {
      const answer = await county.person(people[role]).tells(says)
      expect(answer, `${role} hears something`).not.toBe('')
      answers[role] = !answer.includes(REFUSED)
    }
    expect(answers).toEqual(Object.fromEntries(all.map((role) => [role, may.includes(role)])))
  })

  test('绑定本群 in the group is for the office and the administrator', async () => {
    for (const role of all) {
      const answer = await county.person(people[role]).says('绑定本群')
      expect([role, answer.includes(REFUSED)]).toEqual([role, role !== 'office' && role !== 'admin'])
    }
  })

  test('a refusal leaves nothing behind: only those who may have written into the ledger', async () => {
    // That somebody took a table with him is on record, and changes nothing.
    const entries = await county.store.db.ledgerEntry.findMany({
      where: { byId: { not: null }, type: { not: 'LedgerExported' } },
    })
    const by = new Set(entries.map(({ byId }) => byId))
    expect(by.has('yunchuan:wang-jianguo')).toBe(false)
    expect(by.has('yunchuan:pan-yu')).toBe(true)
  })

  test('moving a group to another campaign by 切换到 is for the office and the administrator too', async () => {
    expect(await county.person('赵欣').says('切换到 消防通道')).toContain(REFUSED)
    expect(await county.person('孙燕').says('切换到 消防通道')).toMatch(/接下来说的都算|本群已绑定/)
  })
})

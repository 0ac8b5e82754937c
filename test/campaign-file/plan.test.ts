import { describe, expect, test } from 'vitest'
import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { planFrom } from '../../src/campaign-file/plan.ts'
import { DEFAULT_LADDER } from '../../src/domain/ladder.ts'
import { completePlan, DEFAULT_REMINDERS, type Plan } from '../../src/domain/plan.ts'
import { afterIn, good, rich } from './good-file.ts'

function planOf(text: string): Plan {
  const result = parseCampaignFile(text)
  if (!result.ok) throw new Error(formatFaults(result.faults))
  return planFrom(result.campaign, (key) => `r:${key}`)
}

describe('everything that a plan may hold', () => {
  const plan = planOf(rich)

  test('a task says what is handed in, who leads it, who helps, and runs in its stage', () => {
    expect(plan.duties[1]).toEqual({
      key: 'plan',
      name: '方案',
      cadence: { kind: 'once', day: '2026-10-20' },
      time: '24:00',
      holiday: 'as-usual',
      starts: '2026-10-12',
      ends: '2026-11-01',
      toId: 'r:office',
      deliverable: 'file',
      parts: [],
      leader: '秦某',
      section: '规环办',
      assistingIds: ['r:hedong'],
      pilot: true,
    })
  })

  test('targets, consultations, nodes and meetings carry ids of the store', () => {
    expect(plan.targets).toEqual([
      {
        key: 'malls',
        name: '达标率',
        measure: 'percent',
        goal: 100,
        due: '2026-12-31',
        unitIds: ['r:chengguan', 'r:hedong'],
        toId: 'r:office',
      },
      {
        key: 'platform',
        name: '平台建成',
        measure: 'yes',
        goal: 1,
        due: '2026-12-31',
        unitIds: ['r:chengguan', 'r:hedong'],
        toId: 'r:office',
      },
    ])
    expect(plan.consultations).toEqual([
      {
        key: 'draft',
        title: '方案征求意见',
        opensOn: '2026-10-12',
        due: '2026-10-14',
        time: '11:30',
        unitIds: ['r:chengguan', 'r:hedong'],
        toId: 'r:office',
        signOff: true,
      },
    ])
    expect(plan.nodes[0]).toMatchObject({
      tips: [
        {
          on: '2026-12-28',
          time: '09:00',
          text: '清一清阳台和楼道',
          audience: { roles: ['property'], unitKinds: ['street'] },
        },
      ],
      roster: { unitIds: ['r:chengguan', 'r:hedong'], confirmAt: '20:00' },
    })
    // 31 October 2026 is a Saturday; a meeting moves to the next working day.
    expect(plan.meetings).toEqual([
      {
        key: 'regular',
        name: '工作例会',
        time: '09:30',
        unitIds: ['r:chengguan', 'r:hedong'],
        dates: ['2026-11-02', '2026-11-30', '2026-12-31'],
      },
    ])
  })

  test('what the rules leave out is the house’s own', () => {
    expect(plan.reminders).toEqual({
      ...DEFAULT_REMINDERS,
      asks: [{ days: 2, at: '09:00' }, { minutes: 30 }],
      chases: 3,
      mentionFrom: 'escalate',
      perMonth: 200,
    })
    expect(plan.ladder).toEqual({
      days: 'calendar',
      steps: [
        { step: 'remind', after: 0 },
        { step: 'circular', after: 5 },
      ],
      causes: [{ key: 'duty', name: '责任不落实' }],
      hearDays: 1,
    })
    expect(plan.settings).toEqual({ announceMissingInGroup: true, pilotIds: ['r:hedong'] })
  })

  test('a file that says nothing of them gets the defaults', () => {
    const plain = planOf(good)
    expect(plain.reminders).toEqual(DEFAULT_REMINDERS)
    expect(plain.ladder).toEqual(DEFAULT_LADDER)
    expect([plain.targets, plain.consultations, plain.nodes, plain.meetings]).toEqual([[], [], [], []])
  })

  test('a plan stored by an older version of the program is filled up', () => {
    const { stages, categories, duties } = planOf(good)
    const older = {
      stages,
      categories,
      duties: duties.map(({ deliverable: _, parts: __, ...duty }) => duty),
      settings: { announceMissingInGroup: true },
    }
    expect(completePlan(older)).toEqual(planOf(good))
  })

  test('it survives being stored as JSON', () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  test('units that every task has join the lists that name units, unless a task means those alone', () => {
    const owing = (text: string) => {
      const result = parseCampaignFile(text)
      if (!result.ok) throw new Error(formatFaults(result.faults))
      return result.campaign.duties.find(({ key }) => key === 'plan')?.units
    }
    expect(owing(rich)).toEqual(['chengguan'])
    expect(owing(rich.replace('onlyThese: true, ', ''))).toEqual(['chengguan', 'hedong'])
  })
})

describe('one thing wrong is one sentence at its line', () => {
  test.each<[string, string, string]>([
    [
      'deliverable: 文件',
      'deliverable: 纸',
      '报送任务“方案”的交什么（deliverable）只能是：数字、文字、文件、照片、办结、联系人',
    ],
    ['deliverable: 文件', 'deliverable: 文件, parts: [台账]', '只有报数字的任务才分几部分'],
    ['assisting: [hedong]', 'assisting: [hexi]', '第27行：没有标识为“hexi”的单位'],
    ['stage: a', 'stage: z', '第27行：没有标识为“z”的阶段'],
    ['measure: 百分比', 'measure: 比例', '目标“达标率”的考核方式（measure）只能是：百分比、数量、是否'],
    ['measure: 百分比', 'measure: 数量', '目标“达标率”的目标数（goal）还没有填'],
    ['measure: 百分比', 'measure: 百分比, goal: 120', '目标“达标率”的目标数（goal）不能超过 100'],
    [
      'due: 2026-12-31, units: [chengguan], to: office',
      'due: 2026-12-31, units: [nobody], to: office',
      '第29行：没有标识为“nobody”的单位',
    ],
    ['due: 2026-12-31, to: office', 'due: 2026-12-31, to: anju', '第30行：接收单位“anju”在名单里没有人'],
    ['due: 2026-10-14', 'due: 2026-10-10', '第32行：“方案征求意见”的截止日期在发出日期之前'],
    ['time: 11:30, to', 'time: 11:3, to', '征求意见“方案征求意见”的时间（time）要写成两位数的时间'],
    ['on: 2026-12-28', 'on: 2027-01-05', '第39行：提示的日期在“元旦”结束之后'],
    ['roles: [property]', 'roles: [owner]', '第39行：节点“元旦”的角色（roles）只能是：liaison（联络员）'],
    ['starts: 2026-12-30', 'starts: 2027-01-01', '第37行：“元旦”的结束日期在开始日期之前'],
    ['units: 乡镇街道', 'units: 社区', '第40行：“元旦”的值守没有单位'],
    ['kind: monthly, day: 月末', 'kind: yearly, month: 3, day: 1', '“工作例会”在行动期间一次也轮不到'],
    ['units: [chengguan, hedong]', 'units: []', '第42行：“工作例会”没有单位参加'],
    ['{ minutes: 30 }', '{ minutes: 30, at: 09:00 }', '要写提前几天和几点'],
    ['chases: 3', 'chases: 99', '提醒规则的逾期后催几次（chases）要写 0 到 20 的次数'],
    ['mentionFrom: 提级', 'mentionFrom: 马上', '提醒规则的从哪一步起点名（mentionFrom）'],
    ['step: 拟通报, after: 5', 'step: 提醒, after: 5', '催办阶梯的步骤（step）要按 提醒、催办、提级'],
    ['days: 自然日', 'days: 每天', '催办阶梯的日子（days）只能是：工作日、自然日'],
    ['pilots: [hedong]', 'pilots: [hexi]', '没有标识为“hexi”的单位'],
    ['alsoOwe: [乡镇街道]', 'alsoOwe: [全体]', '没有标识为“全体”的单位'],
    ['key: platform, name', 'key: malls, name', '第30行：标识“malls”前面已经用过了'],
  ])('%s → %s', (from, to, sentence) => {
    expect(afterIn(from, to).split('\n')).toContainEqual(expect.stringContaining(sentence))
  })
})

import { describe, expect, test } from 'vitest'
import { understand } from '../../../../src/chat/understand/understand.ts'
import { lexicon, now } from '../lexicon.ts'

const county = {
  ...lexicon,
  tasks: ['排查工作方案', '召开动员会', '工作总结', '消防演练', '负责人和联系电话'],
  targets: ['达标率', '消防物联网基本建成'],
}
const heard = (text: string) =>
  understand(text, { lexicon: county, now, from: { unit: 'T1', role: 'liaison' } })

describe('what is handed in otherwise than by numbers', () => {
  test.each<[string, string, string | undefined]>([
    ['交 排查工作方案', '排查工作方案', undefined],
    ['交排查方案', '排查方案', undefined],
    ['交方案', '方案', undefined],
    ['这是我们的排查工作方案', '排查工作方案', undefined],
    ['工作总结：一年来共检查小区120个。', '工作总结', '一年来共检查小区120个。'],
    ['动员会已开', '动员会', '动员会已开'],
    ['动员会已经召开，120人参加', '动员会', '动员会已经召开，120人参加'],
    ['5月6日召开了动员会', '动员会', '5月6日召开了动员会'],
    ['消防演练已完成', '消防演练', '消防演练已完成'],
    ['更正 工作总结：改为检查130个', '工作总结', '改为检查130个'],
  ])('%s', (said, task, text) => {
    expect(heard(said)).toEqual({ intent: 'deliver', task, ...(text === undefined ? {} : { text }) })
  })

  test.each([
    '方案什么时候交？',
    '明天开动员会',
    '请各单位抓紧召开动员会',
    '动员会还没开',
    '动员会几点开',
    '报隐患 锦绣城3号楼楼道堆满纸箱',
    '我们准备开展消防演练',
    '总结一下今天的情况',
    '电话',
  ])('talk about a task hands nothing in: %s', (said) => {
    expect(heard(said).intent).not.toBe('deliver')
  })

  test.each(['附台账', '用群里的台账', '附上整改台账'])('%s', (said) => {
    expect(heard(said)).toEqual({ intent: 'attach-ledger' })
  })

  test('a wish for the ledger as a document is another thing', () => {
    expect(heard('导出台账').intent).toBe('export')
  })
})

describe('who has done it', () => {
  test.each<[string, object]>([
    ['谁没交方案', { task: '方案' }],
    ['方案交了几家', { task: '方案' }],
    ['动员会谁没开', { task: '动员会' }],
    ['工作总结齐了吗', { task: '工作总结' }],
    ['柳河镇的排查方案', { task: '排查方案', unit: 'T1' }],
    ['东关街道方案交了吗', { task: '方案', unit: 'T2' }],
    ['任务清单', {}],
  ])('%s', (said, slots) => {
    expect(heard(said)).toEqual({ intent: 'task-status', ...slots })
  })

  test('谁没报 still asks for everything', () => {
    expect(heard('谁没报')).toEqual({ intent: 'query', subject: 'unreported' })
  })
})

describe('tasks that the office gives', () => {
  test.each<[string, object]>([
    [
      '任务：各街道 9月15日前报排查方案（文件）',
      { units: [], groups: ['street'], due: '2025-09-15', name: '排查方案', deliverable: 'file' },
    ],
    [
      '任务：柳河镇、东关街道5月20日18:00前召开动员会',
      { units: ['T1', 'T2'], groups: [], due: '2025-05-20T18:00', name: '召开动员会', deliverable: 'photo' },
    ],
    [
      '交办：各单位12月16日前报负责人和联系电话',
      { units: [], groups: ['all'], due: '2025-12-16', name: '负责人和联系电话', deliverable: 'contacts' },
    ],
    [
      '任务：各镇街周五前报试点小结（文字）',
      { groups: ['township', 'street'], name: '试点小结', deliverable: 'text', due: '2025-05-09', units: [] },
    ],
    ['任务：报方案', { units: [], groups: [], name: '方案', deliverable: 'file' }],
  ])('%s', (said, slots) => {
    expect(heard(said)).toEqual({ intent: 'draft-task', ...slots })
  })

  test.each(['发任务', '任务不发', '撤销任务 排查方案', '今天的任务很重', '完成任务'])('%s', (said) => {
    const intents: Record<string, string> = {
      发任务: 'confirm-task',
      任务不发: 'drop-task',
      '撤销任务 排查方案': 'withdraw-task',
    }
    expect(
      ['draft-task', 'confirm-task', 'drop-task', 'withdraw-task'].filter(
        (each) => each === heard(said).intent,
      ),
    ).toEqual(intents[said] ? [intents[said]] : [])
  })
})

describe('targets', () => {
  test.each<[string, object]>([
    ['达标率 85%', { intent: 'report-target', target: '达标率', value: 85 }],
    ['目前达标率达到92.5%', { intent: 'report-target', target: '达标率', value: 92.5 }],
    ['达标率百分之八十五', { intent: 'report-target', target: '达标率', value: 85 }],
    ['消防物联网 已建成', { intent: 'report-target', target: '消防物联网', value: 1 }],
    ['消防物联网还没建成', { intent: 'report-target', target: '消防物联网', value: 0 }],
    ['达标率怎么样', { intent: 'target-status', target: '达标率' }],
    ['达标率', { intent: 'target-status', target: '达标率' }],
    ['东关街道达标率怎么样', { intent: 'target-status', target: '达标率', unit: 'T2' }],
    ['目标进度', { intent: 'target-status' }],
  ])('%s', (said, understood) => {
    expect(heard(said)).toEqual(understood)
  })

  test('another unit’s figure is not ours', () => {
    expect(heard('东关街道达标率85%').intent).not.toBe('report-target')
  })
})

describe('information', () => {
  test.each<[string, object]>([
    [
      '信息报送 案例：柳河镇三天拆除12处违建',
      { intent: 'share-information', kind: 'case', text: '柳河镇三天拆除12处违建' },
    ],
    ['信息报送：昨天组织夜查3次', { intent: 'share-information', kind: 'news', text: '昨天组织夜查3次' }],
    [
      '好做法：楼长每天晚上巡一遍',
      { intent: 'share-information', kind: 'practice', text: '楼长每天晚上巡一遍' },
    ],
    [
      '检查结果：抽查6个小区，发现9处',
      { intent: 'share-information', kind: 'inspection', text: '抽查6个小区，发现9处' },
    ],
    [
      '专题报告 12号、15号 产权不清，建议县政府协调',
      { intent: 'special-report', codes: ['QH-0012', 'QH-0015'], text: '产权不清，建议县政府协调' },
    ],
    ['信息报送统计', { intent: 'information-status' }],
    ['好做法有哪些', { intent: 'information-status', kinds: ['practice', 'case'] }],
  ])('%s', (said, understood) => {
    expect(heard(said)).toEqual(understood)
  })
})

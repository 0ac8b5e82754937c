import { describe, expect, test } from 'vitest'
import { readReplyWords } from '../../../../src/chat/understand/reply-words.ts'
import { heard } from '../lexicon.ts'

describe('the office starts a consultation', () => {
  test.each([
    [
      '征求意见 《工作方案》 9月10日11:30前 各街道、住建局',
      { title: '工作方案', due: '2025-09-10T11:30', kinds: ['street'], units: ['D1'], unknown: [] },
    ],
    [
      '征求意见《工作方案》（征求意见稿），5月12日11：30前，各相关街道、住建局、城管和不存在局，经主要领导签字',
      {
        title: '工作方案',
        due: '2025-05-12T11:30',
        kinds: ['street'],
        units: ['D1', 'D5'],
        unknown: ['不存在局'],
        signOff: true,
      },
    ],
    [
      '发起征求意见：《工作方案》 5月12日前 各镇街 不用签字\n第一条 柳河镇牵头',
      {
        title: '工作方案',
        due: '2025-05-12',
        kinds: ['township', 'street'],
        units: [],
        unknown: [],
        signOff: false,
      },
    ],
    [
      '征求意见 《工作方案》 5月12日前 各单位',
      { title: '工作方案', due: '2025-05-12', everybody: true, kinds: [], units: [], unknown: [] },
    ],
    [
      '第二轮征求意见 5月20日11:30前',
      { round: true, due: '2025-05-20T11:30', kinds: [], units: [], unknown: [] },
    ],
  ])('%s', (text, slots) => {
    expect(heard(text)).toEqual({ intent: 'consult', ...slots })
  })

  test.each(['征求意见的通知发了吗', '征求意见稿什么时候发', '征求一下居民意见', '征求意见'])(
    'talk about one starts none: %s',
    (text) => {
      expect(heard(text)['intent']).not.toBe('consult')
    },
  )
})

test.each([
  ['意见反馈情况', { about: 'tally' }],
  ['谁没反馈', { about: 'tally' }],
  ['还有谁没反馈意见？', { about: 'tally' }],
  ['意见汇总', { about: 'summary' }],
  ['《工作方案》意见汇总', { about: 'summary', title: '工作方案' }],
])('%s asks how it stands', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'ask-opinions', ...slots })
})

test.each([
  ['采纳 住建局的意见', { outcome: 'adopted', numbers: [], unit: 'D1' }],
  ['采纳3号', { outcome: 'adopted', numbers: [3] }],
  ['采纳 3号、5号意见', { outcome: 'adopted', numbers: [3, 5] }],
  ['部分采纳 3号意见：与上级文件一致的部分', { outcome: 'partly', numbers: [3] }],
  ['不采纳 3号 理由是与上级规定不一致', { outcome: 'declined', numbers: [3] }],
  ['采纳 外星局的意见', { outcome: 'adopted', numbers: [], unknownUnit: '外星局' }],
])('%s decides about an opinion', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'decide-opinion', ...slots })
})

test.each([
  '采纳了群众的意见',
  '建议不采纳3号楼的做法，改成集中充电',
  '领导签字了吗',
  '主要领导没签字',
  '整改方案经李局长签字了',
])('chatter decides and signs nothing: %s', (text) => {
  expect(['decide-opinion', 'sign-opinion']).not.toContain(heard(text)['intent'])
})

test.each([
  ['经李局长签字', '李局长'],
  ['已经李局长签字。', '李局长'],
  ['主要领导 李某 已签', '李某'],
  ['主要领导签字：李某', '李某'],
])('%s reports a signature', (text, leader) => {
  expect(heard(text)).toEqual({ intent: 'sign-opinion', leader })
})

test.each([
  ['无', { opinion: null }],
  ['无意见，经李局长签字', { opinion: null, signedBy: '李局长' }],
  ['反馈意见：第三条改为半月报，经李局长签字。', { opinion: '第三条改为半月报。', signedBy: '李局长' }],
  [
    '意见：\n1. 第一条删去\n2. 第二条保留\n填表人：王某\n主要领导签字：李某',
    { opinion: '1. 第一条删去\n2. 第二条保留', filler: '王某', signedBy: '李某' },
  ],
  ['《工作方案》意见：第二条，改', { opinion: '第二条，改' }],
  ['第五条中“征求群众意见：每年一次”应改', { opinion: '第五条中“征求群众意见：每年一次”应改' }],
  ['住建局的反馈意见如下：\n第二条删去', { opinion: '第二条删去' }],
  ['对《工作方案》无意见', { opinion: null }],
  ['经李局长签字', { opinion: undefined, signedBy: '李局长' }],
  ['建议经费由局长签字后拨付', { opinion: '建议经费由局长签字后拨付' }],
  ['意见：要压实责任，主要领导负总责', { opinion: '要压实责任，主要领导负总责' }],
])('a form filled in by typing: %s', (text, words) => {
  expect(readReplyWords(text)).toEqual(words)
})

test.each([
  [
    '兹对《工作方案》提意见一条：报表宜由每周一报改为半月一报',
    { opinion: '报表宜由每周一报改为半月一报', title: '工作方案' },
  ],
  ['您好，住建局这边的意见是：建议把检查频次改为每季度一次', { opinion: '把检查频次改为每季度一次' }],
  ['意见：\n第二条删去', { opinion: '第二条删去' }],
  ['柳河镇对征求意见稿：\n同意', { none: true }],
  ['no comment，方案没问题', { none: true }],
  ['#接龙 意见征集\n1. 柳河镇：无', { none: true }],
  ['意见：无', { none: true }],
  ['对《工作方案》无意见', { none: true, title: '工作方案' }],
])('an answer to a draft: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'feedback', ...slots })
})

test.each([
  '整改意见：三天内拆除',
  '居民的意见是：赶紧修',
  '检查意见：消防通道被占',
  '请各单位反馈意见：周五前',
  '意见反馈了吗：看群里',
])('other opinions answer no draft: %s', (text) => {
  expect(heard(text)['intent']).not.toBe('feedback')
})

describe('a stamped form is asked for back', () => {
  test.each([
    ['住建局的反馈单', { unit: 'D1' }],
    ['看看柳河镇的意见反馈单', { unit: 'T1' }],
    ['住建局的盖章反馈单扫描件', { unit: 'D1' }],
    ['我们的反馈单', {}],
    ['住建局对《工作方案》的反馈单', { unit: 'D1', title: '工作方案' }],
  ])('%s', (text, slots) => {
    expect(heard(text)).toEqual({ intent: 'opinion-form', ...slots })
  })

  test.each(['这是反馈单', '盖章的反馈单', '不存在局的反馈单', '反馈单', '住建局的反馈单交了没'])(
    'and not by %s',
    (text) => {
      expect(heard(text)['intent']).not.toBe('opinion-form')
    },
  )
})

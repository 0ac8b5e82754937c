import { expect, test } from 'vitest'
import { heard } from './lexicon.ts'

type Said = Record<string, unknown>

test.each<[string, Said]>([
  ['逾期', { subject: 'overdue' }],
  ['柳河镇逾期几处', { subject: 'overdue', unit: 'T1' }],
  ['哪些隐患超期了', { subject: 'overdue' }],
  ['明天到期的有几个', { subject: 'due-soon' }],
  ['临期隐患有几条', { subject: 'due-soon' }],
  ['谁没报', { subject: 'unreported' }],
  ['本周周报还差哪些单位', { subject: 'unreported', period: 'week' }],
  ['住建局报了没有', { subject: 'unreported', unit: 'D1' }],
  ['排名', { subject: 'ranking' }],
  ['哪个街道整改最慢', { subject: 'ranking' }],
  ['我们镇排第几', { subject: 'ranking', unit: 'T1' }],
  ['跟上周比是多了还是少了', { subject: 'trend', period: 'week' }],
  ['本月隐患走势', { subject: 'trend', period: 'month' }],
  ['12号怎么样了', { subject: 'hazard', codes: ['QH-0012'] }],
  ['12号改了没有', { subject: 'hazard', codes: ['QH-0012'] }],
  ['12和15号谁在负责', { subject: 'hazard', codes: ['QH-0012', 'QH-0015'] }],
  ['云溪里3号楼楼道那个改了吗', { subject: 'hazard', community: 'K8', category: 'evacuation' }],
  ['我的待办', { subject: 'mine' }],
  ['我们还有什么没改', { subject: 'mine' }],
  ['12号', { subject: 'hazard', codes: ['QH-0012'] }],
  ['云溪里还有几处', { subject: 'community', community: 'K8' }],
  ['云溪里的隐患整改了吗', { subject: 'community', community: 'K8' }],
  ['柳河镇咋样了', { subject: 'unit', unit: 'T1' }],
  ['柳河镇', { subject: 'unit', unit: 'T1' }],
  ['云溪里', { subject: 'community', community: 'K8' }],
  ['电动车的隐患柳河镇有多少', { subject: 'unit', unit: 'T1', category: 'e-bike' }],
  ['全县进度', { subject: 'overview' }],
  ['本周完成率怎么样', { subject: 'overview', period: 'week' }],
  ['飞线充电还有多少处', { subject: 'overview', category: 'e-bike' }],
  ['没销号的还有多少', { subject: 'overview' }],
])('a leader asks: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'query', ...slots })
})

test.each(['帮助', '怎么登记隐患', '周报怎么报', '你能干啥', '怎么申请延期', '使用说明'])(
  'help is asked for: %s',
  (text) => {
    expect(heard(text)).toEqual({ intent: 'help' })
  },
)

test.each<[string, Said]>([
  ['导出台账', { document: 'ledger' }],
  ['给我一份柳河镇的隐患清单', { document: 'ledger', unit: 'T1' }],
  ['做一份本周的汇总', { document: 'summary', period: 'week' }],
  ['拟一份通报', { document: 'circular' }],
])('a document is wanted: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'export', ...slots })
})

test.each<[string, Said]>([
  ['无意见', { none: true }],
  ['我镇对征求意见稿没有修改意见', { none: true }],
  ['建议增加夜间巡查频次的要求', { opinion: '增加夜间巡查频次的要求' }],
  ['反馈意见：报送时间改为周四', { opinion: '报送时间改为周四' }],
])('an opinion on a draft: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'feedback', ...slots })
})

test.each<[string, string[] | undefined]>([
  ['收到', undefined],
  ['好的，马上落实', undefined],
  ['12号收到', ['QH-0012']],
  ['12号已安排', ['QH-0012']],
])('somebody has taken notice: %s', (text, codes) => {
  expect(heard(text)).toEqual({ intent: 'acknowledge', ...(codes ? { codes } : {}) })
})

test.each([
  '早上好☀️',
  '谢谢大家',
  '中午吃啥',
  '请各单位抓紧报送周报',
  '各单位注意，下周检查组要来',
  '上午例会强调飞线要严管',
  '我下午去云溪里看看消火栓',
  '明天去云溪里复查',
  '外县上周有个仓库烧了',
  '听说隔壁小区楼道堆物被罚了',
  '占用消防通道按消防法怎么罚',
  '灭火器多少钱一个',
  '谁有消防队王主任的电话',
  '这个灭火器怎么用',
  '后天上午九点调度会，别迟到',
  '照片发不出去',
  '正在统计，稍等',
  '20号之前整改完',
  '听群众说云溪里那边有飞线，我明天去核实',
  '抱歉发错群了',
  '请翠竹物业尽快处理云溪里的消火栓',
  '注意用电安全，严禁飞线充电',
  '云溪里消火栓明天换',
])('chatter is never data: %s', (text) => {
  expect(heard(text)).toEqual({ intent: 'none' })
})

test.each([
  '锦绣城3号楼楼道堆物整改了吗',
  '云溪里电缆井封堵整改了没',
  '12号整改完了吗',
  '锦绣城消火栓有水了没有？',
  '本周检查了几家？',
])('a question is never data: %s', (text) => {
  expect(['query', 'none']).toContain(heard(text)['intent'])
})

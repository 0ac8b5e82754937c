import { expect, test } from 'vitest'
import { heard } from './lexicon.ts'

type Said = Record<string, unknown>

test.each<[string, Said]>([
  [
    '柳河镇本周检查小区6个，发现隐患11处，已整改8处，未整改3处',
    { period: 'week', counts: { inspected: 6, found: 11, rectified: 8, outstanding: 3 } },
  ],
  ['周报 查9家 隐患14 改12', { period: 'week', counts: { inspected: 9, found: 14, rectified: 12 } }],
  [
    '周报：出动25人，检查小区6个，发现隐患11处，整改8处',
    { period: 'week', counts: { people: 25, inspected: 6, found: 11, rectified: 8 } },
  ],
  [
    '半月报：排查单位三十二家，发现问题五十一个，督促整改四十八个',
    { period: 'half-month', counts: { inspected: 32, found: 51, rectified: 48 } },
  ],
  [
    '4月份检查场所120家，隐患88处，整改80处，下发通知书16份',
    { period: 'month', counts: { inspected: 120, found: 88, rectified: 80, notices: 16 } },
  ],
  [
    '行动以来累计检查310家，发现隐患402处，整改390处',
    { period: 'stage', counts: { inspected: 310, found: 402, rectified: 390 } },
  ],
  [
    '今天出动12人、车辆3台，检查7家，发现隐患9处',
    { period: 'day', counts: { people: 12, vehicles: 3, inspected: 7, found: 9 } },
  ],
  [
    '昨晚突击看了9家网吧，查出5个问题，现场整改3个，还剩2个',
    { period: 'day', counts: { inspected: 9, found: 5, rectified: 3, outstanding: 2 } },
  ],
  [
    '交警大队本周出动警力60人次，警车15台次，处罚45起',
    { period: 'week', counts: { people: 60, vehicles: 15, fines: 45 } },
  ],
  ['本周开展消防培训2期共130人，演练3次', { period: 'week', counts: { trained: 130, drills: 3 } }],
  ['组织疏散演练2场', { counts: { drills: 2 } }],
  [
    '这周跑了7个院子，问题13个，均已整改',
    { period: 'week', counts: { inspected: 7, found: 13, rectified: 13 } },
  ],
  ['检查6家，未发现隐患', { counts: { inspected: 6, found: 0 } }],
  [
    '柳河镇第二周：检查31家，问题44个，剩3个没改',
    { period: 'week', counts: { inspected: 31, found: 44, outstanding: 3 } },
  ],
  ['5月1日至5月7日检查17家，隐患21条', { period: 'week', counts: { inspected: 17, found: 21 } }],
  ['11.9-11.15 检查17家 隐患21条', { period: 'week', counts: { inspected: 17, found: 21 } }],
  ['5月上旬检查17家，隐患21条', { counts: { inspected: 17, found: 21 } }],
  ['还有5处没整改完', { counts: { outstanding: 5 } }],
  ['本周检查九小场所30家，隐患12处', { period: 'week', counts: { inspected: 30, found: 12 } }],
  ['本周出动检查组5个、人员40人次，检查单位22家', { period: 'week', counts: { people: 40, inspected: 22 } }],
  ['补交上周周报：检查22家，发现隐患30处', { period: 'week', counts: { inspected: 22, found: 30 } }],
  [
    '一、排查：走访26户\n二、问题：查出隐患9处，办结7处',
    { counts: { inspected: 26, found: 9, rectified: 7 } },
  ],
  [
    '东关街道周报\n检查数：27\n隐患数：44\n整改数：39\n未整改：5\n通知书：6',
    { period: 'week', counts: { inspected: 27, found: 44, rectified: 39, outstanding: 5, notices: 6 } },
  ],
  ['今天出动20人，清理楼道杂物15处，劝离电动车30辆', { period: 'day', counts: { people: 20 } }],
  ['本周立案2起，罚款1.5万元', { period: 'week', counts: { fines: 2 } }],
  ['出动25人，其它对', { counts: { people: 25 } }],
])('totals are a report: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'report-progress', ...slots })
})

test('this period and the running total are told apart', () => {
  expect(heard('总计排查90户，本周排查14户；总计隐患77处，本周隐患12处')).toEqual({
    intent: 'report-progress',
    period: 'week',
    counts: { inspected: 14, found: 12 },
    cumulative: { inspected: 90, found: 77 },
  })
})

test.each<[string, string | undefined]>([
  ['零报告', undefined],
  ['无', undefined],
  ['本周零报告', 'week'],
  ['柳河镇今日零报告', 'day'],
  ['本周无新增隐患', 'week'],
  ['本月未发现新隐患', 'month'],
  ['本半月未新增隐患', 'half-month'],
])('a nil report is a report: %s', (text, period) => {
  expect(heard(text)).toEqual({ intent: 'report-progress', ...(period ? { period } : {}), zero: true })
})

test.each<[string, Said]>([
  ['更正：检查数应为36家', { counts: { inspected: 36 } }],
  ['刚才报错了，隐患是12处不是21处', { counts: { found: 12 } }],
  ['前一条填错了，应为17处', {}],
  ['上一条作废，以这条为准：检查20家，隐患30处', { counts: { inspected: 20, found: 30 } }],
])('a correction holds only the numbers that it names: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'report-progress', ...slots, correction: true })
})

test.each(['就这样报', '按系统数报', '就这样报吧！'])('the offered numbers are taken: %s', (text) => {
  expect(heard(text)).toEqual({ intent: 'report-progress', asOffered: true })
})

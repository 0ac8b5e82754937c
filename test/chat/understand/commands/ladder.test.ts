import { expect, test } from 'vitest'
import { heard } from '../lexicon.ts'

const said = (text: string): unknown => heard(text, { unit: 'D4', role: 'office' })['said']

test.each<[string, object]>([
  ['督办情况', { act: 'overview' }],
  ['看通报稿', { act: 'view', step: 'circular' }],
  ['看一下约谈稿', { act: 'view', step: 'summons' }],
  ['看挂牌建议 QH', { act: 'view', step: 'listing', campaign: 'QH' }],
  ['发', { act: 'release', inGroups: false }],
  ['发通报 QH', { act: 'release', kind: 'circular', inGroups: false, campaign: 'QH' }],
  ['发通报 东关街道', { act: 'release', kind: 'circular', inGroups: false, unit: 'T2' }],
  ['发约谈', { act: 'release', kind: 'summons', inGroups: false }],
  ['发到群里', { act: 'release', inGroups: true }],
  ['发通报到群里', { act: 'release', kind: 'circular', inGroups: true }],
  ['发进度通报', { act: 'release', kind: 'progress', inGroups: false }],
  ['先不发，缓3天', { act: 'hold', days: 3 }],
  ['先不发', { act: 'hold', days: 3 }],
  ['缓五天', { act: 'hold', days: 5 }],
  ['东关街道 缓一周', { act: 'hold', days: 7, unit: 'T2' }],
  ['收回', { act: 'withdraw' }],
  ['收回通报第2号', { act: 'withdraw', kind: 'circular', number: 2 }],
  ['收回约谈 柳河镇', { act: 'withdraw', kind: 'summons', unit: 'T1' }],
  ['原因改为 整改不彻底', { act: 'cause', cause: '整改不彻底' }],
  ['东关街道 原因改为 整改走过场', { act: 'cause', cause: '整改走过场', unit: 'T2' }],
  ['说明 填报同志住院，已安排人接手', { act: 'side', text: '填报同志住院，已安排人接手' }],
  ['情况说明：柳河镇停电两天', { act: 'side', text: '柳河镇停电两天' }],
  [
    '约谈 翠竹物业 5月12日10点 事由：整改走过场',
    { act: 'summon', unit: 'P2', at: '2025-05-12T10:00', reason: '整改走过场' },
  ],
  [
    '约谈翠竹物业 明天下午3点 楼道反复堆物',
    { act: 'summon', unit: 'P2', at: '2025-05-09T15:00', reason: '楼道反复堆物' },
  ],
  ['约谈 翠竹物业', { act: 'summon', unit: 'P2' }],
  [
    '约谈记录 翠竹物业 承诺5月15日前清空楼道',
    { act: 'summon-record', unit: 'P2', text: '5月15日前清空楼道', followUpOn: '2025-05-15' },
  ],
  ['翠竹物业 约谈已落实', { act: 'summon-kept', unit: 'P2' }],
  ['约谈清单', { act: 'summon-list' }],
  ['进度通报', { act: 'bulletin' }],
  ['生成进度通报', { act: 'bulletin' }],
  ['曝光清单', { act: 'exposure' }],
  ['起草一份隐患曝光清单', { act: 'exposure' }],
  ['曝光清单只列12号、15号', { act: 'exposure', only: ['QH-0012', 'QH-0015'] }],
  ['曝光清单去掉12号', { act: 'exposure', without: ['QH-0012'] }],
  ['发曝光清单', { act: 'release', kind: 'exposure', inGroups: false }],
  ['发曝光清单到群里', { act: 'release', kind: 'exposure', inGroups: true }],
  ['收回曝光清单第1号', { act: 'withdraw', kind: 'exposure', number: 1 }],
  ['考核数据', { act: 'assessment' }],
  ['物业考评', { act: 'property-assessment' }],
  ['物业公司年度考评情况', { act: 'property-assessment' }],
])('is taken at its word: %s', (text, understood) => {
  expect(said(text)).toEqual(understood)
})

test.each([
  '发你了',
  '发一下通知',
  '发现3处隐患',
  '通报发了吗',
  '县里通报了我们镇',
  '缓一缓再说',
  '收回来的灭火器放哪',
  '说明书在哪',
  '说明一下情况吧',
  '约谈的事怎么样了？',
  '昨天约谈翠竹物业负责人，态度很好',
  '约谈翠竹物业的材料我来写',
  '原因是停电',
  '这个月考核要扣分吧',
  '曝光清单里怎么有我们',
  '曝光清单去掉我们吧',
  '领导说先不发红包',
])('talk about it decides nothing: %s', (text) => {
  expect(heard(text)['intent']).not.toBe('ladder')
})

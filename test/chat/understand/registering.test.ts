import { expect, test } from 'vitest'
import { understand } from '../../../src/chat/understand/understand.ts'
import { heard, lexicon, now } from './lexicon.ts'

type Said = Record<string, unknown>
const one = (hazard: Said): Said => ({ intent: 'register-hazard', hazards: [hazard] })

test.each<[string, Said]>([
  ['锦绣城5栋2单元楼道被旧床板堵了', { place: '5栋2单元', community: 'K1', category: 'evacuation' }],
  ['翠竹苑地下车库灭火器过期了十几个', { place: '地下车库', community: 'K2', category: 'facilities' }],
  ['云溪里消控室夜里就一个人', { place: '消控室', community: 'K8', category: 'management' }],
  ['向阳花园二期7号楼飞线充电', { place: '7号楼', community: 'K5', category: 'e-bike' }],
  ['向阳二期7号楼飞线充电', { place: '7号楼', community: 'K5', category: 'e-bike' }],
  ['向阳家园北门消防车通道停满私家车', { place: '北门消防车通道', community: 'K4', category: 'fire-lane' }],
  ['酒厂院3号楼电缆井里堆着拖把', { place: '3号楼电缆井', community: 'K6', category: 'building' }],
  ['观澜a区8号楼12层常闭门合不上，弹簧断了', { place: '8号楼12层', community: 'K7', category: 'facilities' }],
  ['观澜国际A区１６栋消防电梯停用', { place: '16栋', community: 'K7', category: 'facilities' }],
  ['锦绣城11号楼201室门口放煤气瓶', { place: '11号楼201室门口', community: 'K1', category: 'gas-hazmat' }],
  ['云溪里2幢住户在一楼门厅给电瓶车充电', { place: '2幢', community: 'K8', category: 'e-bike' }],
  ['翠竹苑6号楼外墙保温层脱落一大片', { place: '6号楼外墙', community: 'K2', category: 'building' }],
  ['向阳花园4栋私拉电线，线头都露着', { place: '4栋', community: 'K3', category: 'electrical' }],
  ['酒厂家属院一楼门面三合一，里面还住人', { place: '一楼门面', community: 'K6', category: 'other' }],
  ['锦绣城消火栓箱被沙发挡住', { community: 'K1', category: 'facilities' }],
  ['锦绣城安全出口被电动车堵了', { community: 'K1', category: 'e-bike' }],
  ['云溪里没有消防车通道标线', { community: 'K8', category: 'fire-lane' }],
  ['翠竹苑物业没建消防档案', { community: 'K2', category: 'management' }],
  ['向陽花園3號樓樓道堆滿雜物', { place: '3號樓樓道', community: 'K3', category: 'evacuation' }],
  ['酒厂院2号楼消火拴没水', { place: '2号楼', community: 'K6', category: 'facilities' }],
  ['向阳花圆1栋灭火器没压力', { place: '1栋', community: 'K3', category: 'facilities' }],
  ['登记 云溪里9栋楼梯间停放电动自行车', { place: '9栋楼梯间', community: 'K8', category: 'e-bike' }],
  ['报隐患：云溪里9栋楼顶搭了彩钢房', { place: '9栋楼顶', community: 'K8', category: 'building' }],
  ['枫林小区3栋楼道堆满杂物', { place: '3栋楼道', community: '枫林小区', category: 'evacuation' }],
  ['县中医院住院部4楼疏散指示灯不亮', { place: '县中医院住院部4楼', category: 'facilities' }],
  ['县第二小学食堂燃气报警器坏了', { place: '县第二小学食堂', category: 'gas-hazmat' }],
])('a neighbour or inspector describes one hazard: %s', (text, hazard) => {
  const said = heard(text)
  expect(said['intent']).toBe('register-hazard')
  const [first, ...others] = said['hazards'] as Said[]
  expect(others).toEqual([])
  expect(first?.['community']).toBe(hazard['community'])
  expect(first?.['category']).toBe(hazard['category'])
  // 北门 for 北门消防车通道 finds the door as well; nothing else would.
  const place = String(first?.['place'] ?? '')
  const wanted = String(hazard['place'] ?? '')
  if (wanted)
    expect([place.includes(wanted), place !== '' && wanted.startsWith(place)], place).toContain(true)
})

test.each<[string, string]>([
  ['锦绣城5栋楼道堆物，5月12日前清理', '2025-05-12'],
  ['锦绣城5栋楼道堆物，限3天内清理', '2025-05-11'],
  ['锦绣城5栋楼道堆物，三日内整改', '2025-05-11'],
  ['锦绣城5栋楼道堆物，48小时内整改', '2025-05-10'],
  ['锦绣城5栋楼道堆物，两个工作日内整改', '2025-05-12'],
  ['锦绣城5栋楼道堆物，一周内整改', '2025-05-15'],
  ['锦绣城5栋楼道堆物，下周二前整改', '2025-05-13'],
  ['锦绣城5栋楼道堆物，下下周一之前整改', '2025-05-19'],
  ['锦绣城5栋楼道堆物，周五前清完', '2025-05-09'],
  ['锦绣城5栋楼道堆物，本周日之前清完', '2025-05-11'],
  ['锦绣城5栋楼道堆物，月底前清完', '2025-05-31'],
  ['锦绣城5栋楼道堆物，6月上旬前清完', '2025-06-10'],
  ['锦绣城5栋楼道堆物，20号之前清完', '2025-05-20'],
  ['锦绣城5栋楼道堆物，3号之前清完', '2025-06-03'],
  ['锦绣城5栋楼道堆物，端午节前清完', '2025-05-30'],
  ['锦绣城5栋楼道堆物，明天下午3点前清完', '2025-05-09T15:00'],
  ['锦绣城5栋楼道堆物，要求5.20前改', '2025-05-20'],
  ['锦绣城5栋楼道堆物，整改期限：2025年5月30日', '2025-05-30'],
  ['锦绣城5栋楼道堆物，5月30日（含）前清理', '2025-05-30'],
  ['锦绣城5栋楼道堆物，1月10日前整改', '2026-01-10'],
  ['锦绣城5栋楼道堆物，本周内清走', '2025-05-11'],
  ['锦绣城5栋楼道堆物，本月内清走', '2025-05-31'],
])('a deadline is read as people say it: %s', (text, due) => {
  expect((heard(text)['hazards'] as Said[])[0]?.['due']).toBe(due)
})

test.each(['锦绣城5栋楼道堆物，尽快整改', '锦绣城5栋楼道堆物，立即清理', '5月6日检查发现锦绣城5栋楼道堆物'])(
  'no deadline is made up: %s',
  (text) => {
    expect((heard(text)['hazards'] as Said[])[0]).not.toHaveProperty('due')
  },
)

test.each<[string, string | undefined]>([
  ['云溪里正门消防车道压着两辆皮卡，请交警来处理', 'D3'],
  ['云溪里5栋楼顶违建，由综合执法局处理', 'D5'],
  ['云溪里5栋楼顶违建，交城管处理', 'D5'],
  ['云溪里5栋应急灯坏了，责任单位：锦绣物业', 'P1'],
  ['云溪里5栋应急灯坏了，责令锦绣物业月底前修好', 'P1'],
  ['云溪里5栋配电箱没有门，供电公司负责', 'D6'],
  ['云溪里5栋应急灯坏了，已联系业主', undefined],
  ['会同消防大队检查云溪里，5栋应急灯坏了', undefined],
  ['云溪里5栋消防通道堆杂物', undefined],
  ['柳河镇5月6日排查情况：云溪里5栋应急灯坏了', undefined],
  ['云溪里登高场地被占用 交警和锦绣物业月底前解决', 'D3'],
])('the unit that is asked is responsible, the one that is only mentioned is not: %s', (text, unit) => {
  expect((heard(text)['hazards'] as Said[])[0]?.['responsible']).toBe(unit)
})

test.each<[string, boolean]>([
  ['云溪里3栋走廊摆了两个鞋架，已当场移走', true],
  ['云溪里3栋走廊摆了两个鞋架，现场清理完毕', true],
  ['云溪里3栋有人飞线充电，已劝离', true],
  ['云溪里3栋有人飞线充电，已劝阻', false],
  ['云溪里3栋有人飞线充电，现场责令整改', false],
  ['云溪里3栋有人飞线充电，已下发通知', false],
])('only what was removed during the visit is fixed on the spot: %s', (text, fixed) => {
  expect((heard(text)['hazards'] as Said[])[0]?.['fixedOnSpot'] ?? false).toBe(fixed)
})

test('a list under one compound becomes one hazard an item, and the order at its end is for all', () => {
  const said = heard(
    '今天查云溪里：\n1. 2栋1单元楼道堆杂物\n2. 地库灭火器压力不足\n3. 消控室没人值班\n请翠竹物业5月20日前改完',
  )
  expect(said).toEqual({
    intent: 'register-hazard',
    hazards: [
      {
        place: '2栋1单元楼道',
        community: 'K8',
        category: 'evacuation',
        responsible: 'P2',
        due: '2025-05-20',
      },
      { place: '地库', community: 'K8', category: 'facilities', responsible: 'P2', due: '2025-05-20' },
      { place: '消控室', community: 'K8', category: 'management', responsible: 'P2', due: '2025-05-20' },
    ],
  })
})

test('three compounds in one breath are three hazards', () => {
  const said = heard(
    '今天查了三个小区，1、锦绣城5栋消火栓没水 2、翠竹苑地下车库电动车充电飞线 3、云溪里消控室晚上就一个人，都要求5.20前改',
  )
  expect((said['hazards'] as Said[]).map((h) => [h['community'], h['category'], h['due']])).toEqual([
    ['K1', 'facilities', '2025-05-20'],
    ['K2', 'e-bike', '2025-05-20'],
    ['K8', 'management', '2025-05-20'],
  ])
})

test('what was cleared during the visit and what is still open are both findings', () => {
  const said = heard('翠竹苑2号楼楼道有沙发，已清理；5号楼楼道有电瓶车，请物业3日内清走')
  expect(said['hazards']).toEqual([
    { place: '2号楼楼道', community: 'K2', category: 'evacuation', fixedOnSpot: true },
    { place: '5号楼楼道', community: 'K2', category: 'e-bike', due: '2025-05-11' },
  ])
})

test('two objects at one place are two hazards, two faults of one object are one', () => {
  expect(heard('锦绣城3栋灭火器和应急灯都坏了')['hazards']).toHaveLength(2)
  expect(heard('锦绣城微型消防站缺人手又缺空气呼吸器')['hazards']).toHaveLength(1)
})

test('the same fault in two compounds is two hazards', () => {
  const said = heard('锦绣城、翠竹苑的车库里都住着人')
  expect(said['hazards']).toEqual([
    { place: '车库', community: 'K1', category: 'other' },
    { place: '车库', community: 'K2', category: 'other' },
  ])
})

test('an order for the first items of a list leaves the others alone', () => {
  const said = heard(
    '翠竹苑\n1.消控室夜班单人\n2.5号楼扑救面种了一排树\n3.6号楼门厅有人给电瓶充电（已当场拔掉）\n1、2项由翠竹物业5月30日前整改',
  )
  expect((said['hazards'] as Said[]).map((h) => [h['responsible'], h['due'], h['fixedOnSpot']])).toEqual([
    ['P2', '2025-05-30', undefined],
    ['P2', '2025-05-30', undefined],
    [undefined, undefined, true],
  ])
})

test('the official word decides the grade, plain wording does not', () => {
  expect(heard('锦绣城8栋消防电梯停用，属重大火灾隐患')).toEqual(
    one({ place: '8栋', community: 'K1', category: 'facilities', severity: 'major' }),
  )
  expect(heard('锦绣城8栋消防电梯停用，疑似重大')).toEqual(
    one({ place: '8栋', community: 'K1', category: 'facilities', severity: 'major' }),
  )
  expect(heard('锦绣城8栋楼道堆物很严重')).toEqual(
    one({ place: '8栋楼道', community: 'K1', category: 'evacuation' }),
  )
})

test('the words a hazard was read from are kept', () => {
  expect(heardWords('锦绣城8栋楼道堆物')).toContain('楼道堆物')
})

function heardWords(text: string): string {
  const u = understand(text, { lexicon, now })
  return u.intent === 'register-hazard' ? (u.hazards[0]?.description ?? '') : ''
}

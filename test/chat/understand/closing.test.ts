import { expect, test } from 'vitest'
import { heard } from './lexicon.ts'

type Said = Record<string, unknown>
const codes = (...numbers: number[]): string[] => numbers.map((n) => `QH-${String(n).padStart(4, '0')}`)

test.each<[string, Said]>([
  ['12号已改', { codes: codes(12) }],
  ['12号己改', { codes: codes(12) }],
  ['整改 12', { codes: codes(12) }],
  ['整改 12 已更换灭火器', { codes: codes(12) }],
  ['QH-0045整改完毕，请验收', { codes: codes(45) }],
  ['qh0045 改好了', { codes: codes(45) }],
  ['第9号、第10号已经处理妥了', { codes: codes(9, 10) }],
  ['二十三号隐患搞定了', { codes: codes(23) }],
  ['零零五二已整改', { codes: codes(52) }],
  ['0041换好了，等待验收', { codes: codes(41) }],
  ['12，15，18号均已整改', { codes: codes(12, 15, 18) }],
  ['36号到39号都整改完成', { codes: codes(36, 37, 38, 39) }],
  ['QH-0012至0014已全部整改到位', { codes: codes(12, 13, 14) }],
  ['12和15弄好了，18还差一点', { codes: codes(12, 15) }],
  ['锦绣城3号楼楼道的旧家具全搬走了', { place: '3号楼楼道', community: 'K1' }],
  ['云溪里南门地锁拆掉了', { place: '南门', community: 'K8' }],
  ['翠竹苑9号楼的灭火器换新的了', { place: '9号楼', community: 'K2' }],
  ['上次说的云溪里17层隔断门拆掉了', { place: '17层', community: 'K8' }],
  ['云溪里限高杆拆了👌', { community: 'K8' }],
])('whoever looks after it says it is done: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'confirm-rectified', ...slots })
})

test.each(['12号还没改完', '18号没整改，业主不配合', '12号还在改', '27还差一点', '12号联系业主了，还没改'])(
  'what is not done yet is not recorded: %s',
  (text) => {
    expect(heard(text)).toEqual({ intent: 'none' })
  },
)

test.each<[string, Said]>([
  ['复查 12 合格', { codes: codes(12), result: 'pass' }],
  ['复查12号合格', { codes: codes(12), result: 'pass' }],
  ['12号不合格 没清干净', { codes: codes(12), result: 'fail' }],
  ['现场验收23号，已整改到位，同意销号', { codes: codes(23), result: 'pass' }],
  ['102 105核验通过', { codes: codes(102, 105), result: 'pass' }],
  ['回头看云溪里，楼道又堆满了，打回', { community: 'K8', result: 'fail' }],
  ['核查了翠竹苑，防火门没换，不予通过', { community: 'K2', result: 'fail' }],
  ['18号现场核查，依旧堆着，没过', { codes: codes(18), result: 'fail' }],
])('an inspector gives a verdict: %s', (text, slots) => {
  expect(heard(text, { unit: 'D2', role: 'inspector' })).toEqual({ intent: 'reinspect', ...slots })
})

test.each<[string, Said]>([
  ['12号申请延期到5月20日', { codes: codes(12), due: '2025-05-20' }],
  ['12号能不能宽限到下周三', { codes: codes(12), due: '2025-05-14' }],
  ['26、27号月底前改不完，申请延长到6月15日', { codes: codes(26, 27), due: '2025-06-15' }],
  ['33号申请延期一个月', { codes: codes(33) }],
  ['请求将15号整改时限延长至2025年6月5日下午5点', { codes: codes(15), due: '2025-06-05T17:00' }],
  ['云溪里水泵等到货，希望延期到端午节前', { community: 'K8', due: '2025-05-30' }],
])('more time is asked for: %s', (text, slots) => {
  expect(heard(text)).toEqual({ intent: 'request-extension', ...slots })
})

test.each<[string, string, number]>([
  ['12号转交给供电公司', 'D6', 12],
  ['15号不属于我单位，请移送住建局', 'D1', 15],
  ['QH-0018移交综合执法局', 'D5', 18],
  ['66号应由应急局负责', 'D4', 66],
  ['33号停的是社会车辆，应由交警大队处理', 'D3', 33],
])('a hazard is handed on: %s', (text, to, code) => {
  expect(heard(text)).toEqual({ intent: 'transfer', codes: codes(code), to })
})

test.each(['建议对QH-0031挂牌督办', '把31号列入挂牌督办', '31号拟县级挂牌督办'])(
  'a hazard is put on the list: %s',
  (text) => {
    expect(heard(text)).toEqual({ intent: 'list-for-supervision', codes: codes(31) })
  },
)

test.each<[string, Said]>([
  ['12号 期限改为5月20日', { intent: 'amend-hazard', codes: codes(12), due: '2025-05-20' }],
  ['12号责任单位改成翠竹物业', { intent: 'amend-hazard', codes: codes(12), responsible: 'P2' }],
  ['12号 类别改为 电动自行车', { intent: 'amend-hazard', codes: codes(12), category: 'e-bike' }],
  ['12号地点改为5号楼1单元', { intent: 'amend-hazard', codes: codes(12), place: '5号楼1单元' }],
  ['12号作废', { intent: 'void-hazard', codes: codes(12) }],
  ['撤销12号', { intent: 'void-hazard', codes: codes(12) }],
  ['12号是误报', { intent: 'void-hazard', codes: codes(12) }],
  ['12号不是我们的', { intent: 'decline-hazard', codes: codes(12) }],
])('a registered hazard is changed: %s', (text, understood) => {
  expect(heard(text)).toEqual(understood)
})

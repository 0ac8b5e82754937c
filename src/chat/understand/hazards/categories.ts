import type { Category } from '../types.ts'
import { remembered, scanWords } from '../text/words.ts'
import { thingIndex } from './things.ts'

export type ThingHit = Readonly<{ id: string; category: Category; start: number; end: number; word: string }>

/** The things that the clause names, in their order. */
export const thingsIn = remembered((clause: string): readonly ThingHit[] => {
  const hits = scanWords(clause, thingIndex).map(({ start, end, word, tag }) => ({
    ...tag,
    start,
    end,
    word,
  }))
  // 住了 is people living there unless something is 挡住了.
  const lived = /(?<![挡堵锁压盖罩圈卡围])住[了着]/u.exec(clause)
  if (!lived || hits.some((h) => h.id === 'three-in-one')) return hits
  const living = {
    id: 'three-in-one',
    category: 'other',
    start: lived.index,
    end: lived.index + 2,
    word: lived[0],
  } as const
  return [...hits, living].sort((x, y) => x.start - y.start)
})

const blocked = /挡|堵|圈|埋|占|遮|围|封|压|停|放|锁|堆|塞/u
const missingOrBroken =
  /没|无|缺|少|坏|损|过期|失效|不足|不亮|不响|不灵|故障|漏|破|失灵|不合格|不符|老旧|停用|关闭|启动不|不动|降不|没装|未装|未设|未配|丢|偷/u
const people = /值班|一个人|1个人|一人|1人|没人|无人|人员|证|睡|脱岗|离岗|空岗|关门|锁门|不在/u
const indoors =
  /楼道|楼梯|走廊|走道|过道|室内|楼内|店内|场内|车间|前室|包房|包间|KTV|网吧|病房|教室|宿舍|铁门|玻璃门|防盗门|砌墙|墙(?:体)?(?:封|堵|砌)|封死|隔断|[0-9一二三四五六七八九十]层|[0-9一二三四五六七八九十]楼(?![栋门前后下旁东西南北])|商场|超市|仓库内|地下室|货架/u
const evacuationBlocked =
  /堵|封|锁|占|挡|遮|堆|停|放|摆|满|晒|晾|码|塞|挤|搁|不通|关闭|隔断|焊|砌|打不开|推不开|反锁|加床|狭窄|不足|少|没有第二/u

/**
 * The category of a clause and the thing that decided it. Borders of the notice: what is blocked counts before
 * what blocks it, except that electric bikes in a building are always e-bike. Undefined when nothing is named.
 */
export function judge(clause: string, hits: readonly ThingHit[] = thingsIn(clause)): ThingHit | undefined {
  const by = (...ids: readonly string[]): ThingHit | undefined => hits.find((h) => ids.includes(h.id))
  const of = (category: Category): ThingHit | undefined =>
    hits.find((h) => h.category === category && h.id !== 'control-room')
  if (hits.length === 0) return undefined

  const station = by('micro-station')
  if (station) return station
  const room = by('control-room')
  const management = of('management')
  if (room && people.test(clause)) return { ...room, id: 'duty', category: 'management' }
  if (management && by('training', 'plan', 'file', 'drill', 'responsible-person')) return management

  const facility = of('facilities')
  const line = by('electrical')
  // A wire drawn for charging is 飞线, whatever it is called.
  if (line && /充电(?!宝)/u.test(clause) && !facility && !by('e-bike'))
    return { ...line, id: 'e-bike', category: 'e-bike' }
  const bike = by('e-bike')
  const lane = by('lane')
  const bars = hits.find((h) => h.id === 'window-bars' && /防盗|栅栏|护栏|不锈钢/u.test(h.word))
  // "占用消防车道停放电动车": outside, so the lane is at fault.
  if (bike && lane && !indoors.test(clause)) return lane
  if (
    facility &&
    bike &&
    (/栓|喷|箱|器|报警/u.test(facility.word) ? blocked.test(clause) || missingOrBroken.test(clause) : false)
  )
    if (!/飞线|上楼/u.test(clause)) return facility
  if (bike) return bike
  const shaft = by('shaft')
  if (shaft && (shaft.word !== '封堵' || hits.length === 1)) return shaft

  if (bars) return bars
  // 灶台上面那个灭火毯没了: the hob is where, the blanket is what.
  const gas = hits.find(
    (h) =>
      h.category === 'gas-hazmat' &&
      !(
        facility &&
        facility.start > h.end &&
        /^(?:台)?(?:上|旁|边|里|内|下|前|后|间|房|室)/u.test(clause.slice(h.end, h.end + 3))
      ),
  )
  if (facility && !gas) {
    // 消防泵房堆杂物, 灭火器箱… are facilities; a fire door that stands open into stairs too.
    const open = by('exit')
    if (!(open && open.start < facility.start && /锁|堵|封死/u.test(clause) && facility.id === 'fire-door'))
      return facility
  }
  if (gas) return gas
  if (management) return management
  const passage = by('passage')
  const exit = by('exit')
  if (lane) return lane
  if (exit && (exit.word !== '出口' || hits.length === 1) && evacuationBlocked.test(clause)) return exit
  if (passage) return indoors.test(clause) || by('stairs') ? { ...passage, category: 'evacuation' } : passage
  const other = of('other')
  const electrical = by('electrical')
  if (other && (other.id === 'three-in-one' || !electrical)) return other
  const building = of('building')
  if (building && !(electrical && building.id === 'window-bars')) return building
  if (electrical) return electrical
  if (room) return room
  return exit ?? by('stairs') ?? by('clutter') ?? hits[0]
}

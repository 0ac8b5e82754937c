import type { NameHit } from '../text/names.ts'
import type { Reading } from '../text/reading.ts'
import { thingsIn } from './categories.ts'
import { splitAt, type Piece } from './pieces.ts'

/** Words that say something is wrong, in the way of things or of people. */
export const fault =
  /堆|停放|停满|停了|停着|停车|乱停|停在|停用|停电动|停电瓶|长期停|又停|(?<!开|释)放(?![行假心水电大映学暑])|建了|盖了|加盖|改成|一直响|瘫痪|不明|空置|找不到|全是|都是|通到|直通|生锈|倾斜|遗失|模糊|滴水|渗水|罩住|横在|横跨|伸到|垂下|歪|进电梯|上楼|推进|满是|爬满|晾|晒|搁|摞|挤|拥堵|窄|矮|薄|暴露|外露|没电|断电|虚接|隔开|加层|误报|没人管|不管|摆|放置|存放|占|堵|挡|锁|坏|损|破|没|无(?!人机|线)|未(?:安装|设|配|封|建|落实|开展|检测|按|持|接|关|年检|定期|签|保持)|不(?:亮|响|灵|足|严|合格|符|通|畅|规范|会|到位|达标|全|出水|动|了|能|工作|启动|懂|上|下)|缺|少|过期|失效|失灵|故障|漏|脱落|掉落|[牌灯头门板盖罩器]掉|掉皮|空鼓|开裂|起皮|老化|裸露|私|乱|违|飞线|充电|住人|人住|(?:[道口内上下里间厅廊]|门前)(?:有|全是)|(?<![挡堵锁压盖罩圈卡围])住了|住着|住了|睡|住宿|三合一|圈|埋|围挡|遮|封死|封闭|焊|拆除了?消防|常开|敞开|开着|顶着|太低|太窄|狭窄|摆摊|卖|用易燃|易燃|可燃|悬挂|搭|违建|彩钢|空白|空岗|脱岗|离岗|单人|一个人|1个人|只有一|一人值|关闭|关着|锈|卡|断|松动|倒塌|积水|压力(?:低|为0|０|不)|0压|零压|堆物|油污|没清洗|动火|电焊|抽烟|吸烟|烧|明火|杂物|超量|超期|超负荷|混|门面房住|挪用|丢失|丢|偷|画了|划了|种|栽|树枝|垃圾|冒|异响|打不开|推不开|关不|降不|闭不|启动不|进不|没法|占用|凌乱|杂乱|短路|跳闸|发热|烧焦|缠|绑|拉了|拉电|接电|接线|做饭|养|砌|加床|隔断|设置花坛|设花坛|软包|作坊|多合一|煤气|气罐|气瓶|液化气|烟花|爆竹|汽油|柴油|油漆|酒精/u
/** A key of a form before its value; the value is a place or the name of a site. */
export const label =
  /^(?:隐患|问题|所在)?(小区名称|小区|单位名称|单位|地点|位置|场所|地址|名称|受检单位|检查对象|检查单位|被检查单位|点位|部位|隐患位置|隐患地点|隐患部位)[：:]/u

/** The names inside a piece. They are in order, so the first is found by halving: a long message stays linear. */
function namesIn(r: Reading, p: Piece): readonly NameHit[] {
  let low = 0
  let high = r.names.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((r.names[middle]?.start ?? 0) < p.start) low = middle + 1
    else high = middle
  }
  const found: NameHit[] = []
  for (let i = low; ; i++) {
    const hit = r.names[i]
    if (!hit || hit.end > p.start + p.text.length) return found
    found.push(hit)
  }
}

/** Units named inside a piece. */
export const unitsIn = (r: Reading, p: Piece): readonly NameHit[] =>
  namesIn(r, p).filter((n) => n.kind === 'unit')
/** Compounds named inside a piece. */
export const communitiesIn = (r: Reading, p: Piece): readonly NameHit[] =>
  namesIn(r, p).filter((n) => n.kind === 'community')

/** Clauses of a sentence. 、 and blanks part only what stands alone, and a second compound opens a clause. */
export function clausesOf(part: Piece, r: Reading): readonly Piece[] {
  const clauses: Piece[] = []
  for (const comma of splitAt(part, /[，？]+/gu)) {
    const bits = splitAt(
      comma,
      /(?:[ 、]|（(?!含)|(?<!含|当天|当日)）)+|(?<=[\u4e00-\u9fff])(?:以及|并且|且|同时|还有)(?=[\u4e00-\u9fff0-9])/gu,
    )
    let held: Piece | undefined
    const flush = () => {
      if (held) clauses.push(held)
      held = undefined
    }
    for (const bit of bits) {
      if (!held) {
        held = bit
        continue
      }
      const joined: Piece = { ...held, text: r.text.slice(held.start, bit.start + bit.text.length) }
      const standsAlone =
        held.text.length > 80 || (isComplete(held.text) && (isComplete(bit.text) || findsOrder(bit, r)))
      const newOne = communitiesIn(r, bit).length > 0 && isComplete(held.text)
      // "门厅堆满纸板 6栋最多": a building after a whole finding opens a remark on it.
      const remark = isComplete(held.text) && /^\d{1,3}(?:栋|幢|座|号楼)/u.test(bit.text)
      if (
        remark ||
        standsAlone ||
        newOne ||
        label.test(bit.text) ||
        /^[\u4e00-\u9fff]{2,6}：/u.test(bit.text)
      ) {
        flush()
        held = bit
      } else held = joined
    }
    flush()
  }
  return clauses
}

const isComplete = (text: string): boolean => thingsIn(text).length > 0 && fault.test(text)
const findsOrder = (bit: Piece, r: Reading): boolean =>
  unitsIn(r, bit).length > 0 || /当场|现场|限|[前内底]$|前|已/u.test(bit.text)

import { lower, type NameHit } from '../text/names.ts'
import { thingsIn } from './categories.ts'

const number = '(?:[0-9]{1,5}|[a-zA-Z](?![a-z])|[一二三四五六七八九十百]{1,4}|负[一二三四])'
const numbered = `(?:${number}(?:号楼|号塔|塔楼?|号仓库|号院|号厂房|号铺位?|号商铺|号摊位?|号档口?|号柜台|号窗口|号展位|号库房|号棚|号车位|号门|号店|号车间|号库|单元|楼|栋|幢|座|层|室|户|区|排|号(?!之?前|以前)|F|#楼?)|[0-9]{1,3}-[0-9]{1,4}(?:-[0-9]{1,4})?|[0-9]{3,4}(?=门口|门前|门外|住户|家门))`
const words =
  '地下车库|地下室|地下[一二三]层|负[一二三]层|地库|车库|B[1-3]层?|顶楼|楼顶|顶层|屋顶|屋面|天台|底商|底层|门面房|门面|商铺|沿街|裙楼|大厅|门厅|楼道|走廊|走道|过道|楼梯间|楼梯口|楼梯|前室|电梯间|电梯口|电梯厅|消控室|消防控制室|监控室|配电室|配电箱|配电间|配电房|水泵房|泵房|机房|制氧机房|管道井|电缆井|电井|仓库|库房|厨房|后厨|食堂|包房|包间|包厢|会所|歌厅|舞厅|候车厅|售票厅|营业厅|收银台|活动室|阅览室|图书馆|实验室|后勤楼|实训楼|桥头|后屋|前屋|偏房|厢房|棚子|车棚|充电棚|微型消防站|物业办公室|办公室|作坊|加工点|活动室|会议室|活动中心|幼儿园|超市|餐饮店|小卖部|便利店|烧烤店|理发店|药店|饭店|餐馆|网吧|宾馆|酒店|茶楼|棋牌室|出租屋|自建房|登高操作场地|登高面|登高场地|消防车通道|消防车道|消防通道|安全出口|疏散通道|中心广场|广场|花坛|岗亭|外墙|围墙|屋顶水箱|水箱|水池|门卫室|门卫|值班室|样板间|售楼部|架空层|避难层|避难间|宿舍|车间|厂房|教学楼|住院部|门诊楼|综合楼|办公楼|西单元|东单元|中单元|路口|路边|路段|小广场|后院|前院|院内|院子|天井|阳台'
// Any word that ends as rooms and corners do: 布草间, 人防门口, 商业街, 走廊尽头.
const generic =
  '(?:[\\u4e00-\\u9fff]{1,3}?(?:间|室|仓|街|巷|尽头|拐角|转角|门口|楼下|楼上|两侧|墙边|墙外|墙角|库房|大院|营业厅|办公区|生活区|宿舍区))'
const directions =
  '(?:[东西南北]{1,2}(?:侧|边|面|头|门|角|区|段)|正门|大门|侧门|后门|小门|主入口|主出入口|出入口|入口|门口|门前|旁边|对面|楼下|楼上|附近|中间|前面|后面|里面|门外)'
const token = new RegExp(`${numbered}|${words}|${directions}|${generic}`, 'gu')

// What may stand between two words of one place.
const glue =
  /^(?:[的里内中和及与跟到至、~\-—及处口]|以及|之间|那边|旁|所有|全部|各|每|室外|外|前|后|下|上|靠|临| )*$/u
const tail = /^(?:里面|里|内|门口|口|处|旁边|旁|外面|入口|出口)/u

const sites =
  '百货楼|招待所|门市部?|客运站|候车厅|歌厅|服务区|批发市场|农贸市场|菜市场|供销社|大楼|影剧院|剧院|体育馆|图书馆|养鸡场|养殖场|屠宰场|酒坊|豆腐坊|粮站|货场|物流园|园区|冷库|修理厂|修车铺|铺子|学院|培训班|托管班|诊所|药房|银行|营业厅|歌舞厅|棋牌室|麻将馆|澡堂|足浴|美容院|健身房|农家乐|茶馆|酒吧|加气站|充电站|早点铺|饭庄|酒楼|面馆|粉店|文具店|五金店|[一二三四五六]中|中专|职高|党校|医院|卫生院|超市|酒店|大酒店|宾馆|商城|工厂|纺织厂|厂|学校|小学|中学|幼儿园|公司|KTV|网吧|市场|大厦|饭店|餐馆|店|出租屋|养老院|敬老院|影院|影城|教堂|寺|庙|仓库|工地|车站|加油站|加油点|加工点|收购点|零售点|代销点|快递点|宴会厅|餐厅|食堂|后厨|布草间|锅炉房|药库|煎药房|制剂室|检验科|手术室|住院部|门诊部|急诊科?|实训楼|实验楼|教学楼|综合楼|门诊楼|住院楼|宿舍楼|图书馆|科技楼|行政楼|实验室|阶梯教室|晒坝|院坝|水产区|干货区|熟食区|蔬菜区|肉类区|广场|商场|浴室|洗浴中心|洗浴|培训机构|培训中心|民宿|公寓|福利院|批发部|自建房|家具城|建材城|政府|办公楼|中心|市场|城'
const siteWord = new RegExp(`(?:${sites})`, 'gu')
const sorted = new RegExp(
  `(?<n>${numbered})|(?<w>${words})|(?<s>${sites})|(?<d>${directions})|(?<g>${generic})`,
  'gu',
)
/** The words of places in a text, each of its sort: with a number, a room, a site, a direction, a room by its ending. */
export const placeWords = (text: string): readonly Readonly<{ start: number; end: number; sort: string }>[] =>
  Array.from(text.matchAll(sorted), (m) => ({
    start: m.index,
    end: m.index + m[0].length,
    sort: Object.entries(m.groups ?? {}).find(([, v]) => v !== undefined)?.[0] ?? '',
  }))
const compounds =
  '小区|花园|家园|家属院|家属楼|新村|安置区|安置房|华庭|名苑|佳苑|嘉园|豪庭|雅苑|新苑|新城|名城|华府|公馆|苑|府'
const compoundWord = new RegExp(`(?:${compounds})`, 'gu')

/** Lead-ins of a report that belong to no name: "今天检查", "接群众举报", "在". */
const leadIn =
  /^(?:[ ，：。、（]|就是|就|图[一二三四五六七八九十\d]{1,2}|刚才|刚刚|刚|今天|今日|昨天|昨晚|上午|下午|中午|晚上|早上|傍晚|夜里|夜间|经|我镇|我乡|我村|我县|我局|我街道|我社区|我司|现场|我们|我|咱们?|大家|各位领导|领导|报告|汇报|发现|看到|见到|查到|检查到|检查发现|检查了?|排查了?|巡查了?|夜查|抽查|走访|到|去|在|对|的|接|群众|居民|业主|举报|反映|投诉|接到|有人说|上报|登记一下|登记|报一下|报个|报|隐患|问题|一下|新增|另外|还有|以及|此外|同时|其中|那个|这个|位于|经查|经检查|经排查|经现场检查|查(?!获|处)|单位|名称|小区|地点|位置|地址|场所|存在|如下|第[一二三四五六七八九十]|[一二三四五六七八九十]是|[0-9]{1,2}[.、])/u

/** Cuts lead-ins off the front and says how much was cut. */
export function skipLeadIn(text: string): number {
  let at = 0
  for (let guard = 0; guard < 12; guard++) {
    const m = leadIn.exec(text.slice(at, at + 10))
    if (!m || m[0].length === 0) break
    // 小区 alone is a label; "小区南门" keeps its gate.
    at += m[0].length
  }
  return at
}

export type Spot = Readonly<{ place?: string; site?: string; compound?: string; end: number }>

// Where the words of a place end: with what is at fault, what is done to it, or a pause.
const stop =
  /着火|冒(?:黑|浓|大|白)?烟|起火|失火|浓烟|快来|(?<![乡室没享公所拥])有(?![限机色家])|贴(?!$)|被|把|让(?!利)|叫|堆|停(?!车[场位库棚])|(?<!开|释)放(?!射)|占(?!地)|堵|锁(?!具)|坏|没|(?<!虚)无(?!线)|不(?!锈)|未(?!来)|缺|(?<!年|多|老)少(?!年)|损|私(?!立|人)|乱|违|搭|存|摆|住(?!宅|院|户|建)|搞|做|装(?!饰|修|卸|配)|改(?!造)|(?<!租)用(?!品|房)|拉(?!面|萨)|充(?!电[棚桩柜站])|冲电|着(?!火)|(?<!现|所|存|还)在(?!建|用)|是|[，。；：？！\n（）“”「」]|[0-9一二三四五六七八九十两]{1,3}(?:具|个(?!体)|处|只|盏|扇|樘|辆|台|块|根|瓶|箱(?!变)|桶|把|组|张|堆|户(?!型))|都|还(?!建)|又|全(?!民|季|聚)|已|太|卖(?!部|场)|里头?有|发现|存在|使用|过期|生锈|老化|破|漏|掉|挡|遮|封|砌|焊|开(?!发|心|元|福|泰|明|阳|关|水)|关(?!外|山)|睡|做饭|烧(?!烤|饼|腊)|抽烟|吸烟|画|划|种(?!子)|栽|晾|晒|挂|拴|捆|绑|压|串|缠|拖|糊|蒙|套|盖(?!板)|塞|挤(?!塑)|摞|码(?!头)|竖(?!井)|横(?!路|街)|立着|圈|围(?!墙)|养(?!老|生|殖)|加(?:装|了|床|盖|建)|新装|设(?:了|置|有)|接(?:了|出|着|电|到)|跟|与|同时|离|距|正|仍|依|再|去年|今年|长期|常年|经常|一直|天天|每天|晚上|夜里/u

/**
 * The words of a clause that say where: from its first words, after lead-ins, to what is at fault. When nothing
 * stands there, the first words of a place anywhere in it. A name of a compound that the lexicon does not know comes
 * back as `compound`, any other site as the head of `place`.
 */
export function findSpot(clause: string, community: NameHit | undefined, unit: NameHit | undefined): Spot {
  const own = unit && /厂|商城|公司|学校|医院/u.test(clause.slice(unit.start, unit.end)) ? unit : undefined
  const from = community ? community.end : own ? own.start : 0
  const rest = clause.slice(from)
  const skipped = community
    ? (/^(?:[：， 、]|的|(?:一共|总共|共|有)?[一二两三四五六七八九十\d]{1,2}(?:个|处|条)(?:毛病|问题|隐患)|那个|看见|看到|发现|存在|那边|那里|那儿|小区|里面|这边|这里|这儿|内部?(?=[^部]))*/u.exec(
        rest,
      )?.[0].length ?? 0)
    : own
      ? 0
      : skipLeadIn(rest)
  const body = rest.slice(skipped)
  const offset = from + skipped
  const site = community ? undefined : siteIn(body, own, offset)
  const head = headOf(body, own ? own.end - offset : (site?.end ?? 0))
  if (site) {
    const written = body.slice(0, site.end)
    const run = runOf(body, site.end)
    const near = run && run.start - site.end <= 6 ? run.end : site.end
    const end = Math.max(head, near)
    if (site.compound) {
      const inner = trim(body.slice(site.end, end))
      return { compound: written, ...(inner ? { place: inner } : {}), end: offset + end }
    }
    return { site: written, place: trim(body.slice(0, end)), end: offset + end }
  }
  const run = runOf(body, 0)
  const words = trim(body.slice(0, head))
  if (words.length >= 2 && words.length <= 24 && (looksLikePlace(words) || runOf(words, 0) !== undefined)) {
    // "3号楼二楼 消火栓": the run may go on a little behind the head.
    const end = run && run.start <= head && run.end > head ? run.end : head
    const lead = community || !run ? 0 : Math.min(run.start, leadOf(words))
    return { place: trim(body.slice(lead, end)), end: offset + end }
  }
  if (!run) return { end: from }
  return { place: body.slice(run.start, run.end).trim(), end: offset + run.end }
}

const trim = (s: string): string =>
  s
    .replace(/[，：、 的]+$/u, '')
    .replace(/^[，：、 的]+/u, '')
    .replace(
      /(?:里面|这里|那里)?(?:看到|看见|发现|瞧见|瞅见|业主|住户|员工|工人|学生|顾客|房东|租户|居民|商户|店主|老板|老人|租客|师傅)(?:们|自己)?$/u,
      '',
    )
    .replace(/[（(]$/u, '')
    .trim()

/** Where the leading words of a place end: at a thing that is no place itself, or at a word of fault. */
function headOf(body: string, from: number): number {
  const window = body.slice(from, from + 40)
  let end = stop.exec(window)?.index ?? window.length
  for (const hit of thingsIn(window)) {
    if (hit.start >= end) break
    if (isPlaceWord(hit, window)) continue
    end = hit.start
    break
  }
  return from + end
}

// Rooms and ways are things that can be at fault and places as well; a place when more follows.
const rooms =
  /^(?:楼道|楼梯间|楼梯口|楼梯|步梯|走廊|走道|过道|楼道口|门厅|大厅|连廊|电梯口|电梯厅|电梯间|公共走道|公共部位|架空层|单元门|单元口|前室|合用前室|后门|侧门|边门|天台|消控室|消防控制室|监控室|控制室|消控中心|配电室|配电间|配电房|泵房|消防泵房|水泵房|管井|电井|竖井|电缆井|管道井|强电井|弱电井|水池|水箱|堂屋|缓步台|转台|过廊|避难层|避难间|消防水池|消防水箱|屋顶水箱|高位水箱|充电棚|铁皮房|铁皮棚|铁皮屋|板房|阁楼|作坊|加工点|木工房|储物间|车道|消防车道|消防车通道|消防通道|疏散通道|安全通道|安全出口|通道|登高面|登高场地|微型消防站|微型站|微站|阳台|燃气|天然气|消防|烧烤)$/u
const isPlaceWord = (hit: Readonly<{ word: string; end: number; start: number }>, window: string): boolean =>
  (rooms.test(hit.word) &&
    (hit.start === 0 ||
      !/^(?:消防|安全|疏散|通道|登高|微)/u.test(hit.word) ||
      /^(?:两侧|旁|口|内|里|上|中间|门口|尽头|入口|出口|外|前|后)/u.test(window.slice(hit.end)))) ||
  /^(?:间|房|室|零售|销售|门店|车间|企业|店|铺|厂|站|公司|门市|批发|经营部|加工|机房|旁|门口|专卖|门店|超市|大?市场|仓库|库房?|井|处|公寓)/u.test(
    window.slice(hit.end),
  )

const looksLikePlace = (words: string): boolean =>
  /[0-9一二三四五六七八九十A-Za-z]|[东西南北中前后上下内外旁侧边面门口楼栋幢座层室房间厅库院场棚街巷路亭台井店铺馆坊吧区处段头角道桥顶厂站堂廊梯点社所村组仓市城园苑摊档科部坝埂桥墩排]$|地下|楼/u.test(
    words,
  ) &&
  !/[\d一二三四五六七八九十](?:月|日|号(?:之?前|以前)|个?工作日|天|小时|周|个月)|(?:周|星期|礼拜)[一二三四五六日天末]|[年月]底|之?前(?:完|拆|改|清|$)(?<!门前|楼前|栋前|幢前|箱前|室前|口前|柜前|房前|店前|院前|面前)|^[\d.\/-]+$|\d+人|^[\d一二三四五六七八九十两]+[家户个处名]$|\d月\d|负责|责任|期限|时限|请|美中|那个$|看[了一]|查[了一]|[一两二三]人$|^(?:辖区|本|全|各|每)[^楼栋]{0,2}$|不足/u.test(
    words,
  ) &&
  !/^(?:一家[一二三四五六七八几老]|昨|今|刚|目前|我们|物业|检查|发现|整改|存在|隐患|问题|周边|多处|多个|部分|有些|一些|几个|所有|全部)[^0-9]{0,3}$/u.test(
    words,
  )

/** How much of the words in front is no place: "请各位 3号楼" begins with the building. */
const leadOf = (words: string): number => {
  const m =
    /^[^0-9一二三四五六七八九十东西南北]{0,12}(?=[0-9一二三四五六七八九十]{1,4}(?:号楼|栋|幢|座|单元|#))/u.exec(
      words,
    )
  const head = m?.[0] ?? ''
  // 上元村东头 and 老供销社 are names; verbs in front are not.
  return /看|查|报|请|位|领导|我|你|他|了|好|，/u.test(head) ? head.length : 0
}

function runOf(body: string, from: number): { start: number; end: number } | undefined {
  let start = -1
  let end = -1
  token.lastIndex = from
  for (let m = token.exec(body); m; m = token.exec(body)) {
    if (start >= 0 && !(m.index - end <= 5 && glue.test(body.slice(end, m.index)))) break
    if (start < 0) start = m.index
    end = m.index + m[0].length
    const more = tail.exec(body.slice(end, end + 3))
    if (more) end += more[0].length
    token.lastIndex = end
  }
  return start < 0 ? undefined : { start, end }
}

function siteIn(
  body: string,
  unit: NameHit | undefined,
  offset: number,
): { end: number; compound: boolean } | undefined {
  if (unit && unit.start === offset && /厂|商城|公司|学校|医院/u.test(body.slice(0, unit.end - offset)))
    return { end: unit.end - offset, compound: false }
  const head = body.slice(0, 16)
  const stop = /[，。；：\n ]/u.exec(head)?.index ?? head.length
  const name = head.slice(0, stop)
  compoundWord.lastIndex = 0
  for (let m = compoundWord.exec(name); m; m = compoundWord.exec(name)) {
    const end = m.index + m[0].length
    if (m.index < 2 && m[0].length < 3) continue
    if (m.index === 0) continue
    if (
      (/小区|花园|家园|家属院|新村|华庭|名苑|嘉园|雅苑|豪庭/u.test(m[0]) &&
        /^(?!路|街|店|超市|酒店|宾馆|饭店|幼儿园|小学|商场|社区|村|广场|市场|派出所|服务)[\u4e00-\u9fff]/u.test(
          body.slice(end, end + 3),
        ) &&
        plainName(name.slice(0, m.index))) ||
      (/^[ ]?(?:[0-9一二三四五六七八九十A-Z东西南北地车楼门消物的里内没无]|$)/u.test(
        body.slice(end, end + 2),
      ) &&
        plainName(name.slice(0, m.index)))
    )
      return { end, compound: true }
  }
  siteWord.lastIndex = 0
  for (let m = siteWord.exec(name); m; m = siteWord.exec(name)) {
    const end = m.index + m[0].length
    if (m.index < (m[0].endsWith('中') ? 1 : 2) || !plainName(name.slice(0, m.index))) continue
    // "…宾馆KTV": go on while the next site word follows at once.
    let last = end
    for (let n = siteWord.exec(name); n && n.index === last; n = siteWord.exec(name))
      last = n.index + n[0].length
    return { end: last, compound: false }
  }
  const road = /^[\u4e00-\u9fff]{1,6}(?:路|街|巷|大道)[0-9]{1,4}号/u.exec(body)
  return road ? { end: road[0].length, compound: false } : undefined
}

/** A name has no verb of a fault and no building in it. */
const plainName = (s: string): boolean =>
  !/^[一二三四五六七八九十两几\d]{1,3}[家个户间]|通知|已|现将|隐患|通报|堆|停|放|堵|占|锁|坏|没|无|不|有|被|把|在|是|了|的|要|请|和|[0-9一二三四五六七八九十](?:栋|幢|单元|楼|层)/u.test(
    s,
  ) || /^[\u4e00-\u9fff]{1,5}(?:路|街|巷|大道)[0-9]{1,4}号$/u.test(s)

/** Whether two written places are the same place. */
export const samePlace = (a: string | undefined, b: string | undefined): boolean =>
  lower(a ?? '') === lower(b ?? '')

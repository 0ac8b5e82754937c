import { lower, type NameHit } from '../text/names.ts'

const number = '(?:[0-9]{1,5}|[a-zA-Z](?![a-z])|[一二三四五六七八九十百]{1,4}|负[一二三四])'
const numbered = `(?:${number}(?:号楼|号仓库|号院|号厂房|号铺|号商铺|号门|号店|号车间|号库|单元|楼|栋|幢|座|层|室|户|区|排|号|F|#楼?)|[0-9]{3,4}(?=门口|门前|门外|住户|家门))`
const words =
  '地下车库|地下室|地下[一二三]层|负[一二三]层|地库|车库|B[1-3]层?|顶楼|楼顶|顶层|屋顶|屋面|天台|底商|底层|门面房|门面|商铺|沿街|裙楼|大厅|门厅|楼道|走廊|走道|过道|楼梯间|楼梯口|楼梯|前室|电梯间|电梯口|电梯厅|消控室|消防控制室|监控室|配电室|配电箱|配电间|配电房|水泵房|泵房|机房|制氧机房|管道井|电缆井|电井|仓库|库房|厨房|后厨|食堂|包房|包间|车棚|充电棚|微型消防站|物业办公室|办公室|作坊|加工点|活动室|会议室|活动中心|幼儿园|超市|餐饮店|小卖部|便利店|烧烤店|理发店|药店|饭店|餐馆|网吧|宾馆|酒店|茶楼|棋牌室|出租屋|自建房|登高操作场地|登高面|登高场地|消防车通道|消防车道|消防通道|安全出口|疏散通道|中心广场|广场|花坛|岗亭|外墙|围墙|屋顶水箱|水箱|水池|门卫室|门卫|值班室|样板间|售楼部|架空层|避难层|避难间|宿舍|车间|厂房|教学楼|住院部|门诊楼|综合楼|办公楼|西单元|东单元|中单元|路口|路边|路段|小广场|后院|前院|院内|院子|天井|阳台'
const directions =
  '(?:[东西南北]{1,2}(?:侧|边|面|头|门|角|区|段)|正门|大门|侧门|后门|小门|主入口|主出入口|出入口|入口|门口|门前|旁边|对面|楼下|楼上|附近|中间|前面|后面|里面|门外)'
const token = new RegExp(`${numbered}|${words}|${directions}`, 'gu')
// What may stand between two words of one place.
const glue =
  /^(?:[的里内中和及与跟到至、~\-—及处口]|以及|之间|那边|旁|所有|全部|各|每|室外|外|前|后|下|上|靠|临| )*$/u
const tail = /^(?:里面|里|内|门口|口|处|旁边|旁|外面|入口|出口)/u

const sites =
  '[一二三四五六]中|中专|职高|党校|医院|卫生院|超市|酒店|大酒店|宾馆|商城|工厂|纺织厂|厂|学校|小学|中学|幼儿园|公司|KTV|网吧|市场|大厦|饭店|餐馆|店|出租屋|养老院|敬老院|影院|影城|教堂|寺|庙|仓库|工地|车站|加油站|广场|商场|浴室|洗浴中心|洗浴|培训机构|培训中心|民宿|公寓|福利院|批发部|自建房|家具城|建材城|政府|办公楼|中心|市场|城'
const siteWord = new RegExp(`(?:${sites})`, 'gu')
const compounds =
  '小区|花园|家园|家属院|家属楼|新村|安置区|安置房|华庭|名苑|佳苑|嘉园|豪庭|雅苑|新苑|新城|名城|华府|公馆|苑|府'
const compoundWord = new RegExp(`(?:${compounds})`, 'gu')

/** Lead-ins of a report that belong to no name: "今天检查", "接群众举报", "在". */
const leadIn =
  /^(?:[ ，：。、（]|刚才|刚刚|刚|今天|今日|昨天|昨晚|上午|下午|中午|晚上|早上|现场|我们|我|咱们?|大家|各位领导|领导|报告|汇报|发现|看到|见到|查到|检查到|检查发现|检查了?|排查了?|巡查了?|夜查|抽查|走访|到|去|在|对|的|接|群众|居民|业主|举报|反映|投诉|接到|有人说|上报|登记一下|登记|报一下|报个|报|隐患|问题|一下|新增|另外|还有|以及|此外|同时|其中|那个|这个|位于|单位|名称|小区|地点|位置|地址|场所|存在|如下|第[一二三四五六七八九十]|[一二三四五六七八九十]是|[0-9]{1,2}[.、])/u

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

/**
 * The words of a clause that say where: from the first word of a place to the last that hangs on to it. A name of
 * a compound that the lexicon does not know comes back as `compound`, any other site as the head of `place`.
 */
export function findSpot(clause: string, community: NameHit | undefined, unit: NameHit | undefined): Spot {
  const siteStart =
    !community && unit && /厂|商城|公司|学校|医院/u.test(clause.slice(unit.start, unit.end)) ? unit.start : 0
  const from = community ? community.end : siteStart
  const rest = clause.slice(from)
  const skipped = community
    ? (/^(?:[：， ]|的|那边|小区|里面|这边)*/u.exec(rest)?.[0].length ?? 0)
    : skipLeadIn(rest)
  const body = rest.slice(skipped)
  if (!community) {
    const site = siteIn(body, unit, from + skipped)
    if (site) {
      const run = runOf(body, site.end)
      const place = body.slice(0, run && run.start - site.end <= 3 ? run.end : site.end)
      const written = body.slice(0, site.end)
      if (site.compound) {
        const inner = run && run.start - site.end <= 6 ? body.slice(run.start, run.end).trim() : ''
        return {
          compound: written,
          ...(inner ? { place: inner } : {}),
          end: from + skipped + (run?.end ?? site.end),
        }
      }
      return { site: written, place: place.trim(), end: from + skipped + place.length }
    }
  }
  const run = runOf(body, 0)
  if (!run) return { end: from }
  // A word of a few characters before a shop or a gate belongs to its name: "老赵面馆".
  const lead =
    community && run.start > 0 && run.start <= 4 && /店|超市|馆|吧$/u.test(body.slice(run.start, run.end))
      ? 0
      : run.start
  return { place: body.slice(lead, run.end).trim(), end: from + skipped + run.end }
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
      /^[ ]?(?:[0-9一二三四五六七八九十A-Z东西南北地车楼门消物的里内没无]|$)/u.test(
        body.slice(end, end + 2),
      ) &&
      plainName(name.slice(0, m.index))
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
  !/^[一二三四五六七八九十两几\d]{1,3}[家个户间]|堆|停|放|堵|占|锁|坏|没|无|不|有|被|把|在|是|了|的|要|请|和|[0-9一二三四五六七八九十](?:栋|幢|单元|楼|层)/u.test(
    s,
  ) || /^[\u4e00-\u9fff]{1,5}(?:路|街|巷|大道)[0-9]{1,4}号$/u.test(s)

/** Whether two written places are the same place. */
export const samePlace = (a: string | undefined, b: string | undefined): boolean =>
  lower(a ?? '') === lower(b ?? '')

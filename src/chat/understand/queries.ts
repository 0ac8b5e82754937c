import type { Period, QuerySubject, Understanding } from './types.ts'
import { allCodes, communitiesOf, unitsOf, type Reading } from './text/reading.ts'
import { findPeriod } from './periods.ts'
import { judge, thingsIn } from './hazards/categories.ts'
import type { Category } from './types.ts'

const asking =
  /[？?]|吗|呢$|多少|(?<![好十百这那前近])几[个处家条件项](?![店楼饭商住门工企]|小[店饭作超])|有几|哪|谁|什么|啥|咋|怎么|怎样|如何|有没有|没有$|了没$|了没有|好没|是否|是不是|排名|排行|走势|趋势|进度|对比|环比|到哪一步|第几|情况$|现状|状态|(?:发我|给我|让我|我想|我来?)(?:看|瞧)|(?:多|少|好|坏|高|低|升|降)了?还是|查一下|查询|查下|查查|列一下|列出|统计一下|说一下|汇报下|进展$|名单|(?:到期|逾期|超期)[^，。]{0,5}的?(?:隐患|清单|名单)?$|(?:整改率|完成率|总数|总量|合计|待办)$|[跟和与较同][^，。]{1,8}比(?:较|起来|一?下)?$|最[差好多少慢快低高]|多不多|清零了/u
const order = /^(?:看看|看一下|看下|查一下|查询|查下|查查|说说|列一下|列出|统计)/u

/** Whether the words ask something of the bot. A question is never data. */
export const isQuestion = (text: string): boolean => asking.test(text) || order.test(text)

/** 怎么上报隐患, 你能干啥: about the bot itself. */
export function isHelp(text: string): boolean {
  const plain = text.replace(/[ ，。！？!?~\n]/gu, '')
  if (
    /^(?:帮助|help|菜单|使用说明|使用手册|说明书|功能|指令|命令|用法|操作说明|操作手册|教程|帮助一下|使用帮助|帮助文档|格式|模板|\?|h)$/iu.test(
      plain,
    )
  )
    return true
  if (/怎么用|咋用|如何使用|怎么使用/u.test(plain) && thingsIn(plain).length > 0) return false
  return /(?:怎么|如何|怎样|咋)(?:样)?(?:[上填申提]?报(?!复)|登记|使?用你|使用|用(?!电)|操作|填|录入|发|提交|销号|申请|查询|查看?(?!处)|写周报|导出|改期限|延期|弄周报|绑定|认领|修改|更正|传|改$|传照片|上传|回复|跟你|反馈整改)|(?:你|机器人)(?:能|会|可以|有)(?:做|干|帮|什么|啥|哪些|些?什么|些?啥)|你(?:是|叫)(?:谁|什么|干)|有(?:什么|哪些|啥)功能|都?(?:能|会)干(?:什么|啥|嘛)|(?:周报|上报|登记|汇报|报送)(?:的)?(?:格式|模板|流程|步骤)(?:是|怎|有|呢|$)|(?:支持|有)(?:哪些|什么|啥)(?:指令|命令|功能)|用什么格式|教我|教一下|不会用|使用说明|咋用|怎么用|(?:机器人|系统|小程序)(?:怎么|咋)/u.test(
    plain,
  )
}

/** Questions that are not the campaign's numbers: law, prices, telephone numbers, meetings, files. */
const elsewhere =
  /电话|手机号|联系方式|微信|消防法|条例|法律|怎么罚|罚多少|罚款标准|处罚标准|标准是|依据|多少钱|价格|报价|费用|几点|会议|开会|PPT|ppt|课件|案例|文件(?!.{0,12}台账)|链接|密码|食堂|吃|天气|下班|放假|值班表|哪里买|哪儿买|在哪买|哪家卖|推荐|厂家|资质|谁有|谁能|谁去|谁在群|谁来|能不能帮|发一下通知|收到没|在吗|在不在|有人吗|型号|规范|要不要|需要.{0,6}吗|可以.{0,8}吗|行不行|合不合|算不算|几楼|怎么走|什么时候(?:开|实施)|怎么处理|怎么办|如何处理|质量|国标|开得|找谁|谁是|物业费|工资|几号开|地址|验收吗|多大|多宽|多高|罚不罚|违法吗|模板谁/u

/** A question answered: what it asks for, or `none` when it is not the bot's to answer. */
export function readQuery(r: Reading): Understanding {
  const { text } = r
  const codes = allCodes(r)
  const community = communitiesOf(r)[0]?.id
  const said = unitsOf(r)[0]?.id
  const period = findPeriod(text)
  const subject = subjectOf(r, codes, community, said)
  if (subject === undefined) return { intent: 'none' }
  const ours =
    subject === 'ranking' && /我们|我(?:镇|乡|街道|局|县|单位)|咱/u.test(text) ? r.from.unit : undefined
  const unit = said ?? ours
  const category = subject === 'hazard' && codes.length > 0 ? undefined : categoryAsked(text)
  const asked: Period | undefined =
    subject === 'due-soon'
      ? undefined
      : (period ?? (subject === 'trend' && /上周|上星期/u.test(text) ? 'week' : undefined))
  return {
    intent: 'query',
    subject,
    ...(unit ? { unit } : {}),
    ...(community ? { community } : {}),
    ...(category ? { category } : {}),
    ...(asked ? { period: asked } : {}),
    ...(codes.length > 0 ? { codes } : {}),
  }
}

const about =
  /隐患|问题|整改|销号|进度|情况|检查|排查|上报|周报|报|逾期|到期|改|处|咋样|怎么样|如何|挂账|挂牌|督办|排|消火栓|飞线|通道|电动车|没销|销了|复查|完成|多少|几个|哪些|有几|进展|数据|任务|待办|总体|整体|分布|统计|查了|总数|总量|合计/u

function subjectOf(
  r: Reading,
  codes: readonly string[],
  community: string | undefined,
  unit: string | undefined,
): QuerySubject | undefined {
  const { text } = r
  if (elsewhere.test(text) && codes.length === 0 && !/逾期|没报|未报|排名|台账/u.test(text)) return undefined
  if (
    /逾期|超期|过期(?:的|没|未|隐患|有|多|了)|超时|拖着没改|到期(?:还)?(?:没|未)/u.test(text) &&
    !/灭火器/u.test(text)
  )
    return 'overdue'
  if (
    /(?:快|将|要|即将|马上|临近|临)(?:要)?到期|临期|(?:[天日周内底]|月底|明天|今天|后天|本周|这周)(?:就|要|会|前|内)?(?:要)?到期|到期的|哪些.{0,4}到期|到期(?:提醒|隐患)/u.test(
      text,
    )
  )
    return 'due-soon'
  if (
    /(?:没|未|没有|还没|尚未|漏|缺|不|差)(?:上)?(?:交|报|提交|报送|填报|交周报)(?!告|销)|报了?(?:没有?|吗)|谁报了|有(?:人|谁|哪些单位)?报(?:了)?(?:吗|没)|报齐|交齐|收齐|漏报|迟报|还差(?:谁|哪)|(?:周报|月报|日报|半月报).{0,6}(?:没|未|谁|哪|差|齐|收)|(?:谁|哪).{0,8}(?:周报|月报|日报|半月报)/u.test(
      text,
    )
  )
    return 'unreported'
  if (
    /排名|排行|排第|第几|最[差好多少慢快低高后前]|倒数|名次|垫底|前[三五十几]名?|落后|哪.{1,8}(?:好|差|快|慢|多)$|谁.{0,6}(?:最|第一|[快慢好差多]$)/u.test(
      text,
    )
  )
    return 'ranking'
  if (
    /走势|趋势|对比|相比|环比|同比|比(?:上|前|昨|去)|跟上|和上|与上|较上|变化|曲线|(?:多了|少了|增|降).{0,4}还是|涨|上升|下降/u.test(
      text,
    )
  )
    return 'trend'
  if (codes.length > 0) return 'hazard'
  if (community && isDescribed(r)) return 'hazard'
  if (
    /我们(?!县|群)|我(?:名下|这|手|单位|的|还|有|负责|该|们|镇|局|要)|咱们?(?!县)|待办|本单位|我$/u.test(
      text,
    ) &&
    !/给我|发我/u.test(text) &&
    !unit
  )
    return 'mine'
  if (community) return 'community'
  if (unit) return 'unit'
  return about.test(text) ? 'overview' : undefined
}

/** One hazard of a compound, told apart by a building or a thing: "云溪里5栋门厅清了没". */
function isDescribed(r: Reading): boolean {
  const { text } = r
  if (/哪些|多少|几[个处条]|有几|所有|全部|还有/u.test(text)) return false
  const spot =
    /[0-9一二三四五六七八九十](?:号楼|栋|幢|座|单元|楼(?!栋)|层)|地库|地下室|地下车库|楼道|楼梯|东门|西门|南门|北门/u.test(
      text,
    )
  const thing = thingsIn(text).some((h) => h.word !== '责任人')
  return spot || (thing && /改|修|好了|清|处理|搬|拆|换|弄|解决|到哪|进展|怎么样|咋样|情况/u.test(text))
}

const plainNames: readonly (readonly [RegExp, Category])[] = [
  [/消防(?:车)?通道|车道|生命通道|登高/u, 'fire-lane'],
  [/电动车|电瓶车|电动自行车|飞线|充电/u, 'e-bike'],
  [/疏散|楼道|安全出口|楼梯/u, 'evacuation'],
  [/燃气|煤气|液化气|危化|烟花/u, 'gas-hazmat'],
  [/外保温|违建|防盗网|违章建筑|管井|电缆井|井道/u, 'building'],
  [/消防设施|设施类|器材|消火栓|喷淋|灭火器|应急灯/u, 'facilities'],
  [/电气|线路|私拉|用电|电线/u, 'electrical'],
  [/消防管理|管理类|值班|预案|微型消防站|消控室/u, 'management'],
]

function categoryAsked(text: string): Category | undefined {
  for (const [pattern, category] of plainNames) if (pattern.test(text)) return category
  const judged = judge(text)
  return judged && judged.category !== 'other' ? judged.category : undefined
}

/** 台账, 汇总 and 通报 that somebody wants made. */
export function readExport(r: Reading): Understanding | undefined {
  const { text } = r
  const m =
    /台账|清单|明细|总表|一览表|名册|花名册|汇总表?|综述|总结材料|材料|小结材料|汇报稿|通报稿?|报表|简报|报告稿|列个?表/u.exec(
      text,
    )
  if (!m) return undefined
  const wants =
    /导出|导一?[份下个]|生成|出一?[份期个版张]|来一?[份期]|做一?[份期个]|给(?:我|领导|县长|一份)|发(?:我|给|来|一份|一下|份)|要一?份|要个|拉一?[份个下]|打印|下载|整理|起草|写一?[份期个]|拟一?[份个]|弄一?[份个]|形成|输出|准备一?份|调一?份|出个|打包|汇总一下|一份$|列个?表|^[^，。：已]{0,10}(?:台账|清单|明细|汇总材料|汇总表?|总结材料|通报稿?)$|(?:台账|清单|明细|汇总表?|总表|通报)(?:呢|发|$)/u
  if (!wants.test(text)) return undefined
  if (
    /问题清单[：:\n]|隐患清单[：:\n]|如下|请各|各单位|各镇|抓紧|尽快报|报送|会议|开会|不(?:得|要)|已(?:发|报|交|建)|谁有|收到/u.test(
      text,
    )
  )
    return undefined
  const document = /通报/u.test(text)
    ? 'circular'
    : /台账|清单|明细|(?<!汇)总表|一览|名册|列个?表/u.test(text)
      ? 'ledger'
      : 'summary'
  const period = findPeriod(text)
  const unit = unitsOf(r)[0]
  const receiver = unit && /(?:发|给|报|送|交)$/u.test(text.slice(Math.max(0, unit.start - 1), unit.start))
  return {
    intent: 'export',
    document,
    ...(period ? { period } : {}),
    ...(unit && !receiver ? { unit: unit.id } : {}),
  }
}

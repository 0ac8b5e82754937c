import type { Period, QuerySubject, Understanding } from '../types.ts'
import { allCodes, communitiesOf, unitsOf, type Reading } from '../text/reading.ts'
import { findPeriod } from '../reporting/periods.ts'
import { judge, thingsIn } from '../hazards/categories.ts'
import type { Category } from '../types.ts'

// Words that look like a question and ask nothing.
const idle =
  /(?:反映|介绍|说明|核实)情况|[你我他咱]们几个|没啥|没什么|什么的|不怎么|说啥(?:都|也)|啥(?:都|也)|什么(?:都|也)|谁(?:家)?(?:放|停|堆|搁|扔|丢|占|弄|搞|拉|锁|干|摆)(?:的|在|了)|谁(?:都|也)|哪(?:都|也|儿都|里都|怕)|无论(?:如何|什么|谁)|不管(?:怎样|怎么|什么|谁)|怎么(?:都|也)|多少(?:有点|有些|都)|好几[个处家条]|几乎|几时都|要什么有什么|那么几|十几|几十|这几|那几|近几|前几天/gu
const asks =
  /[？?]|[吗么][。！~ ]*$|(?<!(?:看看?|看一?下|管管?|处理|弄|搬|催|清|拆|修|换|搞)(?:一?[下哈])?)嘛[。！~ ]*$|呢[。！~ ]*$|多少|(?<![好十百这那前近])几[个处家条件项](?![店楼饭商住门工企]|小[店饭作超])|有几|几家(?:没|还|未|单位)|哪|谁|什么|啥|咋|怎么|怎样|如何|有没有|没有[。 ]*$|(?:了|好|报|交|改|清|修|换|完|到|齐|过)没[。 ]*$|了没有|好没|是否|是不是|能不能|能否|可否|中不中|行不行|到哪一步|第几|(?:多|少|好|坏|高|低|升|降|涨|快|慢)了?还是|[跟和与较同比][^，。]{1,8}比(?:较|起来|一?下)?$|^比[上去前昨][^，。]{1,8}|多不多|够不够|好(?:点|些)没|还有好多|清零了没|[\u4e00-\u9fff](?:没|不)[\u4e00-\u9fff](?:啊|呀)?[。 ]*$(?<=改没改|报没报|交没交|修没修|清没清|来没来|到没到|好不好)/u
const looks =
  /^(?:您好|你好|请|麻烦|劳烦|劳驾|帮我?|给我|替我|我想|我要|想|再|把)*(?:看看|看一下|看一眼|看下|瞧瞧|查看|查一下|查询|查下|查查|查一查|查(?=[^了到出处]{2,12}(?:情况|进度|隐患|的)$)|说说|讲讲|列一下|列出|列举|统计|调取|调一下|调出|提供|告诉我|告知|显示|报一下(?=.*(?:情况|进度))|汇报(?=.*(?:情况|进度|进展)$)|了解一下|过一下|晒一下)|(?:发我|给我|让我|我想)(?:看|瞧)|我来?(?:看看|看一|瞧)|统计一下|说一下|汇报下|查一下|查下$|(?<![来去人])(?:看一下|看看)$|告诉我/u
const topics =
  /(?:情况|进度|进展|现状|状态|排名|排行|排行榜|名次|走势|趋势|对比|环比|同比|变化|总数|总量|合计|待办|名单|整改率|完成率|销号率|(?:逾期|超期|未报|漏报|到期|挂账|未整改|未销号?|剩余)(?:数量?|的|清单|隐患|单位|名单|情况)?|数量|分布|概况|总览|(?:到期|逾期|超期)[^，。]{0,5}的?(?:隐患|清单|名单)?)[。 ]*$/u

/** Whether the words can only be a question: 多少, 谁, 吗. */
export const isPlainQuestion = (text: string): boolean => asks.test(text.replace(idle, '·'))

/** Whether the words ask something of the bot. A question is never data. */
export function isQuestion(text: string): boolean {
  const plain = text.replace(idle, '·')
  if (asks.test(plain) || looks.test(plain)) return true
  if (
    /^(?:我们?|咱们?|本单位|本镇)(?:名下|手上|手里|这边|负责|现在)?的?(?:任务|待办|隐患|活儿?|问题|工作)(?:清单|有)?[。 ]*$/u.test(
      plain,
    )
  )
    return true
  // A short title asks for what it names: 河西超期数, 本周总数.
  return text.length <= 24 && !/[\n：]/u.test(text) && topics.test(plain)
}

/** 怎么上报隐患, 你能干啥: about the bot itself. */
export function isHelp(text: string): boolean {
  const plain = text.replace(/[ ，。！？!?~\n]/gu, '')
  if (
    /^(?:帮助|help|菜单|使用说明|使用手册|说明书|功能|指令|命令|用法|操作说明|操作手册|教程|帮助一下|使用帮助|帮助文档|格式|模板|\?|h)$/iu.test(
      plain,
    )
  )
    return true
  if (
    /怎么用|咋用|如何使用|怎么使用|不会(?:使)?用|怎么(?:改|处理|操作|查看)/u.test(plain) &&
    thingsIn(plain).length > 0
  )
    return false
  return /(?:怎么|如何|怎样|咋)(?:样|个)?(?:先|才|可以|能|应|去|来|我|要|想|给你|(?:通过|用|在|从)(?:机器人|系统|群里|手机|这[里儿边]?上?面?)(?:上|里)?){0,4}(?:[上填申提]?报(?!复)|登记|使?用你|使用|用(?!电)|操作|填|录入|发|提交|销号|申请|查询|查看?(?!处)|写周报|导出|改期限|延期|弄周报|绑定|认领|修改|更正|撤回|撤销|取消|作废|删|传|改$|传照片|上传|回复|跟你|反馈整改)|(?:你|机器人)(?:都|还)?(?:能|会|可以|有)(?:做|干|帮|什么|啥|哪些|些?什么|些?啥)|你(?:是|叫)(?:谁|什么|干)|有(?:什么|哪些|啥)功能|都?(?:能|会)干(?:什么|啥|嘛)|(?:周报|上报|登记|汇报|报送)(?:的)?(?:格式|模板|流程|步骤)(?:是|怎|有|呢|$)|(?:支持|有)(?:哪些|什么|啥)(?:指令|命令|功能)|用什么格式|[想要](?:改|登记|上报|报|延期|销号|撤销|删)[^，。]{0,8}(?:怎么|咋|如何)(?:弄|办|搞|操作|做)|教我|教(?:一?[下哈])我?|不会用|使用说明|操作说明|(?:怎么|如何|咋|怎样)把?.{0,10}(?:隐患|照片|周报|数据|表格?|图片|编号|条目|记录)[^，。]{0,6}(?:标|传|报|填|改成|弄上|发上|登记|导|删|撤|贴|转|移交)(?!了)|(?:怎么|如何|咋|怎样)(?:弄|传|发|加|附|贴|搞)(?:照片|图片|图|视频)|(?:不晓得|不知道|不会|不懂|不清楚)(?:怎么|咋|如何)[^，。]{0,10}(?:报|填|分|派|转|弄|传|登记|操作|销号|删|改)|有(?:没有)?(?:个)?(?:说明书?|教程|手册|指南|帮助)(?:吗|没|么)?|(?:哪个|什么)(?:按钮|菜单|界面|位置点|入口)|(?:在哪里?|哪儿)(?:点|按|填|传|看按钮)|手机(?:上|端)?(?:可以|能)(?:导|报|填|传|用|弄)吗|求(?:个)?(?:教程|说明书|手册|指南)|咋个?用|怎么用|(?:机器人|系统|小程序)(?:怎么|咋)/u.test(
    plain,
  )
}

/** Questions that are not the campaign's numbers: law, prices, telephone numbers, meetings, files. */
const elsewhere =
  /的钱|转(?:给)?[我你他](?:了)?没|电话|手机号|联系方式|微信|密码|验证码|消防法|条例|法律|怎么罚|罚多少|会不会罚|罚款|处罚标准|标准是|依据|多少钱|价格|报价|费用|几点|会议|开会|例会|PPT|ppt|课件|案例|模板|电子版|文件(?!.{0,12}台账)|链接|食堂|吃|喝|天气|下班|放假|休息|值班表|哪里买|哪儿买|在哪买|哪家卖|推荐|厂家|资质|谁有|谁家|谁能|谁去|谁在群|谁来(?!验|复|改|整)|谁拍|谁捡|谁拿|谁发|谁弄|谁清的|谁干的|哪位|能不能帮|能听到|听得到|看得见|发一下通知|收到没|在吗|在不在|有人吗|型号|规范|区别|什么意思|要不要|需不需要|用不用|需要.{0,10}吗|也要[^，。]{1,10}吗|必须.{0,12}吗|可以.{0,8}吗|行不行|合不合|算不算|算隐患|几楼|怎么走|什么时候(?:开|实施|截止|发|来(?!修|改|整)|到(?!期)|检查)|几号截止|截止|怎么处理|怎么办|咋办|如何处理|质量|国标|开得|找谁|谁是|物业费|工资|几号开|地址|验收吗|多大|多宽|多高|多厚|多远|罚不罚|违法吗|模板谁|为什么|为啥|凭什么|有啥用|有什么用|车位|停车费|快递|孩子|家长|孩儿|合影|聚餐|报名|参加|演练那天|培训那天/u

/** Whether a question is about what the bot does not keep: law, prices, telephone numbers, meetings. */
export const isOutside = (text: string): boolean => elsewhere.test(text)

/** 请问专班，…, 住建局：…: who is asked, or who asks, is not what the question is about. */
const isAddressed = (text: string, { start, end }: Readonly<{ start: number; end: number }>): boolean =>
  (start === 0 && text[end] === '：') ||
  (/(?:请问|请教|问一?[下声])$/u.test(text.slice(Math.max(0, start - 4), start)) &&
    /[，： ]/u.test(text[end] ?? ''))

/** A question answered: what it asks for, or `none` when it is not the bot's to answer. */
export function readQuery(r: Reading): Understanding {
  const { text } = r
  const codes = allCodes(r)
  const community = communitiesOf(r)[0]?.id
  // "市场监管局：请问…" says who asks.
  const said = unitsOf(r).find((u) => !isAddressed(r.text, u))?.id
  const period = findPeriod(text)
  const subject = subjectOf(r, codes, community, said)
  if (subject === undefined) return { intent: 'none' }
  const ours =
    /ranking|due-soon|overdue|trend/u.test(subject) && /我们|我(?:镇|乡|街道|局|县|单位)|咱/u.test(text)
      ? r.from.unit
      : undefined
  const unit = said ?? ours
  const category = subject === 'hazard' && codes.length > 0 ? undefined : categoryAsked(text)
  const asked: Period | undefined =
    subject === 'due-soon' ||
    (/unit|community|mine|overview/u.test(subject) &&
      /没改|未改|未整改|没整改|欠|挂账|剩|没销|未销|压着|积压/u.test(text))
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
  /隐患|问题|整改|销号|进度|情况|检查|排查|上报|周报|报|逾期|到期|改|处|咋样|怎么样|如何|挂账|挂牌|督办|排|消火栓|飞线|通道|电动车|没销|销了|复查|完成|还差|几[条处项件]|多少|几个|哪些|有几|进展|数据|任务|待办|总体|整体|分布|统计|查了|总数|总量|合计/u

function subjectOf(
  r: Reading,
  codes: readonly string[],
  community: string | undefined,
  unit: string | undefined,
): QuerySubject | undefined {
  const { text } = r
  if (
    elsewhere.test(text) &&
    codes.length === 0 &&
    !/逾期|拖得最|没报|未报|排名|台账|最(?:磨蹭|拖|积极|[差好慢快低高])/u.test(text)
  )
    return undefined
  if (codes.length > 0 && !/哪些|多少|几个|名单|清单/u.test(text)) return 'hazard'
  if (
    /逾期|超期|拖得最|拖过头|(?:过|超)(?:了|过)?(?:整改)?(?:期限|时限|限期)|没按期|过期(?:的|没|未|隐患|有|多|了)|超时|拖着没改|到期(?:还)?(?:没|未)/u.test(
      text,
    ) &&
    !/灭火器/u.test(text)
  )
    return 'overdue'
  if (
    /到点的|到(?:时限|日子|限|时间)的?(?:有|哪|几|列)|要到(?:限|时间|日子|点)|快到(?:限|时间|日子|点)|(?:快|将|要|即将|马上|临近|临)(?:要)?到期|临期|(?:[天日周内底]|月底|明天|今天|后天|本周|这周)(?:就|要|会|前|内)?(?:要)?到期|到期的|哪些.{0,4}到期|到期(?:提醒|隐患)/u.test(
      text,
    )
  )
    return 'due-soon'
  if (
    /(?:没|未|没有|还没|尚未|漏|缺|不|差)(?:上)?(?:交|报|提交|报送|填报|交周报)(?!告|销)|报了?(?:没有?|吗)|谁报了|有(?:人|谁|哪些单位)?报(?:了)?(?:吗|没)|报齐|交齐|收齐|漏报|迟报|还没动静|没动静的|还差(?:谁|哪)|(?:周报|月报|日报|半月报).{0,6}(?:没|未|谁|哪|差|齐|收)|(?:谁|哪).{0,8}(?:周报|月报|日报|半月报)/u.test(
      text,
    )
  )
    return 'unreported'
  if (
    /排名|排行|排第|第几(?![次届天个遍])|从[高低多少好快]到|排一下|排个[序名]|排排|最(?:磨蹭|拖|积极|[差好多少慢快低高后前])|倒数|名次|垫底|前[三五十几]名?|落后|哪.{1,8}(?:好|差|快|慢|多)$|谁.{0,6}(?:最|第一|[快慢好差多]$)/u.test(
      text,
    )
  )
    return 'ranking'
  if (
    /走势|趋势|对比|相比|环比|同比|比(?:上|前|昨|去|\d{1,2}月|[一二三四五六七八九十]{1,2}月)|越来越|跟上|和上|与上|较上|变化|曲线|(?:多了|少了|增|降).{0,4}还是|涨|上升|下降/u.test(
      text,
    )
  )
    return 'trend'
  if (codes.length > 0) return 'hazard'
  if (community && isDescribed(r)) return 'hazard'
  if (
    /我们(?!县|群|这个?(?:行动|次|县)|整个|全)|我(?:社区|村|公司|物业|站|所|校|院|办|名下|这|手|单位|的|还|有|负责|该|们|镇|局|要)|咱(?!们?(?:县|群|这个?(?:行动|次|县)|整个|全))|待办|本单位|本人|我$/u.test(
      text,
    ) &&
    !/给我|发我|我们?要(?:看|查)/u.test(text) &&
    !unit
  )
    return /隐患|问题|没改|未改|整改|任务|待办|要改|要办|要做|该改|到期|逾期|没销|未销|多少|几|哪些|剩|没弄|名下|挂着|进度|情况|复查/u.test(
      text,
    )
      ? 'mine'
      : undefined
  if (community) return 'community'
  if (unit) return 'unit'
  return about.test(text) && counted.test(text) ? 'overview' : undefined
}

// What the bot can count: how many, how far, what state.
const counted =
  /多少|几|哪些|情况|进度|进展|怎么样|咋样|怎样|如何|咋|总|率|数|现状|状态|分布|概况|占比|剩|清零|完成|查|看|列|统计|汇报|清单|名单|整体|任务|到哪|有没有|高不高/u

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
  return judged && judged.id !== 'file' && judged.word !== '值班' ? judged.category : undefined
}

/** 台账, 汇总 and 通报 that somebody wants made. */
export function readExport(r: Reading): Understanding | undefined {
  const { text } = r
  const m =
    /台账|清单|明细|总表|一览表|名册|花名册|汇总表?|综述|(?:总结|汇总|汇报|工作|小结|上报|书面|情况|综合|综述|简要)材料|汇报稿|通报稿?|报表|简报|报告稿|列个?表/u.exec(
      text,
    )
  if (!m) return undefined
  const wants =
    /导出|导一?[份下个]|导(?=[，。谢]|$)|打一?[份个]|汇总成|整理成|做成|弄成|列成|生成|出一?[份期个版张]|来一?[份期]|做一?[份期个]|给(?:我|领导|县长|一份)|发(?:我|给|来|一份|一下|份)|要一?份|要个|拉一?[份个下]|打印|下载|整理|起草|写一?[份期个]|拟一?[份个]|弄一?[份个]|形成|输出|准备一?份|调一?份|出个|打包|汇总一下|一份$|列个?表|^[^，。：已]{0,10}(?:台账|清单|明细|汇总材料|汇总表?|总结材料|通报稿?)$|(?:台账|清单|明细|汇总表?|总表|通报)(?:呢|发|$)/u
  if (!wants.test(text)) return undefined
  if (
    /问题清单[：:\n]|隐患清单[：:\n]|如下|请各|各单位|各镇|抓紧|尽快报|报送|会议|例会|带[上好着齐]|(?<!给我.{0,12})(?<!天)开会(?!.{0,2}用)|不(?:得|要)|逾期[^，。]{0,4}通报|予以通报|将通报|请于|已(?:发|报|交|建)|谁有|收到|听说|[要来会](?:查|检查|看)/u.test(
      text,
    )
  )
    return undefined
  return documentAsked(r)
}

/** Which document the words name; the ledger when they name none. */
export function documentAsked(r: Reading): Understanding {
  const { text } = r
  const document = /通报/u.test(text)
    ? 'circular'
    : /汇总|综述|材料|总结|汇报稿?|报告稿|简报/u.test(text) &&
        !/台账|清单|明细|(?<!汇)总表|一览|名册|列个?表/u.test(text)
      ? 'summary'
      : 'ledger'
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

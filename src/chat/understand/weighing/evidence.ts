import {
  isAnnouncement,
  isBusiness,
  isHearsay,
  isIntention,
  isKnowledge,
  isMeeting,
  isSecondHand,
  isSmallTalk,
  isUnreal,
} from './chatter.ts'
import { isOwnersDone, isFirmReport } from './ownership.ts'
import { saysDone } from '../closing/done.ts'
import { saysFault, saysFine } from '../hazards/faults.ts'
import { thingsIn } from '../hazards/categories.ts'
import { isOutside } from '../talk/queries.ts'
import type { Candidates } from './candidates.ts'
import type { Reading } from '../text/reading.ts'
import type { FeatureId } from './weights.ts'

/** A feature of the message that speaks for or against a meaning, with the words that show it. */
export type Evidence = Readonly<{ id: FeatureId; words: string }>

type Look = RegExp | ((r: Reading, c: Candidates) => string | boolean | undefined)

const plain = (text: string): string =>
  text.replace(
    /(?:反映|介绍|说明|核实)情况|没啥|没什么|什么的|不怎么|[说有]?(?:啥|什么)(?:都|也)|谁(?:家)?(?:放|停|堆|搁|扔|丢|占|弄|搞|拉|锁|干|摆)(?:的|在|了)|谁(?:都|也)|哪(?:都|也|儿都|里都|怕)|无论(?:如何|什么|谁)|不管(?:怎样|怎么|什么|谁)|怎么(?:都|也)|多少(?:有点|有些|都)|好几[个处家条]|几乎|那么几|十几|几十|这几|那几|近几|前几天|不知道?(?:是)?(?:谁|哪个|哪家|哪里|咋|怎么)|没几|好几|怎么(?=进得|过得|跑得|出得|救|受得)|谁(?=受得了|负得起|敢)/gu,
    '·',
  )

// 我先报上来可以吗: the question of a polite writer is none.
const mayI =
  /[，。 ]?(?:我?先)?(?:您看|你看|这样)?(?:报上来)?(?:可以|行|好|中|成|对|可)(?:吗|不|么|吧|嘛)[？?]?$/u
const topicAtEnd =
  /(?:情况|进度|进展|现状|状态|排名|排行|排行榜|名次|走势|趋势|对比|环比|同比|变化|总数|总量|合计|待办|名单|整改率|完成率|销号率|(?:逾期|超期|未报|漏报|到期|挂账|未整改|未销|剩余|(?:没整改|未改|没改|没销)的)的?(?:数量?|清单|隐患|单位|名单|情况)?|数量|分布|概况|总览|名下的?(?:任务|活|事|隐患)|(?:我们?|咱)(?:的|名下|手上|手里)?的?(?:任务|待办|活儿?|清单)|排一下|排个[名序]|比上[月周期]|[跟和与较同][上前昨去][^，。]{1,4}比(?:较|起来|一?下)?|升是降|多还是少)[。？！ ]*$/u

const greeting =
  /^(?:[，。！ ]|各位|大家|领导|主任|书记|老师|同志们?|同事们?|您好|你好|好|早上|上午|下午|中午|晚上|早|辛苦了?|打扰了?|不好意思|冒昧问一?[句下]|请问|麻烦|您|们|哈喽|hello|hi)+(?=.{6})/iu

// One line a feature. Patterns are looked for in the normalised text; a function looks at what was read.
const looks: Readonly<Record<FeatureId, Look>> = {
  compound: (r) => r.names.find((n) => n.kind === 'community') && 'compound',
  building:
    /[0-9a-zA-Z一二三四五六七八九十]{1,4}(?:号楼|栋|幢|座|单元|#|层|楼(?!栋)|室|户门)|\d-\d|地下室|地库|地下车库|车库|楼顶|顶楼|天台|屋面|楼道|楼梯|门厅|架空层|[东南西北][门侧边面]/u,
  // 阳光那边: which 阳光 is asked; that somebody stood there is said.
  thereabouts:
    /^[，。 ]*(?!我们?|你们?|他们?|咱们?|自己|外面|里面|路|到)[\u4e00-\u9fff]{2}(?:那边|这边|那里|那儿|附近)(?=[^，。]{4})/u,
  site: /(?:超市|宾馆|酒店|饭店|餐馆|面馆|粉馆|茶馆|市场|商场|商城|学校|小学|中学|幼儿园|医院|卫生院|诊所|养老院|敬老院|福利院|工厂|[^出]厂|公司|仓库|网吧|KTV|歌厅|影院|茶楼|出租屋|自建房|门面|商铺|店铺|铺子|[\u4e00-\u9fff]铺|作坊|[酒豆油]坊|加工点|路\d{1,4}号|加油站|加气站|客运站|车站|政府|食堂|寺|庙|教堂|祠堂|工地|养殖场|冷库|园区|[\u4e00-\u9fff]店(?!主))/u,
  thing: (r, c) => c.things,
  fault: (r) => saysFault(r.text),
  fine: (r) => saysFine(r.text),
  ordered: (_, c) => c.hazards.some((h) => h.responsible !== undefined),
  deadline: (_, c) => c.hazards.some((h) => h.due !== undefined),
  onSpot: (r, c) =>
    c.hazards.some((h) => h.fixedOnSpot === true) &&
    (r.from.role === 'inspector' ||
      r.from.role === 'supervisor' ||
      /当场|现场|当即|立即|立马|随手|顺手/u.test(r.text)),
  graded: (_, c) => c.hazards.some((h) => h.severity !== undefined),
  listed: /(?:问题|隐患|毛病|情况)(?:如下|有)?[：:](?=[^，。；]{4})|如下|以下/u,
  // A building with its number, a compound or a site: somebody stood there.
  specific: (_, c) =>
    c.hazards.some((h) => h.community !== undefined && /[\d一二三四五六七八九十]/u.test(h.place ?? '')),
  // A thing in a place and no word of fault that the lists know, from who looks for faults by office.
  plainFinding: (r, c) =>
    c.lenient &&
    r.codes.length === 0 &&
    r.text.length <= 60 &&
    c.hazards.some((h) => h.place !== undefined) &&
    (r.from.role === 'inspector' || r.from.role === 'supervisor') &&
    !/好了|完成|完了|正常|完好|谢|资料|照片|视频|报价|费|通知|会议|准备|计划/u.test(r.text),
  several: (_, c) => c.described >= 2,
  placed: (_, c) => c.hazards.some((h) => h.place !== undefined),
  nowhere: (_, c) => c.described === 0,
  lenient: (_, c) => c.lenient,
  finding:
    /发现|查到|查见|查出|检出|看[到见]|瞅见|瞧见|碰[到上]|遇到|撞见|逮到|摸排出|排查出|巡(?:查|逻|到)|路过|举报|投诉|反映|接(?:到|报|群众|居民)|登记|上报|报(?:一|个|下)|新增|存在|记一下|记上|录一?下|拍到|请求支援|隐患[：:]/u,
  firm: (r) => isFirmReport(r.text),
  inspector: (r) => r.from.role === 'inspector' || r.from.role === 'supervisor',
  counts: (_, c) => c.counts.named >= 1,
  manyCounts: (_, c) => c.counts.named >= 2,
  period: (_, c) => c.period !== undefined,
  totals:
    /周报|日报|月报|半月报|旬报|战果|小结|汇总|统计|累计|报数|数据|工作情况|进展情况|报告[：，]|汇报|共(?:检查|排查|出动|发现|查|整改)|总共|合计|出动|开展|组织|培训|参训|授课|演练|立案|处罚/u,
  nil: (_, c) => c.nil,
  codes: (r) => r.codes.length > 0,
  done: (r) => saysDone(r.text),
  ownersDone: (r, c) =>
    c.confirmed !== undefined &&
    r.from.role !== 'inspector' &&
    r.from.role !== 'supervisor' &&
    isOwnersDone(r),
  onlyCodes: (r, c) => r.codes.length > 0 && Object.keys(c.counts.counts).join() === 'rectified',
  askCheck:
    /请.{0,8}(?:复查|核查|核验|验收|查验|复核|复验|检验|销号|销案)|(?:申请|可以|能|等待?|待)(?:来)?(?:复查|验收|销号|核验)|请销/u,
  visit: (_, c) => c.verdict !== undefined,
  verdictWord: /合格(?!证)|不?通过|打回|退回|不予|准予|同意销|销案|没过|过关|达标|反弹|属实/u,
  stillOpen: (r, c) =>
    c.counts.named === 0 &&
    /没改|未改|没整改|未整改|没进展|还差|没动|推不动|改不了|改不动|整不动/u.exec(r.text)?.[0],
  questionMark: (r) => /[？?][。！~ ]*$/u.test(r.text.replace(mayI, '')),
  midQuestion: /[？?](?=.{4})/u,
  questionWord: (r) =>
    /多少|还有好多|几(?:个|处|家|条|件|项|笔|天|起|户)|有几|哪|谁|什么|啥|咋|怎么|怎样|如何|有没有|是否|是不是|能不能|能否|可否|行不行|到哪一步|第几|多不多|是.{1,6}还是|了还是|多还是少|[升涨增].{0,3}[降跌减]/u.exec(
      plain(r.text),
    )?.[0],
  questionTail: (r) =>
    /(?:吗|么)[。！~，啊呀哦]*$|(?<!(?:看看?|看一?下|管管?|处理|弄|搬|催|清|拆|修|换|搞)(?:一?[下哈])?)嘛[。！~，啊呀哦]*$|(?:好|多|少|快|慢)[点些]没有?[。！~啊呀 ]*$|(?:[了好报交改清修换完到齐过]|有)没有?[。！~啊呀 ]*$|没有?呀[。！~]*$|(?<![还也都就啥本根]|其余|其他|其它|别的)没有[。 ]*$|([改报交修清来到])没\1/u.exec(
      plain(r.text.replace(mayI, '')),
    )?.[0],
  subject: (r) =>
    /逾期|超期|期限|到期|排名|排个|越来越|拖得最|过期|排行|名次|倒数|垫底|最[差好多少慢快低高]|第几(?![次届天个遍])|走势|趋势|对比|相比|环比|同比|比(?:上|前|昨|去|\d)|[跟和与较同][上前昨去][^，。]{1,4}比|多了还是少|(?:没|未|谁)(?:有)?(?:上)?(?:报|交)|漏报|隐患|整改率|完成率|销号|没销|未销|没改|未改|没整改|未整改|没弄完|没解决|没完成|挂账|进度|进展|情况|咋样|怎么样|任务|待办|剩|欠|压着|积压|手上|手里|到哪|还差|哪一步/u.exec(
      plain(r.text),
    )?.[0],
  title: (r) => r.text.length <= 24 && topicAtEnd.exec(plain(r.text))?.[0],
  // 那河东街道呢: a name and nothing else leans on the question before.
  bareName: (r) =>
    /呢[。！~，哦？? ]*$/u.test(r.text) &&
    r.names.some(({ start, end }) =>
      /^[那么 ，]*[，。 ]*呢[。！~，哦？? ]*$/u.test(r.text.slice(0, start) + r.text.slice(end)),
    ),
  softTail: /呢[。！~，哦 ]*$/u,
  percent: /\d%|百分之/u,
  lookUp:
    /^(?:您好|你好|请|麻烦|劳烦|劳驾|帮我?|给我|替我|我想|我要|想|再|把|可以)*(?:看看|看一下|看一眼|看下|瞧瞧|查看|查一下|查询|查下|查查|查一查|列一下|列出|列举|统计|调取|调一下|调出|提供|告诉|告知|显示|推送|了解一下)|(?:发我|给我|让我)(?:看|瞧)|求问|(?:列|晒|摆|理)(?:一下|个单子?)[。 ]*$|(?:发|报|说|讲|念)(?:一下|我|给我|过来)[。 ]*$|条数|报一下.{0,6}数|(?:列|拉|调|翻|找|查|晒|摆)(?:一?下)?出来|(?<![来去人])(?:看看|听听|瞅瞅|瞧瞧)[。！ ]*$/u,
  // 逾期最多的是谁家: what the bot keeps, however it is asked for.
  outside: (r) => isOutside(r.text) && !/逾期|超期|拖得|[没未]报|排名|最[多少快慢高低]/u.test(r.text),
  announcement: (r) => isAnnouncement(r.text),
  meeting: (r) => isMeeting(r.text),
  hearsay: (r) => isHearsay(r.text),
  secondHand: (r) => isSecondHand(r.text),
  intention: (r) => isIntention(r.text),
  smallTalk: (r) => isSmallTalk(r.text.replace(greeting, '')),
  courtesy: greeting,
  numbered: (_, c) => c.hazards.length >= 2 && c.items,
  aboutNumbers: /提法|口径|表述|数据错|写法|小数点|格式不对/u,
  unreal: (r) => isUnreal(r.text),
  business: (r) => isBusiness(r.text),
  knowledge: (r) => isKnowledge(r.text),
  blame: /这锅|背锅|不关我|关我[们啥什]|冤枉|开发商卖|怪我|赖我|甩锅/u,
  rhetoric:
    /硬骨头|啃下|有一个算一个|像.{2,12}(?:那种|这种|一样的|这样的)|诸如|不能手软|动真碰硬|一抓到底|下不为例|绝不允许|举一反三|引以为戒|敲警钟|压实责任|形式主义/u,
  gathering: /出发|集合|报到(?!.{0,4}隐患)|发车|到齐|待命|备勤|签到|参会|到场参加|不能参加/u,
  weakCount: (r, c) =>
    c.counts.named === 1 &&
    !/出动|检查|排查|巡查|查了|查\d|隐患|问题|整改|改|发现|通知书|文书|立案|处罚|罚|演练|培训|参训|受训|授课|听课|零|销号|办结|办案|剩/u.test(
      r.text,
    ) &&
    'one number',
  habit: /常有|经常性|往往|普遍|总有人|有些人|有的人|老是有人|这种事|要教育|要引以为戒|引起重视|别学/u,
}

/** Everything in the message that speaks for or against a meaning. */
export function gather(r: Reading, candidates: Candidates): readonly Evidence[] {
  const found: Evidence[] = []
  for (const [id, look] of Object.entries(looks) as [FeatureId, Look][]) {
    const seen = look instanceof RegExp ? look.exec(r.text)?.[0] : look(r, candidates)
    if (seen) found.push({ id, words: seen === true ? '' : seen })
  }
  return found
}

/** Things that can be at fault, as one word for the evidence. */
export const firstThing = (text: string): string | undefined => thingsIn(text)[0]?.word

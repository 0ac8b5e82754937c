import type { Understanding } from './types.ts'
import { thingsIn } from './hazards/categories.ts'
import { findSpot, skipLeadIn } from './hazards/places.ts'
import { findDates, writeDate } from './text/dates.ts'
import { allCodes, asWritten, communitiesOf, unitsOf, type Reading } from './text/reading.ts'

const codesSlot = (codes: readonly string[]) => (codes.length > 0 ? { codes } : {})
const communitySlot = (r: Reading) => {
  const id = communitiesOf(r)[0]?.id
  return id ? { community: id } : {}
}

const siteVisit =
  /抽查[ ]?(?=第?\d|[A-Za-z]{2})|复[查看核验检测访勘审]|再[查看去]|回(?:头看|访|查)|经核|核(?:查|验|过|了)|验(?:过|了|看)|逐条|到(?:了)?现场|经.{0,6}(?:核查|复查|检查)|核查|核验|验收|回头看|复核|复检|现场(?:查看|看了|看过|检查|确认)|去看了|看过了?|查验|再查|查了(?=[ ]?(?:第?\d|[A-Za-z]{2}))/u
const failed =
  /不合格|没过|不过(?!去|来)|未通过|不通过|没通过|不符|不彻底|算不过|堆回|停回|[仍还]缺|又(?:.{0,4})(?:堆|停|放|占|锁|摆|充|搭|住)|老样子|原样|没变|纹丝|重改|返工|打回|退回|不予(?:销|通过)|不能销|不同意销|不销|不准销|暂不销|不行|未整改|没整改|没改|未改|还没|还是(?!好)|仍(?:然|旧|未|有|在)?|依然|依旧|又(?!复查)|反弹|没到位|不到位|未到位|不达标|不符合|没有改|重新整改|继续整改|没清|没搞|没动|死灰复燃|回潮|没弄|未完成|没完成|未达标|不彻底/u
const passed =
  /合格(?!证)|通过|没问题|没有问题|没啥问题|过了|同意销|可以销|准予销|予以销|可销|销案|销账|销号了|已销号|都行|可以(?:关|销|了)|行了|，销|整改属实|达到要求|闭合|予以通过|准予|到位|整改完|改好|改完|达标|符合要求|已整改|都改了|属实|OK|ok|恢复正常|正常了|可销号|确认销号|确已整改|确实改|没毛病|过关|闭环/u

const verdict = /达标|重改|不符|都行|不彻底|合格|通过|没过|不过|打回|销号|销案|不过关|反弹|到位|不销|可销/u

/** An inspector's verdict on site. The owner's "请复查" is none: nobody has been there yet. */
export function readReinspection(r: Reading): Understanding | undefined {
  const { text } = r
  const codes = allCodes(r)
  const bare =
    codes.length > 0 &&
    /(?:^|[号0-9 ，])(?:合格(?!证)|不合格|没过|打回|复查通过|验收通过|通过|不通过|同意销号|不予销号|予以销号|准予销|退回整改|打回|反弹|可销|不销|过关|不过关|核验通过|核查通过|复核通过|复查过)/u.test(
      text,
    )
  // Who re-inspects by office gives a verdict even without a word for the visit.
  const byOffice =
    (r.from.role === 'inspector' || r.from.role === 'supervisor') &&
    codes.length > 0 &&
    /合格|通过|不予|准予|打回|退回|过关|达标|反弹|销(?!售)|不彻底/u.test(text)
  if (!siteVisit.test(text) && !bare && !byOffice) return undefined
  // Somebody else's report that proved true is a finding.
  if (codes.length === 0 && /上报|登记|举报|特报/u.test(text)) return undefined
  if (
    codes.length === 0 &&
    r.names.length === 0 &&
    !/(?:复查|验收|核查|核验)[^，。]{0,6}(?:合格|通过|不过|没过|过了)|合格|打回/u.test(text)
  )
    return undefined
  if (
    /请(?:.{0,8})?(?:复查|核查|核验|验收|查验|复核)|(?:申请|等待?|待|求|麻烦.{0,8}|来|安排|可以|能|可)(?:来)?(?:复查|核查|验收|复核|核验|查验)/u.test(
      text,
    ) &&
    !bare
  )
    return undefined
  if (
    !verdict.test(text) &&
    /(?:明天|下午|准备|计划|打算|下周|后天|将|拟|要去?|马上去?)(?:.{0,6})(?:复查|回头看|验收)/u.test(text)
  )
    return undefined
  const fail = failed.exec(text)
  const pass = passed.exec(text)
  if (!fail && !pass) return undefined
  const result = fail && !isPassWording(text) ? 'fail' : 'pass'
  const reason = result === 'fail' ? reasonOf(text) : undefined
  return {
    intent: 'reinspect',
    ...codesSlot(codesOfVerdict(r, codes)),
    ...communitySlot(r),
    result,
    ...(reason ? { reason } : {}),
  }
}

const isPassWording = (text: string): boolean =>
  /没有?(?:再)?反弹|未(?:见|发现)?反弹|无反弹|没再(?:堆|停)|不再|还是(?:挺|很)?好|又(?:复查|去)/u.test(
    text,
  ) && !/不合格|没过|打回|不予|未通过|不通过/u.test(text)

const codesOfVerdict = (r: Reading, codes: readonly string[]): readonly string[] =>
  r.codes.length > 0 ? codes : []

function reasonOf(text: string): string | undefined {
  const words = text
    .replace(/^.*?(?:不合格|没过|不通过|未通过|没通过|打回|不予销号)[了，。：； ]*/u, '')
    .trim()
  return words.length >= 2 && words !== text ? words.slice(0, 200) : undefined
}

const extension =
  /往后(?:推|延|挪|顺|放)|推后|后推|推(?:几天|[一两三]周|到(?=[\d下月周年一二三四五六七八九十]))|赶不及|来不赢|延期|延长|宽限|展期|再等(?:[等几一二两三四五六七八九十\d])|缓(?:几天|一缓|缓|到|两天|三天|一?周|一下|些|个)|推迟|(?<!整)改期(?!限)|延(?:到|至|几天|一|两|三|个|迟|后)|晚(?:几天|两天|一周|点改|些)|多给(?:几天|点|些|两天|我们)|顺延|(?:整改)?(?:期限|时间|时限)(?:能不能|可否|可不可以|能否|申请|想)?(?:改|调|放宽|往后|后延|加)|延期|再给(?:几天|点|些|两|三|我们|一|半|个|\d)|(?:改不完|完不成|来不及|赶不上|赶不及)/u

/** A request for more time; the new date when the words give one. */
export function readExtension(r: Reading): Understanding | undefined {
  const { text } = r
  const m = extension.exec(text)
  if (!m) return undefined
  const codes = allCodes(r)
  const community = communitiesOf(r)[0]
  if (
    /(?<!能)(?:不|不得|不能|不予|一律不|禁止|无故|谁|哪些)(?:准|同意|批准|再|予)?(?:延期|延长|延迟|推迟)|会议|会(?:推迟|延期|改)|报送(?:时间|截止)|周报.{0,6}(?:延|推迟|晚)|培训.{0,4}(?:延|推迟)|调度会/u.test(
      text,
    )
  )
    return undefined
  if (/改不完|完不成|来不及|赶不上/u.test(m[0]) && !/期|时间|缓|再给|宽|延/u.test(text.replace(m[0], '')))
    return undefined
  if (
    codes.length === 0 &&
    !community &&
    !/申请|请求|请予|能不能|可否|能否|可不可以|行不行|行吗|想|希望|需要|恳请|麻烦|请/u.test(text)
  )
    return undefined
  const from = m.index
  const dates = findDates(text, r.now).filter(
    (d) =>
      !(d.within && /[^前内]$/u.test(text.slice(d.start, d.end))) &&
      // 顺延五日 is a length, not the fifth.
      !(
        /(?:延期?|顺延|宽限|展期|缓|推迟|再给|多给|再等)(?:个|我们)?$/u.test(
          text.slice(Math.max(0, d.start - 5), d.start),
        ) && /^[^月]*日$/u.test(text.slice(d.start, d.end))
      ),
  )
  const after = dates.find((d) => d.start >= from && !/^(?:因|前提|已)/u.test(text.slice(d.end, d.end + 2)))
  const named = dates.find((d) =>
    /(?:新期限|到|至|期限|改为|改成)[：:是为到 ]{0,2}$/u.test(text.slice(Math.max(0, d.start - 6), d.start)),
  )
  const finishing = dates.find(
    (d) =>
      /^(?:之?前|以前|才能|可以|能|完成|改完|到位|到货|，|。|$)/u.test(text.slice(d.end, d.end + 3)) ||
      /前$/u.test(text.slice(d.start, d.end)),
  )
  const due = named ?? after ?? finishing
  return {
    intent: 'request-extension',
    ...codesSlot(codes),
    ...communitySlot(r),
    ...(due ? { due: writeDate(due) } : {}),
  }
}

/** A hazard handed on to another unit: 移交, 转给, 应由…负责. */
export function readTransfer(r: Reading): Understanding | undefined {
  const { text } = r
  const codes = allCodes(r)
  const units = unitsOf(r)
  if (units.length === 0) return undefined
  const handed =
    /→|->|转(?:给|交|到|至|办|由|往|派|请)?|移交|移送|改派|改交|划(?:给|转|到)|派(?:给|到|单)|交(?:给|由|办)?|推给|归口|归|应(?:该|当)?(?:由|是|归)?|该|属于?|由|让|请|建议(?:由|交|转)?|给|责任(?:单位)?(?:应|该)?(?:是|为)/u
  for (const unit of [...units].reverse()) {
    const before = text.slice(Math.max(0, unit.start - 8), unit.start)
    const after = text.slice(unit.end, unit.end + 8)
    const m = new RegExp(`(?:${handed.source})(?:一下|县|我县|的)?[ ：]{0,2}$`, 'u').exec(before)
    const strong =
      /→|->|转|移|归口|改派|改交|划|派|推给|交给/u.test(m?.[0] ?? '') ||
      /(?:转|移交|移送|改派|派单|划转|转办|转交).{0,4}$/u.test(before)
    const ought =
      m !== null &&
      /^(?:的)?(?:管|处理|负责|办理|牵头|管辖|整改|职责|职权|范围|来|去|解决|的事|的活|该管|处置|跟进|的)/u.test(
        after,
      )
    if (strong && (codes.length > 0 || /这个|这条|该隐患|此隐患|移交|转办|转交/u.test(text)))
      return { intent: 'transfer', ...codesSlot(codes), to: unit.id }
    if (ought && codes.length > 0) return { intent: 'transfer', ...codesSlot(codes), to: unit.id }
    if (m && codes.length > 0 && /不归|不属于|不是我们|不该我们|无权|没有权限|不归我/u.test(text))
      return { intent: 'transfer', ...codesSlot(codes), to: unit.id }
    if (
      codes.length > 0 &&
      /^(?:的)?(?:管|职责|来处理|处理|负责)/u.test(after) &&
      /不归|属于|是.{1,10}(?:问题|违停)|应/u.test(text)
    )
      return { intent: 'transfer', ...codesSlot(codes), to: unit.id }
  }
  // "高压线是供电局的，转给他们": the unit named before.
  const last = units.at(-1)
  if (
    last &&
    codes.length > 0 &&
    /不在(?:我们|我|本)|不(?:归|属|是)(?:我们|我|本)|不属于?/u.test(text) &&
    /转|改派|移交|移送|派给|重派|派一下|调整/u.test(text)
  )
    return { intent: 'transfer', ...codesSlot(codes), to: last.id }
  if (
    last &&
    codes.length > 0 &&
    /(?:转|移交|交|派|划)(?:给|到|由|去)?(?:他们|她们|对方|人家|该单位|其|那边)/u.test(text)
  )
    return { intent: 'transfer', ...codesSlot(codes), to: last.id }
  return undefined
}

/** 挂牌督办 of a hazard; questions about the listed ones are queries. */
export function readListing(r: Reading): Understanding | undefined {
  const { text } = r
  if (
    !/(?:提级|升级)[^，。]{0,6}(?:督办|挂牌)|(?:提级|升级)$|挂牌|列为.{0,6}督办|列入.{0,6}督办|提请.{0,6}督办|纳入.{0,6}督办|升级督办/u.test(
      text,
    )
  )
    return undefined
  const codes = allCodes(r)
  if (codes.length === 0 && !/建议|申请|提请|拟|列为|列入|请|这个|该|予以|进行/u.test(text)) return undefined
  if (/摘牌|会议|各单位|各镇|制度|办法|文件/u.test(text) && codes.length === 0) return undefined
  return { intent: 'list-for-supervision', ...codesSlot(codes) }
}

const doneVerb =
  '拖离|驶离|抹掉|抹|取|摘|扶正|通电|整治|办妥|关好|整改|清理|清运|清除|清空|清走|清掉|清退|清|搬离|搬空|搬走|搬出|搬|拆除|拆走|拆掉|拆|更换|换新的|换新|换上|换|修复|修理|维修|检修|抢修|修|恢复供水|恢复|封堵|堵上|补齐|补充|补|安装|装好|装上|配齐|配备|配|处理|处置|解决|疏通|疏导|打开|打通|移走|移除|移开|移出|移|挪走|挪开|挪|划线|划好|粉刷|涂|张贴|贴|培训|检测|清洗|冲洗|洗|打扫|清扫|扫|充装|充压|加压|加满|完善|建立|制定|取证|持证|推走|推出去|拖走|开走|撤离|撤走|撤|腾退|腾空|腾|改造|改正|改|弄|搞|整|收拾|拾掇|归置|整理|建好|办理|办|剪掉|剪|砍|锯|修剪|穿管|更新|落实|铲除|铲|消除|加装|重做|到岗|上墙|通水|销|运走|运|请走|请出|赶走|收走|收|取下|取走|卸掉|断开|拔掉|关停|签订'
const doneEnd =
  '完毕|完成|完了?|好了?|到位|妥了?|妥当|掉了?|走了?|了(?![解断])|过了?|上了?|净了?|干净|利索|利落|归一|巴适|撤脱|脱了?|光了?|空了|齐(?:了|全了)?(?!全)|出来了?|出去了?|通了?|回去|下来了?|起来了?|结束|搞定|毕|清了?|哉|咗|掂|结了'
const done = new RegExp(
  `已经?(?!坏|堵|锁|过|超|逾|满|占|停|报|通知|联系|发|到|有|没|不|是|很)[\\u4e00-\\u9fff]{1,3}了|(?:已经?|业已|业经|均已|都已?|全部|悉数|全|刚|总算|终于|也)(?:[^，。；\\n]{0,6}?)(?:${doneVerb})(?!不)|(?:${doneVerb})(?:${doneEnd})|完成(?:了)?(?:整改|清理|更换|封堵|维修|拆除|检测|培训)|(?:整改|工作)(?:已)?完成|已完成|已办结|(?:推|搬|挪|移|拉|拖|清)到[^，。]{1,10}(?:去了|了|里了)|办结|办妥|销号|销案|搞定|闭环|✓|换新|补齐|配齐|清空|清零|可以关了|通了|已到位|恢复(?:正常|畅通|供水|供电)|没问题了|好了$|完成了?$|妥了|销号申请|已(?:落实|闭环|销)|都(?:好|通)了|申请销号|可以销号了|亮了|有水了|有压了|(?:^|[^a-z])(?:done|fixed|closed|solved|finish(?:ed)?|completed?|cleared)(?:[^a-z]|$)|(?:整改|状态)[：: ](?:完成|已)`,
  'iu',
)
const notDone =
  /被(?!清|搬走|整改|拆除了?$)|没(?!有?问题|收)|未|不(?!好意思|再|是很|了解)|还差|正在|准备|打算|计划|将|要|保证|承诺|预计|争取|尽快|马上|立即|请(?!走|出去|离|.{0,8}(?:复查|核查|验收|销号|查看|领导|看|查收|来|消防|审核|检查|核验|过目|予以销号))|责令|限(?!高)|必须|务必|应(?!急)|需|[日号底周天月旦节初旬点时一二三四五六](?:（含）)?(?:之|以)?前|[天日时周月]内|申请(?!销号|复查|验收)|安排|联系|通知(?!书)|等|如果|才|抓紧|封死|焊死|私自|擅自|违规搭|违章搭|能(?!.{0,4}销号)/u

// 已报修 and 在修 are on the way, not done.
const underWay =
  /报修|送修|待修|报维修|在修|抢修中|维修中|整改中|处理中|办理中|报备|报告|上报|通知了?|联系了?|催了|约了|下单了?|开工了?|开始/gu
const saysDoneHere = (clause: string): boolean => done.test(clause.replace(underWay, '·'))

/** Clauses that say a hazard is done, and the codes in them; codes of clauses that say the opposite stay out. */
export function readConfirmation(r: Reading): Understanding | undefined {
  const { text } = r
  const codes: string[] = []
  let confirmed = false
  let from = 0
  for (const clause of clauses(text)) {
    const start = from
    const end = start + clause.length
    from = end + 1
    if (!saysDoneHere(clause) || notDone.test(withoutThanks(clause))) continue
    confirmed = true
    for (const hit of r.codes) if (hit.start >= start && hit.start < end) codes.push(...hit.codes)
  }
  if (!confirmed) return undefined
  if (codes.length === 0 && r.codes.length > 0)
    for (const hit of r.codes) {
      // "12号，已整改": the code stands in a clause of its own.
      const around = text.slice(hit.end, hit.end + 12)
      if (!/还没|没改|未改|还差|没整改|未整改|未完成|没完成|在改|整改中/u.test(around))
        codes.push(...hit.codes)
    }
  const community = communitiesOf(r)[0]
  const unit = unitsOf(r)[0]
  const spot = findSpot(text, community, unit)
  const place = spot.place && !spot.compound ? spot.place : spot.place
  const things = thingsIn(text)
  // Without a code the words must at least point at something in a place.
  if (
    codes.length === 0 &&
    !community &&
    !spot.compound &&
    !spot.site &&
    !(place && (things.length > 0 || /号楼|栋|幢|单元/u.test(place)))
  )
    return undefined
  const trimmed = codes.length > 0 && !community ? undefined : place
  return {
    intent: 'confirm-rectified',
    ...codesSlot([...new Set(codes)]),
    ...(trimmed ? { place: asWritten(r, trimmed) } : {}),
    ...(community ? { community: community.id } : spot.compound ? { community: spot.compound } : {}),
    note: text.slice(skipLeadIn(text)),
  }
}

/** Cuts at commas and stops; the parts and the single marks between them add up to the text. */
const clauses = (text: string): readonly string[] => text.split(/[，。；！\n]| (?=\d)/u)
const withoutThanks = (clause: string): string =>
  clause.replace(
    /请.{0,8}(?:复查|核查|验收|销号|查看|审核|核验|查收)|等待?(?:复查|验收)|申请(?:复查|销号|验收)|销号申请|要求(?:的)?(?:整改|改)/u,
    '',
  )

/** Whether a stretch of text says that something is done. */
export const saysDone = (text: string): boolean =>
  text.split(/[，。；！ \n]/u).some((c) => saysDoneHere(c) && !notDone.test(withoutThanks(c)))

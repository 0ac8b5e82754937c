import type { Understanding } from '../types.ts'
import { findDates, writeDate } from '../text/dates.ts'
import { allCodes, communitiesOf, unitsOf, type Reading } from '../text/reading.ts'
import { codesSlot, communitySlot } from './slots.ts'

const extension =
  /delay|extend|给(?:点|些)儿?时间|(?:等|给|要|宽)多(?:几|一|两|三|半|\d)|多(?:留|要|宽限|给)(?:点|些|几|两|一|出)?(?:时间|天|日)?|留(?:点|些)(?:多)?时间|(?:能不能|可否|可不可以|能否|想|请)[^，。]{0,4}(?:给到|放到|放宽到|给我们到)|往后(?:推|延|挪|顺|放|拖)|推后|后推|推(?:几天|[一两三]周|到(?=[\d下月周年一二三四五六七八九十]))|赶不[及赢]|来不赢|拖(?:到|至)(?=下|月底?|年|周|\d|[一二三四五六七八九十]|明|后天|国庆|元旦|春节|节后)|拖(?:几|两|三|一)[天周]|延期|延长|宽限|展期|再等(?:[几一二两三四五六七八九十\d])|缓(?:几天|一缓|缓|到|两天|三天|一?周|一下|些|个)|推迟|(?<!整)改期(?!限)|延(?:到|至|几天|一|两|三|个|迟|后)|晚(?:几天|两天|一周|点改|些)|多给(?:几天|点|些|两天|我们)|顺延|(?:整改)?(?:期限|时间|时限)(?:能不能|可否|可不可以|能否|申请|想)?(?:改|调|放宽|往后|后延|加)|延期|再(?:给|宽限?)(?:几天|点|些|[一两三四五六七八九十]|我们?|半|个|\d)|(?:改不完|完不成|来不及|赶不上|赶不[及赢])/u

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
  return extensionAsked(r, m.index)
}

/** What a request for more time asks for; `from` is where its verb stands. */
export function extensionAsked(r: Reading, from = 0): Understanding {
  const { text } = r
  const codes = allCodes(r)
  const dates = findDates(text, r.now).filter(
    (d) =>
      // 0026号 is a hazard and no day.
      !r.codes.some(({ start, end }) => d.start < end && start < d.end) &&
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

/** A hazard handed to the unit that is named last; undefined when none is. */
export function transferAsked(r: Reading): Understanding | undefined {
  const to = unitsOf(r).at(-1)?.id
  return to === undefined ? undefined : { intent: 'transfer', ...codesSlot(allCodes(r)), to }
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
    /(?:转|移交|交|派|划)(?:给|到|由|去)?(?:他们|她们|对方|人家|该单位|其|那边)|转(?:一下|过去|走)|帮.{0,3}转/u.test(
      text,
    )
  )
    return { intent: 'transfer', ...codesSlot(codes), to: last.id }
  return undefined
}

/** 挂牌督办 of a hazard; questions about the listed ones are queries. */
export function readListing(r: Reading): Understanding | undefined {
  const { text } = r
  if (
    !/(?:该|要|得|直接|全县)[^，。]{0,4}挂(?:起来|上|出来|牌)|(?:直接|重点|提级|列入|纳入|县里)督办|督办起来|(?:提级|升级)[^，。]{0,6}(?:督办|挂牌)|(?:提级|升级)$|挂牌|列为.{0,6}督办|列入.{0,6}督办|提请.{0,6}督办|纳入.{0,6}督办|升级督办/u.test(
      text,
    )
  )
    return undefined
  const codes = allCodes(r)
  if (codes.length === 0 && !/建议|申请|提请|拟|列为|列入|请|这个|该|予以|进行/u.test(text)) return undefined
  if (/摘牌|会议|各单位|各镇|制度|办法|文件/u.test(text) && codes.length === 0) return undefined
  return { intent: 'list-for-supervision', ...codesSlot(codes) }
}

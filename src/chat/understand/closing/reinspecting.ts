import type { Understanding } from '../types.ts'
import { allCodes, type Reading } from '../text/reading.ts'
import { codesSlot, communitySlot } from './slots.ts'

const siteVisit =
  /抽查[ ]?(?=第?\d|[A-Za-z]{2})|复[查看核验检测访勘审]|再[查看去]|回(?:头看|访|查)|经核|核(?:查|验|过|了)|验(?:过|了|看)|逐条|到(?:了)?现场|经.{0,6}(?:核查|复查|检查)|核查|核验|验收|回头看|复核|复检|现场(?:查看|看了|看过|检查|确认)|去看了|看过了?|查验|再查|查了(?=[ ]?(?:第?\d|[A-Za-z]{2}))|[又再](?:去|看|查|跑|到)了?一?[遍趟次眼回]|去了一[趟遍次]/u
const failed =
  /不合格|不能算过|不能算好|不算过|不作数|✗|×|没过|不过(?!去|来)|未通过|不通过|没通过|不符|不彻底|算不过|堆回|停回|[仍还]缺|又(?:.{0,4})(?:堆|停|放|占|锁|摆|充|搭|住)|老样子|原样|没变|纹丝|重改|返工|打回|退回|不予(?:销|通过)|不能销|不同意销|不销|不准销|暂不销|不行|未整改|没整改|没改|未改|还没|还是(?!好)|仍(?:然|旧|未|有|在)?|依然|依旧|又(?!复查)|反弹|没到位|不到位|未到位|不达标|不符合|没有改|重新整改|继续整改|没清|没搞|没动|死灰复燃|回潮|没弄|未完成|没完成|未达标|不彻底/u
const passed =
  /合格(?!证)|✓|(?:[，。 \d号]|全|都|均)过(?=[了，。！ ]|$)|通过|没问题|没有问题|没啥问题|过了|同意销|可以销|准予销|予以销|可销|销案|销账|销号了|已销号|都行|可以(?:关|销|了)|行了|，销|整改属实|达到要求|闭合|予以通过|准予|到位|整改完|改好|改完|达标|符合要求|已整改|都改了|属实|OK|ok|恢复正常|正常了|可销号|确认销号|确已整改|确实改|没毛病|过关|闭环/u

const verdict =
  /(?:[，。 \d号]|全|都|均)过(?=[了，。！ ]|$)|✗|×|能算过|达标|重改|不符|都行|不彻底|合格|通过|没过|不过|打回|销号|销案|不过关|反弹|到位|不销|可销/u

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
    /合格|通过|不予|准予|打回|退回|过关|达标|反弹|销(?!售)|不彻底|(?<![可还])不行|重改|继续改/u.test(text)
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
  return verdictSaid(r)
}

/** The verdict that the words give, whoever says them and wherever he stands; undefined when they give none. */
export function verdictSaid(r: Reading): Understanding | undefined {
  const { text } = r
  const fail = failed.exec(text)
  const pass = passed.exec(text)
  if (!fail && !pass) return undefined
  const result = fail && !isPassWording(text) ? 'fail' : 'pass'
  const reason = result === 'fail' ? reasonOf(text) : undefined
  return {
    intent: 'reinspect',
    ...codesSlot(allCodes(r)),
    ...communitySlot(r),
    result,
    ...(reason ? { reason } : {}),
  }
}

const isPassWording = (text: string): boolean =>
  /没有?(?:再)?反弹|未(?:见|发现)?反弹|无反弹|没再(?:堆|停)|不再|还是(?:挺|很)?好|又(?:复查|去)/u.test(
    text,
  ) && !/不合格|没过|打回|不予|未通过|不通过|算过|还是只/u.test(text)

function reasonOf(text: string): string | undefined {
  const words = text
    .replace(/^.*?(?:不合格|没过|不通过|未通过|没通过|打回|不予销号)[了，。：； ]*/u, '')
    .trim()
  return words.length >= 2 && words !== text ? words.slice(0, 200) : undefined
}

import type { Understanding } from '../types.ts'
import { findSpot } from '../hazards/places.ts'
import { communitiesOf, type Reading } from '../text/reading.ts'

const burning =
  /着火(?!点|源)|起火(?!灾|点|原因|源)|失火|走火(?!通道|楼梯|梯|门|警)|冒(?:黑|浓|大|白)?烟|火(?:势|很大|好大|烧起来)|烧起来|(?:正在|在)燃烧|爆燃|浓烟|爆炸了|燃起来/u
const past =
  /真(?:要)?(?:着|起|失)火|烟痕|(?:灭火器|水|被子)[^，。]{0,4}(?:打掉|打灭|浇灭|扑了|灭掉)|已(?:断电|灭|处置)|今年|昨|上周|上月|上个|上次|去年|前年|前天|前几天|以前|之前|曾|那次|那年|历史|案例|听说|据说|新闻|邻县|隔壁|外县|外地|某|视频|抖音|通报|原因|起火率|演练|假如|如果|万一|要是|模拟|容易|易|会着火|引发|防止|预防|避免|可能|怕|怎么办|怎么处理|如何|灭了|扑灭|已灭|处置完|多少|几起|责任|吸取|教训|培训|宣传|的(?:车|房子|那)|不会|未|没有?(?:着火|起火|冒烟)|没着|风险|隐患|月\d|\d日|测试|试烟|烟感|误报|小心|注意|谨防|导致|造成|发动机|厨房油烟/u

/**
 * A fire in progress. When in doubt between news and now, a bare cry counts as now; anything that dates it, teaches
 * from it or fears it does not.
 */
export function readFire(r: Reading): Understanding | undefined {
  const { text } = r
  if (text.length > 120 || !burning.test(text) || past.test(text)) return undefined
  if (/[？?]$|吗$/u.test(text) && !/着火了吗|快|救/u.test(text)) return undefined
  const community = communitiesOf(r)[0]
  const spot = findSpot(text, community, undefined)
  const home = community?.id ?? spot.compound
  return {
    intent: 'fire',
    ...(home ? { community: home } : {}),
    ...(spot.place ? { place: spot.place } : {}),
  }
}

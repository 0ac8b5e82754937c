import { saysDone } from '../closing/done.ts'
import { saysFault } from '../hazards/faults.ts'
import type { Reading } from '../text/reading.ts'

/** Words that make somebody else's finding a report of its own: 检查发现, 问题清单, 责令. */
export const isFirmReport = (text: string): boolean =>
  /隐患登记|检查发现|核实属实|特此(?:上报|报告)|举报|排查情况|问题清单|存在(?:以下|如下)|责令|整改期限|发现(?:以下|存在|问题)/u.test(
    text,
  )

// Nouns of the trade that already name a fault; the owner says them of what is gone.
const nouns =
  /那堆|这堆|那些|这些|那个|那辆|那几辆|原来的|原先的|破烂|杂物|垃圾|堆物|飞线|违建|违章建筑|彩钢\S?|铁皮\S?|易燃物?|可燃物?|液化气\S?|煤气\S?|气罐|气瓶|汽油|柴油|油漆|酒精|烟花|爆竹|软包|泡沫\S?|作坊|三合一|防盗[网窗]|充电[桩器线]?|私拉\S{0,2}|乱接|油垢|油污|隔断|杂乱|障碍物?/gu

/**
 * "旧家具搬走了": the fault itself is told as gone, by whoever looks after it. Who inspects by office and finds
 * something gone away has found it.
 */
export function isOwnersDone(r: Reading): boolean {
  const { text } = r
  if (
    /昨天说的|之前(?:说|报|登记|发现)|上次(?:说|报|发现|查)|前几天|反馈|请(?:来)?(?:复查|验收|核查|销号)/u.test(
      text,
    )
  )
    return true
  const parts = text.split(/[，。；\n ]/u).filter(Boolean)
  const firstDone = parts.findIndex((p) => saysDone(p))
  if (firstDone < 0) return false
  if (
    /当场|现场(?:已)?(?:清|搬|拆|整改|劝|处|推|收|挪|移|换|改)|检查发现|发现|查(?:到|见|出)|巡(?:至|到|查)/u.test(
      text,
    )
  )
    return false
  const before = parts.slice(0, firstDone).join('，')
  return !saysFault(before.replace(nouns, '物'))
}

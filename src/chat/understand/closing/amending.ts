import type { Category, Understanding } from '../types.ts'
import { judge } from '../hazards/categories.ts'
import { findDates, writeDate } from '../text/dates.ts'
import { allCodes, unitsOf, type Reading } from '../text/reading.ts'

const labels: Readonly<Record<string, Category>> = {
  消防车通道: 'fire-lane',
  消防通道: 'fire-lane',
  疏散通道: 'evacuation',
  疏散: 'evacuation',
  设施器材: 'facilities',
  消防设施: 'facilities',
  设施: 'facilities',
  器材: 'facilities',
  电动自行车: 'e-bike',
  电动车: 'e-bike',
  电瓶车: 'e-bike',
  电气线路: 'electrical',
  电气: 'electrical',
  用电: 'electrical',
  建筑: 'building',
  建筑防火: 'building',
  消防管理: 'management',
  管理: 'management',
  燃气: 'gas-hazmat',
  燃气危化: 'gas-hazmat',
  危化品: 'gas-hazmat',
  危化: 'gas-hazmat',
  其他: 'other',
  其它: 'other',
}

/** 12号 期限改为5月20日 · 12号作废 · 12号不是我们的: what is done to a hazard that is already registered. */
export function readAmendment(r: Reading): Understanding | undefined {
  const codes = allCodes(r)
  if (codes.length === 0) return undefined
  const { text } = r
  const reason = /(?:因为?|原因[：:是]?|由于)([^\n]{2,80})$/u.exec(text)?.[1]?.trim()
  const why = reason ? { reason } : {}
  if (
    /(?:不是|不属于?|不归)(?:我们|我|咱们?|我方|本单位|我单位|我公司|我局|我镇)(?:单位|公司|这边|管|的|辖区|负责|范围|职责|小区)?|不该我们|我们不(?:管|负责)/u.test(
      text,
    ) &&
    unitsOf(r).length === 0
  )
    return { intent: 'decline-hazard', codes, ...why }
  if (
    /作废|(?:撤销|撤回|删除|删掉|取消|撤掉)|(?<![怕防免总老会][^，。]{0,8})误报|报重了?|重复(?:了|登记|上报|报)|登记错了|录重|报错地方/u.test(
      text,
    ) &&
    !/撤销挂牌|取消督办|申请|撤销(?:通报|处罚)/u.test(text)
  )
    return { intent: 'void-hazard', codes, ...why }
  const m =
    /(期限|整改期限|时限|整改时限|截止|责任单位|整改单位|责任|单位|类别|类型|分类|地点|位置|地址)(?:要)?(?:改为|改成|改到|调整为|变更为|换成|换为|改|应为|应该是|更正为|改回)[：: ]{0,2}([^\n，。]{1,60})/u.exec(
      text,
    )
  if (!m) return undefined
  const field = m[1] ?? ''
  const value = (m[2] ?? '').trim()
  const at = m.index + m[0].length - (m[2] ?? '').length
  if (/期限|时限|截止/u.test(field)) {
    if (/申请|能不能|可否|请求|想|行不行/u.test(text)) return undefined
    const date = findDates(text, r.now).find((d) => d.start >= at)
    return date ? { intent: 'amend-hazard', codes, due: writeDate(date) } : undefined
  }
  if (/责任|单位/u.test(field)) {
    const unit = unitsOf(r).find((u) => u.start >= at)
    return unit
      ? { intent: 'amend-hazard', codes, responsible: unit.id }
      : { intent: 'amend-hazard', codes, unknownUnit: value }
  }
  if (/类/u.test(field)) {
    const category = labels[value.replace(/类$/u, '')] ?? judge(value)?.category
    return category ? { intent: 'amend-hazard', codes, category } : undefined
  }
  return { intent: 'amend-hazard', codes, place: value }
}

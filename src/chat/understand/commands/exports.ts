import type { Understanding } from '../types.ts'
import { unitsOf, type Reading } from '../text/reading.ts'

/** 两个清单, 导出城关镇的三个清单, 公开版台账: lists that the documents ask for by that name, also for everybody to read. */
export function readExports(r: Reading): Understanding | undefined {
  if (r.text.length > 40) return undefined
  const [unit] = unitsOf(r)
  const plain = (unit ? r.text.slice(0, unit.start) + r.text.slice(unit.end) : r.text).replace(
    /[的 。！“”"'‘’]/gu,
    '',
  )
  const open = plain.replace(/(?:公开|公示|对外)(?:版|用|稿)?/u, '')
  if (
    open !== plain &&
    /^(?:请|帮我)?(?:导出|生成|下载|要|发我|做)?(?:一份|一下)?(?:整改|隐患)*台账(?:导出|发我)?$/u.test(open)
  )
    return { intent: 'export', document: 'ledger', ...(unit ? { unit: unit.id } : {}) }
  const m =
    /^(?:请|帮我)?(?:导出|生成|下载|要|发我|做)?(?:一份|一下)?([两二2三3])个清单(?:导出|发我)?$/u.exec(open)
  if (!m) return undefined
  const lists = /[三3]/u.test(m[1] ?? '') ? 3 : 2
  return { intent: 'export-lists', lists, ...(unit ? { unit: unit.id } : {}) }
}

import { daysBetween, dayOf } from '../../../domain/time/calendar.ts'
import { groupBy } from '../../../domain/group-by.ts'
import type { Directory } from '../../../store/directory.ts'
import type { Hazard } from '../../../store/hazards.ts'
import type { OverdueMatter } from '../../../usecases/ladder/overdue.ts'
import { categoryName, shortNumber, unitName, whereabouts } from '../../saying/names.ts'

/** How many numbers or names a sentence holds before it only counts. */
const NAMED = 6

/** 12号 幸福里 3号楼（疏散通道，逾期6天）, for a text that many read: nothing of what people wrote about it. */
export function hazardFact(directory: Directory, hazard: Hazard, now: Date): string {
  const late = hazard.dueAt ? Math.max(0, daysBetween(dayOf(hazard.dueAt), dayOf(now))) : 0
  const where = whereabouts(directory, hazard)
  const category = categoryName(hazard.category)
  const state = [
    ...(where.includes(category) ? [] : [category]),
    ...(late > 0 ? [`逾期${late}天`] : []),
    ...(hazard.failCount > 0 ? [`复查${hazard.failCount}次未过`] : []),
  ]
  return `${shortNumber(hazard)} ${where}${state.length > 0 ? `（${state.join('，')}）` : ''}`
}

/** One matter as a circular says it. */
export function matterFact(directory: Directory, matter: OverdueMatter, now: Date): string {
  if (matter.hazard) return `隐患 ${hazardFact(directory, matter.hazard, now)}`
  return `${matter.name}未按时报送，至今未${matter.deed}`
}

/** A unit's matters in one sentence each: which reports are missing, which hazards are overdue. */
export function unitFacts(
  directory: Directory,
  matters: readonly OverdueMatter[],
  now: Date,
): readonly string[] {
  const reports = matters.filter(({ subject }) => subject === 'report')
  const missing = reports.map(({ name }) => name)
  const hazards = matters.flatMap(({ hazard }) => (hazard ? [hazard] : []))
  const named = missing.slice(0, NAMED).join('、')
  const more = missing.length > NAMED ? `等${missing.length}${measureOf(reports)}` : ''
  const listed = hazards.slice(0, NAMED).map((hazard) => hazardFact(directory, hazard, now))
  const others = hazards.length > NAMED ? `等${hazards.length}处` : ''
  return [
    ...(missing.length > 0 ? [`${named}${more}未按时报送，至今未${deedOf(reports)}。`] : []),
    ...(hazards.length > 0 ? [`${hazards.length}处隐患没有整改到位：${listed.join('、')}${others}。`] : []),
  ]
}

/** 周报等2期未报，3处隐患逾期（最长6天）: a unit's matters in half a sentence. */
export function unitSummary(matters: readonly OverdueMatter[], now: Date): string {
  const missing = matters.filter(({ subject }) => subject === 'report')
  const hazards = matters.filter(({ subject }) => subject === 'hazard')
  const failed = hazards.filter(({ failed }) => failed >= 2).length
  const overdue = hazards.filter(({ dueAt }) => dueAt < now)
  const longest = Math.max(0, ...overdue.map(({ dueAt }) => daysBetween(dayOf(dueAt), dayOf(now))))
  const [first, ...others] = missing
  return [
    ...(first
      ? [
          others.length === 0
            ? `${first.name}未${first.deed}`
            : `${missing.length}${measureOf(missing)}未${deedOf(missing)}（最早${first.name}）`,
        ]
      : []),
    ...(overdue.length > 0 ? [`${overdue.length}处隐患逾期（最长${longest}天）`] : []),
    ...(failed > 0 ? [`${failed}处多次复查未过`] : []),
  ].join('，')
}

/** 报 where any of it is reported, 交 where all of it is handed in. */
function deedOf(missing: readonly OverdueMatter[]): OverdueMatter['deed'] {
  return missing.every(({ deed }) => deed === '交') ? '交' : '报'
}

/** 期 of reports that come again, 项 where documents are among them. */
function measureOf(missing: readonly OverdueMatter[]): string {
  return missing.some(({ deed }) => deed === '交') ? '项' : '期'
}

/** Matters unit by unit, in the order of the roster. */
export function byUnit<T>(
  items: readonly T[],
  unitIdOf: (item: T) => string,
  order: readonly string[],
): readonly Readonly<{ unitId: string; items: readonly T[] }>[] {
  const place = (unitId: string): number => {
    const at = order.indexOf(unitId)
    return at < 0 ? order.length : at
  }
  return [...groupBy(items, unitIdOf)]
    .map(([unitId, of]) => ({ unitId, items: of }))
    .sort((a, b) => place(a.unitId) - place(b.unitId))
}

/** Names of units, the first few and how many there are. */
export function unitNames(directory: Directory, unitIds: readonly string[], most = 4): string {
  const names = [...new Set(unitIds)].map((unitId) => unitName(directory, unitId))
  return names.length <= most ? names.join('、') : `${names.slice(0, most).join('、')}等${names.length}家`
}

/** The kinds of units in a campaign file. */
export const unitKinds = [
  'township',
  'street',
  'department',
  'property',
  'community-office',
  'office',
  'fire',
  'leader',
] as const
export type UnitKind = (typeof unitKinds)[number]

/** Words that stand for all units of these kinds where units are listed: 各乡镇（街道）, 各部门. */
export const unitWords: Readonly<Record<string, readonly UnitKind[]>> = {
  乡镇街道: ['township', 'street'],
  部门: ['department', 'fire'],
  社区: ['community-office'],
  物业: ['property'],
}

/** What a list of units says; `all-reporting` is everybody whose `reports` is set. */
export type UnitList = 'all-reporting' | readonly string[]

/** What of a unit decides whether a list means it. `reports`: every duty that names nobody, or those duties alone. */
export type Listable = Readonly<{ key: string; kind: string; reports: true | readonly string[] }>

/** Whether the list means the unit; `duty` is whose list it is, where units may name single duties. */
export function isListed(unit: Listable, list: UnitList, duty?: string): boolean {
  if (typeof list === 'string') {
    if (unit.reports === true) return true
    return duty === undefined ? unit.reports.length > 0 : unit.reports.includes(duty)
  }
  return list.some(
    (word) => word === unit.key || (unitWords[word]?.some((kind) => kind === unit.kind) ?? false),
  )
}

/**
 * The list with the units that a notice names once for all its tasks (以下均需各乡镇、街道负责，不再列出). They join
 * lists that name units, unless the entry says that it means these alone.
 */
export function withImplicit(
  entry: Readonly<{ units: UnitList; onlyThese: boolean }>,
  implicit: readonly string[],
): UnitList {
  if (typeof entry.units === 'string' || entry.onlyThese) return entry.units
  return [...entry.units, ...implicit]
}

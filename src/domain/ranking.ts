/** One unit's figures, or a community's, side by side. */
export type Standing = Readonly<{
  unitId: string
  total: number
  closed: number
  overdue: number
  reports: number
  onTime: number
}>

/** By what units are put in order. */
export type Measure = 'overdue' | 'rate' | 'found' | 'punctual'

/**
 * Units in the order of a measure; `needFirst` puts those first that need help most (most overdue, lowest rate). Who
 * has no such figure (no hazard, no report owed) is left out. Equal ones keep the order in which they came.
 */
export function rankBy(
  measure: Measure,
  standings: readonly Standing[],
  needFirst: boolean,
): readonly Standing[] {
  const need = (each: Standing): number => {
    switch (measure) {
      case 'overdue':
        return each.overdue
      case 'rate':
        return -each.closed / each.total
      case 'found':
        return each.total
      case 'punctual':
        return -each.onTime / each.reports
    }
  }
  const measured = standings.filter((each) => (measure === 'punctual' ? each.reports > 0 : each.total > 0))
  return measured.toSorted((a, b) => (needFirst ? need(b) - need(a) : need(a) - need(b)))
}

/** Whether the words ask for those in need first: 最差, 垫底, 逾期最多; 最好, 前三 ask for the others. */
export function byNeed(measure: Measure, words: string): boolean {
  if (/第几|名次/u.test(words)) return false
  if (/最好|最快|先进|领先|前[一二三四五六七八九十\d]|第一|从高到低|表现好/u.test(words))
    return measure === 'found' || (measure === 'overdue' && /多|高/u.test(words))
  if (/最少|最低|从低到高/u.test(words)) return measure === 'rate' || measure === 'punctual'
  if (/最高/u.test(words)) return measure === 'overdue' || measure === 'found'
  return true
}

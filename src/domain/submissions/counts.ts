/** The numbers of a report, in the order in which they are shown, with Chinese label and counting word. */
const described = {
  inspected: { label: '检查', unit: '个' },
  found: { label: '发现隐患', unit: '处' },
  rectified: { label: '已整改', unit: '处' },
  outstanding: { label: '未整改', unit: '处' },
  people: { label: '出动', unit: '人次' },
  vehicles: { label: '出动车辆', unit: '辆' },
  notices: { label: '下发文书', unit: '份' },
  fines: { label: '处罚', unit: '起' },
  drills: { label: '演练', unit: '场' },
  trained: { label: '培训', unit: '人次' },
} as const

export type CountKey = keyof typeof described

/** Numbers of one report. A number that was not given is absent, which is not 0. */
export type Counts = Readonly<Partial<Record<CountKey, number>>>

/** All keys in the order in which they are shown. */
export const countKeys: readonly CountKey[] = Object.keys(described) as CountKey[]

/** `发现隐患` and the like. */
export function countLabel(key: CountKey): string {
  return described[key].label
}

/** `发现隐患 11 处`. */
export function formatCount(key: CountKey, value: number): string {
  return `${described[key].label} ${value} ${described[key].unit}`
}

/** The given numbers in their order: `检查 6 个 · 发现隐患 11 处`; empty when there are none. */
export function formatCounts(counts: Counts): string {
  return countKeys
    .flatMap((key) => {
      const value = counts[key]
      return value === undefined ? [] : [formatCount(key, value)]
    })
    .join(' · ')
}

/** The sums of two reports, key by key. A key is absent only when both lack it; outstanding is the newer one's. */
export function addCounts(earlier: Counts, later: Counts): Counts {
  const sum: Partial<Record<CountKey, number>> = {}
  for (const key of countKeys) {
    const [before, now] = [earlier[key], later[key]]
    if (before === undefined && now === undefined) continue
    sum[key] = key === 'outstanding' ? (now ?? before ?? 0) : (before ?? 0) + (now ?? 0)
  }
  return sum
}

/**
 * The rate of rectification for people, `83%`. `—` when nothing was found. Rounded, but 100% only when all is
 * rectified and 0% only when nothing is; more rectified than found (往期补改) reads 100%.
 */
export function rectificationRate(found: number, rectified: number): string {
  if (found <= 0) return '—'
  if (rectified >= found) return '100%'
  if (rectified <= 0) return '0%'
  return `${Math.min(99, Math.max(1, Math.round((rectified / found) * 100)))}%`
}

/** Numbers that do not fit together; a question to the sender, never a refusal. */
export type Doubt =
  | Readonly<{ kind: 'rectified-exceeds-found'; found: number; rectified: number; excess: number }>
  | Readonly<{ kind: 'outstanding-mismatch'; outstanding: number; expected: number }>
  | Readonly<{ kind: 'cumulative-falls'; key: CountKey; previous: number; cumulative: number }>
  | Readonly<{ kind: 'cumulative-mismatch'; key: CountKey; expected: number; cumulative: number }>
  | Readonly<{ kind: 'none-found-but-registered'; registered: number }>

/**
 * Everything that should be asked about a report before it is taken, most telling first. `cumulative` are the
 * report's own running totals, `previous` the totals after the report before it, `ledger` what the ledger counts
 * for the unit in this period. Pass `found: 0` for a nil report. What is not known is not doubted.
 */
export function questions(
  given: Readonly<{ counts: Counts; cumulative?: Counts; previous?: Counts; ledger?: Counts }>,
): readonly Doubt[] {
  const { counts, cumulative = {}, previous = {}, ledger = {} } = given
  return [
    ...withinPeriod(counts, cumulative),
    ...countKeys.flatMap((key) => running(key, counts[key], cumulative[key], previous[key])),
    ...(counts.found === 0 && (ledger.found ?? 0) > 0
      ? [{ kind: 'none-found-but-registered', registered: ledger.found ?? 0 } as const]
      : []),
  ]
}

function withinPeriod(counts: Counts, cumulative: Counts): readonly Doubt[] {
  const { found, rectified, outstanding } = counts
  if (found === undefined || rectified === undefined) return []
  // One question at a time: while these two contradict each other, what should be left is anybody's guess.
  if (rectified > found)
    return [{ kind: 'rectified-exceeds-found', found, rectified, excess: rectified - found }]
  const expected = found - rectified
  if (outstanding === undefined || outstanding === expected) return []
  const overall = (cumulative.found ?? NaN) - (cumulative.rectified ?? NaN)
  // Many units write the whole backlog there, which is right as well when it fits their totals.
  return outstanding === overall ? [] : [{ kind: 'outstanding-mismatch', outstanding, expected }]
}

function running(
  key: CountKey,
  now: number | undefined,
  cumulative: number | undefined,
  previous: number | undefined,
): readonly Doubt[] {
  // What is outstanding goes up and down; it has no running total.
  if (key === 'outstanding' || cumulative === undefined || previous === undefined) return []
  if (cumulative < previous) return [{ kind: 'cumulative-falls', key, previous, cumulative }]
  if (now === undefined || cumulative === previous + now) return []
  return [{ kind: 'cumulative-mismatch', key, expected: previous + now, cumulative }]
}

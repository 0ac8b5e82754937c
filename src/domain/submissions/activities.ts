/** What units do beside looking for hazards (工作方案: 三查三清、三清三关、两单两卡、敲门行动、宣传), and what it is also called. */
const described = {
  'door-to-door': { name: '敲门行动', also: ['入户敲门', '敲门入户', '入户宣传'] },
  'three-checks': { name: '三查三清', also: [] },
  'three-clears': { name: '三清三关', also: [] },
  'two-lists': { name: '两单两卡', also: [] },
  publicity: { name: '宣传', also: ['消防宣传', '宣传活动', '消防安全宣传', '集中宣传'] },
} as const

export type Action = keyof typeof described
export const actions: readonly Action[] = Object.keys(described) as Action[]

/** 敲门行动 and the like. */
export function actionName(action: Action): string {
  return described[action].name
}

/** Every word that an action goes by, the longest first. */
export const actionWords: readonly (readonly [string, Action])[] = actions
  .flatMap((action) =>
    [described[action].name, ...described[action].also].map((word) => [word, action] as const),
  )
  .toSorted(([one], [other]) => other.length - one.length)

/** What is counted, in the order in which it is shown; numbers add up from report to report. */
const measures = {
  times: '次',
  households: '户',
  places: '处',
  people: '人次',
  copies: '份',
  posts: '条',
} as const
export type Measure = keyof typeof measures
export const measureKeys: readonly Measure[] = Object.keys(measures) as Measure[]

/** Numbers of one activity or the sum of many. What was not said is absent. */
export type ActivityCounts = Readonly<Partial<Record<Measure, number>>>

/** `3次，320户，发放500份`: empty when there are none. */
export function formatActivity(counts: ActivityCounts): string {
  return measureKeys
    .flatMap((key) => {
      const value = counts[key]
      return value === undefined ? [] : [`${value}${measures[key]}`]
    })
    .join('，')
}

/** The sum of several, measure by measure. */
export function sumActivities(all: readonly ActivityCounts[]): ActivityCounts {
  const sum: Partial<Record<Measure, number>> = {}
  for (const counts of all)
    for (const key of measureKeys) {
      const value = counts[key]
      if (value !== undefined) sum[key] = (sum[key] ?? 0) + value
    }
  return sum
}

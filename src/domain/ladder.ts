/** 提醒 → 催办 → 提级 → 拟通报 → 拟约谈 → 拟挂牌. From `circular` on, a named person releases each step. */
export const ladderSteps = ['remind', 'urge', 'escalate', 'circular', 'summons', 'listing'] as const
export type LadderStep = (typeof ladderSteps)[number]

export const ladderStepNames: Readonly<Record<LadderStep, string>> = {
  remind: '提醒',
  urge: '催办',
  escalate: '提级',
  circular: '拟通报',
  summons: '拟约谈',
  listing: '拟挂牌',
}

/** A coded cause for which a unit is named, e.g. 责任不落实. */
export type Cause = Readonly<{ key: string; name: string }>

/** How an overdue matter climbs; a step that the campaign leaves out is never reached. */
export type LadderRules = Readonly<{
  days: 'workdays' | 'calendar'
  /** In the order of the ladder: days after the deadline at which the step is reached. */
  steps: readonly Readonly<{ step: LadderStep; after: number }>[]
  causes: readonly Cause[]
  /** Working days that a unit has to state its side before a circular may be released. */
  hearDays: number
}>

/** The ladder where the campaign says nothing: reminders and a word to the unit's leaders, nothing beyond. */
export const DEFAULT_LADDER: LadderRules = {
  days: 'workdays',
  steps: [
    { step: 'remind', after: 0 },
    { step: 'urge', after: 1 },
    { step: 'escalate', after: 3 },
  ],
  causes: [],
  hearDays: 1,
}

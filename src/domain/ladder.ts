import { daysBetween, dayOf, workdaysBetween, type WorkdayTable } from './time/calendar.ts'

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

/** The steps that the bot only prepares. */
export const decidedSteps = ['circular', 'summons', 'listing'] as const
export type DecidedStep = (typeof decidedSteps)[number]

/** What a released text is: one of the ladder's proposals, the bulletin of progress (进度通报), or the list of hazards for exposure (曝光清单). */
export type CircularKind = DecidedStep | 'progress' | 'exposure'

/** Whether a person decides on the step. */
export function isDecided(step: LadderStep): step is DecidedStep {
  return decidedSteps.some((decided) => decided === step)
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

/**
 * The ladder where the campaign says nothing: reminders and a word to the unit's leaders, nothing beyond. None of the
 * notices asks for more by itself: they name 分管领导 of units (001, 004), who are told on the morning on which a matter
 * of their own unit comes that far, and leaders of the county, to whom the office reports as a whole (003: 汇总上报). So
 * whoever stands above a unit hears once a week of what is still open, in one message; see escalations.
 */
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

/** What became of a step: the bot's own are only reached; the others wait for a decision. */
export type StepState = 'reached' | 'prepared' | 'held' | 'released' | 'withdrawn' | 'settled'

/** A step as it was recorded for one matter. */
export type RecordedStep = Readonly<{
  step: LadderStep
  state: StepState
  /** Failed re-inspections counted when the step was reached. */
  failed: number
  decidedAt: Date | null
  settledAt: Date | null
}>

/** How far a matter has come. */
export type Standing = Readonly<{
  step: LadderStep | null
  /** The step waits for somebody's decision; nothing above it is reached until then. */
  waiting: boolean
  failed: number
  /** From here on days count anew: the step above was taken back, or the matter had left the ladder. */
  countsFrom: Date | null
}>

/** What is left of a matter's records, oldest first, once those are gone that were taken back or settled. */
export function standingOf(records: readonly RecordedStep[]): Standing {
  let [step, waiting, countsFrom]: [LadderStep | null, boolean, Date | null] = [null, false, null]
  const failed = Math.max(0, ...records.map((record) => record.failed))
  for (const { step: recorded, state, decidedAt, settledAt } of records) {
    const left = settledAt ?? (state === 'withdrawn' ? decidedAt : null)
    if (left !== null) {
      if (countsFrom === null || left > countsFrom) countsFrom = left
    } else {
      step = higher(step, recorded)
      waiting ||= state === 'prepared' || state === 'held'
    }
  }
  return { step, waiting, failed, countsFrom }
}

/** An overdue matter: a report that is missing, or a hazard that is past its limit or failed again and again. */
export type Overdue = Readonly<{
  dueAt: Date
  /** How often re-inspection has failed. */
  failed: number
}>

export type Climb = Readonly<{
  matter: Overdue
  standing: Standing
  rules: LadderRules
  now: Date
  table: WorkdayTable
  /** The step that was released about another matter of its unit and kind: up to there it is not proposed again. */
  unitAt?: DecidedStep | null
}>

/**
 * The steps that the matter has newly reached, lowest first. Steps go by the days after the deadline; each failed
 * re-inspection from the second on raises by one more. It never goes down while it is overdue. Steps that a person
 * decides come one at a time, and the next one only after the one before has been released.
 */
export function newSteps(climb: Climb): readonly LadderStep[] {
  const { standing, matter, rules, unitAt = null } = climb
  if (standing.waiting) return []
  const order = inOrder(rules).filter(({ step }) => !isCovered(step, unitAt))
  const before = standing.step === null ? -1 : ladderSteps.indexOf(standing.step)
  const held = order.findLastIndex(({ step }) => ladderSteps.indexOf(step) <= before)
  const byDays = order.findLastIndex(({ after }) => after <= daysOnLadder(climb))
  const raise = Math.max(0, matter.failed - Math.max(1, standing.failed))
  const reached = order.slice(held + 1, Math.max(held, byDays) + raise + 1).map(({ step }) => step)
  const first = reached.findIndex(isDecided)
  return first < 0 ? reached : reached.slice(0, first + 1)
}

/**
 * Whether a matter goes along when `step` is proposed about another one of its unit and kind: it is as late as what is
 * named, and was not named only because its unit was already. A unit that never reports is one case, not one a week.
 */
export function joins(climb: Climb, step: DecidedStep): boolean {
  const { standing, rules, unitAt = null } = climb
  const named = inOrder(rules).find((each) => isDecided(each.step))
  if (unitAt === null || standing.waiting || !named || daysOnLadder(climb) < named.after) return false
  return !atMost(step, unitAt) && (standing.step === null || !atMost(step, standing.step))
}

function isCovered(step: LadderStep, unitAt: DecidedStep | null): boolean {
  return unitAt !== null && isDecided(step) && atMost(step, unitAt)
}

/** Days after the deadline as the campaign counts them, 0 on the day itself; negative while there is time. */
export function daysOver(given: Pick<Climb, 'rules' | 'now' | 'table'> & Readonly<{ dueAt: Date }>): number {
  const { dueAt, now, rules, table } = given
  if (now <= dueAt) return -1
  const [from, to] = [dayOf(dueAt), dayOf(now)]
  return rules.days === 'calendar' ? daysBetween(from, to) : workdaysBetween(from, to, table)
}

/**
 * The days by which steps are reached. What was taken back stands again on the step below, as of the day on which it
 * was taken back, and takes the days between the two steps, one at least, to come there again.
 */
function daysOnLadder({ matter, standing, rules, now, table }: Climb): number {
  const { countsFrom, step } = standing
  if (now <= matter.dueAt) return -1
  if (countsFrom === null || countsFrom <= matter.dueAt) {
    return daysOver({ dueAt: matter.dueAt, rules, now, table })
  }
  const order = inOrder(rules)
  const below = order.findLastIndex((each) => step !== null && atMost(each.step, step))
  const next = order[below + 1]
  const start = Math.min(order[below]?.after ?? 0, (next?.after ?? Infinity) - 1)
  return start + Math.max(0, daysOver({ dueAt: countsFrom, rules, now, table }))
}

function inOrder({ steps }: LadderRules): LadderRules['steps'] {
  return steps.toSorted((a, b) => ladderSteps.indexOf(a.step) - ladderSteps.indexOf(b.step))
}

function atMost(a: LadderStep, b: LadderStep): boolean {
  return ladderSteps.indexOf(a) <= ladderSteps.indexOf(b)
}

/** The higher of two steps. */
export function higher<S extends LadderStep>(a: S | null, b: S): S {
  return a !== null && atMost(b, a) ? a : b
}

/** What is to blame by the facts alone; the office may name another cause. */
export type Blame = 'unreported' | 'overdue' | 'failed'

/** The words in which causes of that kind are written, the most fitting first. */
const causeWords: Readonly<Record<Blame, readonly RegExp[]>> = {
  unreported: [/不落实|未报|报送/u],
  overdue: [/不彻底|逾期/u, /措施不到位|不到位/u, /整改|隐患/u],
  failed: [/走过场|敷衍|虚假/u, /不彻底/u, /不到位/u, /整改/u],
}

/** The campaign's cause that the facts suggest, or null where it names none that fits. */
export function defaultCause(causes: readonly Cause[], blame: Blame): string | null {
  for (const words of causeWords[blame]) {
    const fitting = causes.find(({ name }) => words.test(name))
    if (fitting) return fitting.key
  }
  return null
}

/** A step that waits for the office, as far as asking goes. */
export type Waiting = Readonly<{
  holdUntil: Date | null
  hearUntil: Date | null
  statementAt: Date | null
  askedAt: Date | null
}>

/** Days after which the office is asked again about what it has left lying. */
const ASK_AGAIN_DAYS = 3

/**
 * Whether the office has a reason to be asked today: something new, an answer, the end of a wait, or three days gone. As
 * long as the unit may still state its side nothing can be released, and nobody is asked to.
 */
export function isToBeAsked(step: Waiting, now: Date): boolean {
  const { holdUntil, hearUntil, statementAt, askedAt } = step
  if ((holdUntil !== null && holdUntil > now) || !isHeard(step, now)) return false
  if (askedAt === null) return true
  const since = (moment: Date | null): boolean => moment !== null && moment > askedAt && moment <= now
  if (since(holdUntil) || since(hearUntil) || since(statementAt)) return true
  return daysBetween(dayOf(askedAt), dayOf(now)) >= ASK_AGAIN_DAYS
}

/** Whether the unit has had its say or the time for it: nothing is released before. */
export function isHeard(step: Pick<Waiting, 'hearUntil' | 'statementAt'>, now: Date): boolean {
  return step.statementAt !== null || step.hearUntil === null || now > step.hearUntil
}

import type { ClockTime, Day } from './time/calendar.ts'
import type { Duty } from './time/cadence.ts'
import { DEFAULT_HAZARD_RULES, type HazardRules } from './hazards/interim.ts'
import { DEFAULT_LADDER, type LadderRules } from './ladder.ts'
import type { Role } from './roles.ts'

/** A phase of a campaign (整治阶段), both days included; the last day of one may be the first of the next. */
export type Stage = Readonly<{
  key: string
  name: string
  starts: Day
  ends: Day
  /** What has to be there at its end, e.g. 召开部署会、制发工作方案; said when it begins. */
  deliverables?: readonly string[]
}>

/**
 * What a campaign sets for one kind of hazard: the default limit in calendar days, and the department that leads with
 * the sentence of the notice that says so.
 */
export type CategoryRule = Readonly<{ key: string; limitDays: number; leadId?: string; basis?: string }>

/**
 * What is handed in. `counts`: the numbers of a report; `text`, `file`, `photo`: words, a document, a picture;
 * `done`: it is enough to say so; `contacts`: the unit's named roles (负责人、联系电话).
 */
export type Deliverable = 'counts' | 'text' | 'file' | 'photo' | 'done' | 'contacts'

/** The parts of a report by numbers; `ledger` is the hazard ledger at that moment, or the unit's own file. */
export type ReportPart = 'progress' | 'ledger'

/** A reporting duty or one-off task of the campaign; `toId` is the unit that receives it. */
export type PlanDuty = Duty &
  Readonly<{
    toId: string
    deliverable: Deliverable
    /** Only with `counts`; a report is complete when every part is there. */
    parts: readonly ReportPart[]
    /** 责任领导、责任科室、配合单位 of a task line, as the notice names them. */
    leader?: string
    section?: string
    assistingIds?: readonly string[]
    /** Part of the pilot (试点). */
    pilot?: true
    /** Given in chat by the office, and not by the campaign file: kept when the file is loaded again. */
    givenBy?: string
    /** The target that this duty stands for; see targets.ts. */
    target?: Pick<Target, 'key' | 'measure' | 'goal'>
  }>

/** A target in numbers (达标率 100%) or a yes (基本建成), with a day by which it is to be reached. */
export type Target = Readonly<{
  key: string
  name: string
  measure: 'percent' | 'count' | 'yes'
  /** 100 for 100 %; 1 for a yes. */
  goal: number
  due: Day
  unitIds: readonly string[]
  toId: string
}>

/** A draft on which units are asked for their opinion (征求意见), known when the campaign is loaded. */
export type PlannedConsultation = Readonly<{
  key: string
  title: string
  opensOn: Day
  due: Day
  time: ClockTime
  unitIds: readonly string[]
  toId: string
  /** The reply needs the signature of the unit's 主要领导. */
  signOff: boolean
}>

/** For whom a tip is: people with one of the roles, or people of units of one of the kinds; both empty means everybody. */
export type Audience = Readonly<{ roles: readonly Role[]; unitKinds: readonly string[] }>

/** A period of special care (元旦、春节、全国两会): tips before it, and who is on duty during it. */
export type Node = Readonly<{
  key: string
  name: string
  starts: Day
  ends: Day
  tips: readonly Readonly<{ on: Day; time: ClockTime; text: string; audience: Audience }>[]
  /** Units that name somebody on duty (值守) for each day, and the clock time at which he confirms. */
  roster?: Readonly<{ unitIds: readonly string[]; confirmAt: ClockTime }>
}>

/** A regular meeting (工作例会) of the task force. */
export type MeetingRule = Readonly<{
  key: string
  name: string
  dates: readonly Day[]
  time: ClockTime
  unitIds: readonly string[]
}>

/** One ask before a deadline: on the day `days` before it (0 is its own day) at a time, or `minutes` before it. */
export type AskRule = Readonly<{ days: number; at: ClockTime }> | Readonly<{ minutes: number }>

/** How people are reminded. Nothing here speaks of hazards' limits: those keep their calendar day. */
export type ReminderRules = Readonly<{
  /** Earliest first; absent means the house's own: the day before, the morning, an hour before. */
  asks?: readonly AskRule[]
  /** Chases after a deadline, one every second working day. */
  chases: number
  /** After a deadline the groups hear which units are missing. */
  groupSummary: boolean
  /** From this step of the ladder on a group's summary notifies the units' people by @; null: never. */
  mentionFrom: LadderRules['steps'][number]['step'] | null
  /** The urgent class goes out as DING too, where the platform has it. */
  ding: boolean
  /** Ordinary messages that the bot may start to one person on one day; what is more waits for the next digest. */
  perPersonPerDay: number
  /** Ordinary messages that the bot may start in one organisation in one month; null: no limit. */
  perMonth: number | null
}>

/** The part of a checked campaign file that rules the campaign's days. Ids are the store's. */
export type Plan = Readonly<{
  stages: readonly Stage[]
  categories: readonly CategoryRule[]
  duties: readonly PlanDuty[]
  targets: readonly Target[]
  consultations: readonly PlannedConsultation[]
  nodes: readonly Node[]
  meetings: readonly MeetingRule[]
  reminders: ReminderRules
  ladder: LadderRules
  hazards: HazardRules
  settings: Readonly<{
    announceMissingInGroup: boolean
    /** 试点单位. */
    pilotIds: readonly string[]
  }>
}>

/** The default limit where the campaign sets none. */
export const DEFAULT_LIMIT_DAYS = 7

/** Three: after them the ladder has it, and leaders or the office decide. */
export const DEFAULT_CHASES = 3

/** How people are reminded where the campaign says nothing. */
export const DEFAULT_REMINDERS: ReminderRules = {
  chases: DEFAULT_CHASES,
  groupSummary: false,
  mentionFrom: null,
  ding: false,
  perPersonPerDay: 3,
  perMonth: null,
}

/** A plan as some version of the program stored it: an older one knew stages, categories, duties and settings alone. */
export type StoredPlan = Partial<Omit<Plan, 'duties' | 'settings'>> &
  Readonly<{
    duties?: readonly (Omit<PlanDuty, 'deliverable' | 'parts'> &
      Partial<Pick<PlanDuty, 'deliverable' | 'parts'>>)[]
    settings?: Partial<Plan['settings']>
  }>

/** The stored plan with what its version did not know filled in: reports by numbers and the house's own rules. */
export function completePlan(stored: StoredPlan): Plan {
  return {
    stages: stored.stages ?? [],
    categories: stored.categories ?? [],
    duties: (stored.duties ?? []).map((duty) => {
      const deliverable = duty.deliverable ?? 'counts'
      return { ...duty, deliverable, parts: duty.parts ?? (deliverable === 'counts' ? ['progress'] : []) }
    }),
    targets: stored.targets ?? [],
    consultations: stored.consultations ?? [],
    nodes: stored.nodes ?? [],
    meetings: stored.meetings ?? [],
    reminders: { ...DEFAULT_REMINDERS, ...stored.reminders },
    ladder: { ...DEFAULT_LADDER, ...stored.ladder },
    hazards: { ...DEFAULT_HAZARD_RULES, ...stored.hazards },
    settings: { announceMissingInGroup: false, pilotIds: [], ...stored.settings },
  }
}

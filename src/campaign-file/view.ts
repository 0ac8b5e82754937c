import type { Day } from '../domain/time/calendar.ts'
import type { Duty } from '../domain/time/cadence.ts'
import type { Facts } from '../domain/communities/fields.ts'
import type { HazardRules } from '../domain/hazards/interim.ts'
import type { LadderRules } from '../domain/ladder.ts'
import type {
  MeetingRule,
  Node,
  PlanDuty,
  PlannedConsultation,
  ReminderRules,
  Stage,
  Target,
} from '../domain/plan.ts'
import type { Role } from '../domain/roles.ts'
import { isListed, withImplicit, type UnitKind, type UnitList } from './owners.ts'
import { cadenceOf } from './schema/duties.ts'
import type { CampaignFileShape } from './schema/file.ts'
import type { CategoryKey } from './schema/roster.ts'

export type { UnitKind } from './owners.ts'

/** A thing of the plan with the file's keys in place of the store's ids. */
type InFile<T extends object> = Omit<T, 'toId' | 'unitIds' | 'assistingIds'>
type Owed = Readonly<{ to: string; units: readonly string[] }>

/** A duty with who receives it and who owes it, by unit key. */
export type DutyInFile = InFile<PlanDuty> & Owed & Readonly<{ assisting?: readonly string[]; item?: string }>

/** A regular meeting; its days follow from its rhythm and the holidays. */
export type MeetingInFile = Duty & Readonly<{ units: readonly string[] }>

/** A campaign file that was found right. References are the keys of the file. */
export type CampaignFile = Readonly<{
  region: Readonly<{ key: string; name: string }>
  campaign: Readonly<{
    key: string
    title: string
    issuer: string
    documentNumber?: string
    codePrefix: string
    starts: Day
    ends: Day
    notice?: Readonly<{ issued?: Day; days?: number; stages?: number }>
  }>
  stages: readonly Stage[]
  /** `duties` are the keys of the duties that the unit owes. */
  units: readonly Readonly<{
    key: string
    name: string
    kind: UnitKind
    aliases: readonly string[]
    parent?: string
    duties: readonly string[]
  }>[]
  /** `key` is as written, or made of unit and name where none is written. */
  people: readonly Readonly<{
    key: string
    name: string
    unit: string
    title?: string
    roles: readonly Role[]
    phone?: string
    dingtalk?: string
    wecom?: string
  }>[]
  communities: readonly Readonly<{
    key: string
    name: string
    aliases: readonly string[]
    unit: string
    property?: string
    address?: string
    profile?: Facts
    watchDays?: number
  }>[]
  categories: readonly Readonly<{ key: CategoryKey; limitDays: number; lead?: string; basis?: string }>[]
  duties: readonly DutyInFile[]
  targets: readonly (InFile<Target> & Owed & Readonly<{ item?: string }>)[]
  consultations: readonly (InFile<PlannedConsultation> & Owed)[]
  nodes: readonly (Omit<Node, 'roster'> &
    Readonly<{ roster?: Readonly<{ units: readonly string[]; confirmAt: Duty['time'] }> }>)[]
  meetings: readonly MeetingInFile[]
  reminders: ReminderRules
  ladder: LadderRules
  hazards: HazardRules
  groups: readonly Readonly<{
    key: string
    name: string
    units: readonly string[]
    dingtalk?: string
    wecom?: string
  }>[]
  settings: Readonly<{ announceMissingInGroup: boolean; pilots: readonly string[] }>
  /** How days were understood that the file does not write out, in sentences to be confirmed. */
  readings: readonly string[]
}>

/** The file as the rest of the program sees it: days, cadences, and duties resolved to units. */
export function viewOf(shape: CampaignFileShape, readings: readonly string[]): CampaignFile {
  const { starts, ends } = shape.campaign
  const { alsoOwe, ...settings } = shape.settings
  const listed = (list: UnitList, duty?: string): readonly string[] =>
    shape.units.filter((unit) => isListed(unit, list, duty)).map(({ key }) => key)
  const duties = shape.duties.map((duty): DutyInFile => {
    const stage = shape.stages.find(({ key }) => key === duty.stage)
    const { deliverable, leader, section, assisting } = duty
    return present({
      key: duty.key,
      name: duty.name,
      cadence: cadenceOf(duty),
      time: duty.time,
      holiday: duty.holiday,
      starts: duty.starts ?? stage?.starts ?? starts,
      ends: duty.ends ?? stage?.ends ?? ends,
      to: duty.to,
      units: listed(withImplicit(duty, alsoOwe), duty.key),
      deliverable,
      parts: deliverable === 'counts' ? (duty.parts ?? (['progress'] as const)) : [],
      leader,
      section,
      assisting: assisting.length > 0 ? assisting : undefined,
      pilot: duty.pilot ? (true as const) : undefined,
      item: duty.item,
    })
  })
  return {
    region: shape.region,
    campaign: present({ ...shape.campaign, notice: shape.campaign.notice && present(shape.campaign.notice) }),
    stages: shape.stages.map(({ deliverables, ...stage }) =>
      present({ ...stage, deliverables: deliverables.length > 0 ? deliverables : undefined }),
    ),
    units: shape.units.map(({ reports: _, ...unit }) =>
      present({
        ...unit,
        duties: duties.filter(({ units }) => units.includes(unit.key)).map(({ key }) => key),
      }),
    ),
    people: shape.people.map((person) =>
      present({ ...person, key: person.key ?? `${person.unit}/${person.name}` }),
    ),
    communities: shape.communities.map(present),
    categories: shape.categories.map(present),
    duties,
    targets: shape.targets.map(({ onlyThese, units, goal, ...target }) =>
      present({
        ...target,
        goal: goal ?? (target.measure === 'percent' ? 100 : 1),
        units: listed(withImplicit({ units, onlyThese }, alsoOwe)),
      }),
    ),
    consultations: shape.consultations.map(({ opens, units, ...consultation }) => ({
      ...consultation,
      opensOn: opens,
      units: listed(units),
    })),
    nodes: shape.nodes.map(({ roster, tips, ...node }) =>
      present({
        ...node,
        tips: tips
          .map(({ on, time, text, ...audience }) => ({ on, time, text, audience }))
          .sort((a, b) => (`${a.on} ${a.time}` < `${b.on} ${b.time}` ? -1 : 1)),
        roster: roster && { units: listed(roster.units), confirmAt: roster.confirmAt },
      }),
    ),
    meetings: shape.meetings.map((meeting) => ({
      key: meeting.key,
      name: meeting.name,
      cadence: cadenceOf(meeting),
      time: meeting.time,
      holiday: meeting.holiday,
      starts,
      ends,
      units: listed(meeting.units),
    })),
    reminders: present(shape.reminders),
    ladder: shape.ladder,
    hazards: shape.hazards,
    groups: shape.groups.map(present),
    settings,
    readings,
  }
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The same without fields that are undefined, as exact optional properties want it. */
function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Present<T>
}

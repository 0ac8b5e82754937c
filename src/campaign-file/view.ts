import type { Day } from '../domain/calendar.ts'
import type { Duty } from '../domain/cadence.ts'
import { DEFAULT_LADDER } from '../domain/ladder.ts'
import { DEFAULT_REMINDERS, type Plan } from '../domain/plan.ts'
import type { Role } from '../domain/roles.ts'
import { cadenceOf, type CampaignFileShape, type CategoryKey, type unitKinds } from './schema.ts'

export type UnitKind = (typeof unitKinds)[number]

/** A duty with who receives it and who owes it, by unit key. */
export type DutyInFile = Duty & Readonly<{ to: string; units: readonly string[] }>

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
  }>
  stages: readonly Readonly<{ key: string; name: string; starts: Day; ends: Day }>[]
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
  }>[]
  categories: readonly Readonly<{ key: CategoryKey; limitDays: number; lead?: string }>[]
  duties: readonly DutyInFile[]
  groups: readonly Readonly<{
    key: string
    name: string
    units: readonly string[]
    dingtalk?: string
    wecom?: string
  }>[]
  settings: Readonly<{ announceMissingInGroup: boolean }>
}>

/** The file as the rest of the program sees it: days, cadences, and duties resolved to units. */
export function viewOf(shape: CampaignFileShape): CampaignFile {
  const { starts, ends } = shape.campaign
  const duties = shape.duties.map((duty) => ({
    key: duty.key,
    name: duty.name,
    cadence: cadenceOf(duty),
    time: duty.time,
    holiday: duty.holiday,
    starts,
    ends,
    to: duty.to,
    units: shape.units
      .filter(({ key, reports }) =>
        typeof duty.units === 'string'
          ? reports === true || reports.includes(duty.key)
          : duty.units.includes(key),
      )
      .map(({ key }) => key),
  }))
  return {
    region: shape.region,
    campaign: present(shape.campaign),
    stages: shape.stages,
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
    groups: shape.groups.map(present),
    settings: shape.settings,
  }
}

/** The campaign's rules as the store keeps them, with the store's id in place of each unit key. */
export function planFrom(file: CampaignFile, idOfUnit: (key: string) => string): Plan {
  return {
    stages: file.stages,
    categories: file.categories.map(({ key, limitDays, lead }) => ({
      key,
      limitDays,
      ...(lead === undefined ? {} : { leadId: idOfUnit(lead) }),
    })),
    duties: file.duties.map(({ to, units: _, ...duty }) => ({
      ...duty,
      toId: idOfUnit(to),
      deliverable: 'counts',
      parts: ['progress'],
    })),
    targets: [],
    consultations: [],
    nodes: [],
    meetings: [],
    reminders: DEFAULT_REMINDERS,
    ladder: DEFAULT_LADDER,
    settings: { ...file.settings, pilotIds: [] },
  }
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The same without fields that are undefined, as exact optional properties want it. */
function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Present<T>
}

import type { Duty } from './cadence.ts'

/** A phase of a campaign (整治阶段), both days included. */
export type Stage = Readonly<{ key: string; name: string; starts: string; ends: string }>

/** What a campaign sets for one kind of hazard: the default limit in calendar days and the department that leads. */
export type CategoryRule = Readonly<{ key: string; limitDays: number; leadId?: string }>

/** The part of a checked campaign file that rules the campaign's days. Ids are the store's. */
export type Plan = Readonly<{
  stages: readonly Stage[]
  categories: readonly CategoryRule[]
  /** `toId` is the unit that receives the reports. */
  duties: readonly (Duty & Readonly<{ toId: string }>)[]
  settings: Readonly<{ announceMissingInGroup: boolean }>
}>

/** The default limit where the campaign sets none. */
export const DEFAULT_LIMIT_DAYS = 7

import type { Day } from '../time/calendar.ts'
import type { LadderStep } from '../ladder.ts'
import type { Member } from '../submissions/members.ts'
import type { Role } from '../roles.ts'

/** Who is there: the units that take part, and who works in them. */
export type Roster = Readonly<{
  starts: Day
  ends: Day
  members: readonly Member[]
  people: readonly Readonly<{ unitId: string; unitKind: string; roles: readonly Role[] }>[]
}>

/** Who gets it: people of a unit, or the groups of the campaign. */
export type Reached = Readonly<{ unitId: string; roles?: readonly Role[] }> | 'groups'

/** One thing that the plan makes happen: something due, or something that is said. */
export type Planned = Readonly<{
  kind: 'duty' | 'reminder'
  /** The unit that owes it, or that hears it. */
  unitId: string
  what: string
  period?: string
  /** When it is due, or said. */
  at: Date
  /** Of something due: the day off from which it was moved. */
  shiftedFrom?: Day
  to: Reached
  why: string
  /** What the ladder would do about a report that is still missing then. */
  step?: LadderStep
}>

/** Whether a moment is looked at. */
export type Inside = (moment: Date) => boolean

import { dayOf } from '../time/calendar.ts'
import type { Period } from '../time/cadence.ts'

/** A unit taking part in a campaign, with the keys of the duties that it owes. */
export type Member = Readonly<{
  unitId: string
  duties: readonly string[]
  joinedOn: string
  leftOn: string | null
}>

/** Whether the unit owes the duty for the period: it had joined by the deadline and not left. */
export function owes(member: Member, duty: string, period: Period): boolean {
  const due = dayOf(period.dueAt)
  return (
    member.duties.includes(duty) && member.joinedOn <= due && (member.leftOn === null || member.leftOn > due)
  )
}

/** The units that owe the duty for the period, in the order of the roster. */
export function owing(members: readonly Member[], duty: string, period: Period): readonly string[] {
  return members.filter((member) => owes(member, duty, period)).map(({ unitId }) => unitId)
}

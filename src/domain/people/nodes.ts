import {
  addDays,
  addWorkdays,
  at,
  isWorkday,
  previousWorkday,
  type Day,
  type WorkdayTable,
} from '../time/calendar.ts'
import type { Audience, MeetingRule, Node } from '../plan.ts'
import type { Reminder } from '../reminding/reminders.ts'
import type { Role } from '../roles.ts'

/** All days of a node. */
export function daysOf({ starts, ends }: Pick<Node, 'starts' | 'ends'>): readonly Day[] {
  const days: Day[] = []
  for (let on = starts; on <= ends; on = addDays(on, 1)) days.push(on)
  return days
}

/** Whether a tip is for somebody: by a role, or by the kind of his unit; a tip for nobody in particular is for all. */
export function isFor(
  { roles, unitKinds }: Audience,
  person: Readonly<{ roles: readonly Role[]; unitKind: string }>,
): boolean {
  if (roles.length === 0 && unitKinds.length === 0) return true
  return unitKinds.includes(person.unitKind) || person.roles.some((role) => roles.includes(role))
}

/** How long after `confirmAt` whoever has not confirmed is asked once more. */
export const CHASE_AFTER_MS = 30 * 60_000

/** What a slot of a node is about; the slot's duty is `node:KEY`, its period says which. */
export type NodeMatter =
  | Readonly<{ kind: 'tip'; index: number }>
  /** Units that have not named everybody are asked to. */
  | Readonly<{ kind: 'name' }>
  | Readonly<{ kind: 'confirm' | 'chase'; on: Day }>

/**
 * The moments of a node: its tips; two asks to name who is on duty, three working days before it begins and on the last
 * one; on each of its days the question whether he is there, and half an hour later once more.
 */
export function nodeSlots(node: Node, table: WorkdayTable): readonly Reminder[] {
  const duty = `node:${node.key}`
  const slot = (matter: NodeMatter, moment: Date, until: Date): Reminder => ({
    duty,
    period: written(matter, moment),
    kind: 'morning',
    at: moment,
    dueAt: until,
  })
  const tips = node.tips.map((tip, index) =>
    slot({ kind: 'tip', index }, at(tip.on, tip.time), at(laterOf(tip.on, node.ends), '24:00')),
  )
  const { roster } = node
  if (!roster) return tips
  const names = [addWorkdays(node.starts, -3, table), previousWorkday(node.starts, table)].map((on) =>
    slot({ kind: 'name' }, at(on, '10:00'), at(node.starts, '00:00')),
  )
  const confirms = daysOf(node).flatMap((on) => {
    const asked = at(on, roster.confirmAt)
    const chased = new Date(asked.getTime() + CHASE_AFTER_MS)
    return [
      slot({ kind: 'confirm', on }, asked, at(on, '24:00')),
      slot({ kind: 'chase', on }, chased, at(on, '24:00')),
    ]
  })
  return [...tips, ...names, ...confirms]
}

const laterOf = (a: Day, b: Day): Day => (a > b ? a : b)

function written(matter: NodeMatter, moment: Date): string {
  switch (matter.kind) {
    case 'tip':
      return `tip:${matter.index}`
    case 'name':
      return `name:${moment.toISOString().slice(0, 10)}`
    case 'confirm':
    case 'chase':
      return `${matter.kind}:${matter.on}`
  }
}

/** What a slot's period says. */
export function matterOf(period: string): NodeMatter {
  const [kind, value = ''] = period.split(':')
  if (kind === 'tip') return { kind, index: Number(value) }
  if (kind === 'confirm' || kind === 'chase') return { kind, on: value as Day }
  return { kind: 'name' }
}

/** The reminder of each meeting: at 15:00 on the working day before. */
export function meetingSlots(meeting: MeetingRule, table: WorkdayTable): readonly Reminder[] {
  return meeting.dates.map((on) => {
    const before = addDays(on, -1)
    return {
      duty: `meeting:${meeting.key}`,
      period: on,
      kind: 'heads-up',
      at: at(isWorkday(before, table) ? before : previousWorkday(on, table), '15:00'),
      dueAt: at(on, meeting.time),
    }
  })
}

/** The node of that day; else the nearest to come. */
export function nodeAt(nodes: readonly Node[], on: Day): Node | undefined {
  const ahead = nodes.filter(({ ends }) => ends >= on).toSorted((a, b) => (a.starts < b.starts ? -1 : 1))
  return ahead.find(({ starts }) => starts <= on) ?? ahead[0]
}

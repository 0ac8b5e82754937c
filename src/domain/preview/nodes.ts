import { at, formatDay, nameMoment, timeOf, type WorkdayTable } from '../time/calendar.ts'
import { daysOf, isFor, matterOf, meetingSlots, nodeSlots } from '../people/nodes.ts'
import type { Node, Plan } from '../plan.ts'
import type { Planned, Roster } from './planned.ts'

/** The meetings, and the word before each. */
export function ofMeetings({ meetings }: Plan, table: WorkdayTable): readonly Planned[] {
  return meetings.flatMap((meeting) => {
    const { name: what, unitIds } = meeting
    return meetingSlots(meeting, table).flatMap(({ at: moment, dueAt }) =>
      unitIds.flatMap((unitId): readonly Planned[] => [
        { kind: 'duty', unitId, what, at: dueAt, to: { unitId }, why: '例会' },
        {
          kind: 'reminder',
          unitId,
          what,
          at: moment,
          to: { unitId, roles: ['liaison'] },
          why: `${nameMoment(dueAt, moment)}开会`,
        },
      ]),
    )
  })
}

/** The tips of the node days, and who is on duty. */
export function ofNodes(
  { nodes }: Plan,
  { people, members }: Roster,
  table: WorkdayTable,
): readonly Planned[] {
  const taking = new Set(members.flatMap(({ unitId, leftOn }) => (leftOn === null ? [unitId] : [])))
  const present = people.filter(({ unitId }) => taking.has(unitId))
  return nodes.flatMap((node) => [
    ...nodeSlots(node, table).flatMap(({ period, at: moment, dueAt }) => {
      const matter = matterOf(period)
      if (matter.kind === 'tip') return ofTip(node, matter.index, present, moment)
      const what = `${node.name}值守`
      const why = {
        name: `${formatDay(node.starts)}起值守，没报值守人的才提醒`,
        confirm: `${timeOf(dueAt)}前确认到岗，报了值守人的才问`,
        chase: '还没确认到岗的再问一次',
      }[matter.kind]
      return (node.roster?.unitIds ?? []).map((unitId): Planned => ({
        kind: 'reminder',
        unitId,
        what,
        at: moment,
        to: { unitId, ...(matter.kind === 'name' ? { roles: ['liaison'] } : {}) },
        why,
      }))
    }),
    ...ofRoster(node),
  ])
}

function ofTip(node: Node, index: number, people: Roster['people'], moment: Date): readonly Planned[] {
  const tip = node.tips[index]
  if (!tip) return []
  const { audience, on } = tip
  const units = new Set(people.filter((person) => isFor(audience, person)).map(({ unitId }) => unitId))
  const byRole = audience.unitKinds.length === 0 && audience.roles.length > 0
  return [...units].map((unitId): Planned => ({
    kind: 'reminder',
    unitId,
    what: `${node.name}消防提示`,
    at: moment,
    to: { unitId, ...(byRole ? { roles: audience.roles } : {}) },
    why: on < node.starts ? `${formatDay(node.starts)}起，提前提示` : '节点期间提示',
  }))
}

function ofRoster(node: Node): readonly Planned[] {
  const { roster } = node
  if (!roster) return []
  return roster.unitIds.flatMap((unitId) =>
    daysOf(node).map((on): Planned => ({
      kind: 'duty',
      unitId,
      what: `${node.name}值守`,
      period: formatDay(on),
      at: at(on, roster.confirmAt),
      to: { unitId },
      why: `值守期间每天${roster.confirmAt}确认到岗`,
    })),
  )
}

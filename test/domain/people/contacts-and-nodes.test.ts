import { describe, expect, test } from 'vitest'
import { at, day, type WorkdayTable } from '../../../src/domain/time/calendar.ts'
import { rolesAskedBy, rolesMissing, type Contact } from '../../../src/domain/people/contacts.ts'
import { matterOf, meetingSlots, nodeAt, nodeSlots } from '../../../src/domain/people/nodes.ts'
import type { Node } from '../../../src/domain/plan.ts'
import { publishedDays } from '../../../src/domain/time/published-days.ts'

const table: WorkdayTable = publishedDays()

describe('contacts', () => {
  test('a duty asks for the roles that its name names, else for somebody responsible', () => {
    expect(rolesAskedBy('分管领导、牵头科室和联络员名单')).toEqual(['deputy', 'lead-section', 'liaison'])
    expect(rolesAskedBy('负责人和联系电话')).toEqual(['responsible'])
    expect(rolesAskedBy('主要负责人、联络员名单')).toEqual(['principal', 'liaison'])
    expect(rolesAskedBy('工作专班名单')).toEqual(['task-force'])
    expect(rolesAskedBy('联系方式')).toEqual(['responsible'])
  })

  test('a person counts with a phone number, a section without', () => {
    const contacts: readonly Contact[] = [
      { role: 'deputy', name: '李某', phone: null },
      { role: 'lead-section', name: '物业科', phone: null },
    ]
    expect(rolesMissing('分管领导、牵头科室和联络员名单', contacts)).toEqual(['deputy', 'liaison'])
  })
})

describe('a node', () => {
  // New Year 2026: Thursday 1 to Saturday 3 January are off.
  const node: Node = {
    key: 'new-year',
    name: '元旦',
    starts: day('2026-01-01'),
    ends: day('2026-01-02'),
    tips: [{ on: day('2025-12-30'), time: '09:00', text: '…', audience: { roles: [], unitKinds: [] } }],
    roster: { unitIds: ['u'], confirmAt: '22:00' },
  }

  test('has its tips, two asks for names on working days before it, and two questions a day', () => {
    const slots = nodeSlots(node, table).map(({ period, at }) => [matterOf(period).kind, at])
    expect(slots).toEqual([
      ['tip', at(day('2025-12-30'), '09:00')],
      ['name', at(day('2025-12-29'), '10:00')],
      ['name', at(day('2025-12-31'), '10:00')],
      ['confirm', at(day('2026-01-01'), '22:00')],
      ['chase', at(day('2026-01-01'), '22:30')],
      ['confirm', at(day('2026-01-02'), '22:00')],
      ['chase', at(day('2026-01-02'), '22:30')],
    ])
  })

  test('without a roster asks nobody', () => {
    const { roster: _, ...quiet } = node
    expect(nodeSlots(quiet, table)).toHaveLength(1)
  })

  test('is the one of today, else the next, and none when all are over', () => {
    const later = { ...node, key: 'spring', starts: day('2026-02-16'), ends: day('2026-02-23') }
    expect(nodeAt([later, node], day('2026-01-02'))?.key).toBe('new-year')
    expect(nodeAt([later, node], day('2026-01-03'))?.key).toBe('spring')
    expect(nodeAt([later, node], day('2026-03-01'))).toBeUndefined()
  })

  test('a meeting is announced on the working day before it', () => {
    const meeting = {
      key: 'm',
      name: '工作例会',
      dates: [day('2026-01-05'), day('2026-01-07')],
      time: '09:00' as const,
      unitIds: [],
    }
    // Sunday 4 January 2026 is worked in place of Friday 2.
    expect(meetingSlots(meeting, table).map(({ at }) => at)).toEqual([
      at(day('2026-01-04'), '15:00'),
      at(day('2026-01-06'), '15:00'),
    ])
  })
})

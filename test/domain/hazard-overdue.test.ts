import { describe, expect, test } from 'vitest'
import { daysOverdue } from '../../src/domain/hazards/overdue.ts'
import type { HazardStatus } from '../../src/domain/hazards/hazard.ts'

const at = (moment: string): Date => new Date(`${moment.replace(' ', 'T')}:00+08:00`)
const due = at('2026-11-20 18:00')

describe('逾期天数 of a limit on 20 November, 18:00', () => {
  test.each<[string, HazardStatus, string | null, string, number]>([
    ['within the limit', 'to-rectify', null, '2026-11-20 18:00', 0],
    ['an hour after it', 'rectifying', null, '2026-11-20 19:00', 1],
    ['the next morning', 'rectifying', null, '2026-11-21 09:00', 1],
    ['six days on', 'to-rectify', null, '2026-11-26 09:00', 6],
    ['rectified in time and closed later', 'closed', '2026-11-19 10:00', '2026-12-01 09:00', 0],
    ['rectified two days late, whenever it is asked', 'closed', '2026-11-22 10:00', '2026-12-31 09:00', 2],
    ['handed in late, not looked at yet', 'to-reinspect', '2026-11-21 10:00', '2026-12-01 09:00', 1],
    ['still to be confirmed, which nobody rectifies yet', 'to-confirm', null, '2026-11-26 09:00', 0],
  ])('%s', (_what, status, rectified, now, days) => {
    const hazard = { status, dueAt: due, rectifiedAt: rectified === null ? null : at(rectified) }
    expect(daysOverdue(hazard, at(now))).toBe(days)
  })
  test('without a limit nothing is overdue', () => {
    expect(daysOverdue({ status: 'to-rectify', dueAt: null, rectifiedAt: null }, due)).toBe(0)
  })
})

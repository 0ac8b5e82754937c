import { describe, expect, test } from 'vitest'
import { isEnough, lackingParts, partsNeeded, useOf } from '../../src/domain/submissions/deliverables.ts'
import { day } from '../../src/domain/time/calendar.ts'
import { periodsOf } from '../../src/domain/time/cadence.ts'
import { formatTarget, isReached, targetDuties } from '../../src/domain/submissions/targets.ts'
import { likeness, named, shortTaskName } from '../../src/domain/submissions/task-names.ts'
import type { Deliverable, ReportPart } from '../../src/domain/plan.ts'

const duty = (deliverable: Deliverable, parts: readonly ReportPart[] = []) => ({ deliverable, parts })
const both = duty('counts', ['progress', 'ledger'])
const picture = { kind: 'picture', hash: 'h', name: '' } as const
const file = { kind: 'file', hash: 'f', name: '方案.pdf' } as const

describe('a report of two parts', () => {
  test('lacks what is not there', () => {
    expect(lackingParts(both, { has: new Set(), zero: false })).toEqual(['progress', 'ledger'])
    expect(lackingParts(both, { has: new Set(['progress']), zero: false })).toEqual(['ledger'])
    expect(lackingParts(both, { has: new Set(['progress', 'ledger']), zero: false })).toEqual([])
  })
  test('needs no ledger when there is nothing to report', () => {
    expect(partsNeeded(both, true)).toEqual(['progress'])
  })
})

describe('what attachments do', () => {
  test.each<[Deliverable, string | undefined, string | undefined]>([
    ['file', 'needed', 'needed'],
    ['text', 'needed', 'needed'],
    ['photo', 'welcome', 'needed'],
    ['done', 'welcome', 'welcome'],
    ['contacts', undefined, undefined],
    ['counts', undefined, undefined],
  ])('for %s: a document %s, a photo %s', (deliverable, ofFile, ofPicture) => {
    expect(useOf(duty(deliverable), file)).toBe(ofFile)
    expect(useOf(duty(deliverable), picture)).toBe(ofPicture)
  })
  test('for a report with a ledger either is the ledger', () => {
    expect(useOf(both, file)).toBe('needed')
  })
  test('a photo sent as a document is a photo', () => {
    expect(useOf(duty('photo'), { kind: 'file', name: '会场.JPG' })).toBe('needed')
  })
  test.each<[Deliverable, string | null, boolean]>([
    ['file', '方案另发', false],
    ['photo', '已开', false],
    ['text', '一年来共检查120个', true],
    ['text', null, false],
    ['done', null, true],
  ])('%s with the words %s alone', (deliverable, text, enough) => {
    expect(isEnough(duty(deliverable), { text, attachments: [], zero: false })).toBe(enough)
  })
})

describe('names of tasks', () => {
  test.each([
    ['召开动员会', '动员会'],
    ['制定排查工作方案', '排查工作方案'],
    ['报送工作总结', '工作总结'],
    ['负责人和联系电话', '负责人和联系电话'],
  ])('%s is called %s', (name, short) => {
    expect(shortTaskName(name)).toBe(short)
  })
  test('are found by their full name, a part, or their characters in order', () => {
    expect(likeness('制定排查工作方案', '排查工作方案')).toBe(3)
    expect(likeness('制定排查工作方案', '方案')).toBe(2)
    expect(likeness('制定排查工作方案', '排查方案')).toBe(1)
    expect(likeness('制定排查工作方案', '总结')).toBe(0)
  })
  test('a word that many have names none', () => {
    expect(likeness('隐患排查报告', '隐患')).toBe(0)
  })
  test('the better fit wins over the weaker', () => {
    const items = [{ name: '排查方案' }, { name: '排查工作方案' }]
    expect(named(items, '排查方案')).toEqual([{ name: '排查方案' }])
    expect(named(items, '方案')).toHaveLength(2)
  })
})

describe('a target', () => {
  const target = {
    key: 'rate',
    name: '达标率',
    measure: 'percent',
    goal: 100,
    due: day('2026-12-31'),
    unitIds: ['u'],
    toId: 'o',
  } as const
  test('is due once, to the end of its day', () => {
    const [made] = targetDuties({ targets: [target] }, day('2026-11-01'))
    const table = { published: new Set([2026]), holidays: new Map(), workdays: new Set<never>() }
    expect(made && periodsOf(made, table).map(({ key, dueAt }) => [key, dueAt.toISOString()])).toEqual([
      ['once', '2026-12-31T15:59:59.999Z'],
    ])
  })
  test('is reached at its goal and not before', () => {
    expect([99.9, 100, 101].map((value) => isReached(target, value))).toEqual([false, true, true])
  })
  test('is written as people write it', () => {
    expect(formatTarget(target, 92.5)).toBe('92.5%')
    expect(formatTarget({ measure: 'yes' }, 1)).toBe('已完成')
  })
})

describe('what recurs by the quarter and the half-year', () => {
  const table = { published: new Set([2026]), holidays: new Map(), workdays: new Set<never>() }
  const recurring = (kind: 'quarterly' | 'half-yearly') =>
    periodsOf(
      {
        key: 'drill',
        name: '消防演练',
        cadence: { kind, day: 'end' },
        time: '18:00',
        holiday: 'as-usual',
        starts: day('2026-01-01'),
        ends: day('2026-12-31'),
      },
      table,
    ).map(({ label, dueAt }) => [label, dueAt.toISOString().slice(0, 10)])
  test('每季度评估 falls four times a year', () => {
    expect(recurring('quarterly')).toEqual([
      ['第1季度', '2026-03-31'],
      ['第2季度', '2026-06-30'],
      ['第3季度', '2026-09-30'],
      ['第4季度', '2026-12-31'],
    ])
  })
  test('半年演练 falls twice', () => {
    expect(recurring('half-yearly')).toEqual([
      ['上半年', '2026-06-30'],
      ['下半年', '2026-12-31'],
    ])
  })
})

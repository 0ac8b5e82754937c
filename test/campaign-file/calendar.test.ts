import { describe, expect, test } from 'vitest'
import { calendarOf, tableOf } from '../../src/campaign-file/calendar.ts'
import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import { good, rich } from './good-file.ts'

const table = publishedDays()

function file(text: string): CampaignFile {
  const result = parseCampaignFile(text)
  if (!result.ok) throw new Error(formatFaults(result.faults))
  return result.campaign
}
const rows = calendarOf(file(rich), table)
const of = (what: string, kind?: string) =>
  rows
    .filter((row) => row.what === what && (kind === undefined || row.kind === kind))
    .map(({ unit, due, to }) => `${due.slice(0, 16)} ${unit} → ${to}`)

describe('the preview of a campaign', () => {
  test('a deadline that a holiday moved tells from where', () => {
    const moved = calendarOf(
      file(good.replace('starts: 2026-10-12\n  ends', 'starts: 2026-09-28\n  ends')),
      table,
    )
    expect(moved.filter(({ kind, what }) => kind === 'duty' && what === '周报').slice(0, 1)).toEqual([
      {
        kind: 'duty',
        unit: '城关镇',
        what: '周报',
        period: '第1期',
        due: '2026-09-30T18:00:00+08:00',
        shiftedFrom: '2026-10-02',
        to: '消安委办',
        why: '每周五18:00前（原定周五（10月2日），逢休息日提前）',
      },
    ])
  })

  test('what is due by the end of a day is due in its last second', () => {
    expect(of('方案', 'duty')).toEqual(['2026-10-20T23:59 城关镇 → 消安委办'])
    expect(of('达标率', 'duty')).toEqual([
      '2026-12-31T23:59 城关镇 → 消安委办',
      '2026-12-31T23:59 河东街道 → 消安委办',
    ])
  })

  test('the campaign’s own lead times stand in it: two days ahead at 9:00, half an hour before, three chases', () => {
    expect(
      rows
        .filter(
          ({ what, kind, period, unit }) =>
            what === '周报' && kind === 'reminder' && period === '第2期' && unit !== '河东街道',
        )
        .map(({ due, to }) => `${due.slice(5, 16)} ${to}`),
    ).toEqual([
      '10-21T09:00 城关镇联络员',
      '10-23T17:30 城关镇联络员',
      '10-23T18:05 消安委办',
      '10-23T18:05 工作群',
      '10-26T10:00 城关镇联络员',
      '10-28T10:00 消安委办',
    ])
  })

  test('a consultation is due to the minute and asked for like a report', () => {
    expect(of('方案征求意见', 'duty')).toEqual([
      '2026-10-14T11:30 城关镇 → 消安委办',
      '2026-10-14T11:30 河东街道 → 消安委办',
    ])
    expect(of('方案征求意见', 'reminder')).toContain('2026-10-14T11:35 消安委办 → 消安委办')
  })

  test('a stage is announced to those who owe something, on the working day before when it begins on a day off', () => {
    expect(of('进入「摸底」阶段')).toEqual([
      '2026-10-12T10:00 城关镇 → 城关镇联络员',
      '2026-10-12T10:00 河东街道 → 河东街道联络员',
    ])
    // 1 November 2026 is a Sunday.
    expect(of('进入「整改」阶段')[0]).toBe('2026-10-30T10:00 城关镇 → 城关镇联络员')
  })

  test('tips reach whom they are for, and whoever is on duty confirms every day', () => {
    expect(of('元旦消防提示')).toEqual(['2026-12-28T09:00 河东街道 → 河东街道'])
    expect(of('元旦值守', 'duty')).toHaveLength(4)
  })

  test('it is in order of time', () => {
    expect(rows.map(({ due }) => due)).toEqual(rows.map(({ due }) => due).toSorted())
  })

  test('as a table the columns stand under each other, however wide the characters', () => {
    const lines = tableOf(file(rich), table)
    const column = (line: string) => {
      const at = line.indexOf(line.includes('提醒  ') ? '提醒' : '截止')
      return [...line.slice(0, at)].reduce((width, c) => width + (c.charCodeAt(0) > 0x2e80 ? 2 : 1), 0)
    }
    expect(new Set(lines.slice(1, 20).map(column)).size).toBe(1)
    expect(lines.at(-1)).toMatch(/^共\d+条：截止\d+条，提醒\d+条/)
  })

  test('a three-year campaign of a hundred units is worked out in seconds', () => {
    const units = Array.from(
      { length: 100 },
      (_, n) => `  - { key: t${n}, name: 第${n}镇, kind: township, reports: true }\n`,
    )
    const people = Array.from(
      { length: 100 },
      (_, n) => `  - { name: 员${n}, unit: t${n}, roles: [liaison] }\n`,
    )
    const long = good
      .replace('  starts: 2026-10-12\n  ends: 2026-12-31', '  starts: 2023-06-01\n  ends: 2026-05-31')
      .replace(/stages:\n[\s\S]*?(?=units:)/, '')
      .replace(/ {2}- \{ key: plan.*\n/, '')
      .replace('people:\n', `${units.join('')}people:\n${people.join('')}`)
    const began = performance.now()
    expect(calendarOf(file(long), table).length).toBeGreaterThan(100_000)
    expect(performance.now() - began).toBeLessThan(15_000)
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { categories } from '../../src/chat/understand/types.ts'
import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { categoryNames } from '../../src/campaign-file/schema/roster.ts'
import { planFrom } from '../../src/campaign-file/plan.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'
import { day, dayOf, timeOf, weekdayName } from '../../src/domain/time/calendar.ts'
import { periodAt, periodsOf } from '../../src/domain/time/cadence.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'

const table = publishedDays()

function example(name: string): CampaignFile {
  const result = parseCampaignFile(
    readFileSync(new URL(`../../prisma/campaigns/demo/${name}`, import.meta.url), 'utf8'),
  )
  if (!result.ok) throw new Error(formatFaults(result.faults))
  return result.campaign
}
const lanes = example('003-fire-lanes.yaml')
const highRise = example('000-high-rise.yaml')

function dues(file: CampaignFile, key: string): readonly string[] {
  const duty = file.duties.find((one) => one.key === key)
  if (!duty) throw new Error(`no duty ${key}`)
  return periodsOf(duty, table).map(
    ({ label, dueAt, shiftedFrom }) =>
      `${label} ${dayOf(dueAt)} ${weekdayName(dayOf(dueAt))} ${timeOf(dueAt)}${shiftedFrom ? ` 原${shiftedFrom}` : ''}`,
  )
}

// Checked by hand against a wall calendar of autumn 2026 and the State Council's arrangement for that year.
describe('all deadlines of the two examples', () => {
  test('云川县 reports on eleven Fridays and sums up after New Year', () => {
    expect(dues(lanes, 'weekly')).toEqual([
      '第1期 2026-10-16 周五 18:00',
      '第2期 2026-10-23 周五 18:00',
      '第3期 2026-10-30 周五 18:00',
      '第4期 2026-11-06 周五 18:00',
      '第5期 2026-11-13 周五 18:00',
      '第6期 2026-11-20 周五 18:00',
      '第7期 2026-11-27 周五 18:00',
      '第8期 2026-12-04 周五 18:00',
      '第9期 2026-12-11 周五 18:00',
      '第10期 2026-12-18 周五 18:00',
      '第11期 2026-12-25 周五 18:00',
    ])
    expect(dues(lanes, 'summary')).toEqual(['工作总结 2027-01-04 周一 18:00'])
  })

  test('青原旗 reports every half month, before the Sunday and not on it; its inspectors have dates of their own', () => {
    expect(dues(highRise, 'half-monthly')).toEqual([
      '11月上半月 2026-11-13 周五 18:00 原2026-11-15',
      '11月下半月 2026-11-30 周一 18:00',
    ])
    expect(dues(highRise, 'inspection')).toEqual([
      '11月上半月 2026-11-17 周二 18:00',
      '11月下半月 2026-11-30 周一 18:00',
    ])
    expect(dues(highRise, 'contacts')).toEqual(['负责人和联系电话 2026-11-03 周二 24:00'])
    expect(dues(highRise, 'summary')).toEqual(['工作总结 2026-12-04 周五 18:00'])
  })

  test('on 22 November 2026 both campaigns are in the middle, with a report open', () => {
    const now = new Date('2026-11-22T12:00:00+08:00')
    for (const file of [lanes, highRise]) {
      expect(file.campaign.starts < '2026-11-22' && '2026-11-22' < file.campaign.ends).toBe(true)
      const open = file.duties.filter((duty) => periodAt(periodsOf(duty, table), now).open)
      expect(open.length).toBeGreaterThan(0)
    }
  })
})

describe('the examples', () => {
  test('云川县: fourteen units owe the weekly report to 消安委办', () => {
    const weekly = lanes.duties.find(({ key }) => key === 'weekly')
    expect(weekly).toMatchObject({ to: 'xiaoanwei' })
    expect(weekly?.units).toHaveLength(14)
  })

  test('青原旗: only 政府督查室 owes the inspection circular, and it goes to 旗政府', () => {
    expect(highRise.duties.find(({ key }) => key === 'inspection')).toMatchObject({
      units: ['duchashi'],
      to: 'qi-zhengfu',
    })
    expect(highRise.units.find(({ key }) => key === 'duchashi')?.duties).toEqual(['inspection'])
  })

  test('each sets a limit for every kind of hazard that the bot understands', () => {
    expect(Object.keys(categoryNames)).toEqual(categories)
    for (const file of [lanes, highRise]) expect(file.categories.map(({ key }) => key)).toEqual(categories)
  })

  test('their people are invented: phone numbers of the agreed ranges only', () => {
    for (const { phone } of [...lanes.people, ...highRise.people]) expect(phone).toMatch(/^13[89]0000\d{4}$/)
  })

  test('they share no number prefix and no campaign key', () => {
    expect(lanes.campaign.codePrefix).not.toBe(highRise.campaign.codePrefix)
    expect(lanes.campaign.key).not.toBe(highRise.campaign.key)
  })

  test('the plan for the store carries ids of the store and survives being stored as JSON', () => {
    const plan = planFrom(highRise, (key) => `qingyuan/${key}`)
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
    expect(plan.duties.map(({ key, toId }) => [key, toId])).toEqual([
      ['contacts', 'qingyuan/fanghuowei'],
      ['half-monthly', 'qingyuan/fanghuowei'],
      ['inspection', 'qingyuan/qi-zhengfu'],
      ['summary', 'qingyuan/fanghuowei'],
    ])
    expect(plan.stages[1]).toEqual({
      key: 'rectify',
      name: '排查整治',
      starts: day('2026-11-06'),
      ends: day('2026-11-24'),
    })
    expect(plan.categories[0]).toEqual({ key: 'fire-lane', limitDays: 5, leadId: 'qingyuan/gongan' })
  })
})

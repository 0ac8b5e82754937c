import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { day } from '../../src/domain/time/calendar.ts'
import { periodsOf, type Period } from '../../src/domain/time/cadence.ts'
import type { PlanDuty, ReportPart } from '../../src/domain/plan.ts'
import { load, type Campaign, type Person } from '../../src/store/directory.ts'
import * as hazards from '../../src/store/hazards.ts'
import * as information from '../../src/store/submissions/information.ts'
import { ledgerSnapshot } from '../../src/store/submissions/ledger-snapshot.ts'
import * as reportParts from '../../src/store/submissions/report-parts.ts'
import * as reports from '../../src/store/submissions/reports.ts'
import * as targetProgress from '../../src/store/submissions/target-progress.ts'
import { giveTask, withdrawTask } from '../../src/usecases/give-task.ts'
import { submitReport, type SubmitReport } from '../../src/usecases/submit-report.ts'
import { county, fillCounty, found, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

const table = { published: new Set([2026]), holidays: new Map(), workdays: new Set<never>() }
const duty = (parts: readonly ReportPart[]): PlanDuty => ({
  key: 'weekly',
  name: '周报',
  cadence: { kind: 'weekly', weekday: 5 },
  time: '18:00',
  holiday: 'as-usual',
  starts: day('2026-11-01'),
  ends: day('2026-12-31'),
  toId: county.office,
  deliverable: 'counts',
  parts,
})
const both = duty(['progress', 'ledger'])
const file = (name: string) => ({ kind: 'file', hash: name.repeat(4), name }) as const

describe.each(databases)('submissions on $name', (database) => {
  const the = useStore(database)
  let campaign: Campaign
  let by: Person
  let period: Period
  beforeAll(async () => {
    await fillCounty(the())
    const directory = await load(the().db, county.region)
    const [first] = directory.campaigns
    const person = directory.people.get(county.director)
    const [, , , week] = periodsOf(both, table)
    if (!first || !person || !week) throw new Error('the county is not filled')
    campaign = first
    by = person
    period = week
  })
  beforeEach(async () => {
    await the().db.report.deleteMany()
    await the().db.reportPart.deleteMany()
  })

  const submit = (given: Partial<SubmitReport> = {}) =>
    the().transaction((tx) =>
      submitReport(
        tx,
        {
          campaign,
          duty: both,
          period,
          unitId: county.town,
          counts: { inspected: 3, found: 2 },
          cumulative: {},
          zero: false,
          note: null,
          sentAt: moment('2026-11-27 17:00'),
          ...given,
        },
        by,
        moment('2026-11-27 17:01'),
      ),
    )

  it('write no report until every part is there, and then one with all of them', async () => {
    const first = await submit()
    expect(first).toMatchObject({ report: null, lacking: ['ledger'] })
    expect(await the().db.report.count()).toBe(0)
    const own = { source: 'own' } as const
    const second = await submit({ brings: 'ledger', ledger: own, attachments: [file('台账.xls')] })
    expect(second.report).toMatchObject({
      version: 1,
      counts: { inspected: 3, found: 2 },
      ledger: own,
      attachments: [file('台账.xls')],
    })
  })

  it('are late when their last part was', async () => {
    await submit({ sentAt: moment('2026-11-27 17:59') })
    const late = await submit({
      brings: 'ledger',
      ledger: { source: 'own' },
      sentAt: moment('2026-11-27 18:01'),
    })
    expect(late.report?.late).toBe(true)
  })

  it('are whole whatever part comes first, and take the newest of each', async () => {
    await submit({ brings: 'ledger', ledger: { source: 'own' } })
    await submit({ brings: 'ledger', ledger: { source: 'own' }, attachments: [file('新.xls')] })
    const { report } = await submit({ counts: { found: 5 } })
    expect(report?.attachments).toEqual([file('新.xls')])
    expect(await the().db.reportPart.count()).toBe(3)
  })

  it('need no ledger when there is nothing to report', async () => {
    expect((await submit({ zero: true, counts: { found: 0 } })).report).toMatchObject({ zero: true })
  })

  it('keep their ledger and attachments when only the numbers are corrected', async () => {
    await submit({ ledger: { source: 'own' }, attachments: [file('台账.xls')] })
    const { report, before } = await submit({ counts: { inspected: 3, found: 4 } })
    expect(before?.version).toBe(1)
    expect(report).toMatchObject({ version: 2, counts: { found: 4 }, attachments: [file('台账.xls')] })
  })

  it('tell which parts each unit has handed in', async () => {
    await submit()
    const there = await reportParts.ofPeriod(the().db, county.campaign, 'weekly', period.key)
    expect([...there].map(([unit, parts]) => [unit, [...parts]])).toEqual([[county.town, ['progress']]])
  })

  it('know who was on time whatever was corrected afterwards', async () => {
    const plain = duty(['progress'])
    await submit({ duty: plain })
    await submit({ duty: plain, counts: { found: 9 }, sentAt: moment('2026-11-28 09:00') })
    const firsts = await reports.firstsOf(the().db, county.campaign, 'weekly', period.key)
    expect(firsts.get(county.town)?.late).toBe(false)
    const newest = await reports.newest(the().db, {
      campaignId: county.campaign,
      duty: 'weekly',
      period: period.key,
      unitId: county.town,
    })
    expect(newest).toMatchObject({ version: 2, late: true })
  })

  it('hold the ledger by a hash that changes with every hazard of the unit', async () => {
    const now = moment('2026-11-27 12:00')
    const one = await ledgerSnapshot(the().db, county.campaign, county.town, now)
    const hazard = await the().transaction((tx) => hazards.insert(tx, found()))
    const two = await ledgerSnapshot(the().db, county.campaign, county.town, now)
    expect(two.total).toBe(one.total + 1)
    expect(two.hash).not.toBe(one.hash)
    await the().transaction((tx) => hazards.save(tx, hazard, { status: 'rectifying' }))
    expect((await ledgerSnapshot(the().db, county.campaign, county.town, now)).hash).not.toBe(two.hash)
  })

  it('count a target’s newest figure of each unit', async () => {
    const figure = {
      campaignId: county.campaign,
      target: 'rate',
      unitId: county.town,
      note: null,
      byId: by.id,
    }
    const when = { sentAt: moment('2026-11-27 09:00'), at: moment('2026-11-27 09:00') }
    for (const value of [70, 85.5]) await targetProgress.add(the().db, { ...figure, ...when, value })
    const newest = await targetProgress.newest(the().db, county.campaign, 'rate')
    expect([...newest].map(([unit, { value }]) => [unit, value])).toEqual([[county.town, 85.5]])
  })

  it('count what each unit writes, by kind, and answer the newest', async () => {
    const item = {
      campaignId: county.campaign,
      unitId: county.town,
      attachments: [],
      codes: [],
      at: moment('2026-11-27 09:00'),
      byId: by.id,
    }
    for (const text of ['一', '二']) await information.insert(the().db, { ...item, kind: 'practice', text })
    await information.insert(the().db, { ...item, kind: 'special-report', text: '难', codes: ['A-0001'] })
    expect(await information.counts(the().db, county.campaign)).toEqual([
      { unitId: county.town, kind: 'practice', count: 2 },
      { unitId: county.town, kind: 'special-report', count: 1 },
    ])
    const [newest] = await information.newest(the().db, county.campaign, ['practice'], 1)
    expect(newest?.text).toBe('二')
  })

  it('are asked for by a task that was given in chat, until it is taken back; its number is not used again', async () => {
    const task = {
      campaign,
      name: '排查方案',
      unitIds: [county.town],
      due: '2026-12-15',
      time: '18:00',
      deliverable: 'file',
    } as const
    const now = moment('2026-11-27 09:00')
    const given = await the().transaction((tx) => giveTask(tx, task, by, now))
    expect(given.key).toBe('task+1')
    const held = async () => (await load(the().db, county.region)).campaigns[0]
    expect((await held())?.plan.duties.map(({ key }) => key)).toContain('task+1')
    const duties = async () => (await held())?.members.find(({ unitId }) => unitId === county.town)?.duties
    expect(await duties()).toContain('task+1')
    await expect(the().transaction((tx) => giveTask(tx, task, by, now))).rejects.toMatchObject({
      code: 'task.exists',
    })
    await the().transaction((tx) => withdrawTask(tx, { campaign, key: 'task+1' }, by, now))
    expect(await duties()).toEqual(['weekly'])
    const again = await the().transaction((tx) => giveTask(tx, task, by, now))
    expect(again.key).toBe('task+2')
  })
})

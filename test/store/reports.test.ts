import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as reports from '../../src/store/submissions/reports.ts'
import type { NewReport, Report } from '../../src/store/submissions/reports.ts'
import { county, fillCounty, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

function weekly(given: Partial<NewReport> = {}): NewReport {
  const { unitId = county.town, period = '2026-W48', version = 1 } = given
  return {
    campaignId: county.campaign,
    duty: 'weekly',
    period,
    unitId,
    version,
    receipt: `R-${unitId}-${period}-${version}`,
    counts: { inspected: 12, found: 3 },
    cumulative: { inspected: 40, found: 9 },
    zero: false,
    note: null,
    sentAt: moment('2026-11-27 17:30'),
    receivedAt: moment('2026-11-27 17:30'),
    dueAt: moment('2026-11-27 18:00'),
    late: false,
    byId: county.inspector,
    ...given,
  }
}

describe.each(databases)('reports on $name', (database) => {
  const the = useStore(database)
  beforeAll(async () => {
    await fillCounty(the())
  })
  beforeEach(async () => {
    await the().db.report.deleteMany()
  })
  const save = (given: Partial<Report> = {}): Promise<Report> => reports.insert(the().db, weekly(given))
  const thisWeek = { campaignId: county.campaign, duty: 'weekly', period: '2026-W48', unitId: county.town }

  it('keeps every version and answers the newest', async () => {
    await save()
    const corrected = await save({ version: 2, counts: { inspected: 15, found: 3 } })
    expect(await reports.newest(the().db, thisWeek)).toEqual(corrected)
    expect(await the().db.report.count()).toBe(2)
    expect(await reports.newest(the().db, { ...thisWeek, period: '2026-W49' })).toBeNull()
  })

  it('keeps one of two corrections that two people send at the same moment; the other has to be made again', async () => {
    await save()
    const correct = (receipt: string) =>
      the().transaction((tx) => reports.insert(tx, weekly({ version: 2, receipt })))
    const sent = await Promise.allSettled([correct('R-a'), correct('R-b')])
    expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await the().db.report.count()).toBe(2)
  })

  it('shows of each unit the newest version of the period', async () => {
    await save()
    await save({ version: 2, note: '更正' })
    await save({ unitId: county.property })
    await save({ period: '2026-W47', receipt: 'R-before' })
    const rows = await reports.ofPeriod(the().db, county.campaign, 'weekly', '2026-W48')
    expect(rows.map(({ unitId, version }) => `${unitId} ${version}`)).toEqual([
      `${county.property} 1`,
      `${county.town} 2`,
    ])
    const asked = ['2026-W49', '2026-W48', '2026-W47'].map((period) => ({ duty: 'weekly', period }))
    const reported = await reports.unitsReportedOf(the().db, county.campaign, asked)
    expect(reported.map((units) => [...units].sort())).toEqual([
      [],
      [county.property, county.town],
      [county.town],
    ])
  })

  it('compares with the newest version of the report before', async () => {
    await save({ period: '2026-W46', dueAt: moment('2026-11-13 18:00') })
    await save({ period: '2026-W47', dueAt: moment('2026-11-20 18:00') })
    const compared = await save({ period: '2026-W47', dueAt: moment('2026-11-20 18:00'), version: 2 })
    const { period: _, ...key } = thisWeek
    expect(await reports.before(the().db, key, moment('2026-11-27 18:00'))).toEqual(compared)
    expect(await reports.before(the().db, key, moment('2026-11-13 18:00'))).toBeNull()
  })

  it('judges punctuality by first versions only', async () => {
    await save()
    await save({ version: 2, late: true })
    await save({ period: '2026-W47', receipt: 'R-late', late: true })
    await save({ unitId: county.property, late: true })
    const units = await reports.punctuality(the().db, county.campaign)
    expect(new Map(units.map((unit) => [unit.unitId, unit]))).toEqual(
      new Map([
        [county.town, { unitId: county.town, reports: 2, onTime: 1 }],
        [county.property, { unitId: county.property, reports: 1, onTime: 0 }],
      ]),
    )
    expect(await reports.punctuality(the().db, county.campaign, county.property)).toHaveLength(1)
  })
})

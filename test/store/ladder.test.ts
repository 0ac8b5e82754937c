import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addDays, at, day } from '../../src/domain/time/calendar.ts'
import { DomainError } from '../../src/domain/errors.ts'
import type { LadderRules } from '../../src/domain/ladder.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'
import * as circulars from '../../src/store/escalation/circulars.ts'
import { load, type Campaign, type Person } from '../../src/store/directory.ts'
import * as hazards from '../../src/store/hazards.ts'
import * as ladder from '../../src/store/escalation/ladder.ts'
import { pressedFor, remindersTo } from '../../src/store/escalation/ladder-evidence.ts'
import * as ledger from '../../src/store/ledger.ts'
import { assessUnits } from '../../src/usecases/ladder/assess.ts'
import { climbLadder } from '../../src/usecases/ladder/climb.ts'
import { holdSteps, withdrawSteps } from '../../src/usecases/ladder/decide.ts'
import { releaseStep, withdrawCircular } from '../../src/usecases/ladder/release.ts'
import { pendingSteps } from '../../src/usecases/ladder/review.ts'
import { stateSide } from '../../src/usecases/ladder/state-side.ts'
import { county, fillCounty, found, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

const rules: LadderRules = {
  days: 'workdays',
  steps: [
    { step: 'remind', after: 0 },
    { step: 'urge', after: 1 },
    { step: 'escalate', after: 3 },
    { step: 'circular', after: 5 },
    { step: 'summons', after: 8 },
  ],
  causes: [{ key: 'rectify', name: '整改不彻底' }],
  hearDays: 1,
}
const morning = (on: string): Date => moment(`${on} 09:20`)

describe.each(databases)('the ladder on $name', (database) => {
  const the = useStore(database)
  let campaign: Campaign
  let director: Person
  let manager: Person
  beforeAll(async () => {
    await fillCounty(the())
    const directory = await load(the().db, county.region)
    const [first] = directory.campaigns
    const people = [directory.people.get(county.director), directory.people.get(county.manager)]
    if (!first || !people[0] || !people[1]) throw new Error('the county has a campaign and people')
    campaign = { ...first, plan: { ...first.plan, duties: [], ladder: rules } }
    ;[director, manager] = [people[0], people[1]]
  })
  beforeEach(async () => {
    const { db } = the()
    await db.ladderStep.deleteMany()
    await db.circular.deleteMany()
    await db.hazard.deleteMany()
  })

  const ground = () => ({ campaign, workdays: publishedDays() })
  const climb = (on: string) =>
    the().transaction((tx) => climbLadder(tx, { ...ground(), words: ({ name }) => name }, morning(on)))
  const pending = (on: string) => the().transaction((tx) => pendingSteps(tx, ground(), morning(on)))
  /** Due on Friday the 20th at six, to be rectified by the property company. */
  const overdue = () => hazards.insert(the().db, found({ dueAt: at(day('2026-11-20'), '18:00') }))
  const release = (on: string, by: Person) =>
    the().transaction((tx) =>
      releaseStep(
        tx,
        {
          ...ground(),
          step: 'circular',
          inGroups: false,
          text: async () => 'text',
          unitName: (id) => id,
        },
        by,
        morning(on),
      ),
    )
  const steps = (reached: Awaited<ReturnType<typeof climb>>): readonly string[] =>
    reached.map(({ step }) => step)

  it('records each step once, however often it looks, and each in the ledger', async () => {
    const hazard = await overdue()
    expect(steps(await climb('2026-11-25'))).toEqual(['remind', 'urge', 'escalate'])
    expect(await climb('2026-11-25')).toEqual([])
    expect(steps(await climb('2026-11-27'))).toEqual(['circular'])
    const entries = await the().db.ledgerEntry.findMany({
      where: { subject: 'ladder' },
      orderBy: { id: 'asc' },
    })
    expect(entries.map(({ type, data }) => [type, (data as { step: string }).step])).toEqual([
      ['StepReached', 'remind'],
      ['StepReached', 'urge'],
      ['StepReached', 'escalate'],
      ['StepPrepared', 'circular'],
    ])
    const [waiting] = await pending('2026-11-27')
    expect(waiting?.step).toMatchObject({
      state: 'prepared',
      cause: 'rectify',
      subjectId: String(hazard.id),
      evidence: { name: `${hazard.number}号`, days: 5 },
    })
    expect(waiting?.step.hearUntil).toEqual(at(day('2026-11-30'), '18:00'))
  })

  it('lets two copies of the program climb at once without preparing anything twice', async () => {
    await overdue()
    const both = await Promise.all([climb('2026-11-27'), climb('2026-11-27')])
    expect(both.flatMap(steps).sort()).toEqual(['circular', 'escalate', 'remind', 'urge'])
    expect(await the().db.ladderStep.count()).toBe(4)
  })

  it('releases nothing before the unit was heard, and then keeps who did it', async () => {
    await overdue()
    await climb('2026-11-27')
    await expect(release('2026-11-27', director)).rejects.toThrowError(DomainError)
    expect(await the().db.circular.count()).toBe(0)
    await the().transaction((tx) => stateSide(tx, { text: '设备已订' }, manager, morning('2026-11-27')))
    const { circular } = await release('2026-11-27', director)
    expect(circular).toMatchObject({ number: 1, releasedById: county.director, unitIds: [county.property] })
    expect(await circulars.countsByUnit(the().db, county.campaign)).toEqual(new Map([[county.property, 1]]))
    expect(await ladder.releasedUnits(the().db, county.campaign, 'circular')).toEqual(
      new Set([county.property]),
    )
    expect(await ledger.history(the().db, 'circular', String(circular.id))).toMatchObject([
      { type: 'CircularReleased', byId: county.director },
    ])
  })

  it('lets the time for the hearing be enough', async () => {
    await overdue()
    await climb('2026-11-27')
    await expect(release('2026-11-30', director)).rejects.toThrowError(DomainError)
    expect((await release('2026-12-01', director)).released).toHaveLength(1)
  })

  it('goes on only after the release, and carries along what the unit said', async () => {
    await overdue()
    await climb('2026-11-27')
    await the().transaction((tx) => stateSide(tx, { text: '设备已订' }, manager, morning('2026-11-27')))
    expect(await climb('2026-12-10')).toEqual([])
    await release('2026-12-10', director)
    expect(steps(await climb('2026-12-11'))).toEqual(['summons'])
    const [waiting] = await pending('2026-12-11')
    expect(waiting?.step).toMatchObject({ step: 'summons', statement: '设备已订', hearUntil: null })
  })

  it('puts off until the day, and prepares anew only some days after it was taken back', async () => {
    await overdue()
    await climb('2026-11-27')
    const { until } = await the().transaction((tx) =>
      holdSteps(tx, { ...ground(), days: 3 }, director, morning('2026-11-27')),
    )
    expect(until).toEqual(moment('2026-11-30 09:00'))
    await the().transaction((tx) => withdrawSteps(tx, ground(), director, morning('2026-12-01')))
    expect(await pending('2026-12-01')).toEqual([])
    expect(await climb('2026-12-02')).toEqual([])
    expect(steps(await climb('2026-12-03'))).toEqual(['circular'])
    expect(
      await the().db.ladderStep.findMany({ where: { step: 'circular' }, orderBy: { id: 'asc' } }),
    ).toMatchObject([
      { round: 1, state: 'withdrawn', decidedById: county.director },
      { round: 2, state: 'prepared' },
    ])
  })

  it('takes back what went out, and its matters with it', async () => {
    await overdue()
    await climb('2026-11-27')
    const { circular } = await release('2026-12-01', director)
    const back = { campaign, kind: 'circular', number: 1 } as const
    await the().transaction((tx) => withdrawCircular(tx, back, director, morning('2026-12-02')))
    expect(await circulars.newest(the().db, county.campaign, 'circular')).toBeNull()
    expect(await the().db.ladderStep.findMany({ where: { circularId: circular.id } })).toMatchObject([
      { state: 'withdrawn' },
    ])
    await expect(
      the().transaction((tx) => withdrawCircular(tx, back, director, morning('2026-12-02'))),
    ).rejects.toThrowError(DomainError)
  })

  it('lets a hazard go whose limit was extended', async () => {
    const hazard = await overdue()
    await climb('2026-11-27')
    const dueAt = at(day('2026-12-20'), '18:00')
    await the().db.hazard.update({ where: { id: hazard.id }, data: { dueAt } })
    expect(await pending('2026-11-28')).toEqual([])
    expect(await the().db.ladderStep.count({ where: { state: 'settled' } })).toBe(4)
  })

  it('lets a closed hazard go, and only pauses while it waits for re-inspection', async () => {
    const hazard = await overdue()
    await climb('2026-11-27')
    const set = (data: object) => the().db.hazard.update({ where: { id: hazard.id }, data })
    const states = async () =>
      (await the().db.ladderStep.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state)

    await set({ status: 'to-reinspect' })
    expect(await pending('2026-11-28')).toEqual([])
    expect(await states()).toEqual(['reached', 'reached', 'reached', 'prepared'])

    await set({ status: 'rectifying', failCount: 1, dueAt: at(day('2026-12-02'), '18:00') })
    expect(await climb('2026-11-30')).toEqual([])
    expect(await states()).toEqual(['reached', 'reached', 'reached', 'prepared'])

    await set({ status: 'closed' })
    await climb('2026-12-01')
    expect(await states()).toEqual(['settled', 'settled', 'settled', 'settled'])
  })

  it('raises a hazard that fails its re-inspection twice, also within its new limit', async () => {
    const hazard = await overdue()
    await climb('2026-11-23')
    await the().db.hazard.update({
      where: { id: hazard.id },
      data: { status: 'rectifying', failCount: 2, dueAt: at(day('2026-12-20'), '18:00') },
    })
    expect(steps(await climb('2026-11-24'))).toEqual(['escalate'])
    expect(await climb('2026-11-25')).toEqual([])
  })

  it('counts for the next unit from the day on which it got the hazard', async () => {
    const hazard = await overdue()
    await climb('2026-11-27')
    await the().db.hazard.update({ where: { id: hazard.id }, data: { responsibleId: county.town } })
    expect(steps(await climb('2026-11-30'))).toEqual([])
    expect(steps(await climb('2026-12-01'))).toEqual(['remind'])
    expect(await the().db.ladderStep.count({ where: { unitId: county.property, state: 'settled' } })).toBe(4)
  })

  it('finds the reminders that have left to one unit, and when the office pressed', async () => {
    const { db } = the()
    const sent = (key: string, sentAt: Date | null) =>
      db.outboxMessage.create({
        data: {
          dedupeKey: key,
          lane: 'x',
          message: {},
          createdAt: morning('2026-11-23'),
          availableAt: morning('2026-11-23'),
          sentAt,
        },
      })
    await sent(
      `remind:${county.campaign}:weekly:2026-W47:overdue1:${county.town}:dingtalk:u1`,
      morning('2026-11-23'),
    )
    await sent(`remind:${county.campaign}:weekly:2026-W47:overdue2:${county.town}:dingtalk:u1`, null)
    await sent(
      `remind:${county.campaign}:weekly:2026-W47:overdue1:${county.property}:dingtalk:u2`,
      morning('2026-11-23'),
    )
    expect(await remindersTo(db, county.campaign, county.town)).toHaveLength(1)
    await ledger.append(db, {
      campaignId: county.campaign,
      subject: 'reminder',
      subjectId: 'weekly:2026-W47',
      type: 'MissingReminded',
      data: { units: [county.town] },
      byId: county.director,
      at: morning('2026-11-24'),
    })
    expect(await pressedFor(db, county.campaign, county.town)).toEqual([
      { report: 'weekly:2026-W47', at: morning('2026-11-24') },
    ])
    expect(await pressedFor(db, county.campaign, county.property)).toEqual([])
    await db.outboxMessage.deleteMany()
  })

  it('assesses by what became of hazards, each once', async () => {
    const hazard = await overdue()
    await the().db.hazard.update({ where: { id: hazard.id }, data: { status: 'closed', failCount: 2 } })
    await overdue()
    const rows = await assessUnits(the().db, ground(), moment(`${addDays(day('2026-11-27'), 1)} 09:00`))
    expect(rows.find(({ unitId }) => unitId === county.town)).toMatchObject({
      hazards: 2,
      rectified: 1,
      rebounds: 2,
    })
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { day } from '../../src/domain/time/calendar.ts'
import { load } from '../../src/store/directory.ts'
import * as absences from '../../src/store/roster/absences.ts'
import * as contacts from '../../src/store/roster/contacts.ts'
import * as handOvers from '../../src/store/roster/hand-overs.ts'
import * as meetings from '../../src/store/roster/meetings.ts'
import * as newcomers from '../../src/store/roster/newcomers.ts'
import * as nodeDuty from '../../src/store/roster/node-duty.ts'
import * as roles from '../../src/store/roster/roles.ts'
import { county, fillCounty, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

const now = moment('2026-11-27 10:00')

describe.each(databases)('who comes and goes, on $name', (database) => {
  const the = useStore(database)
  beforeAll(async () => {
    await fillCounty(the())
  })
  const rolesOf = async (id: string) => (await the().db.person.findUniqueOrThrow({ where: { id } })).roles

  it('keeps a leave in the directory until it is ended by word, once', async () => {
    const id = await absences.add(the().db, {
      regionId: county.region,
      personId: county.director,
      standInId: county.reinspector,
      from: day('2026-11-27'),
      until: day('2026-11-30'),
      toldById: county.director,
      toldAt: now,
    })
    expect((await load(the().db, county.region)).absences).toEqual([
      {
        id,
        personId: county.director,
        standInId: county.reinspector,
        from: '2026-11-27',
        until: '2026-11-30',
      },
    ])
    const by = { id: county.director, at: now }
    const ends = await Promise.all([absences.end(the().db, [id], by), absences.end(the().db, [id], by)])
    expect(ends.sort()).toEqual([0, 1])
    expect((await load(the().db, county.region)).absences).toEqual([])
  })

  it('puts away the leaves that were over before today, and no other', async () => {
    const leave = {
      regionId: county.region,
      personId: county.director,
      standInId: county.reinspector,
      from: day('2026-11-20'),
      toldById: county.director,
      toldAt: now,
    }
    await absences.add(the().db, { ...leave, until: day('2026-11-26') })
    await absences.add(the().db, { ...leave, until: day('2026-11-27') })
    expect(await absences.endPast(the().db, day('2026-11-27'), now)).toBe(1)
    const left = (await load(the().db, county.region)).absences
    expect(left.map(({ until }) => until)).toEqual(['2026-11-27'])
    await absences.end(
      the().db,
      left.map(({ id }) => id),
      { id: null, at: now },
    )
  })

  it('refuses a leave that stands in for itself or runs backwards', async () => {
    const wrong = (standInId: string, until: string) =>
      absences.add(the().db, {
        regionId: county.region,
        personId: county.director,
        standInId,
        from: day('2026-11-27'),
        until: day(until),
        toldById: county.director,
        toldAt: now,
      })
    await expect(wrong(county.director, '2026-11-28')).rejects.toThrow()
    await expect(wrong(county.reinspector, '2026-11-26')).rejects.toThrow()
  })

  it('gives a role by decision once, and lets a file end what it agrees with', async () => {
    const decision = { personId: county.inspector, role: 'liaison', byId: county.director, at: now } as const
    await roles.decide(the().db, { ...decision, held: true })
    await roles.decide(the().db, { ...decision, held: true })
    expect(await rolesOf(county.inspector)).toEqual(['reporter', 'liaison'])
    const decisions = await roles.decisionsOf(the().db, county.region)
    expect(decisions).toEqual([{ personId: county.inspector, role: 'liaison', held: true }])
    expect(await roles.settle(the().db, county.inspector, ['grid'], decisions)).toEqual(['grid', 'liaison'])
    expect(await roles.settle(the().db, county.inspector, ['liaison'], decisions)).toEqual(['liaison'])
    expect(await roles.decisionsOf(the().db, county.region)).toEqual([])
    await roles.decide(the().db, { ...decision, held: false })
    expect(await rolesOf(county.inspector)).toEqual(['reporter'])
    const taken = await roles.decisionsOf(the().db, county.region)
    expect(await roles.settle(the().db, county.inspector, ['liaison', 'grid'], taken)).toEqual(['grid'])
  })

  it('lets one hand-over of a post wait at a time', async () => {
    const post = {
      unitId: county.town,
      fromId: county.inspector,
      byId: county.director,
      at: now,
      doneAt: null,
    }
    await handOvers.add(the().db, { ...post, toId: county.manager })
    await expect(handOvers.add(the().db, { ...post, toId: county.director })).rejects.toThrow()
    const [waiting] = await handOvers.waitingFor(the().db, county.manager)
    expect(waiting).toMatchObject({ unitId: county.town, fromId: county.inspector })
    await handOvers.finish(the().db, waiting?.id ?? 0, now)
    expect(await handOvers.waitingFrom(the().db, county.town, county.inspector)).toBeNull()
  })

  it('takes the roles of whom no file names any more, but not what chat gave', async () => {
    const names = (ids: readonly string[]) => newcomers.leaveRoster(the().db, county.campaign, ids)
    expect(await names([county.manager, county.director, county.inspector])).toEqual([])
    await roles.decide(the().db, {
      personId: county.inspector,
      role: 'grid',
      held: true,
      byId: county.director,
      at: now,
    })
    expect((await names([county.director])).toSorted()).toEqual(['张三', '李四'])
    expect(await rolesOf(county.manager)).toEqual([])
    expect(await rolesOf(county.inspector)).toEqual(['grid'])
    expect(await names([])).toEqual(['赵六'])
    expect(await rolesOf(county.director)).toEqual(['admin'])
  })

  it('finds somebody by phone, and keeps one row for whoever is added twice', async () => {
    const person = { regionId: county.region, unitId: county.town, name: '李新', phone: '13800000099' }
    const id = await newcomers.add(the().db, person)
    expect(await newcomers.add(the().db, person)).toBe(id)
    expect(await newcomers.byPhone(the().db, county.region, '13800000099')).toMatchObject({
      id,
      name: '李新',
    })
    expect(await newcomers.byPhone(the().db, 'elsewhere', '13800000099')).toBeNull()
  })
})

describe.each(databases)('named roles and duty days, on $name', (database) => {
  const the = useStore(database)
  beforeAll(async () => {
    await fillCounty(the())
  })
  const at = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
  const put = (role: 'deputy' | 'task-force' | 'liaison', name: string, given: object = {}) =>
    contacts.put(the().db, {
      campaignId: county.campaign,
      unitId: county.town,
      role,
      name,
      phone: null,
      personId: null,
      byId: county.director,
      at: now,
      ...given,
    })
  const names = async () =>
    (await contacts.current(the().db, county.campaign, county.town)).map(
      ({ role, name }) => `${role} ${name}`,
    )

  it('relieves who held a role alone, keeps those who share one, and notes nothing when nothing changes', async () => {
    expect(await put('deputy', '甲', { personId: county.manager })).toEqual({ before: [] })
    expect(await put('deputy', '甲')).toBeUndefined()
    expect(await put('deputy', '乙', { at: at(5) })).toEqual({ before: ['甲'] })
    await put('task-force', '丙')
    await put('task-force', '丁')
    expect(await names()).toEqual(['deputy 乙', 'task-force 丙', 'task-force 丁'])
    const of = { campaignId: county.campaign, unitId: county.town, role: 'task-force', at: now } as const
    expect(await contacts.keepOnly(the().db, { ...of, names: ['丁'] })).toEqual(['丙'])
    expect(await names()).toEqual(['deputy 乙', 'task-force 丁'])
    const log = await contacts.changes(the().db, county.campaign, county.town, 10)
    expect(log.find(({ name }) => name === '甲')).toMatchObject({ since: now, until: at(5) })
  })

  it('knows a unit’s leaders, and the directory those who are people', async () => {
    await put('deputy', '李四', { personId: county.manager })
    expect(await contacts.leadersOf(the().db, county.campaign, county.town)).toMatchObject([
      { role: 'deputy', name: '李四', personId: county.manager },
    ])
    expect(await contacts.leadersOf(the().db, county.campaign, county.office)).toEqual([])
    expect((await load(the().db, county.region)).leaders).toEqual([
      { unitId: county.town, personId: county.manager },
    ])
  })

  it('passes a liaison’s place on the list to whoever follows', async () => {
    await put('liaison', '张三', { personId: county.inspector })
    await contacts.passOn(
      the().db,
      { unitId: county.town, personId: county.inspector },
      { personId: county.director, name: '赵六', phone: '13800000001' },
      { id: county.director, at: at(9) },
    )
    expect(await names()).toContain('liaison 赵六')
    expect(await names()).not.toContain('liaison 张三')
  })

  it('has one person on duty a unit and day, who confirms once', async () => {
    const duty = {
      campaignId: county.campaign,
      node: 'new-year',
      unitId: county.town,
      on: day('2027-01-01'),
      phone: null,
      personId: null,
      byId: county.director,
      at: now,
    }
    expect(await nodeDuty.name(the().db, { ...duty, name: '甲' })).toBe(true)
    expect(await nodeDuty.name(the().db, { ...duty, name: '甲' })).toBe(false)
    expect(await nodeDuty.name(the().db, { ...duty, name: '乙' })).toBe(true)
    const standing = await nodeDuty.standing(the().db, county.campaign, 'new-year')
    expect(standing.map(({ name }) => name)).toEqual(['乙'])
    const id = standing[0]?.id ?? 0
    const said = await Promise.all([1, 2].map(() => nodeDuty.confirm(the().db, id, county.director, now)))
    expect(said.sort()).toEqual([false, true])
  })

  it('adds what comes later to the minutes of a meeting', async () => {
    const meeting = {
      campaignId: county.campaign,
      meeting: 'm',
      on: day('2026-11-27'),
      byId: county.director,
      at: now,
    }
    await meetings.hold(the().db, { ...meeting, minutes: null, photos: ['a'] })
    await meetings.hold(the().db, { ...meeting, minutes: '夜查', photos: ['b'] })
    expect(await meetings.held(the().db, county.campaign)).toEqual([
      { meeting: 'm', on: '2026-11-27', minutes: '夜查', photos: ['a', 'b'] },
    ])
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { day } from '../../src/domain/calendar.ts'
import { load } from '../../src/store/directory.ts'
import * as absences from '../../src/store/roster/absences.ts'
import * as handOvers from '../../src/store/roster/hand-overs.ts'
import * as newcomers from '../../src/store/roster/newcomers.ts'
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

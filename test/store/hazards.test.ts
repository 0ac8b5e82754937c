import { beforeAll, describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.ts'
import type { Hazard } from '../../src/store/hazards.ts'
import * as hazards from '../../src/store/hazards.ts'
import { reinspect } from '../../src/usecases/hazards/reinspect.ts'
import { county, fillCounty, found, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

describe.each(databases)('hazards on $name', (database) => {
  const the = useStore(database)
  beforeAll(async () => {
    await fillCounty(the())
  })

  const register = (given: Parameters<typeof found>[0] = {}): Promise<Hazard> =>
    the().transaction((tx) => hazards.insert(tx, found(given)))
  const highest = async (): Promise<number> =>
    (await the().db.hazard.aggregate({ _max: { number: true } }))._max.number ?? 0

  it('numbers what thirty people register at once without gaps, also when some of it is rolled back', async () => {
    const from = await highest()
    const tries = Array.from({ length: 30 }, (_, n) =>
      the().transaction(async (tx) => {
        const { number } = await hazards.insert(tx, found())
        if (n % 3 === 0) throw new Error('rolled back')
        return number
      }),
    )
    const numbers = (await Promise.allSettled(tries)).flatMap((tried) =>
      tried.status === 'fulfilled' ? [tried.value] : [],
    )
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => from + 1 + n))
    expect((await register()).number).toBe(from + 21)
  })

  it('writes the number with four figures, and with more when there are more', async () => {
    const next = (await highest()) + 1
    expect((await register()).code).toBe(`A-${String(next).padStart(4, '0')}`)
    await the().db.campaign.update({ where: { id: county.campaign }, data: { nextHazardNumber: 12345 } })
    expect((await register()).code).toBe('A-12345')
  })

  it('reads back exactly what was registered', async () => {
    const given = found({
      description: '堆放杂物\'"；🔥',
      communityId: null,
      communityName: '新小区',
      dueAt: null,
    })
    const registered = await register(given)
    const read = await hazards.find(the().db, registered.code, county.region)
    expect(read).toMatchObject({
      ...given,
      id: registered.id,
      number: registered.number,
      code: registered.code,
      version: 1,
      failCount: 0,
    })
    expect(read).toEqual(registered)
    expect(await hazards.find(the().db, 'A-9999', county.region)).toBeNull()
  })

  it('says so when the campaign or the hazard is not known', async () => {
    await expect(register({ campaignId: 'no-such' })).rejects.toMatchObject({ code: 'campaign.unknown' })
    const locked = the().transaction((tx) => hazards.lock(tx, 'A-9999', county.region))
    await expect(locked).rejects.toMatchObject({ code: 'hazard.not_found', params: { code: 'A-9999' } })
  })

  it('lets exactly one of two people who re-inspect at the same time decide; the other is told why not', async () => {
    const { code, id } = await register({ status: 'to-reinspect', rectifiedById: county.manager })
    const judge = (result: 'pass' | 'fail', by: string) =>
      the().transaction((tx) =>
        reinspect(
          tx,
          { code, result, reason: '未清理', photos: [] },
          { id: by, regionId: county.region, unitId: county.office, roles: ['reinspector', 'office'] },
          moment('2026-11-24 10:00'),
        ),
      )
    const decided = await Promise.allSettled([
      judge('pass', county.reinspector),
      judge('fail', county.director),
    ])
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [refused] = decided.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
    expect(refused).toBeInstanceOf(DomainError)
    const history = await the().db.ledgerEntry.findMany({
      where: { subject: 'hazard', subjectId: String(id) },
    })
    expect(history).toHaveLength(1)
  })

  it('refuses to save over what somebody else saved since it was read', async () => {
    const seen = await register()
    const { db } = the()
    const next = await hazards.save(db, seen, { status: 'rectifying' })
    expect(next).toMatchObject({ status: 'rectifying', version: 2 })
    expect(await hazards.find(db, seen.code, county.region)).toEqual(next)
    await expect(hazards.save(db, seen, { status: 'void' })).rejects.toMatchObject({
      code: 'hazard.changed_meanwhile',
    })
    expect(await hazards.find(db, seen.code, county.region)).toEqual(next)
  })

  it('makes the second wait who wants to change the same hazard', async () => {
    const { code } = await register()
    const seen: number[] = []
    const change = () =>
      the().transaction(async (tx) => {
        const hazard = await hazards.lock(tx, code, county.region)
        seen.push(hazard.version)
        await hazards.save(tx, hazard, { category: 'other' })
      })
    await Promise.all([change(), change(), change()])
    expect(seen).toEqual([1, 2, 3])
  })

  it('keeps the same photo once for each step', async () => {
    const { id } = await register()
    const photos = {
      hazardId: id,
      hashes: ['a', 'b', 'a'],
      byId: county.inspector,
      at: moment('2026-11-23 09:01'),
    }
    const { db } = the()
    expect(await hazards.addPhotos(db, { ...photos, step: 'before' })).toBe(2)
    expect(await hazards.addPhotos(db, { ...photos, step: 'before' })).toBe(0)
    expect(await hazards.addPhotos(db, { ...photos, hashes: ['a'], step: 'after' })).toBe(1)
    expect((await hazards.photosOf(db, id)).map(({ hash, step }) => `${step} ${hash}`)).toEqual([
      'before a',
      'before b',
      'after a',
    ])
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import * as hazards from '../../src/store/hazards.ts'
import * as ledger from '../../src/store/ledger.ts'
import { fillCounty, found } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

describe.each(databases)('registering a hazard on $name', (database) => {
  const the = useStore(database)
  beforeAll(async () => {
    await fillCounty(the())
  })

  const register = (
    given: Parameters<typeof found>[0] = {},
    origin: Partial<Parameters<typeof hazards.register>[2]> = {},
  ) =>
    the().transaction((tx) =>
      hazards.register(tx, found(given), { photos: [], eventId: undefined, ...origin }),
    )

  it('writes down who registered it, when, and what came of it', async () => {
    const given = found({ place: '1号楼门厅', dueAt: null })
    const { hazard } = await register(given, { photos: ['a', 'b'], eventId: 7n })
    const history = await ledger.history(the().db, 'hazard', String(hazard.id))
    expect(history).toMatchObject([
      {
        type: 'HazardRegistered',
        campaignId: given.campaignId,
        byId: given.foundById,
        at: given.foundAt,
        eventId: 7n,
      },
    ])
    expect(history[0]?.data).toEqual({
      code: hazard.code,
      status: 'to-rectify',
      dueAt: null,
      responsibleId: given.responsibleId,
      fixedOnSpot: false,
      photos: ['a', 'b'],
    })
  })

  it('keeps neither the hazard nor its entry when the campaign is not known', async () => {
    const entries = await the().db.ledgerEntry.count()
    await expect(register({ campaignId: 'no-such' })).rejects.toMatchObject({ code: 'campaign.unknown' })
    expect(await the().db.ledgerEntry.count()).toBe(entries)
  })

  it('names the newest open hazard of the same kind at the same spot, never itself', async () => {
    const spot = { place: '5号楼3单元', category: 'evacuation' }
    const first = await register(spot)
    expect(first.twin).toBeNull()
    const second = await register(spot)
    expect(second.twin).toBe(first.hazard.number)
    expect((await register(spot)).twin).toBe(second.hazard.number)
  })

  it('sees no twin in another kind, another spot, a spot unknown, or a hazard that is closed', async () => {
    const spot = { place: '6号楼', category: 'evacuation' }
    const { hazard } = await register(spot)
    expect((await register({ ...spot, category: 'fire-lane' })).twin).toBeNull()
    expect((await register({ ...spot, place: '7号楼' })).twin).toBeNull()
    expect((await register({ ...spot, place: null })).twin).toBeNull()
    expect((await register({ ...spot, communityId: null, communityName: '新小区' })).twin).toBeNull()
    await hazards.save(the().db, hazard, { status: 'closed' })
    expect((await register(spot)).twin).toBeNull()
  })
})

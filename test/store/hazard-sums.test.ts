import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as hazards from '../../src/store/hazards.ts'
import { ledgerSize } from '../../src/store/hazards/ledger-rows.ts'
import { gatherSums } from '../../src/store/hazards/sums.ts'
import { county, fillCounty, found, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

const now = moment('2026-11-27 18:00')
const units = [county.office, county.town, county.property, null]

/** Anything that may become of a hazard as far as it is counted. */
const anyChange = fc.record(
  {
    status: fc.constantFrom('to-confirm', 'to-rectify', 'rectifying', 'to-reinspect', 'closed', 'void'),
    category: fc.constantFrom('fire-lane', 'e-bike'),
    localityId: fc.constantFrom(...units),
    responsibleId: fc.constantFrom(...units),
    leadId: fc.constantFrom(...units),
    communityId: fc.constantFrom(county.community, null),
    dueAt: fc.constantFrom(moment('2026-11-27 17:59'), moment('2026-11-27 18:01'), null),
  },
  { requiredKeys: [] },
)
const anyStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('change' as const), which: fc.nat(7), data: anyChange }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), which: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gather' as const) }) },
)

const counted = (rows: readonly Readonly<{ status: string; dueAt: Date | null }>[]) => {
  const isUnrectified = ({ status }: { status: string }) => status === 'to-rectify' || status === 'rectifying'
  return {
    total: rows.length,
    closed: rows.filter(({ status }) => status === 'closed').length,
    toReinspect: rows.filter(({ status }) => status === 'to-reinspect').length,
    unrectified: rows.filter(isUnrectified).length,
    overdue: rows.filter((row) => isUnrectified(row) && row.dueAt !== null && row.dueAt < now).length,
  }
}
const totalOf = (tallies: readonly { total: number }[]): number =>
  tallies.reduce((sum, { total }) => sum + total, 0)

describe.each(databases)('the sums of hazards, on $name', (database) => {
  const the = useStore(database)
  beforeAll(() => fillCounty(the()))
  beforeEach(async () => {
    await the().db.hazard.deleteMany()
    await gatherSums(the().db)
  })

  /** The same by counting rows, with nothing remembered: what a person would write down from the list of hazards. */
  const plain = async (where: object) => {
    const rows = await the().db.hazard.findMany({
      where: { campaignId: county.campaign, status: { not: 'void' }, ...where },
      select: { status: true, dueAt: true, localityId: true, communityId: true },
    })
    return counted(rows)
  }

  it('are what a plain count says, whatever becomes of hazards and whenever the sums are gathered', async () => {
    const { db } = the()
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 12 }), async (steps) => {
        await db.hazard.deleteMany()
        const ids: number[] = []
        for (let n = 0; n < 8; n++)
          ids.push((await hazards.insert(db, found({ status: n % 2 === 0 ? 'closed' : 'to-rectify' }))).id)
        for (const step of steps) {
          if (step.kind === 'gather') await gatherSums(db)
          else if (step.kind === 'delete') await db.hazard.deleteMany({ where: { id: ids[step.which] ?? 0 } })
          else await db.hazard.updateMany({ where: { id: ids[step.which] ?? 0 }, data: step.data })
        }
        const campaignId = county.campaign
        const kept = (filter: object) => hazards.tally(db, { campaignId, ...filter }, now)
        expect(await kept({})).toEqual(await plain({}))
        expect(await ledgerSize(db, { campaignId })).toBe((await plain({})).total)
        for (const unitId of [county.office, county.town, county.property]) {
          const own = { OR: [{ localityId: unitId }, { responsibleId: unitId }, { leadId: unitId }] }
          expect(await kept({ unitId })).toEqual(await plain(own))
          expect(await kept({ responsibleId: unitId })).toEqual(await plain({ responsibleId: unitId }))
          expect(await kept({ unitId, category: 'e-bike' })).toEqual(
            await plain({ ...own, category: 'e-bike' }),
          )
        }
        for (const filter of [{ communityId: county.community }, { category: 'e-bike' }])
          expect(await kept(filter)).toEqual(await plain(filter))

        const byLocality = await hazards.tallyByLocality(db, campaignId, now)
        for (const { localityId, ...sums } of byLocality) expect(sums).toEqual(await plain({ localityId }))
        expect(totalOf(byLocality)).toBe((await plain({})).total)

        const byCommunity = await hazards.tallyByCommunity(db, campaignId, now, 50)
        for (const { communityId, ...sums } of byCommunity) expect(sums).toEqual(await plain({ communityId }))
      }),
      { numRuns: 25 },
    )
  })

  it('do not make two who close at the same time wait for each other', async () => {
    const ids: number[] = []
    for (let n = 0; n < 6; n++) ids.push((await hazards.insert(the().db, found())).id)
    await Promise.all(
      ids.map((id) =>
        the().transaction((tx) => tx.hazard.updateMany({ where: { id }, data: { status: 'closed' } })),
      ),
    )
    expect(await hazards.tally(the().db, { campaignId: county.campaign }, now)).toMatchObject({ closed: 6 })
    await gatherSums(the().db)
    const rows = await the().db.$queryRaw<{ n: number }[]>`SELECT n FROM hazard_sum`
    expect(rows).toEqual([{ n: 6 }])
  })
})

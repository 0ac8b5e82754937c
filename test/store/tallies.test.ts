import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HazardStatus } from '../../src/domain/hazards/hazard.ts'
import * as hazards from '../../src/store/hazards.ts'
import type { HazardFilter, NewHazard, OpenKind } from '../../src/store/hazards.ts'
import { county, fillCounty, found, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

const now = moment('2026-11-27 18:00')
const statuses: readonly HazardStatus[] = ['to-rectify', 'rectifying', 'to-reinspect', 'closed', 'void']
const units = [county.office, county.town, county.property, null]

/** Any hazard that could stand in the ledger, its times on both sides of `now` and exactly on it. */
const anyHazard: fc.Arbitrary<NewHazard> = fc
  .record({
    status: fc.constantFrom(...statuses),
    category: fc.constantFrom('fire-lane', 'e-bike'),
    localityId: fc.constantFrom(...units),
    responsibleId: fc.constantFrom(...units),
    leadId: fc.constantFrom(...units),
    foundUnitId: fc.constantFrom(county.office, county.town),
    foundById: fc.constantFrom(county.inspector, county.director),
    place: fc.constantFrom('甲', '乙', null),
    dueAt: fc.constantFrom(moment('2026-11-26 18:00'), now, moment('2026-12-04 18:00'), null),
    foundAt: fc.constantFrom(moment('2026-11-20 18:00'), moment('2026-11-24 09:00'), now),
    communityId: fc.constantFrom(county.community, null),
    communityName: fc.constantFrom('新小区', '老小区', null),
  })
  .map((given) => found(given))

const anyFilter: fc.Arbitrary<HazardFilter> = fc.record(
  {
    campaignId: fc.constant(county.campaign),
    unitId: fc.constantFrom(county.office, county.town, county.property),
    communityId: fc.constant(county.community),
    category: fc.constantFrom('fire-lane', 'e-bike'),
    responsibleId: fc.constantFrom(county.office, county.property),
    foundById: fc.constantFrom(county.inspector, county.director),
  },
  { requiredKeys: ['campaignId'] },
)

const unrectified = ({ status }: NewHazard): boolean => status === 'to-rectify' || status === 'rectifying'
const overdue = (h: NewHazard): boolean => unrectified(h) && h.dueAt !== null && h.dueAt < now

function matches(filter: HazardFilter): (h: NewHazard) => boolean {
  const { unitId, communityId, category, responsibleId, foundById } = filter
  return (h) =>
    h.status !== 'void' &&
    (!unitId || [h.localityId, h.responsibleId, h.leadId].includes(unitId)) &&
    (!communityId || h.communityId === communityId) &&
    (!category || h.category === category) &&
    (!responsibleId || h.responsibleId === responsibleId) &&
    (!foundById || h.foundById === foundById)
}

function counted(some: readonly NewHazard[]): hazards.Tally {
  const how = (holds: (h: NewHazard) => boolean): number => some.filter(holds).length
  return {
    total: some.length,
    closed: how(({ status }) => status === 'closed'),
    toReinspect: how(({ status }) => status === 'to-reinspect'),
    unrectified: how(unrectified),
    overdue: how(overdue),
  }
}

describe.each(databases)('what is counted, on $name, is what somebody would count by hand:', (database) => {
  const the = useStore(database)
  beforeAll(async () => {
    await fillCounty(the())
  })
  beforeEach(async () => {
    await the().db.hazard.deleteMany()
  })

  /** Runs a law on several invented ledgers. */
  const law = (holds: (ledger: readonly NewHazard[], filter: HazardFilter) => Promise<void>): Promise<void> =>
    fc.assert(
      fc.asyncProperty(
        fc.array(anyHazard, { maxLength: 25 }),
        fc.array(anyFilter, { minLength: 3, maxLength: 3 }),
        async (ledger, filters) => {
          await the().db.hazard.deleteMany()
          await the().db.hazard.createMany({
            data: ledger.map((hazard, n) => ({ ...hazard, number: n + 1, code: `T-${n}` })),
          })
          for (const filter of filters) await holds(ledger, filter)
        },
      ),
      { numRuns: 15 },
    )

  it('the tally under any filter', () =>
    law(async (ledger, filter) => {
      expect(await hazards.tally(the().db, filter, now)).toEqual(counted(ledger.filter(matches(filter))))
    }))

  it('the tally of each locality', () =>
    law(async (ledger) => {
      const rows = await hazards.tallyByLocality(the().db, county.campaign, now)
      const real = ledger.filter(({ status }) => status !== 'void')
      expect(new Map(rows.map(({ localityId, ...tally }) => [localityId, tally]))).toEqual(
        new Map(
          units.flatMap((unit) => {
            const here = real.filter(({ localityId }) => localityId === unit)
            return here.length > 0 ? [[unit, counted(here)] as const] : []
          }),
        ),
      )
    }))

  it('the lists of open hazards, the most pressing first', () =>
    law(async (ledger, filter) => {
      const kinds: Record<OpenKind, (h: NewHazard) => boolean> = {
        open: ({ status }) => status !== 'closed' && status !== 'void',
        overdue,
        'due-soon': (h) =>
          unrectified(h) &&
          h.dueAt !== null &&
          h.dueAt >= now &&
          h.dueAt.getTime() < now.getTime() + 3 * 86_400_000,
        unrectified,
        'to-reinspect': ({ status }) => status === 'to-reinspect',
      }
      for (const kind of ['open', 'due-soon', 'overdue', 'unrectified', 'to-reinspect'] as const) {
        const expected = ledger
          .map((hazard, n) => ({ hazard, number: n + 1 }))
          .filter(({ hazard }) => matches(filter)(hazard) && kinds[kind](hazard))
          .sort(
            (a, b) =>
              (a.hazard.dueAt?.getTime() ?? Infinity) - (b.hazard.dueAt?.getTime() ?? Infinity) ||
              a.number - b.number,
          )
          .map(({ number }) => number)
        const listed = (await hazards.list(the().db, filter, kind, now, 10)).map(({ number }) => number)
        expect(listed).toEqual(expected.slice(0, 10))
      }
    }))

  it('the hazards that fall due before a moment', () =>
    law(async (ledger) => {
      const due = await hazards.dueBefore(the().db, county.campaign, now)
      expect(due.map(({ number }) => number).sort()).toEqual(
        ledger.flatMap((hazard, n) => (overdue(hazard) ? [n + 1] : [])).sort(),
      )
    }))

  it('what a report offers from the ledger of one week', () =>
    law(async (ledger) => {
      const from = moment('2026-11-20 18:00')
      const ours = ledger.filter(
        (h) =>
          h.status !== 'void' &&
          h.foundAt >= from &&
          h.foundAt <= now &&
          (h.localityId === county.town || h.foundUnitId === county.town),
      )
      expect(await hazards.countsFor(the().db, county.campaign, county.town, from, now)).toEqual({
        inspected: new Set(ours.flatMap((h) => h.communityId ?? h.communityName ?? [])).size,
        found: ours.length,
        rectified: ours.filter((h) => !unrectified(h)).length,
        outstanding: ours.filter(unrectified).length,
      })
    }))
})

import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as consultations from '../../src/store/consultations.ts'
import type { Consultation, Reply } from '../../src/store/consultations.ts'
import { load } from '../../src/store/directory.ts'
import { county, fillCounty, moment } from '../support/county-rows.ts'
import { databases, useStore } from '../support/databases.ts'

function draft(given: Partial<Consultation> = {}): Omit<Consultation, 'id' | 'number'> {
  return {
    campaignId: county.campaign,
    regionId: county.region,
    planKey: null,
    title: '工作方案',
    round: 1,
    previousId: null,
    draft: '第一条',
    attachments: [{ hash: 'h1' }, { hash: 'h2', name: '方案.pdf' }],
    unitIds: [county.town, county.property],
    toId: county.office,
    signOff: true,
    status: 'draft',
    opensAt: moment('2026-11-23 09:00'),
    dueAt: moment('2026-11-26 11:30'),
    draftedBy: county.director,
    closedAt: null,
    ...given,
  }
}

function reply(consultationId: number, given: Partial<Reply> = {}): Omit<Reply, 'id'> {
  return {
    consultationId,
    campaignId: county.campaign,
    unitId: county.town,
    version: 1,
    number: null,
    kind: 'none',
    opinion: null,
    filler: '张三',
    signedBy: null,
    signedAt: null,
    scans: [],
    sentAt: moment('2026-11-24 10:00'),
    receivedAt: moment('2026-11-24 10:00'),
    late: false,
    byId: county.inspector,
    adoption: null,
    adoptionReason: null,
    adoptedBy: null,
    adoptedAt: null,
    ...given,
  }
}

describe.each(databases)('consultations on $name', (database) => {
  const the = useStore(database)
  beforeAll(async () => {
    await fillCounty(the())
  })
  beforeEach(async () => {
    await the().db.consultationReply.deleteMany()
    await the().db.consultation.deleteMany()
  })
  const make = (given: Partial<Consultation> = {}) => consultations.insert(the().db, draft(given))

  it('numbers them within the region and keeps the draft and what is attached', async () => {
    const first = await make()
    const second = await make()
    expect([first.number, second.number]).toEqual([1, 2])
    expect(await consultations.byNumber(the().db, county.region, 1)).toEqual(first)
    expect(first.attachments).toEqual([{ hash: 'h1' }, { hash: 'h2', name: '方案.pdf' }])
    expect(await consultations.byNumber(the().db, 'elsewhere', 1)).toBeNull()
  })

  it('shows in the directory what is open, without the draft, and nothing else', async () => {
    await make()
    const open = await make({ status: 'open' })
    await make({ status: 'closed' })
    const [campaign] = (await load(the().db, county.region)).campaigns
    expect(campaign?.consultations.map(({ number }) => number)).toEqual([open.number])
    expect(Object.keys(campaign?.consultations[0] ?? {})).not.toContain('draft')
  })

  it('opens an entry of the campaign file once, unless it was cancelled', async () => {
    await make({ planKey: 'plan-1', status: 'cancelled' })
    const held = await make({ planKey: 'plan-1', status: 'open' })
    await expect(make({ planKey: 'plan-1', status: 'open' })).rejects.toThrow()
    expect((await consultations.ofPlan(the().db, county.campaign, 'plan-1'))?.id).toBe(held.id)
    expect((await make({ planKey: 'plan-1', round: 2, previousId: held.id })).round).toBe(2)
  })

  it('keeps every version and answers the newest, and whether the first came late', async () => {
    const { id } = await make({ status: 'open' })
    await consultations.addReply(the().db, reply(id, { late: true }))
    await consultations.addReply(
      the().db,
      reply(id, { version: 2, kind: 'opinion', opinion: '删去', number: 1 }),
    )
    await consultations.addReply(the().db, reply(id, { unitId: county.property }))
    const held = await consultations.replies(the().db, id)
    expect(held.map(({ unitId, version, firstLate }) => [unitId, version, firstLate])).toEqual([
      [county.property, 1, false],
      [county.town, 2, true],
    ])
    expect((await consultations.versions(the().db, id, county.town)).map(({ version }) => version)).toEqual([
      1, 2,
    ])
    expect((await consultations.opinion(the().db, county.campaign, 1))?.version).toBe(2)
  })

  it('keeps one of two versions that two people send at the same moment', async () => {
    const { id } = await make({ status: 'open' })
    const sent = await Promise.allSettled(
      ['甲', '乙'].map((filler) =>
        the().transaction((tx) => consultations.addReply(tx, reply(id, { filler }))),
      ),
    )
    expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('numbers opinions without a gap or a double, however many come at once', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 6 }, () =>
        the().transaction((tx) => consultations.nextOpinionNumber(tx, county.campaign)),
      ),
    )
    const sorted = numbers.toSorted((a, b) => a - b)
    expect(sorted.map((n) => n - (sorted[0] ?? 0))).toEqual([0, 1, 2, 3, 4, 5])
  })
})

import type { Store } from '../../src/store/open.ts'
import type { NewHazard } from '../../src/store/hazards.ts'

/** One moment of an invented campaign, Shanghai time. */
export function moment(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}:00+08:00`)
}

/** A county's rows as a campaign file would leave them: one campaign, three units, four people. */
export const county = {
  region: 'banner',
  campaign: 'banner/lanes',
  office: 'banner/office',
  town: 'banner/town',
  property: 'banner/property',
  community: 'banner/garden',
  inspector: 'banner/p1',
  manager: 'banner/p2',
  reinspector: 'banner/p3',
  director: 'banner/p4',
} as const

/** Writes the county into an empty database. */
export async function fillCounty({ db }: Store): Promise<void> {
  const { region, campaign, office, town, property } = county
  await db.region.create({ data: { id: region, name: '某旗' } })
  await db.unit.createMany({
    data: [
      { id: office, regionId: region, name: '消安委办', kind: 'office', aliases: [] },
      { id: town, regionId: region, name: '某镇', kind: 'town', aliases: [] },
      { id: property, regionId: region, name: '某物业', kind: 'property', aliases: [] },
    ],
  })
  await db.person.createMany({
    data: [
      { id: county.inspector, regionId: region, unitId: town, name: '张三', roles: ['reporter'] },
      { id: county.manager, regionId: region, unitId: property, name: '李四', roles: ['rectifier'] },
      { id: county.reinspector, regionId: region, unitId: office, name: '王五', roles: ['reinspector'] },
      {
        id: county.director,
        regionId: region,
        unitId: office,
        name: '赵六',
        roles: ['office', 'admin'],
        phone: '13800000001',
      },
    ],
  })
  await db.community.create({
    data: { id: county.community, regionId: region, name: '某小区', aliases: [], unitId: town },
  })
  await db.campaign.create({
    data: {
      id: campaign,
      regionId: region,
      title: '消防车通道专项整治',
      issuer: '旗消安委',
      codePrefix: 'A',
      startsOn: '2026-11-01',
      endsOn: '2027-03-31',
      plan: { stages: [], categories: [], duties: [], settings: { announceMissingInGroup: false } },
      loadedAt: moment('2026-11-01 09:00'),
    },
  })
  await db.campaignUnit.create({
    data: { campaignId: campaign, unitId: town, position: 1, duties: ['weekly'], joinedOn: '2026-11-01' },
  })
}

/** A hazard found in the town that the property company must rectify; say only what matters. */
export function found(given: Partial<NewHazard> = {}): NewHazard {
  return {
    campaignId: county.campaign,
    status: 'to-rectify',
    grade: 'general',
    category: 'fire-lane',
    communityId: county.community,
    communityName: null,
    place: '2号楼东侧',
    description: '消防车通道被占用',
    localityId: county.town,
    responsibleId: county.property,
    leadId: null,
    foundAt: moment('2026-11-23 09:00'),
    foundById: county.inspector,
    foundUnitId: county.town,
    dueAt: moment('2026-11-30 18:00'),
    fixedOnSpot: false,
    rectifiedAt: null,
    rectifiedById: null,
    closedAt: null,
    closedById: null,
    ...given,
  }
}

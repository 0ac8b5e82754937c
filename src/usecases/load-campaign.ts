import { dayOf } from '../domain/calendar.ts'
import { planFrom } from '../campaign-file/plan.ts'
import type { CampaignFile } from '../campaign-file/view.ts'
import * as campaignPlan from '../store/campaign-plan.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as newcomers from '../store/roster/newcomers.ts'
import { loadPeople } from './people/load-people.ts'

export type LoadedCampaign = Readonly<{
  campaignId: string
  regionId: string
  isNew: boolean
  units: number
  people: number
  communities: number
  /** In the store but no longer in the file; kept, as their history is. */
  leftUnits: readonly string[]
  /** Named by an earlier version of the file and by none now; they have lost their roles. */
  leftPeople: readonly string[]
}>

/** Loads a checked campaign file, or updates what an earlier version of it loaded. Nothing is deleted. */
export async function loadCampaign(tx: Tx, file: CampaignFile, now: Date): Promise<LoadedCampaign> {
  const regionId = file.region.key
  const id = (key: string): string => `${regionId}:${key}`
  const campaignId = id(file.campaign.key)
  const clash = await tx.campaign.findUnique({ where: { codePrefix: file.campaign.codePrefix } })
  if (clash && clash.id !== campaignId) {
    throw new Error(`编号字头 ${file.campaign.codePrefix} 已被「${clash.title}」使用，请换一个。`)
  }
  await tx.region.upsert({
    where: { id: regionId },
    create: { id: regionId, name: file.region.name },
    update: { name: file.region.name, revision: { increment: 1 } },
  })
  await saveUnits(tx, file, id)
  await loadPeople(tx, file, id, now)
  await saveCommunities(tx, file, id)

  const { title, issuer, documentNumber = null, codePrefix, starts, ends } = file.campaign
  const stored = await campaignPlan.lockPlan(tx, campaignId)
  // Tasks that were given in chat are not in the file, and stay.
  const given = (stored?.duties ?? []).filter(({ givenBy }) => givenBy !== undefined)
  const fromFile = planFrom(file, id)
  const plan = { ...fromFile, duties: [...fromFile.duties, ...given] }
  const facts = {
    regionId,
    title,
    issuer,
    documentNumber,
    codePrefix,
    startsOn: starts,
    endsOn: ends,
    plan,
    loadedAt: now,
  }
  const before = await tx.campaign.findUnique({ where: { id: campaignId } })
  await tx.campaign.upsert({ where: { id: campaignId }, create: { id: campaignId, ...facts }, update: facts })
  const leftUnits = await saveMembers(tx, file, {
    campaignId,
    id,
    today: dayOf(now),
    isNew: before === null,
    given: given.map(({ key }) => key),
  })
  const leftPeople = await newcomers.leaveRoster(
    tx,
    campaignId,
    file.people.map(({ key }) => id(key)),
  )
  await bindGroups(tx, file, campaignId, now)
  await ledger.append(tx, {
    campaignId,
    subject: 'campaign',
    subjectId: campaignId,
    type: before ? 'CampaignUpdated' : 'CampaignLoaded',
    data: {
      title,
      units: file.units.length,
      people: file.people.length,
      communities: file.communities.length,
    },
    byId: null,
    at: now,
  })
  const { units, people, communities } = file
  return {
    campaignId,
    regionId,
    isNew: before === null,
    units: units.length,
    people: people.length,
    communities: communities.length,
    leftUnits,
    leftPeople,
  }
}

type IdOf = (key: string) => string

async function saveUnits(tx: Tx, file: CampaignFile, id: IdOf): Promise<void> {
  const regionId = file.region.key
  for (const { key, name, kind, aliases } of file.units) {
    const facts = { regionId, name, kind, aliases: [...aliases], active: true }
    await tx.unit.upsert({ where: { id: id(key) }, create: { id: id(key), ...facts }, update: facts })
  }
  // Parents second: a child may stand before its parent in the file.
  for (const { key, parent } of file.units) {
    await tx.unit.update({
      where: { id: id(key) },
      data: { parentId: parent === undefined ? null : id(parent) },
    })
  }
}

async function saveCommunities(tx: Tx, file: CampaignFile, id: IdOf): Promise<void> {
  const regionId = file.region.key
  for (const { key, name, aliases, unit, property, address } of file.communities) {
    const facts = {
      regionId,
      name,
      aliases: [...aliases],
      unitId: id(unit),
      propertyId: property === undefined ? null : id(property),
      address: address ?? null,
      active: true,
    }
    await tx.community.upsert({ where: { id: id(key) }, create: { id: id(key), ...facts }, update: facts })
  }
}

/** Who takes part. Units of the first load owe from the campaign's first day, later ones from the day they joined. */
async function saveMembers(
  tx: Tx,
  file: CampaignFile,
  given: Readonly<{ campaignId: string; id: IdOf; today: string; isNew: boolean; given: readonly string[] }>,
): Promise<readonly string[]> {
  const { campaignId, id, today, isNew, given: kept } = given
  const joinedOn = isNew || today < file.campaign.starts ? file.campaign.starts : today
  // Places are given once: receipts that are out carry them.
  const { _max } = await tx.campaignUnit.aggregate({ where: { campaignId }, _max: { position: true } })
  let position = _max.position ?? 0
  for (const { key, duties } of file.units) {
    const unitId = id(key)
    const known = await tx.campaignUnit.findUnique({ where: { campaignId_unitId: { campaignId, unitId } } })
    if (!known) position += 1
    await tx.campaignUnit.upsert({
      where: { campaignId_unitId: { campaignId, unitId } },
      create: { campaignId, unitId, position, duties: [...duties], joinedOn },
      update: {
        duties: [...duties, ...(known?.duties ?? []).filter((duty) => kept.includes(duty))],
        leftOn: null,
      },
    })
  }
  const listed = file.units.map(({ key }) => id(key))
  const left = await tx.campaignUnit.findMany({
    where: { campaignId, unitId: { notIn: listed }, leftOn: null },
  })
  await tx.campaignUnit.updateMany({
    where: { campaignId, unitId: { notIn: listed }, leftOn: null },
    data: { leftOn: today },
  })
  const names = await tx.unit.findMany({
    where: { id: { in: left.map(({ unitId }) => unitId) } },
    select: { name: true },
  })
  return names.map(({ name }) => name)
}

async function bindGroups(tx: Tx, file: CampaignFile, campaignId: string, now: Date): Promise<void> {
  for (const group of file.groups) {
    for (const [platform, externalId] of [
      ['dingtalk', group.dingtalk],
      ['wecom', group.wecom],
    ] as const) {
      if (externalId === undefined) continue
      await tx.conversation.upsert({
        where: { platform_externalId: { platform, externalId } },
        create: { platform, externalId, kind: 'group', title: group.name, campaignId, heardAt: now },
        update: { campaignId },
      })
    }
  }
}

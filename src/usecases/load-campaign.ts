import { dayOf } from '../domain/time/calendar.ts'
import { planFrom } from '../campaign-file/plan.ts'
import type { CampaignFile } from '../campaign-file/view.ts'
import * as communityFiles from '../store/communities/files.ts'
import * as campaignPlan from '../store/submissions/campaign-plan.ts'
import * as ledger from '../store/ledger.ts'
import type { Tx } from '../store/open.ts'
import * as rows from '../store/roster/file-rows.ts'
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
  await rows.saveUnits(
    tx,
    regionId,
    file.units.map(({ key, name, kind, aliases, parent }) => ({
      id: id(key),
      name,
      kind,
      aliases,
      parentId: parent === undefined ? null : id(parent),
    })),
  )
  await loadPeople(tx, file, id, now)
  await rows.saveCommunities(
    tx,
    regionId,
    file.communities.map(({ key, name, aliases, unit, property, address }) => ({
      id: id(key),
      name,
      aliases,
      unitId: id(unit),
      propertyId: property === undefined ? null : id(property),
      address: address ?? null,
    })),
  )
  await communityFiles.fillIn(
    tx,
    file.communities.flatMap(({ key, address, profile = {}, watchDays = null }) => {
      const facts = { ...(address === undefined ? {} : { address }), ...profile }
      return Object.keys(facts).length > 0 || watchDays !== null
        ? [{ communityId: id(key), facts, watchDays }]
        : []
    }),
    dayOf(now),
    now,
  )

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

/** Who takes part. Units of the first load owe from the campaign's first day, later ones from the day they joined. */
async function saveMembers(
  tx: Tx,
  file: CampaignFile,
  given: Readonly<{ campaignId: string; id: IdOf; today: string; isNew: boolean; given: readonly string[] }>,
): Promise<readonly string[]> {
  const { campaignId, id, today, isNew, given: kept } = given
  const joinedOn = isNew || today < file.campaign.starts ? file.campaign.starts : today
  // Places are given once: receipts that are out carry them.
  const members = await tx.campaignUnit.findMany({ where: { campaignId } })
  const known = new Map(members.map((member) => [member.unitId, member]))
  let last = Math.max(0, ...members.map(({ position }) => position))
  await rows.saveMembers(
    tx,
    campaignId,
    joinedOn,
    file.units.map(({ key, duties }) => {
      const held = known.get(id(key))
      return {
        unitId: id(key),
        position: held?.position ?? (last += 1),
        duties: [...duties, ...(held?.duties ?? []).filter((duty) => kept.includes(duty))],
      }
    }),
  )
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

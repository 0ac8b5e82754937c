import { DomainError } from '../domain/errors.ts'
import type { Campaign } from '../store/directory.ts'
import * as hazards from '../store/hazards.ts'
import type { Numbered } from '../store/hazards.ts'
import { currentCampaign, runningCampaigns, type KnownScene } from './scene.ts'
import type { Understanding } from './understand/types.ts'

/**
 * The campaign of a bare number (1号) said one-to-one where several campaigns run and none is chosen: the one in which
 * the speaker has to do with that hazard. Undefined where the words leave no doubt. Refuses `hazard.in_two_campaigns`
 * when there are several: nothing is done to a hazard that may be another one.
 */
export async function campaignOfNumber(
  scene: KnownScene,
  said: Understanding,
): Promise<Campaign | undefined> {
  const codes = codesOf(said)
  if (codes.length === 0 || scene.conversation.kind === 'group') return undefined
  const current = currentCampaign(scene)
  if (scene.boundCampaignId === current.id) return undefined
  const running = runningCampaigns(scene.directory, scene.now)
  const written = scene.text.toUpperCase()
  if (running.length < 2 || running.some(({ codePrefix }) => written.includes(codePrefix.toUpperCase())))
    return undefined
  const numbers = codes.map((code) => Number(code.split('-').at(-1)))
  const found = await hazards.numbered(
    scene.tx,
    running.map(({ id }) => id),
    numbers,
  )
  const ranked = running.map((campaign) => {
    const own = found.filter(({ campaignId }) => campaignId === campaign.id)
    return { campaign, own, rank: Math.max(0, ...own.map((each) => concern(scene, each))) }
  })
  const most = Math.max(...ranked.map(({ rank }) => rank))
  const meant = ranked.filter(({ rank }) => rank === most && rank > 0)
  const [only, ...others] = meant
  if (!only) return undefined
  if (others.length === 0) return only.campaign
  const named = meant.flatMap(({ own }) => own.slice(0, 1).map(({ code }) => code))
  throw new DomainError('hazard.in_two_campaigns', {
    number: `${numbers[0]}号`,
    codes: named.join('、'),
    example: named[0] ?? '',
  })
}

/** 3: the speaker is the next to act; 2: it is his unit's or his find; 1: it is there. */
function concern({ person }: KnownScene, hazard: Numbered): number {
  const isOwn = hazard.responsibleId === person.unitId || hazard.leadId === person.unitId
  if (isOwn && (hazard.status === 'to-rectify' || hazard.status === 'rectifying')) return 3
  if (hazard.status === 'to-reinspect' && person.roles.includes('reinspector')) return 3
  return isOwn || hazard.foundById === person.id ? 2 : 1
}

function codesOf(said: Understanding): readonly string[] {
  if (said.intent === 'claim') return []
  if ('codes' in said) return said.codes ?? []
  return 'code' in said && typeof said.code === 'string' ? [said.code] : []
}

import { ownerFault, SILENT_DAYS, type OwnerFault } from '../../../../domain/hazards/owners.ts'
import type { Hazard } from '../../../../store/hazards.ts'
import * as hazards from '../../../../store/hazards.ts'
import { shortNumber, unitName, whatIsWrong, whereabouts } from '../../../saying/names.ts'
import { say, type Answer } from '../../../saying/speech.ts'
import { peopleOf } from '../../../saying/tell.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../../scene.ts'

/** More than anybody sorts out in one go. */
const LOOKED_AT = 200
const LINES = 4

const titles: Readonly<Record<OwnerFault, string>> = {
  nobody: '没有整改单位',
  two: '两家都沾、没人认',
  silent: `${SILENT_DAYS}天没回音`,
}

/** 「谁都没管的隐患」, for the office: without owner, between two, or with a silent one. */
export async function unowned(scene: KnownScene): Promise<Answer> {
  requireMay(scene, 'remind')
  const campaign = currentCampaign(scene)
  const silentSince = new Date(scene.now.getTime() - SILENT_DAYS * 86_400_000)
  const found = await hazards.unclear(scene.tx, campaign.id, silentSince, LOOKED_AT)
  const sorted = new Map<OwnerFault, Hazard[]>()
  for (const hazard of found) {
    const reachable =
      hazard.responsibleId !== null &&
      peopleOf(scene.directory, { unitId: hazard.responsibleId }, scene.now).length > 0
    const fault = ownerFault({ ...hazard, reachable }, scene.now)
    if (fault) sorted.set(fault, [...(sorted.get(fault) ?? []), hazard])
  }
  const lines = (['nobody', 'two', 'silent'] as const).flatMap((fault) => {
    const of = sorted.get(fault) ?? []
    if (of.length === 0) return []
    return [
      `**${titles[fault]}**${of.length}处：`,
      ...of.slice(0, LINES).map((hazard) => line(scene, hazard, fault)),
      ...(of.length > LINES ? [`  还有${of.length - LINES}处。`] : []),
    ]
  })
  if (lines.length === 0) return { reply: say('每一处隐患都有单位在管，没有落空的。') }
  const first = (sorted.get('nobody') ?? sorted.get('two') ?? sorted.get('silent'))?.[0]
  const n = first ? shortNumber(first) : '12号'
  return {
    reply: say([...lines, `定单位回「${n} 整改单位改为 单位名称」，或「${n}由 单位 牵头」。`].join('\n')),
  }
}

function line(scene: KnownScene, hazard: Hazard, fault: OwnerFault): string {
  const { directory } = scene
  const where = `- ${shortNumber(hazard)} ${whereabouts(directory, hazard)} ${whatIsWrong(directory, hazard)}`
  const now = unitName(directory, hazard.responsibleId)
  if (fault === 'nobody') return `${where}（属地：${unitName(directory, hazard.localityId)}）`
  if (fault === 'silent') return `${where}（${now}）`
  return hazard.transfer
    ? `${where}（${now} → ${unitName(directory, hazard.transfer.unitId)}，待签收）`
    : `${where}（${now}说不归其管）`
}

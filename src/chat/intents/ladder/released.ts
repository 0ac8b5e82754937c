import { dayOf, formatDay } from '../../../domain/time/calendar.ts'
import * as conversations from '../../../store/conversations.ts'
import type { Campaign } from '../../../store/directory.ts'
import type { Circular } from '../../../store/escalation/circulars.ts'
import type { Platform } from '../../inbound.ts'
import { unitName } from '../../saying/names.ts'
import { say, type Notice } from '../../saying/speech.ts'
import type { KnownScene } from '../../scene.ts'
import { nameOf, type Ground } from './documents.ts'
import { ownLeaders, spokesmen, toOffice } from './notices.ts'

/** What the documents of the ladder are made from. */
export function groundOf(scene: KnownScene, campaign: Campaign): Ground {
  const { tx, directory, workdays, now } = scene
  return { tx, directory, campaign, workdays, now }
}

/** The units that a circular names read it one-to-one, they and those who lead them. */
export function toNamed(ground: Ground, circular: Circular): readonly Notice[] {
  const { directory } = ground
  return circular.unitIds.flatMap((unitId): readonly Notice[] => {
    const key = `circular:${circular.id}:${unitId}`
    const text = [
      `${unitName(directory, unitId)}被列入通报（第${circular.number}号），全文如下：`,
      circular.text,
      '对内容有不同意见，请回「说明 …」。',
    ].join('\n')
    const leaders = ownLeaders(directory, unitId)
    return [
      { to: spokesmen(directory, unitId), speech: say(text), key },
      ...leaders.map(({ id }) => ({ to: { personId: id }, speech: say(text), key: `${key}:${id}` })),
    ]
  })
}

/** The rest of the office reads what was released, and by whom. */
export function filed(ground: Ground, circular: Circular, by: string): readonly Notice[] {
  const kind = nameOf(circular.kind)
  return [
    {
      to: toOffice(ground),
      speech: say(`${kind}第${circular.number}号已由${by}放行，全文如下：\n${circular.text}`),
      key: `circular:${circular.id}:office`,
    },
  ]
}

/** The campaign's groups read it as it is. */
export async function toGroups(ground: Ground, circular: Circular): Promise<readonly Notice[]> {
  const groups = await conversations.groupsOf(ground.tx, ground.campaign.id)
  return groups.map(({ platform, externalId }) => ({
    to: { group: { platform: platform as Platform, id: externalId } },
    speech: say(circular.text),
    key: `circular:${circular.id}:group`,
  }))
}

/** Whoever has read it hears that it no longer holds. */
export async function recalled(ground: Ground, circular: Circular): Promise<readonly Notice[]> {
  const { directory, campaign, now } = ground
  const day = circular.releasedAt ? formatDay(dayOf(circular.releasedAt), Number(dayOf(now).slice(0, 4))) : ''
  const speech = say(`${day}发出的${nameOf(circular.kind)}第${circular.number}号已收回，请以后续通知为准。`)
  const key = `recalled:${circular.id}`
  // Proposals are read by those who decide on them, everything else by the units that it names.
  const read = circular.kind === 'summons' || circular.kind === 'listing' ? [] : circular.unitIds
  const groups = circular.inGroupsAt ? await conversations.groupsOf(ground.tx, campaign.id) : []
  return [
    ...read.map((unitId) => ({ to: spokesmen(directory, unitId), speech, key: `${key}:${unitId}` })),
    { to: toOffice(ground), speech, key: `${key}:office` },
    ...groups.map(({ platform, externalId }) => ({
      to: { group: { platform: platform as Platform, id: externalId } },
      speech,
      key: `${key}:group`,
    })),
  ]
}

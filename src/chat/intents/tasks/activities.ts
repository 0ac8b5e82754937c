import { actionName, actions, formatActivity, sumActivities } from '../../../domain/submissions/activities.ts'
import * as activities from '../../../store/submissions/activities.ts'
import { recordActivity } from '../../../usecases/record-activity.ts'
import { withoutPhones } from '../../saying/harmless.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'

const LINES = 8

/** 「敲门行动 320户」: kept and added up for the unit; nobody is disturbed by it. */
export async function recordIntent(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'record-activity' }>,
): Promise<Answer> {
  requireMay(scene, 'record-activity')
  const { action, counts } = said
  const sum = await recordActivity(
    scene.tx,
    {
      campaign: currentCampaign(scene),
      action,
      counts,
      text: withoutPhones(scene.text).slice(0, 300),
      eventId: scene.eventId,
    },
    scene.person,
    scene.now,
  )
  const whose = unitName(scene.directory, scene.person.unitId)
  return {
    reply: say(
      `已记下${actionName(action)}：${formatActivity(counts)}。${whose}累计${formatActivity(sum)}。记错了五分钟内回「撤销」。`,
    ),
    dialog: null,
  }
}

/** 「敲门行动情况」「活动情况」: the sums, of one action by unit, or of all. */
export async function activityStatus(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'activity-status' }>,
): Promise<Answer> {
  requireMay(scene, 'query')
  const campaign = currentCampaign(scene)
  const rows = await activities.sums(scene.tx, campaign.id, said.unit)
  const wanted = said.action === undefined ? actions : [said.action]
  const found = wanted.flatMap((action) => {
    const of = rows.filter((row) => row.action === action)
    return of.length === 0 ? [] : [{ action, of }]
  })
  const name = said.action === undefined ? '活动' : actionName(said.action)
  if (found.length === 0)
    return {
      reply: say(
        `还没有报${name}的数。单位发「${said.action === undefined ? '敲门行动' : name} 320户」就记上。`,
      ),
    }
  const lines = found.flatMap(({ action, of }) => {
    const whole = `**${actionName(action)}**：${formatActivity(sumActivities(of.map(({ counts }) => counts)))}（${of.length}家）`
    if (said.action === undefined) return [whole]
    const units = of
      .slice(0, LINES)
      .map(({ unitId, counts }) => `- ${unitName(scene.directory, unitId)}：${formatActivity(counts)}`)
    return [whole, ...units, ...(of.length > LINES ? [`还有${of.length - LINES}家，可按单位问。`] : [])]
  })
  return { reply: say(lines.join('\n')) }
}

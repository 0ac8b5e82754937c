import { dayOf, formatDay, timeOf } from '../../../domain/time/calendar.ts'
import { rectificationRate } from '../../../domain/submissions/counts.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as circulars from '../../../store/escalation/circulars.ts'
import { assessUnits } from '../../../usecases/ladder/assess.ts'
import { unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

/** 「考核数据」: what the campaign's outcome says of each unit. How much somebody chats is no part of it. */
export async function assessment(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  const { tx, directory, workdays, now } = scene
  const rows = await assessUnits(tx, { campaign, workdays }, now)
  const named = await circulars.countsByUnit(tx, campaign.id)
  const lines = rows.flatMap(({ unitId, owed, onTime, hazards, rectified, rebounds }) => {
    const parts = [
      owed > 0 ? `按时报送${onTime}/${owed}（${rectificationRate(owed, onTime)}）` : '',
      hazards > 0 ? `整改${rectified}/${hazards}（${rectificationRate(hazards, rectified)}）` : '',
      rebounds > 0 ? `反弹${rebounds}次` : '',
      named.get(unitId) ? `通报${named.get(unitId)}次` : '',
    ].filter(Boolean)
    return parts.length > 0 ? [`- ${unitName(directory, unitId)}：${parts.join('，')}`] : []
  })
  return {
    reply: say(
      [
        `**考核数据**（${campaign.title}，截至${formatDay(dayOf(now))}${timeOf(now)}）`,
        ...lines,
        '按名单顺序，不作排名；只看按时报送、整改、反弹和通报，不计聊天多少。',
      ].join('\n'),
    ),
  }
}

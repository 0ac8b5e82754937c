import { nameMoment } from '../../../domain/time/calendar.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { missingByDuty } from './missing.ts'
import { dutyTitle } from './reminding.ts'

/** 「这期有几家迟报」: who came in after the deadline, duty by duty, with the moment. */
export async function whoWasLate(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  const lines: string[] = []
  for (const { duty, period } of await missingByDuty(scene, campaign)) {
    const firsts = await reports.firstsOf(scene.tx, campaign.id, duty.key, period.key)
    const late = [...firsts].filter(([, first]) => first.late)
    if (late.length === 0) continue
    const names = late.map(
      ([unitId, { sentAt }]) => `${unitName(scene.directory, unitId)}（${nameMoment(sentAt, scene.now)}）`,
    )
    lines.push(`**${dutyTitle({ duty, period })}** 迟报${late.length}家：${names.join('、')}。`)
  }
  return { reply: say(lines.length > 0 ? lines.join('\n') : '最近一期没有迟报的。没报的发「谁没报」看。') }
}

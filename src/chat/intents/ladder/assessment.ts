import { dayOf, formatDay, timeOf } from '../../../domain/time/calendar.ts'
import { rectificationRate } from '../../../domain/submissions/counts.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as figures from '../../../store/escalation/assessment.ts'
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

/** 「物业考评」: what each property company has done about its hazards, for the yearly assessment of them (物业考评). */
export async function propertyAssessment(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  const { tx, directory, now } = scene
  const found = new Map(
    (await figures.rectifiedByUnit(tx, campaign.id, now)).map((row) => [row.unitId, row] as const),
  )
  const lines = [...directory.units.values()].flatMap(({ id, name, kind }) => {
    const row = kind === 'property' ? found.get(id) : undefined
    if (!row) return []
    const parts = [
      `整改${row.rectified}/${row.hazards}（${rectificationRate(row.hazards, row.rectified)}）`,
      row.rectified > 0 ? `其中按期${row.inTime}` : '',
      row.overdue > 0 ? `逾期${row.overdue}` : '',
      row.failed > 0 ? `复查不合格${row.failed}次` : '',
      row.rebounds > 0 ? `回头看反弹${row.rebounds}次` : '',
      row.refused > 0 ? `拒不整改${row.refused}` : '',
    ]
    return [`- ${name}：${parts.filter(Boolean).join('，')}`]
  })
  if (lines.length === 0) return { reply: say('还没有要物业整改的隐患，没有可以考评的。') }
  return {
    reply: say(
      [
        `**物业考评数据**（${campaign.title}，截至${formatDay(dayOf(now))}${timeOf(now)}）`,
        ...lines,
        '按名单顺序，不作排名，也不打分；分怎么打由主管部门定。',
      ].join('\n'),
    ),
  }
}

import { at, dayOf, formatDay, weekdayName, type Day } from '../../../domain/time/calendar.ts'
import type { Stage } from '../../../domain/plan.ts'
import { daysLeftOf, nextStage, stageAt } from '../../../domain/time/stages.ts'
import type { Campaign } from '../../../store/directory.ts'
import { missingUnits, owing, periods } from '../../../usecases/due-reports.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

const LINES = 4

/** 「现在是哪个阶段」「阶段进展」: which stage runs, how long it still does, and how many units have done what it asks for. */
export async function stageProgress(scene: KnownScene): Promise<Answer> {
  requireMay(scene, 'query')
  const campaign = currentCampaign(scene)
  const { stages } = campaign.plan
  const today = dayOf(scene.now)
  const stage = stageAt(stages, today)
  const next = nextStage(stages, today)
  const ahead = next ? [`下一阶段：「${next.name}」，${named(next.starts)}开始。`] : []
  if (stages.length === 0) return { reply: say('这个行动没有分阶段。发「全县进度」看总的情况。') }
  if (!stage) {
    const state = next ? '现在不在任何阶段里。' : '各阶段都已经结束。'
    return { reply: say([state, ...ahead, '发「全县进度」看总的情况。'].join('\n')) }
  }
  const left = daysLeftOf(stage, today)
  return {
    reply: say(
      [
        `现在是「${stage.name}」阶段（第${stages.indexOf(stage) + 1}个，共${stages.length}个）：${named(stage.starts)}至${named(stage.ends)}，${left === 0 ? '**今天是最后一天**' : `还剩${left}天`}。`,
        ...(stage.deliverables ? [`这一阶段要有：${stage.deliverables.join('、')}。`] : []),
        ...(await handedIn(scene, campaign, stage)),
        ...ahead,
      ].join('\n'),
    ),
  }
}

/** Of each duty that falls due in the stage the newest period: how many units have handed it in. */
async function handedIn(scene: KnownScene, campaign: Campaign, stage: Stage): Promise<readonly string[]> {
  const from = at(stage.starts, '00:00')
  const to = at(stage.ends, '24:00')
  const lines: string[] = []
  for (const duty of campaign.plan.duties) {
    const inStage = periods(duty, scene.workdays).filter(({ dueAt }) => from <= dueAt && dueAt <= to)
    const period = inStage.findLast(({ opensAt }) => opensAt <= scene.now)
    if (!period) continue
    const owed = owing(campaign, duty, period).length
    if (owed === 0) continue
    const missing = (await missingUnits(scene.tx, campaign, duty, period)).length
    const name = period.label === duty.name ? duty.name : `${duty.name}（${period.label}）`
    lines.push(`- ${name}：${owed - missing}/${owed}家已报${missing === 0 ? '，齐了' : ''}`)
  }
  if (lines.length <= LINES) return lines
  return [...lines.slice(0, LINES), `还有${lines.length - LINES}项，发「谁没报」看欠的。`]
}

function named(on: Day): string {
  return `${formatDay(on)}（${weekdayName(on)}）`
}

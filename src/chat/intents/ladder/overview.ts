import { ladderStepNames, ladderSteps } from '../../../domain/ladder.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as ladder from '../../../store/escalation/ladder.ts'
import { review } from '../../../usecases/ladder/review.ts'
import { unitName } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { releasedLines } from './decide.ts'

const LINES = 12

/** 「督办情况」: which unit has how many matters on which step, the highest first. */
export async function overview(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  const { tx, directory, now, workdays } = scene
  await review(tx, { campaign, workdays }, now)
  const rows = await ladder.overview(tx, campaign.id)
  const released = await releasedLines(scene, campaign)
  if (rows.length === 0) {
    const none = '目前没有逾期未办的事项。'
    return { reply: say([none, ...(released.length > 0 ? ['最近发出：', ...released] : [])].join('\n')) }
  }
  const place = new Map(campaign.members.map(({ unitId }, index) => [unitId, index]))
  const units = [...new Set(rows.map(({ unitId }) => unitId))]
    .map((unitId) => ({
      unitId,
      steps: ladderSteps
        .toReversed()
        .flatMap((step) => rows.filter((row) => row.unitId === unitId && row.step === step)),
    }))
    .sort(
      (a, b) =>
        rank(b.steps[0]) - rank(a.steps[0]) || (place.get(a.unitId) ?? 0) - (place.get(b.unitId) ?? 0),
    )
  const lines = units
    .slice(0, LINES)
    .map(
      ({ unitId, steps }) =>
        `- ${unitName(directory, unitId)}：${steps.map(({ step, matters }) => `${ladderStepNames[step]}${matters}件`).join('，')}`,
    )
  return {
    reply: say(
      [
        `督办情况：${units.length}家单位有逾期未办事项。`,
        ...lines,
        ...(units.length > LINES ? [`还有${units.length - LINES}家。`] : []),
        ...(released.length > 0 ? ['最近发出：', ...released] : []),
      ].join('\n'),
    ),
  }
}

function rank(row: Readonly<{ step: (typeof ladderSteps)[number] }> | undefined): number {
  return row ? ladderSteps.indexOf(row.step) : -1
}

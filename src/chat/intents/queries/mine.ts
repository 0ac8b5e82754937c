import { formatDue } from '../../../domain/time/calendar.ts'
import { periodAt } from '../../../domain/time/cadence.ts'
import { lackingParts } from '../../../domain/submissions/deliverables.ts'
import type { Deliverable } from '../../../domain/plan.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Hazard } from '../../../store/hazards.ts'
import * as reportParts from '../../../store/submissions/report-parts.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { dutiesOf, periods } from '../../../usecases/due-reports.ts'
import { shortNumber, whatIsWrong, whereabouts } from '../../saying/names.ts'
import { owedOpinions } from '../consultations/open-questions.ts'
import { dutyTitle, partNames } from '../reports/reminding.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { state } from './progress.ts'

const LINES = 5

/** 「我的待办」: reports that the unit still owes, hazards that it must rectify, hazards that wait for the speaker's verdict. */
export async function myTasks(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  const { unitId, roles } = scene.person
  const owed = await owedReports(scene, campaign, unitId)
  const mine = await hazards.list(
    scene.tx,
    { campaignId: campaign.id, responsibleId: unitId },
    'unrectified',
    scene.now,
    LINES + 1,
  )
  const judge = roles.includes('reinspector')
  const waiting = judge
    ? await hazards.list(scene.tx, { campaignId: campaign.id }, 'to-reinspect', scene.now, LINES + 1)
    : []
  const lines = [
    ...owed,
    ...(await owedOpinions(scene)),
    ...section(scene, '要整改', mine),
    ...section(scene, '等您复查', waiting),
    ...hint(mine, waiting),
  ]
  if (lines.length === 0) return { reply: say('目前没有要办的事。') }
  return { reply: say(lines.join('\n')) }
}

async function owedReports(
  scene: KnownScene,
  campaign: Campaign,
  unitId: string,
): Promise<readonly string[]> {
  const lines: Readonly<{ dueAt: Date; line: string }>[] = []
  for (const duty of dutiesOf(campaign, unitId)) {
    const { open, passed } = periodAt(periods(duty, scene.workdays), scene.now)
    // What has to be done once is worth knowing of from the beginning.
    const isOnce = duty.cadence.kind === 'once' || duty.cadence.kind === 'dated'
    for (const period of [passed, open]) {
      if (!period || (!isOnce && period.dueAt.getTime() - scene.now.getTime() > 7 * 86_400_000)) continue
      const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
      if (await reports.newest(scene.tx, key)) continue
      const has = (await reportParts.newestOf(scene.tx, key)).keys()
      const lacking = lackingParts(duty, { has: new Set(has), zero: false })
      const lack =
        duty.deliverable === 'counts' && lacking.length < duty.parts.length
          ? `还差${lacking.map((part) => partNames[part]).join('、')}，`
          : ''
      const when = period === passed ? '已过截止，可补报' : formatDue(period.dueAt, scene.now)
      const what = handed[duty.deliverable]
      lines.push({ dueAt: period.dueAt, line: `${dutyTitle({ duty, period })}${what}：${lack}${when}` })
    }
  }
  const shown = lines.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).slice(0, LINES)
  const rest = lines.length - shown.length
  return [...shown.map(({ line }) => line), ...(rest > 0 ? [`还有${rest}项以后要报的。`] : [])]
}

const handed: Readonly<Record<Deliverable, string>> = {
  counts: '',
  text: '',
  file: '（交文件）',
  photo: '（交照片）',
  done: '',
  contacts: '',
}

function section(scene: KnownScene, title: string, found: readonly Hazard[]): readonly string[] {
  if (found.length === 0) return []
  const shown = found.slice(0, LINES)
  return [
    `**${title}**${found.length > LINES ? `（先列${LINES}处）` : `${found.length}处`}：`,
    ...shown.map(
      (hazard) =>
        `- ${shortNumber(hazard)} ${whereabouts(scene.directory, hazard)} ${whatIsWrong(scene.directory, hazard)} · ${state(scene, hazard)}`,
    ),
  ]
}

function hint(mine: readonly Hazard[], waiting: readonly Hazard[]): readonly string[] {
  const [first] = mine
  const [judged] = waiting
  if (first) return [`改完回「${shortNumber(first)}已改」并附照片。`]
  return judged ? [`看过回「${shortNumber(judged)}合格」或「${shortNumber(judged)}不合格 原因」。`] : []
}

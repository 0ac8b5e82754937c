import { formatDue } from '../../../domain/time/calendar.ts'
import { periodAt, type Period } from '../../../domain/time/cadence.ts'
import { lackingParts } from '../../../domain/submissions/deliverables.ts'
import type { Deliverable } from '../../../domain/plan.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Hazard } from '../../../store/hazards.ts'
import * as reportParts from '../../../store/submissions/report-parts.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { dutiesOf, missingOf, periods, type CampaignDuty } from '../../../usecases/due-reports.ts'
import { shortNumber, whatIsWrong, whereabouts } from '../../saying/names.ts'
import { owedOpinions } from '../consultations/open-questions.ts'
import { dutyTitle, partNames } from '../reports/reminding.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { shortTitle } from './across.ts'
import { state } from './progress.ts'

const LINES = 5

/**
 * 「我的待办」: reports that the unit still owes, hazards that it must rectify, hazards that wait for the speaker's verdict.
 * Of several campaigns each report is named with its own, and hazards have their whole codes.
 */
export async function myTasks(scene: KnownScene, campaigns: readonly Campaign[]): Promise<Answer> {
  const { unitId, roles } = scene.person
  const { tx, now } = scene
  const gathered = async (of: (campaignId: string) => Promise<readonly Hazard[]>) => {
    const found = []
    for (const { id } of campaigns) found.push(...(await of(id)))
    return found.toSorted((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity))
  }
  const listed = (kind: hazards.OpenKind, filter: { responsibleId?: string }) =>
    gathered((campaignId) => hazards.list(tx, { campaignId, ...filter }, kind, now, LINES + 1))
  const mine = await listed('unrectified', { responsibleId: unitId })
  const shared = await gathered((campaignId) => hazards.joint(tx, campaignId, unitId, LINES + 1))
  const waiting = roles.includes('reinspector') ? await listed('to-reinspect', {}) : []
  const called = campaigns.length > 1 ? ({ code }: Hazard) => code : shortNumber
  const lines = [
    ...(await owedReports(scene, campaigns)),
    ...(await owedOpinions(scene)),
    ...section(scene, '要整改', mine, called),
    ...section(scene, '牵头和配合', shared, called, ({ leadId }) => (leadId === unitId ? '牵头' : '配合')),
    ...section(scene, '等您复查', waiting, called),
    ...hint(mine, waiting, called),
  ]
  if (lines.length === 0) return { reply: say('目前没有要办的事。') }
  return { reply: say(lines.join('\n')) }
}

async function owedReports(scene: KnownScene, campaigns: readonly Campaign[]): Promise<readonly string[]> {
  const lines: Readonly<{ dueAt: Date; line: string }>[] = []
  const missed: string[] = []
  for (const campaign of campaigns) {
    const head = campaigns.length > 1 ? `【${shortTitle(scene.directory, campaign)}】` : ''
    for (const duty of dutiesOf(campaign, scene.person.unitId)) {
      for (const { dueAt, line } of await owedOf(scene, campaign, duty))
        lines.push({ dueAt, line: `${head}${line}` })
      for (const line of await missedOf(scene, campaign, duty)) missed.push(`${head}${line}`)
    }
  }
  const shown = lines.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).slice(0, LINES)
  const rest = lines.length - shown.length
  // What is long past stands behind what presses.
  return [...shown.map(({ line }) => line), ...(rest > 0 ? [`还有${rest}项以后要报的。`] : []), ...missed]
}

/** What the unit owes of one duty: the newest period that is over, and the open one. */
async function owedOf(
  scene: KnownScene,
  campaign: Campaign,
  duty: CampaignDuty,
): Promise<readonly Readonly<{ dueAt: Date; line: string }>[]> {
  const { unitId } = scene.person
  const lines: Readonly<{ dueAt: Date; line: string }>[] = []
  const all = periods(duty, scene.workdays)
  const { open, passed } = periodAt(all, scene.now)
  // What has to be done once is worth knowing of from the beginning.
  const isOnce = isDoneOnce(duty)
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
  return lines
}

/** The line about the periods of a duty that were missed before the newest one, and how each is made up for. */
async function missedOf(
  scene: KnownScene,
  campaign: Campaign,
  duty: CampaignDuty,
): Promise<readonly string[]> {
  if (isDoneOnce(duty)) return []
  const all = periods(duty, scene.workdays)
  const missed = await missedBefore(scene, campaign, duty, all)
  const [first] = missed
  if (!first) return []
  const example = `例如「补报${first.label}${duty.name} 零报告」`
  return [`${duty.name}还有${namesOf(missed, all)}没报，补报请写明是哪一期，${example}。`]
}

function isDoneOnce({ cadence }: CampaignDuty): boolean {
  return cadence.kind === 'once' || cadence.kind === 'dated'
}

/** 第1期至第5期 where none between them was reported, else each by its name. */
function namesOf(missed: readonly Period[], all: readonly Period[]): string {
  const labels = missed.map(({ label }) => label)
  const [first, last] = [missed[0], missed.at(-1)]
  const span = first && last ? all.indexOf(last) - all.indexOf(first) + 1 : 0
  return labels.length > 2 && span === labels.length ? `${labels[0]}至${labels.at(-1)}` : labels.join('、')
}

/** The periods before the newest that is over, of the last twelve, which the unit owed and has not reported. */
async function missedBefore(
  scene: KnownScene,
  campaign: Campaign,
  duty: CampaignDuty,
  all: readonly Period[],
): Promise<readonly Period[]> {
  const over = all.filter(({ dueAt }) => dueAt < scene.now).slice(-12, -1)
  if (over.length === 0) return []
  const missing = await missingOf(
    scene.tx,
    campaign,
    over.map((period) => ({ duty, period })),
  )
  return over.filter((_, index) => missing[index]?.includes(scene.person.unitId))
}

const handed: Readonly<Record<Deliverable, string>> = {
  counts: '',
  text: '',
  file: '（交文件）',
  photo: '（交照片）',
  done: '',
  contacts: '',
}

type Called = (hazard: Hazard) => string

function section(
  scene: KnownScene,
  title: string,
  found: readonly Hazard[],
  called: Called,
  part: (hazard: Hazard) => string = () => '',
): readonly string[] {
  if (found.length === 0) return []
  const shown = found.slice(0, LINES)
  return [
    `**${title}**${found.length > LINES ? `（先列${LINES}处）` : `${found.length}处`}：`,
    ...shown.map(
      (hazard) =>
        `- ${part(hazard)}${called(hazard)} ${whereabouts(scene.directory, hazard)} ${whatIsWrong(scene.directory, hazard)} · ${state(scene, hazard)}`,
    ),
  ]
}

function hint(mine: readonly Hazard[], waiting: readonly Hazard[], called: Called): readonly string[] {
  const [first] = mine
  const [judged] = waiting
  if (first) return [`改完回「${called(first)}已改」并附照片。`]
  return judged ? [`看过回「${called(judged)}合格」或「${called(judged)}不合格 原因」。`] : []
}

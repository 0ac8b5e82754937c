import { dayOf, daysLeft, formatDay, timeOf } from '../../../domain/time/calendar.ts'
import { rectificationRate } from '../../../domain/submissions/counts.ts'
import type { Campaign, Community, Unit } from '../../../store/directory.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Hazard, HazardFilter, Tally } from '../../../store/hazards.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { categoryName, shortNumber, unitName, whatIsWrong, whereabouts } from '../../saying/names.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { missingByDuty } from '../reports/missing.ts'
import { dutyTitle } from '../reports/reminding.ts'
import { pressingTargets } from '../tasks/targets.ts'

/** The moment for which an answer holds: 11月26日14:50. */
export function asOf(now: Date): string {
  return `${formatDay(dayOf(now))}${timeOf(now)}`
}

/** Lists in chat have at most this many lines; the rest is a number. */
const LINES = 6

/** 「全县进度」. */
export async function overview(scene: KnownScene, campaign: Campaign): Promise<Answer> {
  const all = await hazards.tally(scene.tx, { campaignId: campaign.id }, scene.now)
  const localities = (await hazards.tallyByLocality(scene.tx, campaign.id, scene.now)).filter(
    ({ overdue }) => overdue > 0,
  )
  const missing = (await missingByDuty(scene, campaign)).filter(({ duty }) => duty.target === undefined)
  const pressing = localities
    .toSorted((a, b) => b.overdue - a.overdue)
    .slice(0, 3)
    .map(({ localityId, overdue }) => `${unitName(scene.directory, localityId)}${overdue}处`)
  const lines = [
    sentence(all),
    ...(pressing.length > 0 ? [`逾期集中在：${pressing.join('、')}。`] : []),
    ...missing.map(
      ({ duty, period, missing: units, owed, late }) =>
        `${dutyTitle({ duty, period })}已报${owed - units.length}/${owed}${late > 0 ? `，其中迟报${late}` : ''}。`,
    ),
    ...(await pressingTargets(scene, campaign)),
  ]
  return {
    reply: {
      kind: 'card',
      card: {
        title: `${scene.directory.regionName}进度 · 截至${asOf(scene.now)}`,
        lines,
        actions: [
          ...(all.overdue > 0 ? [{ label: '看逾期', say: '逾期' }] : []),
          ...(missing.some(({ missing: units }) => units.length > 0)
            ? [{ label: '谁没报', say: '谁没报' }]
            : []),
        ],
      },
    },
  }
}

/** 隐患47处，销号39处（83%），待复查3处，逾期2处。 */
export function sentence(tally: Tally): string {
  if (tally.total === 0) return '还没有登记隐患。'
  const waiting = tally.toReinspect > 0 ? `，待复查${tally.toReinspect}处` : ''
  const rest = tally.unrectified > 0 ? `，未整改${tally.unrectified}处` : ''
  const overdue = tally.overdue > 0 ? `，其中**逾期${tally.overdue}处**` : ''
  return `隐患${tally.total}处，销号${tally.closed}处（${rectificationRate(tally.total, tally.closed)}）${waiting}${rest}${overdue}。`
}

/** 「城关镇怎么样」. */
export async function unitProgress(scene: KnownScene, campaign: Campaign, unit: Unit): Promise<Answer> {
  const filter = { campaignId: campaign.id, unitId: unit.id }
  const tally = await hazards.tally(scene.tx, filter, scene.now)
  const overdue = tally.overdue > 0 ? await hazards.list(scene.tx, filter, 'overdue', scene.now, 3) : []
  const [punctual] = await reports.punctuality(scene.tx, campaign.id, unit.id)
  const owes = campaign.members.some(({ unitId, duties }) => unitId === unit.id && duties.length > 0)
  const lines = [
    sentence(tally),
    ...overdue.map((hazard) => overdueLine(scene, hazard)),
    ...(owes ? [punctual ? `报送：按时${punctual.onTime}/${punctual.reports}。` : '报送：还没有报过。'] : []),
  ]
  return {
    reply: {
      kind: 'card',
      card: {
        title: `${unit.name} · 截至${asOf(scene.now)}`,
        lines,
        actions: [
          ...(tally.overdue > overdue.length ? [{ label: '逾期全部', say: `${unit.name}逾期` }] : []),
          ...(tally.total > 0 ? [{ label: '和上周比', say: `${unit.name}和上周比` }] : []),
        ],
      },
    },
  }
}

/** 「阳光花园还有几处」. */
export async function communityProgress(
  scene: KnownScene,
  campaign: Campaign,
  community: Community,
): Promise<Answer> {
  const filter = { campaignId: campaign.id, communityId: community.id }
  const tally = await hazards.tally(scene.tx, filter, scene.now)
  const open = await hazards.list(scene.tx, filter, 'open', scene.now, LINES)
  const rest = tally.unrectified + tally.toReinspect - open.length
  const lines = [
    `**${community.name}**（${unitName(scene.directory, community.unitId)}，物业：${unitName(scene.directory, community.propertyId)}）`,
    sentence(tally),
    ...open.map(
      (hazard) =>
        `- ${shortNumber(hazard)} ${hazard.place ?? ''} ${whatIsWrong(scene.directory, hazard)} · ${state(scene, hazard)}`,
    ),
    ...(rest > 0 ? [`还有${rest}处未列出。`] : []),
  ]
  return { reply: say(lines.join('\n')) }
}

/** 「电动车的有多少」: one category, everywhere or in one place. */
export async function categoryProgress(
  scene: KnownScene,
  { filter, name }: Readonly<{ filter: HazardFilter; name: string }>,
): Promise<Answer> {
  const tally = await hazards.tally(scene.tx, filter, scene.now)
  return {
    reply: {
      kind: 'card',
      card: {
        title: `${name} · 截至${asOf(scene.now)}`,
        lines: [sentence(tally)],
        actions: tally.overdue > 0 ? [{ label: '看逾期', say: `${name}逾期` }] : [],
      },
    },
  }
}

/** Whose hazards a list is about; all of the campaign's when empty. */
export type About = Readonly<{
  unit?: Unit | undefined
  community?: Community | undefined
  category?: string | undefined
}>

/** The hazards in question, and what to call them: 城关镇 电动自行车. */
export function narrowed(campaign: Campaign, of: About): Readonly<{ filter: HazardFilter; name: string }> {
  const filter = {
    campaignId: campaign.id,
    unitId: of.unit?.id,
    communityId: of.community?.id,
    category: of.category,
  }
  const names = [of.unit?.name, of.community?.name, of.category && categoryName(of.category)]
  return { filter, name: names.filter(Boolean).join(' ') }
}

/** 「逾期」, of all or of one unit, community or category. */
export async function overdueList(scene: KnownScene, campaign: Campaign, of: About): Promise<Answer> {
  const { filter, name } = narrowed(campaign, of)
  const found = await hazards.list(scene.tx, filter, 'overdue', scene.now, LINES)
  if (found.length === 0) return { reply: say(`${name || '目前'}没有逾期的隐患。`) }
  const total =
    found.length < LINES ? found.length : (await hazards.tally(scene.tx, filter, scene.now)).overdue
  const lines = [
    `${name}逾期${total}处（截至${asOf(scene.now)}）：`,
    ...found.map((hazard) => `- ${overdueLine(scene, hazard)}`),
    ...(total > found.length ? [`还有${total - found.length}处，可按单位问，例如「城关镇逾期」。`] : []),
  ]
  return { reply: say(lines.join('\n')) }
}

/** 「快到期的有哪些」: due within three days. */
export async function dueSoonList(scene: KnownScene, campaign: Campaign, of: About): Promise<Answer> {
  const { filter, name } = narrowed(campaign, of)
  const found = await hazards.list(scene.tx, filter, 'due-soon', scene.now, LINES + 1)
  if (found.length === 0) return { reply: say(`${name || '目前'}三天内没有到期的隐患。`) }
  const lines = [
    `${name}三天内到期（截至${asOf(scene.now)}）：`,
    ...found.slice(0, LINES).map((hazard) => `- ${overdueLine(scene, hazard)}`),
    ...(found.length > LINES ? ['还有更多，可按单位问，例如「城关镇快到期的」。'] : []),
  ]
  return { reply: say(lines.join('\n')) }
}

function overdueLine(scene: KnownScene, hazard: Hazard): string {
  const unit = unitName(scene.directory, hazard.responsibleId)
  return `${shortNumber(hazard)} ${whereabouts(scene.directory, hazard)} ${whatIsWrong(scene.directory, hazard)}（${unit}，${state(scene, hazard)}）`
}

/** 逾期4天 · 待复查 · 还剩3天. */
export function state(scene: Pick<KnownScene, 'now'>, hazard: Hazard): string {
  if (hazard.status === 'to-reinspect') return '待复查'
  if (!hazard.dueAt) return '未定期限'
  const left = daysLeft(hazard.dueAt, scene.now)
  if (left < 0) return `逾期${-left}天`
  if (left > 0) return `还剩${left}天`
  return hazard.dueAt < scene.now ? `今天${timeOf(hazard.dueAt)}已到期` : `今天${timeOf(hazard.dueAt)}到期`
}

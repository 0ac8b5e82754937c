import { nameMoment } from '../../../domain/time/calendar.ts'
import { periodAt, type Period } from '../../../domain/time/cadence.ts'
import type { ReportPart } from '../../../domain/plan.ts'
import type { Campaign, Directory } from '../../../store/directory.ts'
import * as reports from '../../../store/submissions/reports.ts'
import type { Report } from '../../../store/submissions/reports.ts'
import { missingUnits, owing, partsThere, periods, type CampaignDuty } from '../../../usecases/due-reports.ts'
import { awayNotes } from '../../away.ts'
import { unitName } from '../../saying/names.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import { dutyTitle } from './reminding.ts'

/** The period about which "who has not reported" is asked: the open one from the day it is due, else the last one. */
export function askedPeriod(all: readonly Period[], now: Date): Period | undefined {
  const { open, passed } = periodAt(all, now)
  const dayMs = 86_400_000
  if (!passed) return open
  return open && open.dueAt.getTime() - now.getTime() < 2 * dayMs ? open : passed
}

/** Who has not reported, duty by duty. */
export async function missingByDuty(
  scene: KnownScene,
  campaign: Campaign,
): Promise<
  readonly Readonly<{
    duty: CampaignDuty
    period: Period
    missing: readonly string[]
    /** Those of the missing of whom a part is there. */
    there: ReadonlyMap<string, ReadonlySet<ReportPart>>
    owed: number
    late: number
  }>[]
> {
  const found = []
  for (const duty of campaign.plan.duties) {
    const period = askedPeriod(periods(duty, scene.workdays), scene.now)
    // What lies weeks ahead is nobody's omission yet.
    if (!period || period.dueAt.getTime() - scene.now.getTime() > 7 * 86_400_000) continue
    const missing = await missingUnits(scene.tx, campaign, duty, period)
    // What came once and is through is no news any more.
    const isOnce = duty.cadence.kind === 'once' || duty.cadence.kind === 'dated'
    if (isOnce && missing.length === 0 && scene.now.getTime() - period.dueAt.getTime() > 7 * 86_400_000)
      continue
    const there = await partsThere(scene.tx, campaign, duty, period)
    const late = await reports.lateIn(scene.tx, campaign.id, duty.key, period.key)
    found.push({ duty, period, missing, there, owed: owing(campaign, duty, period).length, late })
  }
  return found
}

/** 「谁没报」, or of one unit 「北门街道周报报了没」. */
export async function whoIsMissing(scene: KnownScene, campaign: Campaign, unitId?: string): Promise<Answer> {
  requireMay(scene, 'query')
  const rows = await missingByDuty(scene, campaign)
  if (rows.length === 0) return { reply: say('目前没有到期的报送。') }
  if (unitId !== undefined) return { reply: say(await ofOneUnit(scene, campaign, rows, unitId)) }
  const isOffice = scene.person.roles.includes('office') && scene.conversation.kind === 'direct'
  const lines = rows.flatMap(({ duty, period, missing, there, owed }) => {
    const when = scene.now <= period.dueAt ? `${nameMoment(period.dueAt, scene.now)}截止` : '已截止'
    const names = missing.map((unitId) => missingName(scene.directory, unitId, there))
    const [ought, done, not] = verbsOf(duty)
    const head = `**${dutyTitle({ duty, period })}** ${when}：${ought}${owed}，${done}${owed - missing.length}`
    return missing.length === 0
      ? [`${head}，${duty.target === undefined ? '已报齐' : '都达到了'}。`]
      : [
          `${head}，${not}${missing.length}：`,
          names.join('、'),
          ...(isOffice ? awayNotes(scene.directory, missing, scene.now) : []),
        ]
  })
  const anyMissing = rows.some(({ missing }) => missing.length > 0)
  const mayRemind =
    anyMissing && scene.person.roles.some((role) => role === 'office' || role === 'supervisor')
  return {
    reply: {
      kind: 'card',
      card: {
        title: '报送情况',
        lines,
        actions: mayRemind ? [{ label: '再催一次', say: '再催一次', tone: 'primary' }] : [],
      },
    },
  }
}

/** 应报、已报、未报; what is handed over is 交, a target is 达到. */
export function verbsOf({ deliverable, target }: CampaignDuty): readonly [string, string, string] {
  if (target !== undefined) return ['应达', '达到', '未达到']
  return deliverable === 'file' || deliverable === 'photo'
    ? ['应交', '已交', '未交']
    : ['应报', '已报', '未报']
}

/** 河东街道, or 河东街道（还差台账） when the rest of its report is there. */
export function missingName(
  directory: Directory,
  unitId: string,
  there: ReadonlyMap<string, ReadonlySet<ReportPart>>,
): string {
  const has = there.get(unitId)
  const name = unitName(directory, unitId)
  return has ? `${name}（还差${has.has('progress') ? '台账' : '进展'}）` : name
}

/** Whether one unit has reported, duty by duty. */
async function ofOneUnit(
  scene: KnownScene,
  campaign: Campaign,
  rows: Awaited<ReturnType<typeof missingByDuty>>,
  unitId: string,
): Promise<string> {
  const lines: string[] = []
  for (const { duty, period, missing, there } of rows) {
    if (!owing(campaign, duty, period).includes(unitId)) continue
    const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
    const report = missing.includes(unitId) ? null : await reports.newest(scene.tx, key)
    const [, done] = verbsOf(duty)
    const has = there.get(unitId)
    const lack = has ? `还差${has.has('progress') ? '台账' : '进展'}` : `还没${done.slice(-1)}`
    const state = report
      ? `${done}（${nameMoment(report.sentAt, scene.now)}${await lateness(scene, report)}）`
      : `${lack}，${nameMoment(period.dueAt, scene.now)}${scene.now > period.dueAt ? '已截止' : '截止'}`
    lines.push(`${dutyTitle({ duty, period })}：${state}。`)
  }
  const name = unitName(scene.directory, unitId)
  return lines.length > 0 ? [`**${name}**`, ...lines].join('\n') : `${name}在这个行动里没有报送任务。`
}

/** 迟报 for a first version after the deadline, 迟改 for a correction after it. */
async function lateness(scene: KnownScene, report: Report): Promise<string> {
  if (!report.late) return ''
  if (report.version === 1) return '，迟报'
  const firsts = await reports.firstsOf(scene.tx, report.campaignId, report.duty, report.period)
  return firsts.get(report.unitId)?.late ? '，迟报' : '，迟改'
}

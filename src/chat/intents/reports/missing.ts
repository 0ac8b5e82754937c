import { nameMoment } from '../../../domain/calendar.ts'
import { periodAt, type Period } from '../../../domain/cadence.ts'
import { DomainError } from '../../../domain/errors.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as cursors from '../../../store/cursors.ts'
import * as reports from '../../../store/reports.ts'
import * as ledger from '../../../store/ledger.ts'
import { missingUnits, owing, periods, type CampaignDuty } from '../../../usecases/due-reports.ts'
import { unitName } from '../../names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice } from '../../speech.ts'
import { askText } from './reminding.ts'

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
    const late = await reports.lateIn(scene.tx, campaign.id, duty.key, period.key)
    found.push({ duty, period, missing, owed: owing(campaign, duty, period).length, late })
  }
  return found
}

/** 「谁没报」, or of one unit 「北门街道周报报了没」. */
export async function whoIsMissing(scene: KnownScene, unitId?: string): Promise<Answer> {
  requireMay(scene, 'query')
  const campaign = currentCampaign(scene)
  const rows = await missingByDuty(scene, campaign)
  if (rows.length === 0) return { reply: say('目前没有到期的报送。') }
  if (unitId !== undefined) return { reply: say(await ofOneUnit(scene, campaign, rows, unitId)) }
  const lines = rows.flatMap(({ duty, period, missing, owed }) => {
    const when = scene.now <= period.dueAt ? `${nameMoment(period.dueAt, scene.now)}截止` : '已截止'
    const names = missing.map((unitId) => unitName(scene.directory, unitId))
    const head = `**${duty.name}（${period.label}）** ${when}：应报${owed}，已报${owed - missing.length}`
    return missing.length === 0
      ? [`${head}，已报齐。`]
      : [`${head}，未报${missing.length}：`, names.join('、')]
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

/** Whether one unit has reported, duty by duty. */
async function ofOneUnit(
  scene: KnownScene,
  campaign: Campaign,
  rows: Awaited<ReturnType<typeof missingByDuty>>,
  unitId: string,
): Promise<string> {
  const lines: string[] = []
  for (const { duty, period, missing } of rows) {
    if (!owing(campaign, duty, period).includes(unitId)) continue
    const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
    const report = missing.includes(unitId) ? null : await reports.newest(scene.tx, key)
    const state = report
      ? `已报（${nameMoment(report.sentAt, scene.now)}${report.late ? '，迟报' : ''}）`
      : `还没报，${nameMoment(period.dueAt, scene.now)}${scene.now > period.dueAt ? '已截止' : '截止'}`
    lines.push(`${duty.name}（${period.label}）：${state}。`)
  }
  const name = unitName(scene.directory, unitId)
  return lines.length > 0 ? [`**${name}**`, ...lines].join('\n') : `${name}在这个行动里没有报送任务。`
}

const AN_HOUR = 60 * 60 * 1000

/** 「再催一次」: only those missing, one-to-one, at most once an hour, and on record. */
export async function remindMissing(scene: KnownScene): Promise<Answer> {
  requireMay(scene, 'remind')
  const campaign = currentCampaign(scene)
  const rows = (await missingByDuty(scene, campaign)).filter(({ missing }) => missing.length > 0)
  if (rows.length === 0) throw new DomainError('missing.none')
  const job = `remind-missing ${campaign.id}`
  const last = await cursors.position(scene.tx, job)
  if (last && scene.now.getTime() - last.getTime() < AN_HOUR) {
    throw new DomainError('missing.too_soon', {
      next: nameMoment(new Date(last.getTime() + AN_HOUR), scene.now),
    })
  }
  await cursors.advance(scene.tx, job, scene.now)
  const tell: Notice[] = []
  for (const { duty, period, missing } of rows) {
    for (const unitId of missing) {
      tell.push({
        to: { unitId, roles: ['liaison'] },
        speech: say(askText({ duty, period, now: scene.now, draft: null })),
        key: `pressed:${scene.eventId}:${duty.key}:${unitId}`,
      })
    }
    await ledger.append(scene.tx, {
      campaignId: campaign.id,
      subject: 'reminder',
      subjectId: `${duty.key}:${period.key}`,
      type: 'MissingReminded',
      data: { units: missing },
      byId: scene.person.id,
      at: scene.now,
      eventId: scene.eventId,
    })
  }
  const count = new Set(rows.flatMap(({ missing }) => missing)).size
  return { reply: say(`已私聊提醒${count}家的联络员。一小时内不再重复催。`), tell }
}

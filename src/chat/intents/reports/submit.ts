import { formatDue, formatMoment, nameMoment } from '../../../domain/calendar.ts'
import {
  countKeys,
  formatCounts,
  formatCount,
  questions,
  rectificationRate,
  type Counts,
  type Doubt,
} from '../../../domain/counts.ts'
import * as hazards from '../../../store/hazards.ts'
import * as reports from '../../../store/reports.ts'
import { draftOf } from './reminding.ts'
import { periods, reportTarget, type ReportTarget } from '../../../usecases/due-reports.ts'
import { submitReport } from '../../../usecases/submit-report.ts'
import type { Campaign } from '../../../store/directory.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type DialogState, type Notice } from '../../speech.ts'
import type { Understanding } from '../../understand/types.ts'

type Said = Extract<Understanding, { intent: 'report-progress' }>

/** 「周报 检查6个小区，发现11处，整改8处」「零报告」「就这样报」「更正 发现35处」. */
export async function submitReportIntent(scene: KnownScene, said: Said): Promise<Answer> {
  requireMay(scene, 'report')
  const campaign = currentCampaign(scene)
  const { unitId } = scene.person
  const asked = {
    campaign,
    unitId,
    said: said.period,
    correction: said.correction ?? false,
    sentAt: scene.sentAt,
    table: scene.workdays,
  }
  // What was asked about one period is answered about it, whatever period the words alone would mean.
  const target = askedAbout(scene, campaign, said) ?? (await reportTarget(scene.tx, asked))
  const key = { campaignId: campaign.id, duty: target.duty.key, period: target.period.key, unitId }
  const before = await reports.newest(scene.tx, key)
  const ledger = draftOf(
    await hazards.countsFor(scene.tx, campaign.id, unitId, target.period.opensAt, scene.now),
  )
  const drafted =
    scene.dialog?.kind === 'report' && scene.dialog.period === target.period.key ? scene.dialog : null

  const named = said.counts ?? {}
  const nothingNamed = Object.keys(named).length === 0 && Object.keys(said.cumulative ?? {}).length === 0
  if (said.asOffered && drafted) {
    // 就这样报 after a question: the numbers stand as they were said.
    const { counts, cumulative, zero, note = null } = drafted
    return take(scene, campaign, target, { counts, cumulative, zero, note })
  }
  if (nothingNamed && !said.zero && !said.asOffered)
    return offer(scene, target, before?.counts ?? ledger, Boolean(before))

  const base = said.correction ? correctable(drafted?.counts ?? before?.counts ?? {}, named) : {}
  const counts: Counts = said.zero
    ? { found: 0, rectified: 0 }
    : said.asOffered
      ? { ...ledger }
      : { ...base, ...named }
  const draft = {
    counts,
    cumulative: said.cumulative ?? {},
    zero: said.zero ?? false,
    note: said.note ?? null,
  }
  const earlier = await reports.before(
    scene.tx,
    { campaignId: campaign.id, duty: target.duty.key, unitId },
    target.period.dueAt,
  )
  const doubts = said.asOffered
    ? []
    : questions({ counts, cumulative: draft.cumulative, previous: earlier?.cumulative ?? {}, ledger })
  const [doubt] = doubts
  return doubt ? ask(campaign, target, draft, doubt, before !== null) : take(scene, campaign, target, draft)
}

/** The period about which the bot has asked this person, when the words answer that. */
function askedAbout(scene: KnownScene, campaign: Campaign, said: Said): ReportTarget | undefined {
  const { dialog } = scene
  if (dialog?.kind !== 'report' || dialog.campaignId !== campaign.id) return undefined
  if (!said.asOffered && !said.correction) return undefined
  const duty = campaign.plan.duties.find(({ key }) => key === dialog.duty)
  const period = duty && periods(duty, scene.workdays).find(({ key }) => key === dialog.period)
  return duty && period && { duty, period, submitted: false }
}

/** What a correction starts from. What is left over follows from the two that were corrected, and is not kept. */
function correctable(counts: Counts, named: Counts): Counts {
  const touched = named.found !== undefined || named.rectified !== undefined
  if (!touched || named.outstanding !== undefined) return counts
  const { outstanding: _, ...rest } = counts
  return rest
}

type Draft = Readonly<{ counts: Counts; cumulative: Counts; zero: boolean; note: string | null }>

/** No numbers were given: shows what the ledger already knows, ready to be sent with one tap. */
function offer(scene: KnownScene, target: ReportTarget, counts: Counts, reported: boolean): Answer {
  const { duty, period } = target
  return {
    reply: {
      kind: 'card',
      card: {
        title: `${duty.name}（${period.label}）`,
        lines: [
          `截止：${formatDue(period.dueAt, scene.now)}`,
          reported ? '您单位已报，现在的数是：' : '按群里的登记已填好：',
          `**${formatCounts(counts) || '没有登记'}**`,
          '数不对就直接发，例如：周报 检查6 发现11 整改8；没有情况回「零报告」。',
        ],
        actions: reported
          ? []
          : [
              { label: '就这样报', say: '就这样报', tone: 'primary' },
              { label: '零报告', say: '零报告' },
            ],
      },
    },
    dialog: null,
  }
}

/** The receipt: number, time, on time or late, and what can still be done. */
async function take(
  scene: KnownScene,
  campaign: Campaign,
  target: ReportTarget,
  draft: Draft,
): Promise<Answer> {
  const { duty, period } = target
  const input = {
    campaign,
    duty,
    period,
    unitId: scene.person.unitId,
    ...draft,
    sentAt: scene.sentAt,
    eventId: scene.eventId,
  }
  const { report, before } = await submitReport(scene.tx, input, scene.person, scene.now)
  const open = scene.now <= period.dueAt
  const lines = [
    `${before ? '已更正' : '已报'}：${duty.name}（${period.label}）`,
    report.zero ? '零报告：本期无新增隐患' : formatCounts(report.counts) || '（无数字）',
    ...(report.counts['found']
      ? [`整改率 ${rectificationRate(report.counts['found'], report.counts['rectified'] ?? 0)}`]
      : []),
    ...difference(before?.counts, report.counts),
    `回执 **${report.receipt}**，${formatMoment(scene.sentAt, scene.now)}${report.late ? '' : '，按时'}。`,
    open ? `${nameMoment(period.dueAt, scene.now)}前还可以更正，每次都留底。` : '已过截止时间，按迟报登记。',
  ]
  return { reply: say(lines.join('\n')), tell: tellFirstReporter(scene, before?.byId, lines), dialog: null }
}

/** Two reporters of one unit who differ both get to see it. */
function tellFirstReporter(
  scene: KnownScene,
  byId: string | undefined,
  lines: readonly string[],
): readonly Notice[] {
  if (!byId || byId === scene.person.id) return []
  const text = [`${scene.person.name}更正了您单位的报送：`, ...lines.slice(1)].join('\n')
  return [{ to: { personId: byId }, speech: say(text), key: `corrected:${scene.eventId}` }]
}

function difference(before: Counts | undefined, after: Counts): readonly string[] {
  if (!before) return []
  const changed = countKeys.filter((key) => before[key] !== after[key])
  if (changed.length === 0) return []
  return [
    `变化：${changed.map((key) => `${formatCount(key, before[key] ?? 0)} → ${after[key] ?? 0}`).join('；')}`,
  ]
}

/** Numbers that cannot be are questioned before they are taken; the likely answers are one tap away. */
function ask(
  campaign: Campaign,
  target: ReportTarget,
  draft: Draft,
  doubt: Doubt,
  corrects: boolean,
): Answer {
  const { text, fix } = wordsFor(doubt)
  const dialog: DialogState = {
    kind: 'report',
    campaignId: campaign.id,
    duty: target.duty.key,
    period: target.period.key,
    counts: { ...draft.counts },
    cumulative: { ...draft.cumulative },
    zero: draft.zero,
    ...(draft.note ? { note: draft.note } : {}),
  }
  return {
    reply: {
      kind: 'card',
      card: {
        title: corrects ? '先核对一下，更正还没记上' : '先核对一下，还没有上报',
        lines: [text, '也可以直接重发正确的数。'],
        actions: [
          { label: '没错，就这样报', say: '就这样报', tone: 'primary' },
          ...(fix ? [{ label: fix.label, say: fix.say }] : []),
        ],
      },
    },
    dialog,
  }
}

function wordsFor(doubt: Doubt): Readonly<{ text: string; fix?: Readonly<{ label: string; say: string }> }> {
  switch (doubt.kind) {
    case 'rectified-exceeds-found':
      return {
        text: `整改${doubt.rectified}处比发现${doubt.found}处多${doubt.excess}处。是补改了以前的吗？`,
        fix: { label: `整改${doubt.found}处`, say: `更正 整改${doubt.found}处` },
      }
    case 'outstanding-mismatch':
      return {
        text: `发现减整改应剩${doubt.expected}处，您报的未整改是${doubt.outstanding}处。含以前的吗？`,
        fix: { label: `未改${doubt.expected}处`, say: `更正 未整改${doubt.expected}处` },
      }
    case 'cumulative-falls':
      return {
        text: `累计数变小了：${formatCount(doubt.key, doubt.previous)}，这次报${doubt.cumulative}。是更正以前的数吗？`,
      }
    case 'cumulative-mismatch':
      return {
        text: `累计数对不上：按上期加本期应为${formatCount(doubt.key, doubt.expected)}，您报的是${doubt.cumulative}。`,
      }
    case 'none-found-but-registered':
      return {
        text: `您报的是没有发现隐患，但本期群里登记了${doubt.registered}处。要按登记的报吗？`,
        fix: { label: '按登记的报', say: `更正 发现${doubt.registered}处` },
      }
  }
}

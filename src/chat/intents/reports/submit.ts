import { formatDue } from '../../../domain/time/calendar.ts'
import {
  formatCounts,
  formatCount,
  questions,
  type Counts,
  type Doubt,
} from '../../../domain/submissions/counts.ts'
import * as hazards from '../../../store/hazards.ts'
import * as reportParts from '../../../store/submissions/report-parts.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { attachmentsOf, handIn } from './hand-in.ts'
import { receiptSpeech, tellFirstReporter } from './receipt.ts'
import { draftOf, dutyTitle } from './reminding.ts'
import { campaignOfReport, wordsOf } from './which-campaign.ts'
import { periods, reportTarget, type ReportTarget } from '../../../usecases/due-reports.ts'
import { submitReport } from '../../../usecases/submit-report.ts'
import type { Campaign } from '../../../store/directory.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import type { Answer, DialogState } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'

type Said = Extract<Understanding, { intent: 'report-progress' }>

/** 「周报 检查6个小区，发现11处，整改8处」「零报告」「就这样报」「更正 发现35处」. */
export async function submitReportIntent(here: KnownScene, said: Said): Promise<Answer> {
  requireMay(here, 'report')
  const which = await campaignOfReport(here, said)
  if ('ask' in which) return which.ask
  const { campaign } = which
  // The answer to the question which campaign is meant stands for what was said before it.
  const scene = { ...here, text: wordsOf(here) }
  const { unitId } = scene.person
  const asked = {
    campaign,
    unitId,
    said: said.period,
    words: scene.text,
    correction: said.correction ?? false,
    sentAt: scene.sentAt,
    table: scene.workdays,
  }
  // What was asked about one period is answered about it, whatever period the words alone would mean.
  const target = askedAbout(scene, campaign, said) ?? (await reportTarget(scene.tx, asked))
  if (target.duty.deliverable === 'text') return inWords(scene, campaign, target, said)
  const key = { campaignId: campaign.id, duty: target.duty.key, period: target.period.key, unitId }
  const before = await reports.newest(scene.tx, key)
  const ledger = draftOf(
    await hazards.countsFor(scene.tx, campaign.id, unitId, target.period.opensAt, scene.now),
  )
  const drafted =
    scene.dialog?.kind === 'report' && scene.dialog.period === target.period.key ? scene.dialog : null

  // Of a report that still lacks its ledger the numbers may be corrected like those of a whole one.
  const parts = before ? undefined : await reportParts.newestOf(scene.tx, key)
  const reported = before?.counts ?? parts?.get('progress')?.content.progress?.counts

  const named = said.counts ?? {}
  const nothingNamed = Object.keys(named).length === 0 && Object.keys(said.cumulative ?? {}).length === 0
  if (said.asOffered && drafted) {
    // 就这样报 after a question: the numbers stand as they were said.
    const { counts, cumulative, zero, note = null } = drafted
    return take(scene, campaign, target, { counts, cumulative, zero, note })
  }
  if (nothingNamed && !said.zero && !said.asOffered)
    return offer(scene, target, reported ?? ledger, reported !== undefined)

  const base = said.correction ? correctable(drafted?.counts ?? reported ?? {}, named) : {}
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
  return doubt
    ? ask(campaign, target, draft, doubt, reported !== undefined)
    : take(scene, campaign, target, draft)
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
        title: dutyTitle({ duty, period }),
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

/** Takes it; the answer is the receipt, or what is still missing. */
async function take(
  scene: KnownScene,
  campaign: Campaign,
  target: ReportTarget,
  draft: Draft,
): Promise<Answer> {
  const { duty, period } = target
  const attachments = attachmentsOf(scene)
  const input = {
    campaign,
    duty,
    period,
    unitId: scene.person.unitId,
    ...draft,
    ...(attachments.length > 0 ? { attachments } : {}),
    // What is sent along with the numbers of such a report is its ledger.
    ...(attachments.length > 0 && duty.parts.includes('ledger')
      ? { ledger: { source: 'own' } as const }
      : {}),
    sentAt: scene.sentAt,
    eventId: scene.eventId,
  }
  const submitted = await submitReport(scene.tx, input, scene.person, scene.now)
  return {
    reply: receiptSpeech(scene, target, submitted),
    tell: tellFirstReporter(scene, target, submitted),
    dialog: null,
  }
}

/** A report that is words: what was said is the submission, and 零报告 a nil one. */
function inWords(scene: KnownScene, campaign: Campaign, target: ReportTarget, said: Said): Promise<Answer> {
  const { duty, period } = target
  return handIn(scene, { campaign, duty, period }, { text: scene.text, zero: said.zero ?? false })
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

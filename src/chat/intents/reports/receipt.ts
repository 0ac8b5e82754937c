import { formatMoment, nameMoment } from '../../../domain/time/calendar.ts'
import type { Period } from '../../../domain/time/cadence.ts'
import {
  countKeys,
  formatCount,
  formatCounts,
  rectificationRate,
  type Counts,
} from '../../../domain/submissions/counts.ts'
import type { Attachment, LedgerPart } from '../../../domain/submissions/deliverables.ts'
import type { PlanDuty } from '../../../domain/plan.ts'
import { shortTaskName } from '../../../domain/submissions/task-names.ts'
import type { Report } from '../../../store/submissions/reports.ts'
import type { Submitted } from '../../../usecases/submit-report.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Notice, type Speech } from '../../saying/speech.ts'
import { dutyTitle, partNames } from './reminding.ts'

type Matter = Readonly<{ duty: PlanDuty; period: Period }>

/** What the sender hears: the receipt, or what is still missing with the button that brings it. */
export function receiptSpeech(scene: KnownScene, matter: Matter, submitted: Submitted): Speech {
  const { report } = submitted
  return report
    ? say(receiptLines(scene, matter, { ...submitted, report }).join('\n'))
    : partial(scene, matter, submitted)
}

/** The receipt: what was handed in, number, time, on time or late, and what can still be done. */
export function receiptLines(
  scene: KnownScene,
  matter: Matter,
  { report, before }: Readonly<{ report: Report; before: Report | null }>,
): readonly string[] {
  const { duty, period } = matter
  const isOpen = scene.now <= period.dueAt
  const lateness = report.late ? '' : '，按时'
  return [
    `${before ? '已更正' : duty.deliverable === 'counts' ? '已报' : '已收到'}：${dutyTitle(matter)}`,
    ...contentLines(duty, report),
    ...difference(before?.counts, report.counts),
    `回执 **${report.receipt}**，${formatMoment(report.sentAt, scene.now)}${lateness}。`,
    lastLine(matter, { isOpen, report, before, now: scene.now }),
  ]
}

function lastLine(
  { duty, period }: Matter,
  given: Readonly<{ isOpen: boolean; report: Report; before: Report | null; now: Date }>,
): string {
  const { isOpen, report, before, now } = given
  if (isOpen) {
    const until = `${nameMoment(period.dueAt, now)}前还可以`
    return duty.deliverable === 'counts' || duty.deliverable === 'contacts'
      ? `${until}更正，每次都留底。`
      : `${until}换，重发后说「交 ${shortTaskName(duty.name)}」，每次都留底。`
  }
  if (!report.late) return '截止前发出，按按时登记。'
  // Whoever was on time stays so; the correction shows as one.
  return before && !before.late
    ? '截止后更正，注明迟改；原来按时报送的记录不变。'
    : '已过截止时间，按迟报登记。'
}

/** What a submission holds, for its receipt and for who asks about it. */
export function contentLines(duty: PlanDuty, report: Report): readonly string[] {
  const numbers = duty.deliverable === 'counts'
  const found = report.counts['found']
  return [
    ...(report.zero
      ? ['零报告：本期无新增隐患']
      : numbers
        ? [formatCounts(report.counts) || '（无数字）']
        : report.note
          ? [`内容：${shorten(report.note)}`]
          : []),
    ...(numbers && found ? [`整改率 ${rectificationRate(found, report.counts['rectified'] ?? 0)}`] : []),
    ...(report.ledger ? [ledgerLine(report.ledger)] : []),
    ...(report.attachments.length > 0 ? [attachmentLine(report.attachments)] : []),
  ]
}

function shorten(text: string): string {
  const signs = [...text.replace(/\s+/gu, ' ')]
  return signs.length > 60 ? `${signs.slice(0, 60).join('')}…（共${signs.length}字）` : signs.join('')
}

/** 台账：群里登记12处，销号8处，未整改3处. */
export function ledgerLine(ledger: LedgerPart): string {
  if (ledger.source === 'own') return '台账：单位自己的，见附件'
  const { total, closed, unrectified, overdue } = ledger
  return `台账：群里登记${total}处，销号${closed}处，未整改${unrectified}处${overdue > 0 ? `（逾期${overdue}处）` : ''}`
}

/** 附件：排查方案.pdf，照片2张. */
export function attachmentLine(attachments: readonly Attachment[]): string {
  const files = attachments.filter(({ kind }) => kind === 'file').map(({ name }) => name)
  const pictures = attachments.length - files.length
  const shown = files.length > 3 ? [...files.slice(0, 3), `等${files.length}个文件`] : files
  return `附件：${[...shown, ...(pictures > 0 ? [`照片${pictures}张`] : [])].join('，')}`
}

/** One part is there, the other is not: nothing counts yet, and the missing one is one tap away. */
function partial(scene: KnownScene, matter: Matter, { lacking }: Submitted): Speech {
  const { period } = matter
  const missing = lacking.map((part) => partNames[part]).join('、')
  const have = lacking.includes('ledger') ? partNames.progress : partNames.ledger
  const isOpen = scene.now <= period.dueAt
  return {
    kind: 'card',
    card: {
      title: `已收到${have}：${dutyTitle(matter)}`,
      lines: [
        `**还差：${missing}**，齐了才算报送。`,
        lacking.includes('ledger')
          ? '用群里登记的台账就点下面，也可以直接发表格文件或照片。'
          : '请接着报数，例如：检查6 发现11 整改8。',
        isOpen ? `${nameMoment(period.dueAt, scene.now)}前补齐就按时。` : '已过截止时间，补齐后按迟报登记。',
      ],
      actions: lacking.includes('ledger') ? [{ label: '附台账', say: '附台账', tone: 'primary' }] : [],
    },
  }
}

function difference(before: Counts | undefined, after: Counts): readonly string[] {
  if (!before) return []
  // What follows from corrected numbers is not said again, and did not become 0.
  const changed = countKeys.filter((key) => before[key] !== after[key] && after[key] !== undefined)
  if (changed.length === 0) return []
  return [
    `变化：${changed.map((key) => `${formatCount(key, before[key] ?? 0)} → ${after[key] ?? 0}`).join('；')}`,
  ]
}

/** Two reporters of one unit who differ both get to see it. */
export function tellFirstReporter(
  scene: KnownScene,
  matter: Matter,
  { report, before, earlier }: Submitted,
): readonly Notice[] {
  const byId = before?.byId ?? earlier?.byId
  if (!byId || byId === scene.person.id) return []
  const lines = report
    ? receiptLines(scene, matter, { report, before })
    : [dutyTitle(matter), '您先报的那份留了底，以后报的为准。']
  const text = [`${scene.person.name}更正了您单位的报送：`, ...lines.slice(report ? 1 : 0)].join('\n')
  return [{ to: { personId: byId }, speech: say(text), key: `corrected:${scene.eventId}` }]
}

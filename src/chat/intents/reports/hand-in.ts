import { nameMoment } from '../../../domain/time/calendar.ts'
import { isEnough, type Attachment } from '../../../domain/submissions/deliverables.ts'
import { shortTaskName } from '../../../domain/submissions/task-names.ts'
import * as reports from '../../../store/submissions/reports.ts'
import type { OpenTask } from '../../../usecases/open-tasks.ts'
import { attachToReport, submitReport } from '../../../usecases/submit-report.ts'
import { withoutPhones } from '../../saying/harmless.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type DialogState } from '../../saying/speech.ts'
import { answered, askLater } from '../hazards/rectify.ts'
import { attachmentLine, receiptSpeech, tellFirstReporter } from './receipt.ts'
import { askHow, dutyTitle } from './reminding.ts'

export type TaskAt = Pick<OpenTask, 'campaign' | 'duty' | 'period'>

/** What follows within this time belongs to what was just handed in. */
const BURST_MS = 2 * 60_000

/** The pictures and documents of a message, as a submission keeps them. */
export function attachmentsOf(scene: KnownScene): readonly Attachment[] {
  return [...picturesAs(scene.pictures), ...scene.files]
}

/** Pictures have no names of their own. */
export function picturesAs(hashes: readonly string[]): readonly Attachment[] {
  return hashes.map((hash) => ({ kind: 'picture', hash, name: '' }))
}

/**
 * Hands in what a task asks for: words, documents, pictures, or the ledger part of a report. When that is not enough
 * yet, the bot says what is missing and waits for it.
 */
export async function handIn(
  scene: KnownScene,
  task: TaskAt,
  given: Readonly<{ text: string | null; attachments?: readonly Attachment[]; zero?: boolean }>,
): Promise<Answer> {
  requireMay(scene, 'report')
  const { campaign, duty, period } = task
  const { unitId } = scene.person
  const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
  const before = await reports.newest(scene.tx, key)
  const brought = given.attachments ?? attachmentsOf(scene)
  const zero = given.zero ?? false
  // Telephone numbers of a unit's people have a place of their own; here they would be shown again.
  const text = given.text === null ? (before?.note ?? null) : withoutPhones(given.text)
  const isLedger = duty.deliverable === 'counts'
  const attachments = brought.length > 0 ? brought : (before?.attachments ?? [])
  if (duty.deliverable === 'contacts')
    return { reply: say(askHow({ ...task, now: scene.now }, null).join('\n')) }
  if (!isLedger && !isEnough(duty, { text, attachments, zero })) return wait(scene, task, given.text)
  const submitted = await submitReport(
    scene.tx,
    {
      campaign,
      duty,
      period,
      unitId,
      counts: {},
      cumulative: {},
      zero,
      note: text,
      ...(brought.length > 0 ? { attachments: brought } : {}),
      ...(isLedger ? { brings: 'ledger', ledger: { source: 'own' } } : {}),
      sentAt: scene.sentAt,
      eventId: scene.eventId,
    },
    scene.person,
    scene.now,
  )
  return {
    reply: receiptSpeech(scene, task, submitted),
    tell: tellFirstReporter(scene, task, submitted),
    ...answered(scene),
    dialog: submitted.report && brought.length > 0 ? delivered(scene, task, `e${scene.eventId}`) : null,
  }
}

function delivered(scene: KnownScene, { campaign, duty, period }: TaskAt, key: string): DialogState {
  const burst = { key, at: scene.now.toISOString() }
  return { kind: 'delivered', campaignId: campaign.id, duty: duty.key, period: period.key, burst }
}

/** The task is known, what it asks for is not there. */
function wait(scene: KnownScene, { campaign, duty, period }: TaskAt, text: string | null): Answer {
  const short = shortTaskName(duty.name)
  const what = {
    file: '文件（或照片）',
    photo: '照片',
    text: '内容（打字或发文件）',
    contacts: '负责人和电话',
    done: '一句话',
    counts: '数字',
  }[duty.deliverable]
  const where = scene.conversation.kind === 'group' ? '请私聊直接发给我' : '请直接发来'
  const until =
    scene.now <= period.dueAt ? `${nameMoment(period.dueAt, scene.now)}前都算按时。` : '补交会注明迟报。'
  // WeCom tells an app of photos only.
  const elsewhere =
    scene.conversation.door === 'app' && what.includes('文件')
      ? ['文件请发到机器人的私聊，这里只收得到照片。']
      : []
  const lines = [`好的，${short}还差${what}。${where}，收到就算交了。`, ...elsewhere, until]
  return askLater(scene, lines.join('\n'), {
    kind: 'deliver',
    campaignId: campaign.id,
    duty: duty.key,
    period: period.key,
    ...(text === null ? {} : { text }),
  })
}

/** More photos of what was just handed in; undefined when the dialog is about something else or too long ago. */
export async function handInMore(scene: KnownScene): Promise<Answer | undefined> {
  const { dialog, directory, person } = scene
  if (dialog?.kind !== 'delivered') return undefined
  if (scene.now.getTime() - new Date(dialog.burst.at).getTime() > BURST_MS) return undefined
  const campaign = directory.campaigns.find(({ id }) => id === dialog.campaignId)
  const duty = campaign?.plan.duties.find(({ key }) => key === dialog.duty)
  const key = {
    campaignId: dialog.campaignId,
    duty: dialog.duty,
    period: dialog.period,
    unitId: person.unitId,
  }
  const report = await reports.newest(scene.tx, key)
  const attachments = attachmentsOf(scene)
  // More photos belong to the photos before them; a document after photos may be something else.
  const isAlike = attachments.every(({ kind }) => report?.attachments.some((each) => each.kind === kind))
  if (!campaign || !duty || !report || !isAlike) return undefined
  const given = { report, attachments, eventId: scene.eventId }
  const more = await attachToReport(scene.tx, given, person, scene.now)
  const period = { label: duty.name }
  const gather = `${dialog.burst.key}:more`
  return {
    reply: say(
      `${dutyTitle({ duty, period })}又收到，一并存入回执 ${report.receipt}。\n${attachmentLine(more.attachments)}`,
    ),
    gather: { key: gather, waitMs: scene.photoSettleMs },
    dialog: { ...dialog, burst: { ...dialog.burst, at: scene.now.toISOString() } },
  }
}

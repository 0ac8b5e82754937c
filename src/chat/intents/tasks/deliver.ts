import { DomainError } from '../../../domain/errors.ts'
import { lackingParts, type Attachment } from '../../../domain/submissions/deliverables.ts'
import { ledgerSnapshot } from '../../../store/submissions/ledger-snapshot.ts'
import { submitReport } from '../../../usecases/submit-report.ts'
import { periods } from '../../../usecases/due-reports.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type DialogState } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { attachmentsOf, handIn, handInMore, picturesAs, type TaskAt } from '../reports/hand-in.ts'
import { receiptSpeech, tellFirstReporter } from '../reports/receipt.ts'
import { tasksFor, tasksNamed, tasksOf, whichTask } from './mine.ts'

/** 「交 排查方案」「动员会已开」「工作总结：……」, with what is attached or was sent just before. */
export async function deliver(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'deliver' }>,
): Promise<Answer> {
  requireMay(scene, 'report')
  const tasks = (await tasksOf(scene)).filter(
    ({ duty }) => duty.deliverable !== 'counts' || duty.parts.length > 1,
  )
  const fitting = tasksNamed(scene, tasks, said.task)
  const [task, ...others] = fitting
  if (!task) throw new DomainError('task.unknown', { name: said.task.slice(0, 20) })
  const attachments = [...looseOnes(scene.dialog), ...attachmentsOf(scene)]
  if (others.length > 0) {
    return {
      reply: whichTask(fitting, { title: '是交哪一项的？' }),
      ...(attachments.length > 0 ? { dialog: { kind: 'loose-files', attachments } } : {}),
    }
  }
  return handIn(scene, task, { text: said.text ?? null, attachments })
}

/** What came before the words that say what it is. */
function looseOnes(dialog: DialogState | null): readonly Attachment[] {
  if (dialog?.kind === 'loose-files') return dialog.attachments
  return dialog?.kind === 'loose-photos' ? picturesAs(dialog.hashes) : []
}

/** Documents without words: bound to the one task that they fit, else the bot asks once. */
export async function filesOnly(scene: KnownScene): Promise<Answer> {
  requireMay(scene, 'report')
  const followed = await followUp(scene)
  if (followed) return followed
  const attachments = [...looseOnes(scene.dialog), ...attachmentsOf(scene)]
  // The question is asked already; another document in the same breath is no second question.
  if (scene.dialog?.kind === 'loose-files') return { dialog: { kind: 'loose-files', attachments } }
  const { tasks, replaces } = tasksFor(await tasksOf(scene), attachments)
  const [task, ...others] = tasks
  const what =
    scene.files.length > 1 ? `${scene.files.length}个文件` : `「${scene.files[0]?.name ?? '文件'}」`
  if (!task) {
    return {
      reply: say(`${what}收到了，但您单位现在没有要交文件的任务，没有归到哪里。发「我的待办」看有哪些要交。`),
    }
  }
  if (others.length === 0 && !replaces) return handIn(scene, task, { text: null, attachments })
  const title = replaces ? `${what}收到了。以前交过，要换成这一份吗？` : `${what}收到了，是交哪一项的？`
  return { reply: whichTask(tasks, { title }), dialog: { kind: 'loose-files', attachments } }
}

/**
 * Photos without words, as far as a task waits for them; undefined when they are a hazard's, or nobody can know yet.
 * A photo is asked about and never bound by guess: most photos show hazards.
 */
export async function photosForTasks(scene: KnownScene): Promise<Answer | undefined> {
  const followed = await followUp(scene)
  if (followed) return followed
  if (scene.dialog?.kind === 'loose-files')
    return {
      dialog: { ...scene.dialog, attachments: [...scene.dialog.attachments, ...attachmentsOf(scene)] },
    }
  if (scene.dialog !== null || !scene.person.roles.some((role) => role === 'liaison' || role === 'office'))
    return undefined
  const soon = scene.now.getTime() + 7 * 86_400_000
  const tasks = (await tasksOf(scene)).filter(({ duty, period, has }) => {
    if (duty.deliverable === 'counts') return has.has('progress')
    return duty.deliverable !== 'text' && period.dueAt.getTime() < soon
  })
  const fitting = tasksFor(tasks, attachmentsOf(scene))
  if (fitting.replaces || fitting.tasks.length === 0) return undefined
  return {
    reply: whichTask(fitting.tasks.slice(0, 2), {
      title: '照片收到了，是交哪一项的？',
      note: '点一个就行。是隐患的照片，请说在哪里、什么问题；整改好的回「12号已改」。',
    }),
    dialog: { kind: 'loose-photos', hashes: scene.pictures },
  }
}

/** Attachments that the bot waits for, or that follow what was just handed in. */
async function followUp(scene: KnownScene): Promise<Answer | undefined> {
  const waiting = waitedFor(scene)
  if (waiting) return handIn(scene, waiting.task, { text: waiting.text })
  return handInMore(scene)
}

/** The task whose document or photo the bot waits for. */
export function waitedFor(scene: KnownScene): Readonly<{ task: TaskAt; text: string | null }> | undefined {
  const { dialog, directory } = scene
  if (dialog?.kind !== 'deliver') return undefined
  const campaign = directory.campaigns.find(({ id }) => id === dialog.campaignId)
  const duty = campaign?.plan.duties.find(({ key }) => key === dialog.duty)
  const period = duty && periods(duty, scene.workdays).find(({ key }) => key === dialog.period)
  return campaign && duty && period && { task: { campaign, duty, period }, text: dialog.text ?? null }
}

/** Words that are the content which the bot waits for; undefined when they are something else. */
export async function wordsForTask(scene: KnownScene, said: Understanding): Promise<Answer | undefined> {
  const waiting = waitedFor(scene)
  if (!waiting) return undefined
  const attached = attachmentsOf(scene).length > 0
  const takesWords = waiting.task.duty.deliverable === 'text'
  if (said.intent !== 'none' || (!attached && !takesWords)) return undefined
  return handIn(scene, waiting.task, { text: scene.text })
}

/** 「附台账」: the unit's rows of the group's ledger as they stand at this moment. */
export async function attachLedger(scene: KnownScene): Promise<Answer> {
  requireMay(scene, 'report')
  const tasks = (await tasksOf(scene)).filter(({ duty }) => duty.parts.includes('ledger'))
  const task =
    tasks.find(({ duty, report, has }) => report === null && lacksOnlyLedger(duty, has)) ??
    tasks.find(({ report }) => report === null) ??
    tasks[0]
  if (!task) throw new DomainError('report.no_ledger')
  const { campaign, duty, period } = task
  const { unitId } = scene.person
  const state = await ledgerSnapshot(scene.tx, campaign.id, unitId, scene.now)
  const submitted = await submitReport(
    scene.tx,
    {
      campaign,
      duty,
      period,
      unitId,
      brings: 'ledger',
      counts: {},
      cumulative: {},
      zero: false,
      note: null,
      ledger: { source: 'group', ...state, at: scene.now.toISOString() },
      sentAt: scene.sentAt,
      eventId: scene.eventId,
    },
    scene.person,
    scene.now,
  )
  return {
    reply: receiptSpeech(scene, task, submitted),
    tell: tellFirstReporter(scene, task, submitted),
    dialog: null,
  }
}

function lacksOnlyLedger(duty: TaskAt['duty'], has: ReadonlySet<'progress' | 'ledger'>): boolean {
  const lacking = lackingParts(duty, { has, zero: false })
  return lacking.length === 1 && lacking[0] === 'ledger'
}

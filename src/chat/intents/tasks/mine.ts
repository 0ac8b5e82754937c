import { lackingParts, useOf, type Attachment } from '../../../domain/submissions/deliverables.ts'
import { named, shortTaskName } from '../../../domain/submissions/task-names.ts'
import { openTasks, type OpenTask } from '../../../usecases/open-tasks.ts'
import { currentCampaign, runningCampaigns, type KnownScene } from '../../scene.ts'
import type { Answer } from '../../saying/speech.ts'

/** What the speaker's unit owes in the campaigns in which it takes part, those of the current one first. */
export async function tasksOf(scene: KnownScene): Promise<readonly OpenTask[]> {
  const current = currentCampaign(scene)
  const { unitId } = scene.person
  const others = runningCampaigns(scene.directory, scene.now).filter(
    ({ id, members }) => id !== current.id && members.some((member) => member.unitId === unitId),
  )
  const asked = { unitId, sentAt: scene.sentAt, table: scene.workdays }
  const own = await openTasks(scene.tx, { ...asked, campaigns: [current] })
  return [...own, ...(others.length > 0 ? await openTasks(scene.tx, { ...asked, campaigns: others }) : [])]
}

/** The tasks that the words name: of several alike those of the current campaign, and of these what is still open. */
export function tasksNamed(scene: KnownScene, tasks: readonly OpenTask[], said: string): readonly OpenTask[] {
  const current = currentCampaign(scene)
  const fitting = named(tasks, said)
  const here = fitting.filter(({ campaign }) => campaign.id === current.id)
  const near = here.length > 0 ? here : fitting
  const open = near.filter(({ report }) => report === null)
  return open.length > 0 ? open : near
}

/**
 * The tasks for which these attachments may be meant when no word goes with them: those that are done by them, else
 * those to which they are a welcome addition, else those that are in and could be replaced. A document that is called
 * 方案 is meant for a task of that kind, where there is one.
 */
export function tasksFor(
  all: readonly OpenTask[],
  attachments: readonly Attachment[],
): Readonly<{ tasks: readonly OpenTask[]; replaces: boolean }> {
  const kinds = kindsIn(attachments.map(({ name }) => name).join(' '))
  const alike = all.filter((task) => kindsOf(task).some((kind) => kinds.includes(kind)))
  const tasks = alike.length > 0 ? alike : all
  const uses = (task: OpenTask): readonly (string | undefined)[] =>
    attachments.map((attachment) => useOf(task.duty, attachment))
  const needing = tasks.filter((task) => isLacking(task) && uses(task).includes('needed'))
  if (needing.length > 0) return { tasks: needing, replaces: false }
  const open = tasks.filter((task) => task.report === null && uses(task).includes('welcome'))
  if (open.length > 0) return { tasks: open, replaces: false }
  const through = tasks.filter(
    (task) => task.report !== null && task.duty.deliverable !== 'counts' && uses(task).includes('needed'),
  )
  return { tasks: through, replaces: true }
}

const documents = ['方案', '总结', '小结', '台账', '报告', '计划', '纪要', '承诺书', '清单'] as const

function kindsIn(words: string): readonly string[] {
  return documents.filter((kind) => words.includes(kind))
}

function kindsOf({ duty, name }: OpenTask): readonly string[] {
  return duty.parts.includes('ledger') ? ['台账', '清单'] : kindsIn(name)
}

/** Whether an attachment is still missing: the whole of a one-off task, or the ledger of a report. */
function isLacking({ duty, report, has }: OpenTask): boolean {
  if (report !== null) return false
  return duty.deliverable !== 'counts' || lackingParts(duty, { has, zero: false }).includes('ledger')
}

/** One question with at most three buttons; each says what can be typed as well. */
export function whichTask(
  tasks: readonly OpenTask[],
  given: Readonly<{ title: string; note?: string }>,
): NonNullable<Answer['reply']> {
  const shown = tasks.slice(0, 3)
  return {
    kind: 'card',
    card: {
      title: given.title,
      lines: [given.note ?? `点一个，或者回「交 名称」，例如：交 ${shortTaskName(shown[0]?.name ?? '')}。`],
      actions: shown.map(({ name }) => ({ label: buttonOf(name), say: `交 ${name}` })),
    },
  }
}

function buttonOf(name: string): string {
  const short = shortTaskName(name)
  return [...short].length <= 8 ? short : `${[...short].slice(0, 7).join('')}…`
}

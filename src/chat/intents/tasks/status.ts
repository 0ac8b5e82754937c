import { formatDue, nameMoment } from '../../../domain/time/calendar.ts'
import { DomainError } from '../../../domain/errors.ts'
import type { Period } from '../../../domain/time/cadence.ts'
import { mayHaveDocuments } from '../../../domain/submissions/readers.ts'
import { named, shortTaskName } from '../../../domain/submissions/task-names.ts'
import type { Campaign } from '../../../store/directory.ts'
import * as reports from '../../../store/submissions/reports.ts'
import { missingUnits, owing, partsThere, periods, type CampaignDuty } from '../../../usecases/due-reports.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, requireMay, runningCampaigns, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { askedPeriod } from '../reports/missing.ts'
import { contentLines } from '../reports/receipt.ts'
import { dutyTitle } from '../reports/reminding.ts'

type Said = Extract<Understanding, { intent: 'task-status' }>
const MOST_TASKS = 7
const PICTURES_SHOWN = 4
const FILES_SENT = 5

/** 「谁没交方案」「方案交了几家」「任务清单」「城关镇的方案」. */
export async function taskStatus(scene: KnownScene, said: Said): Promise<Answer> {
  requireMay(scene, 'query')
  const campaign = currentCampaign(scene)
  if (said.task === undefined) return { reply: say((await standing(scene, campaign)).join('\n')) }
  const found = find(scene, campaign, said.task)
  if (!found) throw new DomainError('task.unknown', { name: said.task.slice(0, 20) })
  const period = askedPeriod(periods(found.duty, scene.workdays), scene.now)
  if (!period) return { reply: say(`${found.duty.name}还没到要交的时候。`) }
  if (said.unit !== undefined) return ofUnit(scene, found, period, said.unit)
  return whoHas(scene, found, period)
}

type Found = Readonly<{ campaign: Campaign; duty: CampaignDuty }>

/** The task by its name: of the current campaign, else of another that runs. */
function find(scene: KnownScene, current: Campaign, words: string): Found | undefined {
  const others = runningCampaigns(scene.directory, scene.now).filter(({ id }) => id !== current.id)
  for (const campaign of [current, ...others]) {
    const duties = campaign.plan.duties.filter(({ target }) => target === undefined)
    const fitting = named(duties, words)
    // Of several alike the one that is due next is meant.
    const byDue = fitting
      .flatMap((duty) => {
        const period = askedPeriod(periods(duty, scene.workdays), scene.now)
        return period ? [{ duty, dueAt: period.dueAt }] : []
      })
      .sort(
        (a, b) =>
          Math.abs(a.dueAt.getTime() - scene.now.getTime()) -
          Math.abs(b.dueAt.getTime() - scene.now.getTime()),
      )
    if (byDue[0]) return { campaign, duty: byDue[0].duty }
  }
  return undefined
}

/** The standing list: who has handed in, who has not, and who was late. */
async function whoHas(scene: KnownScene, { campaign, duty }: Found, period: Period): Promise<Answer> {
  const { tx, directory, now } = scene
  const missing = await missingUnits(tx, campaign, duty, period)
  const there = await partsThere(tx, campaign, duty, period)
  const firsts = await reports.firstsOf(tx, campaign.id, duty.key, period.key)
  const owed = owing(campaign, duty, period)
  const done = owed.filter((unitId) => !missing.includes(unitId))
  const late = done.filter((unitId) => firsts.get(unitId)?.late)
  const names = (unitIds: readonly string[]): string =>
    unitIds.map((unitId) => unitName(directory, unitId)).join('、')
  const half = missing.filter((unitId) => there.has(unitId))
  const none = missing.filter((unitId) => !there.has(unitId))
  const when = now <= period.dueAt ? `${nameMoment(period.dueAt, now)}截止` : '已截止'
  const mayRemind =
    missing.length > 0 && scene.person.roles.some((role) => role === 'office' || role === 'supervisor')
  return {
    reply: {
      kind: 'card',
      card: {
        title: `${dutyTitle({ duty, period })} · ${when}`,
        lines: [
          missing.length === 0
            ? `应交${owed.length}家，都交齐了${late.length > 0 ? `（迟交${late.length}）` : ''}。`
            : `应交${owed.length}家，已交${done.length}家${late.length > 0 ? `（迟交${late.length}）` : ''}，还差${missing.length}家。`,
          ...(none.length > 0 ? [`没交：${names(none)}`] : []),
          ...(half.length > 0 ? [`还差台账：${names(half)}`] : []),
          ...(done.length > 0 && done.length <= 8 ? [`已交：${names(done)}`] : []),
          ...(late.length > 0 ? [`迟交：${names(late)}`] : []),
          ...(done[0] ? [`看内容可以问：${unitName(directory, done[0])}的${shortTaskName(duty.name)}`] : []),
        ],
        // 再催一次 speaks to those missing of what is due about now; what lies far ahead is nobody's omission yet.
        actions:
          mayRemind && period.dueAt.getTime() - now.getTime() <= 7 * 86_400_000
            ? [{ label: '再催一次', say: '再催一次', tone: 'primary' }]
            : [],
      },
    },
  }
}

/** What one unit has handed in; its photos go to whoever asks one-to-one, its documents to those who may have them. */
async function ofUnit(
  scene: KnownScene,
  { campaign, duty }: Found,
  period: Period,
  unitId: string,
): Promise<Answer> {
  const name = unitName(scene.directory, unitId)
  if (!owing(campaign, duty, period).includes(unitId)) return { reply: say(`${name}不用交${duty.name}。`) }
  const key = { campaignId: campaign.id, duty: duty.key, period: period.key, unitId }
  const report = await reports.newest(scene.tx, key)
  if (!report)
    return {
      reply: say(`${name}还没交${dutyTitle({ duty, period })}，${formatDue(period.dueAt, scene.now)}。`),
    }
  const first = (await reports.firstsOf(scene.tx, campaign.id, duty.key, period.key)).get(unitId)
  const state = first?.late ? '迟报' : report.late ? '按时，截止后改过（迟改）' : '按时'
  const direct = scene.conversation.kind === 'direct'
  const pictures = report.attachments.filter(({ kind }) => kind === 'picture').map(({ hash }) => hash)
  const files = mayHaveDocuments(scene.person, { unitId, toId: duty.toId })
    ? report.attachments.filter(({ kind }) => kind === 'file')
    : []
  const lines = [
    `**${name}** ${dutyTitle({ duty, period })}：${state}`,
    ...contentLines(duty, report),
    `回执 ${report.receipt}，${nameMoment(report.sentAt, scene.now)}${report.version > 1 ? `，第${report.version}版` : ''}。`,
    ...(files.length > FILES_SENT ? [`文件有${files.length}个，先发前${FILES_SENT}个。`] : []),
  ]
  return {
    reply: say(lines.join('\n')),
    ...(direct && pictures.length > 0 ? { pictures: pictures.slice(0, PICTURES_SHOWN) } : {}),
    ...(files.length > 0 ? { files: files.slice(0, FILES_SENT) } : {}),
  }
}

/** All one-off tasks of the campaign and how many have done each, what is due next first. */
async function standing(scene: KnownScene, campaign: Campaign): Promise<readonly string[]> {
  const lines: Readonly<{ dueAt: Date; line: string }>[] = []
  for (const duty of campaign.plan.duties) {
    if (duty.target !== undefined || (duty.cadence.kind !== 'once' && duty.cadence.kind !== 'dated')) continue
    const period = askedPeriod(periods(duty, scene.workdays), scene.now)
    if (!period) continue
    const owed = owing(campaign, duty, period).length
    const missing = (await missingUnits(scene.tx, campaign, duty, period)).length
    const done = missing === 0 ? '已齐' : `已交${owed - missing}/${owed}`
    const when = missing === 0 ? '' : `，${formatDue(period.dueAt, scene.now)}`
    lines.push({ dueAt: period.dueAt, line: `- ${dutyTitle({ duty, period })}：${done}${when}` })
  }
  if (lines.length === 0)
    return ['这个行动里没有一次性的任务。消安委办可以说「任务：各街道 9月15日前报排查方案（文件）」。']
  const shown = lines.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).slice(0, MOST_TASKS)
  const rest = lines.length - shown.length
  return [
    `一次性任务${lines.length}项：`,
    ...shown.map(({ line }) => line),
    ...(rest > 0 ? [`还有${rest}项，按名称问，例如「谁没交方案」。`] : []),
  ]
}

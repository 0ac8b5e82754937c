import { formatDue, nameMoment } from '../../domain/time/calendar.ts'
import type { Directory } from '../../store/directory.ts'
import type { Hazard } from '../../store/hazards.ts'
import {
  categoryName,
  shortNumber,
  statusNames,
  unitName,
  whatIsWrong,
  whereabouts,
} from '../saying/names.ts'
import type { HazardView } from '../saying/speech.ts'
import type { Card } from './card.ts'
import { actionsFor } from './hazard-actions.ts'
import { lifeLines } from './hazard-life-lines.ts'

/** One hazard as a card for one kind of reader. Pure: the same hazard, directory and clock give the same card. */
export function hazardCard(
  hazard: Hazard,
  view: HazardView,
  directory: Directory,
  now: Date,
  extra: readonly string[] = [],
): Card {
  return {
    title: `${shortNumber(hazard)}隐患（${hazard.code}）`,
    status: statusOf(hazard, now),
    lines: [
      `**${whereabouts(directory, hazard)}**：${whatIsWrong(directory, hazard)}`,
      `${categoryName(hazard.category)} · 整改单位：${unitName(directory, hazard.responsibleId)}`,
      ...deadlineLine(hazard, now),
      ...lifeLines(hazard, directory, now),
      ...askLine(hazard, view),
      ...extra,
    ],
    actions: actionsFor(hazard, view),
  }
}

function statusOf(hazard: Hazard, now: Date): NonNullable<Card['status']> {
  const text = statusNames[hazard.status]
  if (hazard.status === 'closed' || hazard.status === 'void') return { text, tone: 'done' }
  if (isOverdue(hazard, now)) return { text: `${text} · 已逾期`, tone: 'overdue' }
  return { text, tone: hazard.failCount + hazard.reboundCount > 0 ? 'warning' : 'open' }
}

/** Past its limit and not yet handed in. */
export function isOverdue(hazard: Hazard, now: Date): boolean {
  return (
    (hazard.status === 'to-rectify' || hazard.status === 'rectifying') &&
    hazard.dueAt !== null &&
    hazard.dueAt < now
  )
}

function deadlineLine(hazard: Hazard, now: Date): readonly string[] {
  if (hazard.status === 'closed' || hazard.status === 'void' || hazard.dueAt === null) return []
  if (hazard.status === 'to-reinspect') return ['已提交整改，等待复查']
  const counted = [
    hazard.failCount > 0 ? `复查未过${hazard.failCount}次` : '',
    hazard.reboundCount > 0 ? `反弹${hazard.reboundCount}次` : '',
    hazard.extensionCount > 0 ? `延期${hazard.extensionCount}次` : '',
  ].filter(Boolean)
  const times = counted.length > 0 ? `（${counted.join('，')}）` : ''
  const left = formatDue(hazard.dueAt, now)
  const due = left.startsWith('已逾期') ? `${nameMoment(hazard.dueAt, now)}，${left}` : left
  return [`期限：${due}${times}`]
}

/** What the unit that must rectify has to know and do, on every drawing of its card. */
function askLine(hazard: Hazard, view: HazardView): readonly string[] {
  if (view !== 'rectifier' || (hazard.status !== 'to-rectify' && hazard.status !== 'rectifying')) return []
  const reason = hazard.failReason ? [`**上次复查不合格：${hazard.failReason}**`] : []
  return [...reason, `改完回「${shortNumber(hazard)}已改」并附一张照片。`]
}

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
import type { Card, CardAction } from './card.ts'

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
  return { text, tone: hazard.failCount > 0 ? 'warning' : 'open' }
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
  const times = hazard.failCount > 0 ? `（复查未过${hazard.failCount}次）` : ''
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

function actionsFor(hazard: Hazard, view: HazardView): readonly CardAction[] {
  const n = shortNumber(hazard)
  const open = hazard.status === 'to-rectify' || hazard.status === 'rectifying'
  switch (view) {
    case 'finder':
      return open ? [{ label: '有误，作废', say: `${n}作废` }] : []
    case 'rectifier':
      if (!open) return []
      return [
        { label: '已改好', say: `${n}已改`, tone: 'primary' },
        ...(hazard.status === 'to-rectify' ? [{ label: '已安排', say: `${n}已安排` }] : []),
        { label: '不是我们的', say: `${n}不是我们的` },
      ]
    case 'reinspector':
      if (hazard.status !== 'to-reinspect') return []
      return [
        { label: '合格', say: `${n}合格`, tone: 'primary' },
        { label: '不合格', say: `${n}不合格`, tone: 'danger' },
      ]
    case 'reader':
      return []
  }
}

import { dayOf, formatDay, timeOf } from '../../../domain/time/calendar.ts'
import * as evidence from '../../../store/escalation/ladder-evidence.ts'
import type { Pending } from '../../../usecases/ladder/review.ts'
import { unitName } from '../../saying/names.ts'
import type { Ground } from './documents.ts'
import { byUnit } from './facts.ts'

/** How many moments of reminders are written out; the rest is a number. */
const MOMENTS = 4

/** What stands behind a draft, unit by unit: how often it was reminded and when, and what it says for its side. */
export async function evidenceLines(ground: Ground, pending: readonly Pending[]): Promise<readonly string[]> {
  const order = ground.campaign.members.map(({ unitId }) => unitId)
  const lines: string[] = []
  for (const { unitId, items } of byUnit(pending, ({ step }) => step.unitId, order)) {
    const moments = await remindedAt(ground, unitId, items)
    const name = unitName(ground.directory, unitId)
    lines.push(`- ${name}：${remindedWords(moments)}`)
    for (const said of new Set(items.flatMap(({ step }) => step.statement ?? [])))
      lines.push(`  对方说明：${said.replaceAll('\n', '；')}`)
    if (items.every(({ step }) => step.statement === null)) lines.push('  对方说明：还没有。')
  }
  return lines
}

function remindedWords(moments: readonly Date[]): string {
  if (moments.length === 0) return '没有查到提醒记录。'
  const shown = moments.slice(-MOMENTS).map((at) => `${formatDay(dayOf(at))}${timeOf(at)}`)
  return `提醒${moments.length}次（${moments.length > MOMENTS ? '最近' : ''}${shown.join('、')}）。`
}

/** When the unit was reminded of these matters, each moment once. */
async function remindedAt(
  { tx, campaign }: Ground,
  unitId: string,
  items: readonly Pending[],
): Promise<readonly Date[]> {
  const reports = items.flatMap(({ matter }) => (matter.subject === 'report' ? [matter.subjectId] : []))
  const firstLimit = Math.min(
    ...items.flatMap(({ matter }) => (matter.subject === 'hazard' ? [matter.dueAt.getTime()] : [])),
  )
  const sent = (await evidence.remindersTo(tx, campaign.id, unitId)).filter(({ key, at }) =>
    partsOf(key, unitId).some(
      (part) =>
        reports.some((report) => part.startsWith('remind:') && part.includes(`${report}:`)) ||
        (part.startsWith('hazards:') && at.getTime() >= firstLimit),
    ),
  )
  const pressed = (await evidence.pressedFor(tx, campaign.id, unitId)).filter(({ report }) =>
    reports.includes(report),
  )
  const moments = new Map([...sent, ...pressed].map(({ at }) => [Math.floor(at.getTime() / 60_000), at]))
  return [...moments.entries()].sort(([a], [b]) => a - b).map(([, at]) => at)
}

/** The matters that a message's key names, those of that unit alone: two units' names may begin alike. */
function partsOf(key: string, unitId: string): readonly string[] {
  return key
    .replace(/^digest:/, '')
    .split('|')
    .filter((part) => `${part}:`.includes(`:${unitId}:`))
}

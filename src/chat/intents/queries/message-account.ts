import { addDays, at, day, dayOf, monthEnd } from '../../../domain/time/calendar.ts'
import * as account from '../../../store/planning/account.ts'
import type { Directory } from '../../../store/directory.ts'
import type { Tx } from '../../../store/open.ts'
import { unitName } from '../../saying/names.ts'
import { requireMay, requireOwnGround, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

/** 「减负账本」「上个月打扰了谁」: by unit; by person only for the office, one-to-one. */
export async function messageAccount(scene: KnownScene, month: 'this' | 'last'): Promise<Answer> {
  requireMay(scene, 'account')
  requireOwnGround(scene)
  const { tx, directory, person, now, conversation } = scene
  const asked = month === 'this' ? dayOf(now).slice(0, 7) : monthBefore(dayOf(now).slice(0, 7))
  const byPerson = conversation.kind === 'direct' && person.roles.includes('office')
  return { reply: say(await accountText(tx, directory, asked, byPerson)) }
}

/** `2026-10` of `2026-11`. */
export function monthBefore(month: string): string {
  return addDays(day(`${month}-01`), -1).slice(0, 7)
}

const kindNames: Readonly<Record<string, string>> = {
  remind: '报送提醒',
  hazards: '隐患提醒',
  missing: '未报清单',
  digest: '合并提醒',
  told: '事项通知',
}

const SHOWN = 6

/** Who was disturbed how often in a month, at most eight lines. */
export async function accountText(
  tx: Tx,
  directory: Directory,
  month: string,
  byPerson: boolean,
): Promise<string> {
  const first = day(`${month}-01`)
  const span = { from: at(first, '00:00'), to: at(addDays(monthEnd(first), 1), '00:00') }
  const lines = [
    ...(await account.ofMonth(tx, directory.regionId, month)),
    ...(await account.toldIn(tx, directory.regionId, span.from, span.to)).map((each) => ({
      ...each,
      kind: 'told',
    })),
  ]
  const total = lines.reduce((sum, { count }) => sum + count, 0)
  const title = `减负账本（${Number(month.slice(5))}月）`
  if (total === 0) return `${title}：机器人没有主动打扰过谁。`
  const people = summed(lines, ({ personId }) => personId)
  const units = summed(lines, ({ personId }) =>
    unitName(directory, directory.people.get(personId)?.unitId ?? null),
  )
  const kinds = summed(lines, ({ kind }) => kindNames[kind] ?? '其他')
  const most = people[0]?.[1] ?? 0
  return [
    `${title}：机器人主动发了${total}条消息，${people.length}人收到，人均${(total / people.length).toFixed(1)}条，最多的一人${most}条。`,
    `按事由：${kinds.map(([name, count]) => `${name}${count}`).join('、')}。`,
    `按单位：${listed(units)}。`,
    ...(byPerson
      ? [
          `按人：${listed(people.map(([id, count]) => [directory.people.get(id)?.name ?? '已离开的人', count]))}。`,
        ]
      : []),
    '嫌多，就在行动方案里放宽提醒次数，或调低每人每天的条数。',
  ].join('\n')
}

function summed<T extends Readonly<{ count: number }>>(
  lines: readonly T[],
  nameOf: (line: T) => string,
): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>()
  for (const line of lines) sums.set(nameOf(line), (sums.get(nameOf(line)) ?? 0) + line.count)
  return [...sums].sort(([, a], [, b]) => b - a)
}

function listed(rows: readonly (readonly [string, number])[]): string {
  const shown = rows.slice(0, SHOWN).map(([name, count]) => `${name}${count}条`)
  return `${shown.join('、')}${rows.length > SHOWN ? `，其余${rows.length - SHOWN}家（人）更少` : ''}`
}
